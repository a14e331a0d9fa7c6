"""The rules of an edition: what the report leaves open, decided once, with its own practice where nothing else is said.
They are written down with each result."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args, get_type_hints

from kunnskapsstatus.errors import BookError, did_you_mean

BREAK = 2021
"""From this year on residents who have opted out of registration are told to be new in the year, or not."""


@dataclass(frozen=True)
class Settings:
    """The rules by which registers are counted.

    Attributes
    ----------
    records : which of a person's records an exhibit counts: that of its population, so that residents are counted once
        a year and stays each time; or for all exhibits the first of the year, or every one
    linking : what makes a record the first of the year: the centre says so; or it is the first with its person's key at
        its centre, or in the whole country
    reserved : whether residents who have opted out, of whom nobody knew before 2021 whether they were new in the year,
        are left out of those counted once, or counted at each stay
    new_year : which stays belong to a year: those that are sent for it, or those that began or ended in it
    nights : whether a stay's nights are all of it, or those within the year
    base : what a block's percentages are of: all who answered something in it, ticked or not; all who were asked; or
        all who ticked something
    blank : whether an empty tick in a block that is answered is a no, or no answer
    unknown : whether don't know is one of the answers that percentages are of: where the exhibit shows it, always, or
        never
    scales : what don't know and no answer are in the score of a scale: left out of the record's mean, the lowest
        answer, the highest, or the record is left out
    over_five : the size of a service with more than 5 and fewer than 6 staff-years
    under_ten : the size of a service with more than 9.9 and fewer than 10
    organisation : whose form of organisation a record is counted by: that of its service, that of its centre's service
        for women, or that of the register of services
    rounding : half up; half to the even digit; or half up in two steps, first to one decimal more
    """

    records: Literal["by-population", "first", "all"] = "by-population"
    linking: Literal["flag", "centre", "person"] = "flag"
    reserved: Literal["left-out", "each-stay"] = "left-out"
    new_year: Literal["as-sent", "arrival", "departure"] = "as-sent"
    nights: Literal["whole", "within-year"] = "whole"
    base: Literal["block", "asked", "ticked"] = "block"
    blank: Literal["no", "missing"] = "no"
    unknown: Literal["where-shown", "answer", "missing"] = "where-shown"
    scales: Literal["left-out", "lowest", "highest", "complete"] = "left-out"
    over_five: Literal["medium", "small", "none"] = "medium"
    under_ten: Literal["medium", "large", "none"] = "medium"
    organisation: Literal["service", "womens-service", "register"] = "service"
    rounding: Literal["half-up", "half-even", "half-up-twice"] = "half-up"

    def __post_init__(self) -> None:
        for name, known in choices().items():
            if (value := getattr(self, name)) not in known:
                cause = f"{name} = {value!r} is no such rule{did_you_mean(value, known)}"
                raise BookError(cause, remedy=f"It is one of: {', '.join(known)}.")

    def told(self) -> dict[str, str]:
        """The rules by name, as they are written down."""
        return asdict(self)


def choices() -> dict[str, tuple[str, ...]]:
    """What each rule may be, the report's practice first."""
    hints = get_type_hints(Settings)
    return {one.name: get_args(hints[one.name]) for one in fields(Settings)}


def of(given: dict[str, Any]) -> Settings:
    """The rules that are given by name; all others are the report's practice. Raises BookError for one that is none."""
    known = choices()
    for name in given:
        if name not in known:
            cause = f"there is no rule {name!r}{did_you_mean(name, known)}"
            raise BookError(cause, remedy=f"The rules are: {', '.join(known)}.")
    return Settings(**given)
