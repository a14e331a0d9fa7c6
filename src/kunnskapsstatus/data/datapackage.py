"""``data/datapackage.json``: all CSV files described by the Data Package standard, version 2, for tools other than
this one."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from kunnskapsstatus import files
from kunnskapsstatus.data import definitions
from kunnskapsstatus.data.codebook import Codebook
from kunnskapsstatus.data.inventory import DATA, DESCRIPTOR, MEANT, Change, changes, described
from kunnskapsstatus.data.table import read_table
from kunnskapsstatus.errors import DataError

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENSE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Navngivelse 4.0 Internasjonal",
}
REPORT = {
    "title": "Nordlandsforskning og KUN: kunnskapsstatus om krisesentertilbudet, på oppdrag fra Bufdir",
    "version": "2019",
}
TITLES = {
    "stated-prose": "Tall som rapporten bare gir i løpende tekst",
    "audit-does-not-add-up": "Det som ikke går opp i rapportens tabeller, med trykt og beregnet verdi",
    "registers-centres": "Sentre som er åpnet, lagt ned eller har svart sammen med et annet",
    "registers-offers": "Tilbudene ved hvert senter, år for år",
    "reference-centres": "Krisesentrene med kommune, fylke, region og organisering",
    "reference-law": "Krisesenterloven, paragraf for paragraf",
    "reference-municipalities": "Kommunene med fylke, tidligere navn og poststeder",
    "reference-postcodes": "Postnumrene og kommunene de er i",
    "reference-served": "Kommuner som en kilde sier at et senter dekker",
    "reference-units": "Måleenheter",
    "data-signatures": "Tall som en regel ikke tror på, og hvem som sier at de er riktige",
    "data-revisions": "Tall som er rettet etter at de ble publisert",
}
FOLDERS = (
    ".", "printed", "stated", "official", "codebook", "forms", "registers", "reference", "audit", "coverage", "map",
)  # fmt: skip
AS_TEXT = ("data", "printed", "codebook", "forms", "registers", "reference", "audit")
"""Folders whose cells are text as they stand, and never a number or a symbol for one that is missing."""
FOLDER_TITLES = {
    "official": "Offentlige tall",
    "codebook": "Kodebok",
    "forms": "Koder i skjemaene",
    "coverage": "Hva rapporten forteller, og hvor boka har det",
    "map": "Kart",
}
TYPED = ("year", "value")
MOST = 20
"""So many changes are told at once: a screen."""
MISSING = ["", ".", "..", ":"]
MEANINGS = {
    "year": "Året verdien gjelder",
    "population": "Hvem eller hva det telles av (nøkkel i kodeboka)",
    "category": "Kategori",
    "group": "Gruppe",
    "measure": "Hva verdien er: antall, prosent, gjennomsnitt …",
    "heading": "Overskrift trykt over flere rader",
    "key": "Fast engelsk nøkkel",
    "label_nb": "Navn på bokmål",
    "label_en": "Navn på engelsk",
    "strength": "Hvor sterkt svaret er på en skala: 0 er ingenting",
    "printed": "Formene rapporten trykker navnet i, skilt med |",
    "counted": "Hva tall på dette teller: bare tall på det samme legges sammen",
    "value": "Verdien",
    "qualifier": "Kildens forbehold om verdien: omkring, over …",
    "series": "Del av en serie med brudd; deler med ulike navn kan ikke sammenlignes",
    "reservation": "Det leseren må vite for å bruke verdien",
    "access": "Hvordan tallet er lest: direct (hos utgiveren), secondary (gjengitt av andre) eller derived (regnet ut)",
    "source": "Hvor tallet står",
    "accessed": "Dagen tallet ble lest, der den er kjent",
    "dataset": "Tabellen, figuren eller filen som tallet er fra",
    "was": "Verdien som var publisert",
    "is": "Verdien nå; tom der tallet er tatt ut",
    "date": "Dagen tallet ble rettet",
    "reason": "Hvorfor tallet er rettet",
}
_ADDRESS = re.compile(r"https?://\S+")
_DECIMAL = re.compile(r"-?\d+(?P<sign>[.,])?\d*")


def describe(root: Path) -> dict[str, Any]:
    """The descriptor of all CSV files below ``data/``: one resource a file, sorted by name, paths relative to
    ``data/``.

    Raises
    ------
    DataError
        For a file that is not right.
    """
    own = project(root)
    titles = {
        definition.printed: definition.title
        for definition in definitions.load(Codebook(root)).values()
        if definition.printed
    }
    paths = [path for folder in FOLDERS for path in (root / DATA / folder).glob("*.csv")]
    resources = sorted((_resource(root, path, titles) for path in paths), key=lambda resource: str(resource["name"]))
    return {
        "$schema": PROFILE,
        "name": own["name"],
        "title": "Tall om krisesentertilbudet i Norge",
        "description": (
            "Tabellene i kunnskapsstatusen fra 2019 slik de er trykt, tallene den bare gir i løpende tekst, offentlige "
            "tall som er publisert siden, og kodeboka som knytter dem sammen. Bare samlede tall, ingen opplysninger om "
            "enkeltpersoner."
        ),
        "version": own["version"],
        "licenses": [LICENSE],
        "sources": [REPORT, *_sources(root, sorted((root / DATA / "official").glob("*.csv")))],
        "resources": resources,
    }


def project(root: Path) -> dict[str, str]:
    """The name and the version of the book; a book without a ``pyproject.toml`` has those of its folder."""
    path = root / "pyproject.toml"
    project = tomllib.loads(path.read_text("utf-8"))["project"] if path.is_file() else {}
    name = re.sub(r"[^a-z0-9]+", "-", root.name.lower()).strip("-") or "book"
    return {"name": str(project.get("name", name)), "version": str(project.get("version", "0"))}


def name_of(path: Path) -> str:
    """The resource's name: ``table-03`` as in the report, ``official-residents``, ``codebook-reason``."""
    stem = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    return stem if path.parent.name == "printed" else f"{path.parent.name}-{stem}"


