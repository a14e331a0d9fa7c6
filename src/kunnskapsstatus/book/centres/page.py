"""A centre's page: its facts, and a table for each measure with its number beside those of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kunnskapsstatus.book.centres.centre import ANSWERS, FIGURES, SIZE_YEAR, Centre
from kunnskapsstatus.book.centres.course import ALIKE, BREAK, COUNTRY, EVERY, OWN, course
from kunnskapsstatus.book.centres.others import ALL, FEWEST, Middle, Others, Share
from kunnskapsstatus.data.observation import Observation
from kunnskapsstatus.forms.table import Cell, Row, Table
from kunnskapsstatus.forms.trend import Trend
from kunnskapsstatus.keys import ANSWER
from kunnskapsstatus.lists import listed
from kunnskapsstatus.numbers import NBSP, SYMBOLS, format_number

FEW = 20
"""Of fewer stays in a year, a page says that chance moves them."""
FACTS = {"longest-travel": "Lengste reisevei", "nights-per-stay": "Botid", "visits-per-stay": "Dagsbesøk"}
NO_SERVICE = "Hadde ikke tilbud"
HELP = (
    "Siden viser statistikk. Trenger du hjelp, kan du ringe VO-linjen på ",
    "116 006",
    ". Den er gratis og åpen hele døgnet, og du kan være anonym.",
)
NEAR = "Nærmere enn kommunen går vi ikke. Noen sentre holder adressen hemmelig for å beskytte dem som bor der."
LIKELY = "Rapporten oppgir ikke hvilken kommune senteret lå i. Kommunen er lest av navnet og området, og kan være feil."
INTRODUCTION = (
    "Øverst i hver tabell står senteret. Under står det midterste tallet (medianen) for sentrene i samme region, for "
    "sentre av samme størrelse og for alle sentre. For «fullt» står det hvor mange som var fulle minst én gang, av dem "
    "som svarte. «Hele landet» er det nasjonale tallet: kroner per innbygger, eller summen."
)
CHARTS = " Figurene viser det samme, uten summene og uten medianer som mangler det siste året."


@dataclass(frozen=True)
class Figure:
    """A measure of a centre through the years: a chart, where there is one, a table, and what a reader must know of
    it, line by line."""

    id: str
    title: str
    chart: Trend | None
    table: Table
    notes: tuple[str, ...]


def introduction(figures: Iterable[Figure]) -> str:
    """What the tables have, and the charts where there are any."""
    return INTRODUCTION + (CHARTS if any(figure.chart for figure in figures) else "")


def title(centre: Centre, measure: str) -> str:
    """A measure's label as a heading."""
    label = centre.view.codebook.label(("measure",), measure)
    return label[:1].upper() + label[1:]


def lead(centre: Centre) -> str:
    """Where a centre lay, in a sentence: what a search finds of its page."""
    likely = "trolig " if centre.likely else ""
    now = centre.now
    today = f", i det som i dag er {now.name}" if now and centre.place not in (now.name, *now.name.split(" - ")) else ""
    county = f" i {now.county}" if now and now.county != centre.place else ""
    return f"Krisesenteret lå {likely}i {centre.place}{today}{county}. Rapporten regner det til {centre.region}."


def facts(centre: Centre) -> Iterator[tuple[str, str]]:
    """What a centre is, as names and texts."""
    yield "Organisasjonsform", centre.organisation
    yield "Størrelse", f"{centre.size} i {SIZE_YEAR}" if centre.size else f"Ikke kjent for {SIZE_YEAR}"
    for measure, name in FACTS.items():
        row = centre.row(measure, SIZE_YEAR)
        if row and row.known:
            unit = f"{row.unit} for hvert opphold" if measure != "longest-travel" else row.unit
            yield name, f"{format_number(row.value, row.decimals)} {unit} i {SIZE_YEAR}"


def figures(centre: Centre, others: Others) -> list[Figure]:
    """The tables of a centre, one for each measure that it has anything of."""
    found = []
    for measure in (*FIGURES, *ANSWERS):
        rows = [row for row in centre.view.rows if row.measure == measure]
        years = [row.year for row in rows if row.year is not None]
        if years:
            lines = _rows(centre, others, measure, years)
            head = Row((Cell("", "head"), *(Cell(str(year), "head") for year in years)))
            table = Table((head,), tuple(lines), 1, len(years) + 1)
            notes = (*_reserved(centre, rows), *_behind(centre, others, measure, years))
            named = title(centre, measure)
            chart = course(centre, others, measure, named) if measure in FIGURES else None
            found.append(Figure(measure, named, chart, table, notes))
    return found


