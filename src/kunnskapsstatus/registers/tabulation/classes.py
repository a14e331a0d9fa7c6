"""The services of a year and their classes: size, form of organisation and region, by which numbers are broken down.
They are those that the year's own forms give, and where those do not, those of ``data/registers``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.errors import BookError, did_you_mean
from kunnskapsstatus.registers import centres, offers
from kunnskapsstatus.registers.services import MEN, WOMEN
from kunnskapsstatus.registers.tabulation.definition import ORGANISATION, REGION, SIZE
from kunnskapsstatus.registers.tabulation.frames import SERVICES, Records, col, plain
from kunnskapsstatus.registers.tabulation.settings import Settings

STAFF = "staff-years"
Service = tuple[str, str]
"""A centre's key and its service's."""


@dataclass(frozen=True)
class Classes:
    """The class of each service by attribute, and the centres of the year."""

    of: Mapping[str, Mapping[Service, str]]
    centres: tuple[str, ...]

    @cached_property
    def whose(self) -> Mapping[tuple[str, str, str], list[str]]:
        """The centres of each attribute, class and kind of service."""
        found: dict[tuple[str, str, str], list[str]] = {}
        for attribute, classes in self.of.items():
            for (centre, service), key in classes.items():
                found.setdefault((attribute, key, service), []).append(centre)
        return found

    @cached_property
    def alone(self) -> Mapping[str, frozenset[str]]:
        """The classes of each attribute that are of one centre."""
        found: dict[str, frozenset[str]] = {}
        for attribute, classes in self.of.items():
            pairs = {(key, centre) for (centre, _), key in classes.items()}
            counts = Counter(key for key, _ in pairs)
            found[attribute] = frozenset(key for key, number in counts.items() if number == 1)
        return found


def classes(root: Path, frames: Mapping[str, Records], year: int, settings: Settings) -> Classes:
    """The classes of a year's services."""
    register = centres.load(root)
    staff: dict[Service, float] = {}
    organisation: dict[Service, str] = {}
    for one in offers.load(root):
        if one.year == year:
            key = (one.centre, one.service)
            if one.staff_years is not None:
                staff[key] = one.staff_years
            if one.organisation:
                organisation[key] = one.organisation
    registered = dict(organisation)
    forms = Codebook(root)[ORGANISATION].categories
    for key, years, form in _given(frames):
        if years is not None:
            staff[key] = years
        if form and form not in forms:
            remedy = "Add it to data/codebook/organisation.csv."
            raise BookError(f"{form!r} is no form of organisation{did_you_mean(form, forms)}", remedy=remedy)
        if form:
            organisation[key] = form
    if settings.organisation == "register":
        organisation = registered
    if settings.organisation == "womens-service":
        organisation = {key: organisation.get((key[0], WOMEN), own) for key, own in organisation.items()}
    sizes = {key: size for key, years in staff.items() if (size := size_of(years, settings))}
    regions = {(key, service): one.region for key, one in register.items() for service in (WOMEN, MEN)}
    return Classes({SIZE: sizes, ORGANISATION: organisation, REGION: regions}, register.in_year(year))


def size_of(staff_years: float, settings: Settings) -> str:
    """The size of a service; empty where the rules of the edition give it none."""
    if staff_years <= 5:
        return "small"
    if staff_years < 6:
        return settings.over_five.replace("none", "")
    if staff_years <= 9.9:
        return "medium"
    return settings.under_ten.replace("none", "") if staff_years < 10 else "large"


def _given(frames: Mapping[str, Records]) -> Iterator[tuple[Service, float | None, str | None]]:
    """Staff-years and organisation, as the forms of the year's services give them."""
    for form in ("women", "men"):
        if form in frames and frames[form].has("centre"):
            there = [name for name in ("centre", STAFF, ORGANISATION) if frames[form].has(name)]
            given = frames[form].frame.select([col(name) for name in there]).collect(backend="pyarrow")
            nothing: list[None] = [None] * len(given)
            known = {name: given[plain(name)].to_list() for name in there}
            columns = known["centre"], known.get(STAFF, nothing), known.get(ORGANISATION, nothing)
            yield from (((key, SERVICES[form]), years, own) for key, years, own in zip(*columns, strict=True))