def _resource(root: Path, path: Path, titles: dict[str, str]) -> dict[str, Any]:
    table = read_table(path)
    folder, name = path.parent.name, name_of(path)
    as_text = folder in AS_TEXT
    columns = [list(column) for column in zip(*table.rows, strict=True)] or [[] for _ in table.header]
    fields = [_field(field, [] if as_text else values) for field, values in zip(table.header, columns, strict=True)]
    schema: dict[str, Any] = {
        "fields": fields,
        "missingValues": [""] if as_text else MISSING,
    }
    if table.header[0] == "key":
        schema["primaryKey"] = ["key"]
    resource: dict[str, Any] = {
        "name": name,
        "type": "table",
        "title": _title(path, titles),
        "path": path.relative_to(root / DATA).as_posix(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
        **described(table, folder),
    }
    if folder == "official":
        resource["sources"] = _sources(root, [path])
    return resource


def _title(path: Path, titles: dict[str, str]) -> str:
    if path.parent.name in FOLDER_TITLES:
        return f"{FOLDER_TITLES[path.parent.name]}: {path.stem}"
    return TITLES.get(name_of(path)) or titles.get(path.stem, path.stem)


def _field(name: str, values: list[str]) -> dict[str, Any]:
    """A field's name, type and meaning. Only years and values that are read are typed; printed cells are text, as
    printed."""
    field: dict[str, Any] = {"name": name, "type": "string"}
    given = [value for value in values if value not in MISSING]
    if name in TYPED and given:
        matches = [_DECIMAL.fullmatch(value) for value in given]
        signs = {match["sign"] for match in matches if match} - {None}
        if None not in matches and len(signs) <= 1:
            field["type"] = "number" if name == "value" else "integer" if not signs else "string"
            if signs == {","}:
                field["decimalChar"] = ","
    if name in MEANINGS:
        field["description"] = MEANINGS[name]
    return field


def _sources(root: Path, paths: list[Path]) -> list[dict[str, str]]:
    """Whom the official figures come from: each address or title once, sorted."""
    found: set[str] = set()
    for path in paths:
        found |= {row.get("source", "") for _, row in read_table(path)} - {""}
    sources = []
    for text in sorted(found):
        address = _ADDRESS.search(text)
        sources.append({"title": text, "path": address.group().rstrip(".,;)")} if address else {"title": text})
    return sources


def text(root: Path) -> str:
    """The descriptor as its file holds it."""
    return json.dumps(describe(root), ensure_ascii=False, indent=2) + "\n"


def write(root: Path, *, accept: bool = False) -> list[Change]:
    """Write ``data/datapackage.json``, whole or not at all; what is gone, or not as it was proofread.

    Raises
    ------
    DataError
        For a file that is not right; and, unless it is accepted, for what is gone or changed.
    """
    new = text(root)
    try:
        found = list(changes(root))
    except DataError:  # the descriptor itself: all else has just been read
        if not accept:
            raise
        found = []
    if found and not accept:
        more = [f"… and {len(found) - MOST} more"] if len(found) > MOST else []
        cause = "\n".join(["this would be lost or changed:", *map(str, found[:MOST]), *more])
        raise DataError(cause, file=DESCRIPTOR, remedy=MEANT)
    files.write(root / DESCRIPTOR, new)
    return found


def differences(root: Path) -> list[str]:
    """How ``data/datapackage.json`` differs from the files it describes: one sentence each; empty when they agree."""
    path = root / DESCRIPTOR
    if not path.is_file():
        return [f"{DESCRIPTOR} is missing"]
    try:
        kept = json.loads(path.read_text("utf-8"))
        theirs = {str(resource["name"]): resource for resource in kept.get("resources", [])}
    except (ValueError, KeyError, TypeError, AttributeError):
        return [f"{DESCRIPTOR} cannot be read as a data package"]
    wanted = describe(root)
    ours = {str(resource["name"]): resource for resource in wanted["resources"]}
    found = [f"{DESCRIPTOR}: {name} is not described" for name in sorted(ours.keys() - theirs.keys())]
    found += [f"{DESCRIPTOR}: {name} has no file" for name in sorted(theirs.keys() - ours.keys())]
    changed = [name for name in sorted(ours.keys() & theirs.keys()) if ours[name] != theirs[name]]
    found += [f"{DESCRIPTOR}: {name} differs from its file" for name in changed]
    keys = sorted((wanted.keys() | kept.keys()) - {"resources"})
    found += [f"{DESCRIPTOR}: {key} differs" for key in keys if wanted.get(key) != kept.get(key)]
    if not found and path.read_text("utf-8") != text(root):
        found.append(f"{DESCRIPTOR} is written in another order or form")
    return found
