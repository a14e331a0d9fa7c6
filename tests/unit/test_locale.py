"""The Norwegian texts of the themes: complete, compiled, and placed where Sphinx finds them."""

import gettext
import io
import re
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parents[2] / "locale" / "nb_NO" / "LC_MESSAGES"


def translated(path: Path) -> set[str]:
    with path.open("rb") as stream:
        catalogue = read_po(stream)
    return {message.id for message in catalogue if isinstance(message.id, str) and message.id and message.string}


@pytest.mark.parametrize("domain", ["booktheme", "sphinx"])
def test_a_compiled_catalogue_is_made_from_its_source(domain: str) -> None:
    with (FOLDER / f"{domain}.po").open("rb") as stream:
        catalogue = read_po(stream)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    assert (FOLDER / f"{domain}.mo").read_bytes() == compiled.getvalue(), (
        "run: pybabel compile -d locale -l nb_NO -D " + domain
    )


def test_every_text_of_the_pydata_theme_has_a_norwegian_form() -> None:
    theirs = translated_or_not(Path(str(files("pydata_sphinx_theme"))) / "locale" / "sphinx.pot")
    sphinx = Path(str(files("sphinx"))) / "locale" / "nb_NO" / "LC_MESSAGES" / "sphinx.mo"
    with sphinx.open("rb") as stream:
        norwegian = gettext.GNUTranslations(stream)
    known = translated(FOLDER / "sphinx.po")
    assert [text for text in sorted(theirs) if text not in known and norwegian.gettext(text) == text] == []


def test_every_text_of_the_book_theme_has_a_norwegian_form() -> None:
    theme = Path(str(files("sphinx_book_theme")))
    found: set[str] = set()
    for path in [*theme.rglob("*.py"), *theme.rglob("*.html")]:
        found |= set(re.findall(r"transl(?:ation|ate)\(\s*[\"']([^\"']+)[\"']\s*\)", path.read_text(encoding="utf-8")))
    assert found - translated(FOLDER / "booktheme.po") == set()


PLACE = re.compile(r"%\(\w+\)s|%s|\$\{\w+\}")


@pytest.mark.parametrize("domain", ["booktheme", "sphinx"])
def test_placeholders_survive_translation(domain: str) -> None:
    with (FOLDER / f"{domain}.po").open("rb") as stream:
        messages = [message for message in read_po(stream) if isinstance(message.id, str) and message.id]
    places = {message.id: sorted(PLACE.findall(str(message.string))) for message in messages}
    assert places == {message.id: sorted(PLACE.findall(str(message.id))) for message in messages}
    assert domain == "booktheme" or any(places.values())


def translated_or_not(path: Path) -> set[str]:
    with path.open("rb") as stream:
        return {message.id for message in read_po(stream) if isinstance(message.id, str) and message.id}
