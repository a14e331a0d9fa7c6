"""What an author can use is documented: in README, CONTRIBUTING or data/README. What is documented is there."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from kunnskapsstatus import cli
from kunnskapsstatus.book.typst import front
from kunnskapsstatus.data import definitions, listed, revisions, values
from kunnskapsstatus.data.definitions import Definition
from kunnskapsstatus.data.observation import MEANINGS
from kunnskapsstatus.exhibits.exhibit import Exhibit
from kunnskapsstatus.exhibits.number import Number
from kunnskapsstatus.forms import download as downloads

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", "data/README.md")

SETTINGS = """
from unittest.mock import MagicMock
from kunnskapsstatus import book

app = MagicMock()
book.setup(app)
print(*(call.args[0] for call in app.add_config_value.call_args_list))
"""
"""Names the extension's settings, in a process of its own: it changes how this one reads Markdown."""


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


ALL = "\n".join(map(page, PAGES))
CODE = "\n".join(
    [
        *re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", ALL, flags=re.S)),
        *re.findall(r"```\w*\n(.*?)```", ALL, flags=re.S),
    ]
)


def public(kind: type) -> list[str]:
    return sorted(name for name in {*dir(kind), *(field.name for field in fields(kind))} if not name.startswith("_"))


def commands(capsys: pytest.CaptureFixture[str], *asked: str) -> str:
    with pytest.raises(SystemExit):
        cli.main([*asked, "--help"])
    return capsys.readouterr().out


@pytest.mark.parametrize("name", public(Exhibit))
def test_everything_public_of_an_exhibit_is_documented(name: str) -> None:
    assert re.search(rf"\bx\.{name}\b", CODE), f"Exhibit.{name} is not documented: write `x.{name}` in CONTRIBUTING.md"


@pytest.mark.parametrize("name", public(Number))
def test_everything_public_of_a_number_is_documented(name: str) -> None:
    assert re.search(rf"\bn\.{name}\b", CODE), f"Number.{name} is not documented: write `n.{name}` in CONTRIBUTING.md"


def test_the_reference_names_nothing_that_is_not_there() -> None:
    named = {("x", name) for name in re.findall(r"\bx\.(\w+)", CODE)} | {
        ("n", name) for name in re.findall(r"\bn\.(\w+)", CODE)
    }
    there = {("x", name) for name in public(Exhibit)} | {("n", name) for name in public(Number)}
    assert named - there == set()


@pytest.mark.parametrize("name", sorted({field.name for field in fields(Definition)} - {"id", "file"}))
def test_every_field_of_a_definition_is_documented(name: str) -> None:
    assert re.search(rf"^\| `{name}` \|", page("data/README.md"), re.M), (
        f"the field {name!r} has no row in data/README.md"
    )


def test_the_reference_of_fields_names_nothing_that_is_not_there() -> None:
    section = page("data/README.md").partition("## `exhibits/`")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.M)) <= {field.name for field in fields(Definition)}


@pytest.mark.parametrize("name", [*definitions.FORMS, *definitions.DIMENSIONS])
def test_every_form_and_dimension_is_documented(name: str) -> None:
    assert f"`{name}`" in page("data/README.md")


def test_every_command_and_option_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    for command in cli.COMMANDS:
        assert f"kunnskapsstatus {command}" in CODE, f"the command {command!r} is not documented"
        for option in set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", commands(capsys, command))) - {"--help", "-h"}:
            assert re.search(rf"kunnskapsstatus {command}[^\n]*{option}\b", CODE), (
                f"{command} {option} is not documented"
            )


def test_every_make_target_is_documented() -> None:
    targets = re.search(r"^\.PHONY: (.*)$", page("Makefile"), re.M)
    assert targets is not None
    for target in targets[1].split():
        assert f"make {target}" in CODE, f"make {target} is not documented"


def test_every_setting_of_the_extension_is_documented() -> None:
    run = subprocess.run([sys.executable, "-c", SETTINGS], capture_output=True, text=True, check=True)
    settings = set(run.stdout.split())
    assert {"book_parameters", "typst_filename"} <= settings
    for name in sorted(settings):
        assert re.search(rf"^\| `{name}` \|", page("CONTRIBUTING.md"), re.M), f"the setting {name!r} is not documented"
    for key in front.COVER_KEYS:
        assert f"`{key}`" in page("CONTRIBUTING.md"), f"the key {key!r} of typst_cover is not documented"


@pytest.mark.parametrize(
    "columns",
    [listed.STATED_COLUMNS, listed.OFFICIAL_COLUMNS, downloads.COLUMNS, revisions.COLUMNS],
    ids=["prose", "official", "download", "revisions"],
)
def test_the_columns_of_a_file_are_documented_in_their_order(columns: tuple[str, ...]) -> None:
    assert ",".join(columns) in page("data/README.md")


def test_what_values_have_of_an_observation_is_documented() -> None:
    assert ", ".join(f"`{name}`" for name in values.COLUMNS) in page("data/README.md")


def test_the_table_of_fields_is_that_of_the_schema() -> None:
    section = page("data/README.md").partition("## Observations")[2].partition("\n## ")[0]
    assert dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.M)) == MEANINGS


def test_the_example_of_a_definition_is_one() -> None:
    example = re.search(r"```toml\n(.*?)```", page("data/README.md"), re.S)
    assert example is not None
    for section in tomllib.loads(example[1]).values():
        assert set(section) <= {field.name for field in fields(Definition)}
