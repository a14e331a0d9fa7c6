"""The rules of receiving: each given something, when something, then a file or a record stops, must be signed, or is
told of. :data:`RULES` has them all."""

from __future__ import annotations

from kunnskapsstatus.registers.rules import answers, centres, files, records
from kunnskapsstatus.registers.rules.rule import Control

RULES: tuple[Control, ...] = (
    files.empty_file,
    files.truncated_file,
    files.mixed_encodings,
    files.unreadable_file,
    files.variable_twice,
    files.file_of_no_form,
    files.name_of_another_year,
    files.form_not_sent,
    files.no_variable_known,
    files.required_variable_missing,
    files.variable_missing,
    files.variable_unknown,
    answers.wrong_type,
    answers.unknown_code,
    answers.answer_of_another_year,
    answers.missing_answer,
    answers.out_of_bounds,
    answers.none_with_others,
    answers.answered_without_its_question,
    answers.opted_out_with_answers,
    answers.answered_by_nobody,
    records.stay_ends_before_it_begins,
    records.nights_do_not_fit,
    records.long_stay,
    records.younger_than_an_adult,
    records.year_does_not_fit,
    records.stay_over_new_year,
    records.two_of_one,
    records.same_record_twice,
    records.identical_records,
    records.overlapping_stays,
    records.transfer,
    records.two_first_stays,
    centres.unknown_centre,
    centres.unknown_municipality,
    centres.centre_spelled_in_several_ways,
    centres.centre_not_there,
    centres.nothing_from_a_centre,
    centres.many_times_as_many,
    centres.unlike_the_year_before,
)
"""All rules, in the order that they are tried and told."""
