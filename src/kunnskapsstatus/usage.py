"""How the commands are written: their words, and what ``--help`` says of each."""

from __future__ import annotations

import argparse

EXIT_CODES = """\
exit codes:
  0    it went well
  1    there is something to correct: it is said with file and line, and the last good book is untouched
  2    the command is not written as it should be
  130  stopped with Ctrl-C
"""
RULES = ("left-out", "half", "complete", "lowest", "highest")
"""Of the survey: what becomes of answers that are missing."""


def parser() -> argparse.ArgumentParser:
    """All commands."""
    whole = argparse.ArgumentParser(
        prog="kunnskapsstatus",
        description="A living book: build it, write in it, look at it.",
        epilog="Each command has --help with examples.\n\n" + EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND", title="commands")

    def command(name: str, what: str, *examples: str) -> argparse.ArgumentParser:
        lines = "".join(f"  kunnskapsstatus {example}\n" for example in examples)
        return commands.add_parser(
            name,
            help=what,
            description=f"{what[0].upper()}{what[1:]}.",
            epilog=f"examples:\n{lines}\n{EXIT_CODES}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    build = command("build", "build the book: HTML and PDF in _build/", "build", "build --fresh")
    build.add_argument("--fresh", action="store_true", help="build from nothing")

    live = command("live", "show the book in the browser as you write", "live", "live users", "live users --port 8001")
    live.add_argument("chapter", nargs="?", default="", metavar="CHAPTER", help="one chapter alone, such as users")
    live.add_argument("--port", type=int, default=8000, help="where the browser finds it (8000)")

    new = command(
        "new",
        "begin a chapter that builds at once: its file, its place in _toc.yml, its notebook",
        "new chapter safety",
        'new chapter safety --title "Trygghet på senteret" --after access',
    )
    new.add_argument("what", choices=["chapter"])
    new.add_argument("name", metavar="NAME", help="the name of its file: safety is chapters/safety.md")
    new.add_argument("--title", default="", help="its heading; otherwise made of the name")
    new.add_argument(
        "--after", default="", metavar="CHAPTER", help="the chapter before it; otherwise the last with a number"
    )

    listing = command(
        "list",
        "list the exhibits: id, number in the book, number in the report, where it is shown, title",
        "list exhibits",
        "list exhibits kostnad",
        'list exhibits "not shown"',
    )
    listing.add_argument("what", choices=["exhibits"])
    listing.add_argument("word", nargs="?", default="", metavar="WORD", help="only those that have this word")

    show = command(
        "show",
        "tell what an exhibit has: keys, years, measures, sources, a small table, how to write it in a chapter",
        "show reasons-for-stay",
        "show residents --year 2024",
    )
    show.add_argument("exhibit", metavar="EXHIBIT", help="its id: see `list exhibits`")
    show.add_argument("--year", type=int, default=None, help="the year to show; otherwise its latest")

    command(
        "check",
        "look for spelling, typed numbers, pictures without words, sentences twice, comparisons without a claim",
        "check",
    )
    spell = command(
        "spell",
        "name every word that the dictionary does not have, with its lines and what was meant",
        "spell",
        "spell --add dagbruker Bufdir",
        'spell --add "SAMINOR 2"',
    )
    spell.add_argument(
        "--add", nargs="+", default=[], metavar="WORD", help="words that are right: to the list words.txt"
    )

    edition = command(
        "edition",
        "make the book as of other years: every notebook, HTML and PDF in _build/editions/, and what is not true there",
        "edition --years 2024",
        "edition 2018-2024 --strict",
        "edition -p year=2024 -p claims=stop",
        "edition --years 2018-2024 --cluster tcp://127.0.0.1:8786",
        "edition --years 2019 --from ../2019 --dry-run",
    )
    chosen = edition.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--years", nargs="+", metavar="YEAR", default=[], help="an edition for each: 2018-2020 2024")
    chosen.add_argument("year", nargs="*", metavar="YEAR", default=[], help="the same, without --years")
    chosen.add_argument(
        "-p",
        dest="parameters",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="other parameters of the notebooks",
    )
    edition.add_argument(
        "--strict", action="store_true", help="publish no edition of which a claim is false, and end with exit code 1"
    )
    edition.add_argument(
        "--cluster", default="", metavar="ADDRESS", help="have a Dask cluster do the work; otherwise this machine does"
    )
    edition.add_argument(
        "--from", dest="folder", default="", metavar="FOLDER", help="count the year's registers first, as tabulate does"
    )
    _of_counting(edition)
    changes = command(
        "changes",
        "tell what has become of each number, sentence, claim and cell since the released book, or between two books",
        "changes",
        "changes 2018 2024",
        "changes ../before/_build",
    )
    changes.add_argument("old", nargs="?", default="", metavar="OLD", help="an edition, or a built book's folder")
    changes.add_argument("new", nargs="?", default="", metavar="NEW", help="the same; otherwise the book as it is now")
    command("release", "keep the values of the book as it is now as those of the released one", "release")
    command("notebooks", "generate the notebooks from the chapters", "notebooks")
    package = command("datapackage", "generate data/datapackage.json", "datapackage", "datapackage --accept")
    package.add_argument(
        "--accept", action="store_true", help="also where data are gone, or are not as they were proofread: says what"
    )
    rules = command(
        "rules",
        "list the rules by which a number is believed, or a register received: what each says, and what to do",
        "rules",
        "rules --registers",
    )
    rules.add_argument("--registers", action="store_true", help="those of receiving, as docs/receiving.md has them")
    form = command(
        "forms",
        "list the forms of the registers, tell what one has, or how two years' forms differ",
        "forms",
        "forms residents --year 2018",
        "forms --changes 2016 2018",
    )
    form.add_argument("form", nargs="?", default="", metavar="FORM", help="its variables, codes, and what is known")
    form.add_argument("--year", type=int, default=None, help="the form as it was that year; otherwise all of it")
    form.add_argument("--changes", nargs=2, type=int, metavar="YEAR", help="what came and went between two years")
    receive = command(
        "receive",
        "receive and check a year's registers: SPSS, CSV, Parquet; the report lies in _build/registers/",
        "receive ../2019 --year 2019",
        "receive ../2019 --year 2019 --mapping ../mapping.toml",
    )
    receive.add_argument("folder", metavar="FOLDER", help="where the files lie; signatures.csv there signs")
    receive.add_argument("--year", type=int, required=True, help="the year that the files are of")
    receive.add_argument(
        "--mapping", default=None, metavar="FILE", help="the sender's names; otherwise mapping.toml there"
    )
    tabulate = command(
        "tabulate",
        "count a year's registers for all exhibits that rest on them, into data/registers/, where the book reads them",
        "tabulate ../2019 --year 2019 --dry-run",
        "tabulate ../2019 --year 2019 --rule records=first",
    )
    tabulate.add_argument("folder", metavar="FOLDER", help="where the files lie; it must be accepted by receive")
    tabulate.add_argument("--year", type=int, required=True, help="the year that the files are of")
    _of_counting(tabulate)
    survey = command(
        "survey",
        "the survey's scales, how sure they are, and what differs between centres; tables lie in _build/registers/",
        "survey ../2019/survey.sav",
        "survey ../2019/survey.sav --women ../2019/women.sav --rule complete",
    )
    survey.add_argument("file", metavar="FILE", help="the file of answers")
    survey.add_argument("--year", type=int, default=None, help="the year of the survey; otherwise the newest")
    survey.add_argument("--rule", choices=RULES, default=RULES[0], help="what becomes of answers that are missing")
    survey.add_argument(
        "--women", default=None, metavar="FILE", help="the yearly form of offers to women, for size and organisation"
    )
    survey.add_argument(
        "--mapping", default=None, metavar="FILE", help="the sender's names; otherwise mapping.toml there"
    )
    fetch = command(
        "fetch",
        "fetch KOSTRA from Statistics Norway into a delivery, as its mapping file asks",
        "fetch ../2019 --year 2019",
        "fetch ../2019 --year 2019 --mapping ../mapping.toml --api http://127.0.0.1:8000/v2",
    )
    fetch.add_argument("folder", metavar="FOLDER", help="where kostra.json is put")
    fetch.add_argument("--year", type=int, required=True, help="the year, where the mapping has {year}")
    fetch.add_argument("--mapping", default=None, metavar="FILE", help="which table; otherwise mapping.toml there")
    fetch.add_argument("--api", default="", metavar="ADDRESS", help="another service that speaks PxWebApi 2")
    synthesize = command(
        "synthesize",
        "invent a year's registers that give back the report's tables, to try the way from registers to a book",
        "synthesize ../synthetic --year 2018",
        "synthesize ../synthetic --year 2018 --seed 2",
    )
    synthesize.add_argument("folder", metavar="FOLDER", help="where the files are put, outside the book")
    synthesize.add_argument("--year", type=int, required=True, help="the year whose tables they give back")
    synthesize.add_argument("--seed", type=int, default=1, help="another number gives other records (default: 1)")
    command("palette", "generate _static/palette.css from the library's palette", "palette")
    command("letters", "generate the files of letters that the site's pages fetch", "letters")
    return whole


def _of_counting(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--rule", action="append", default=[], metavar="NAME=CHOICE", help="a rule of counting: data/README.md has all"
    )
    command.add_argument(
        "--mapping", default=None, metavar="FILE", help="the sender's names; otherwise mapping.toml in the folder"
    )
    command.add_argument("--dry-run", action="store_true", help="count and tell; write nothing among the data")
