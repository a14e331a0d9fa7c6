"""The command line. What a command needs is imported when it is asked for: the others start without it."""

from __future__ import annotations

import argparse
import errno
import gc
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kunnskapsstatus import paths, processes, usage
from kunnskapsstatus.desk.finding import Finding
from kunnskapsstatus.errors import BookError, of_machine

if TYPE_CHECKING:
    from kunnskapsstatus.editions.claims import Claims
    from kunnskapsstatus.editions.making import Made
    from kunnskapsstatus.registers.aggregates import Aggregates


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0 when it went well, else 1 with a message for people."""
    given = usage.parser().parse_args(arguments)
    os.environ.update(processes.ONE_THREAD)
    gc.set_threshold(*processes.COLLECTION)
    try:
        processes.have_room_for_files()
        return COMMANDS[given.command](paths.root(), given)
    except BookError as error:
        told = str(error).replace(f"{Path.cwd()}{os.sep}", "")  # files are named from where the command is given
        sys.stderr.write(f"\n{told}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"\n{of_machine(error, Path.cwd())}\n")
        return 1
    except ImportError as error:
        remedy = "Install what the book needs anew (make book does); where memory is short, end other programs."
        sys.stderr.write(f"\n{BookError(f'a part of Python cannot be loaded: {error}', remedy=remedy)}\n")
        return 1
    except MemoryError:
        sys.stderr.write(f"\n{of_machine(OSError(errno.ENOMEM, ''), Path.cwd())}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. The last good book is untouched.\n")
        return 130


def _say(lines: Iterable[str]) -> int:
    for line in lines:
        print(line)
    return 0


def _build(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.book.build import build

    held: list[Claims] = []
    found: list[Finding] = []

    def look(source: Path, pages: Path) -> None:
        from kunnskapsstatus.data.book import open_book
        from kunnskapsstatus.desk import check, unsaid
        from kunnskapsstatus.editions.claims import claims, statements

        held.append(claims(pages))
        data = open_book(source)
        found.extend(check.quick(source))
        found.extend(unsaid.unsaid(data, data.newest, statements(pages), data.newest))

    book = build(root, root / "_build", fresh=given.fresh, look=look)
    print(f"\nThe book is ready:\n  {(book.html / 'index.html').relative_to(root)}\n  {book.pdf.relative_to(root)}")
    _say(map(str, held))
    return _tell("To look at before others do (kunnskapsstatus check):", found)


def _tell(head: str, found: list[Finding]) -> int:
    """Say what a build has found, the first of it."""
    from kunnskapsstatus.desk import check

    if found:
        listed = "\n".join(map(str, found[: check.MOST]))
        more = f"\n… and {len(found) - check.MOST} more" if len(found) > check.MOST else ""
        sys.stderr.write(f"\n{head}\n{listed}{more}\n")
    return 0


def _edition(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.notebooks import parameters

    chosen = parameters.of_years(given.years or given.year) or [parameters.parse(given.parameters)]
    book = _counted(root, chosen, given) if given.folder else root
    if book is None:
        return 0
    from kunnskapsstatus.editions import synthetic
    from kunnskapsstatus.editions.make import make

    made = make(book, chosen, strict=given.strict, cluster=given.cluster)
    code = max(_tell_edition(root, one, strict=given.strict) for one in made)
    if given.folder and all(one.published for one in made):
        edition, before = made[0].edition, ""
        if edition.synthetic:
            before = str(edition.chosen["year"])
            print(f"\nIt is synthetic, and marked so: {synthetic.lead(root, edition).relative_to(root)}")
        _changes(root, usage.parser().parse_args(["changes", before, edition.name]))
    return code


def _counted(root: Path, chosen: Sequence[Mapping[str, Any]], given: argparse.Namespace) -> Path | None:
    """Count the registers that an edition is to be made from; the book that it is made of: a copy, where the registers
    are invented, and none where all is to be tried alone."""
    if len(chosen) != 1 or chosen[0].keys() != {"year"}:
        remedy = "Name one year: kunnskapsstatus edition --years 2019 --from FOLDER"
        raise BookError("registers are those of one year", remedy=remedy)
    given.year = chosen[0]["year"]
    made = _count(root, given)
    if given.dry_run:
        return None
    _write(root, made)
    from kunnskapsstatus.editions import synthetic

    return synthetic.book(root, made.year) if made.synthetic else root


def _tell_edition(root: Path, made: Made, *, strict: bool) -> int:
    """Say what became of an edition, and each of its claims that is false; whether there is something to correct."""
    from kunnskapsstatus.book.plan.documents import report_of
    from kunnskapsstatus.data.book import open_book
    from kunnskapsstatus.desk import unsaid
    from kunnskapsstatus.editions.claims import statements

    edition = made.edition
    book = edition.source if edition.source.is_dir() else edition.root  # as it was made from, whatever is written since
    if made.claims is None:
        sys.stderr.write(f"\nThe edition {edition.name} is not made:\n{made.fault}\n")
        return 1
    pdf = edition.out / "pdf" / report_of(book)
    parts = (edition.out / "html" / "index.html", pdf, edition.out / "notebooks", made.review)
    ready = ["The edition is ready:", *(f"  {path.relative_to(root)}" for path in parts)]
    held = ["The edition is not published, and what was there stays: see --strict."]
    _say(["", f"Edition {edition.name}", *(ready if made.published else held), "", str(made.claims)])
    if made.claims.wrong:
        listed = "\n".join(map(str, made.claims.wrong))
        sys.stderr.write(f"\n{listed}\nAs a page: {made.review.relative_to(root)}\n")
    if made.published:
        told, data = statements(edition.out / "html"), open_book(book)
        year = edition.given.get("year", data.newest)
        _tell(f"What is known of {year} and is in no sentence:", unsaid.unsaid(data, year, told, year))
    return 1 if strict and made.claims.wrong else 0


def _new(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.desk import chapter

    made = chapter.new(root, given.name, given.title, given.after)
    return _say(
        [
            f"{made.chapter.relative_to(root)}, after {made.after} in _toc.yml",
            f"{made.notebook.relative_to(root)}: `kunnskapsstatus notebooks` makes it anew from the chapter",
            "",
            f"Write in {made.chapter.relative_to(root)}.",
            f"  kunnskapsstatus live {given.name:14}  shows it as you write",
            "  kunnskapsstatus list exhibits        tells what there is to show",
        ]
    )


def _list(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.desk import exhibits

    return _say(exhibits.columns(exhibits.listed(root, given.word)))


def _show(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.desk import exhibits

    return _say(exhibits.described(root, given.exhibit, given.year))


def _check(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.data.book import open_book
    from kunnskapsstatus.desk import check

    _ = open_book(root).observations  # data that cannot be read are told of first
    faults = hints = 0
    for one in check.check(root):
        if not one.sure and not hints:
            print("\nOnly you can tell whether these are right:")
        faults, hints = faults + one.sure, hints + (not one.sure)
        print(one)
    print(f"\n{faults or 'no'} fault{'s' * (faults != 1)}, {hints or 'nothing'} to consider")
    return 1 if faults else 0


def _spell(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.data.book import open_book
    from kunnskapsstatus.desk import spelling

    if given.add:
        spelling.add(root, given.add)
        return _say([f"{spelling.LIST} has {', '.join(given.add)}"])
    _ = open_book(root).observations
    found = spelling.misspelt(root)
    _say(map(str, found))
    return 1 if found else 0


def _live(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.desk.live import loop

    return loop.live(root, given.port, given.chapter)


def _notebooks(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.notebooks import files as notebooks

    return _say(str(path.relative_to(root)) for path in notebooks.generate(root))


def _rules(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.data.rules import RULES
    from kunnskapsstatus.registers import told

    return _say(told.rules() if given.registers else map(str, RULES))


def _forms(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.registers import told

    if given.changes:
        return _say(told.compared(root, *given.changes))
    return _say(told.described(root, given.form, given.year) if given.form else told.listed(root))


def _fetch(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.registers import fetch

    mapping = Path(given.mapping).resolve() if given.mapping else None
    return _say(fetch.fetch(root, Path(given.folder).resolve(), given.year, mapping, given.api))


def _receive(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.registers import receive, report

    mapping = Path(given.mapping).resolve() if given.mapping else None
    found = receive.receive(root, Path(given.folder).resolve(), given.year, mapping)
    out = receive.OUT / str(given.year)
    _say([*report.screen(found), "", *report.signing(found), f"  {out / receive.PAGE}", f"  {out / receive.JSON}"])
    return 0 if found.accepted else 1


def _tabulate(root: Path, given: argparse.Namespace) -> int:
    made = _count(root, given)
    return 0 if given.dry_run else _write(root, made)


def _count(root: Path, given: argparse.Namespace) -> Aggregates:
    """Receive and check the registers of a year, count them, hide what is small, and tell of it."""
    from kunnskapsstatus.registers import aggregates, receive
    from kunnskapsstatus.registers.tabulation import settings

    rules = settings.of(dict(one.partition("=")[::2] for one in given.rule))
    mapping = Path(given.mapping).resolve() if given.mapping else None
    found = receive.receive(root, Path(given.folder).resolve(), given.year, mapping)
    made = aggregates.aggregate(root, found, rules)
    _say(aggregates.screen(made))
    return made


def _write(root: Path, made: Aggregates) -> int:
    from kunnskapsstatus.registers import aggregates

    return _say(["", f"  {aggregates.write(root, made)}"])


def _survey(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.registers.survey import report, run, scales

    women, mapping = (Path(one).resolve() if one else None for one in (given.women, given.mapping))
    made = run.run(root, Path(given.file).resolve(), given.year, scales.Rule(given.rule), women, mapping)
    return _say([*report.screen(made.analysis, made.tables), "", *(f"  {path}" for path in made.written)])


def _synthesize(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.registers.synthetic import files

    return _say(files.write(root, Path(given.folder).resolve(), given.year, given.seed))


def _palette(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.book import colours

    return _say([str(colours.write(root).relative_to(root))])


def _letters(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.book.light import fonts

    return _say(fonts.make())


def _datapackage(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.data import datapackage

    accepted = datapackage.write(root, accept=given.accept)
    return _say([*(f"accepted: {change}" for change in accepted), "data/datapackage.json"])


def _changes(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.book.changes import report
    from kunnskapsstatus.data.book import open_book
    from kunnskapsstatus.desk.changes import books, summary

    for name in (given.old, given.new):
        if books.is_missing_edition(root, name):
            _edition(root, usage.parser().parse_args(["edition", "-p", f"year={name}"]))
    old = books.built(root, given.old) if given.old else books.released(root)
    new, fault = (books.built(root, given.new), None) if given.new else books.working(root)
    found = report.compare(old, new)
    written = books.write(root, found)
    _say(["", *summary.summary(open_book(root), found), "", *(f"  {path.relative_to(root)}" for path in written)])
    if fault:
        raise fault
    return 0


def _release(root: Path, given: argparse.Namespace) -> int:
    from kunnskapsstatus.desk import release

    return _say([release.release(root)])


COMMANDS: dict[str, Callable[[Path, argparse.Namespace], int]] = {
    "build": _build,
    "live": _live,
    "new": _new,
    "list": _list,
    "show": _show,
    "check": _check,
    "spell": _spell,
    "edition": _edition,
    "changes": _changes,
    "release": _release,
    "notebooks": _notebooks,
    "datapackage": _datapackage,
    "rules": _rules,
    "forms": _forms,
    "receive": _receive,
    "tabulate": _tabulate,
    "survey": _survey,
    "fetch": _fetch,
    "synthesize": _synthesize,
    "palette": _palette,
    "letters": _letters,
}
