"""Rules that tell which numbers cannot be believed. Each is a function from what there is to what it finds, and says in
words what its rule is; :data:`RULES` has them all. ``data/README.md`` says how to sign a number that is right."""

from __future__ import annotations

from kunnskapsstatus.data.rules import bounds, computed, neighbours, parts, series, told, written
from kunnskapsstatus.data.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    parts.part_above_whole,
    parts.parts_do_not_add_up,
    parts.shares_do_not_add_up,
    computed.typed_not_computed,
    computed.not_as_computed,
    bounds.too_few_or_many_times,
    bounds.mean_of_other_numbers,
    bounds.outside_its_bounds,
    neighbours.leap,
    neighbours.change_too_large,
    written.decimal_in_count,
    written.point_of_thousands,
    written.fraction_for_percent,
    written.unit_does_not_fit,
    written.money_of_other_unit,
    written.key_in_other_column,
    written.measure_of_no_other_year,
    written.row_in_other_file,
    series.break_forgotten,
    series.year_of_other_series,
    series.year_twice,
    series.files_differ,
    series.methods_differ,
    told.no_source,
    told.no_access_date,
    told.incomplete,
    told.no_symbol,
    told.reservation_is_no_sentence,
    told.year_not_over,
)
"""All rules, in the order that they are tried and told."""