def _rows(centre: Centre, others: Others, measure: str, years: list[int]) -> Iterator[Row]:
    groups = {centre.region: centre.region, ALIKE: centre.size, EVERY: ALL}
    yield Row((Cell(OWN, "stub"), *(_own(centre, centre.row(measure, year)) for year in years)), "total")
    for name, group in groups.items():
        if group or name == EVERY:
            beside = others.share if measure in ANSWERS else others.middle
            yield Row((Cell(name, "stub"), *(_beside(beside(group, measure, year)) for year in years)))
    country = [others.country(measure, year) for year in years]
    if measure in FIGURES and any(country):
        yield Row((Cell(COUNTRY, "stub"), *map(_number, country)))


def _own(centre: Centre, row: Observation | None) -> Cell:
    if row is not None and row.text:
        return Cell(centre.view.codebook.label((ANSWER,), row.text), "text")
    if row is not None and row.symbol in ("-", ".") and row.measure in ANSWERS:
        return Cell(NO_SERVICE, "text")
    return _number(row)


def _number(row: Observation | None) -> Cell:
    if row is None or not row.known:
        symbol = (row.symbol if row else "") or ".."
        return Cell(symbol, "symbol", title=SYMBOLS.get(symbol, ""))
    return Cell(format_number(row.value, row.decimals), "number")


def _beside(found: Middle | Share | None) -> Cell:
    if found is None:
        return Cell("..", "symbol", title=f"færre enn {FEWEST} sentre har tall")
    text = f"{found.full}{NBSP}av{NBSP}{found.of}" if isinstance(found, Share) else format_number(found.value)
    return Cell(text, "number")


def _reserved(centre: Centre, rows: Iterable[Observation]) -> Iterator[str]:
    years: dict[str, list[str]] = {}
    for row in rows:
        text = centre.view.reservation(row)
        if text:
            years.setdefault(text, []).append(str(row.year))
    yield from (f"{', '.join(of)}: {text}" for text, of in years.items())


def _behind(centre: Centre, others: Others, measure: str, years: list[int]) -> Iterator[str]:
    """Of how many centres the medians are."""
    if measure in ANSWERS:
        return
    groups = {"i regionen": centre.region, "like store": centre.size, "i alt": ALL}
    parts = []
    for year in years:
        middles = {
            name: others.middle(group, measure, year) for name, group in groups.items() if group or name == "i alt"
        }
        known = [f"{middle.of} {name}" for name, middle in middles.items() if middle]
        parts += [f"{year}: {', '.join(known)}"] if known else []
    yield f"Sentre bak medianene: {'. '.join(parts)}." if parts else f"Færre enn {FEWEST} andre sentre har tall."


def few(centre: Centre) -> str:
    """What is said of small numbers, where the centre has any; else empty."""
    rows = [row for row in centre.view.rows if row.measure == "stays" and row.known and row.value < FEW]
    told = [f"{format_number(row.value)} i {row.year}" for row in rows]
    if not told:
        return ""
    return f"Senteret hadde få opphold: {listed(told)}. Da kan ett eller to opphold fra eller til flytte tallene mye."


def reading(centre: Centre, all_centres: Sequence[Centre]) -> Iterator[str]:
    """How the numbers of a centre are read, beside those of all."""
    if few(centre):
        yield few(centre)
    yield (
        "Tallene viser bruk, ikke kvalitet. Mange opphold kan komme av at mange trenger hjelp, eller av at mange "
        "kjenner til tilbudet."
    )
    yield (
        "De er offentlige fra før, gjelder hele år, og er ikke delt etter kjønn, alder eller årsak. "
        f"Medianer av færre enn {FEWEST} sentre vises ikke."
    )
    yield (
        "Rapporten deler sentrene etter antall årsverk, men sier ikke hvilke sentre som er i hver gruppe. Her er de "
        f"derfor delt etter overnattingsdøgn i {SIZE_YEAR}."
    )
    followed = sum(one.is_followed for one in all_centres)
    if 0 < followed < len(all_centres):
        yield (
            f"Etter {SIZE_YEAR} har vi tall for {followed} av {len(all_centres)} sentre. De andre står ikke i kildene "
            "vi har lest."
        )
    if max(row.year or 0 for row in centre.view.rows) >= BREAK:
        yield (
            f"Fra {BREAK} blir flere personer talt som beboere og dagbrukere. Kildene sier ikke om opphold og besøk "
            "også er berørt, så tallene bør ikke uten videre sammenlignes med årene før."
        )
    yield "To prikker betyr at tallet mangler."


def sources(centre: Centre) -> list[str]:
    """Whose numbers they are, each once."""
    return list(dict.fromkeys(row.source for row in centre.view.rows if row.source and row.given))
