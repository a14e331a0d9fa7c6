"""What is kept of an edition in the making, what is published of it, and what its claims are."""

from pathlib import Path

import pytest
from books import OFFICIAL, MakeBook

from kunnskapsstatus.book.run.snapshot import contents
from kunnskapsstatus.editions import there, workers
from kunnskapsstatus.editions.claims import Claims, claims, statements
from kunnskapsstatus.editions.edition import EDITIONS, Edition
from kunnskapsstatus.editions.kept import Kept
from kunnskapsstatus.editions.make import make
from kunnskapsstatus.editions.making import RUNS, WHOLE, Making, made_from
from kunnskapsstatus.editions.packing import pack, unpack
from kunnskapsstatus.editions.progress import Bar
from kunnskapsstatus.errors import BookError
from kunnskapsstatus.notebooks.parameters import EditionError, of_years

FALSE = (
    '[{"kind": "claim", "chapter": "chapters/users", "line": 7, "sentence": "Det økte.", "holds": false,'
    ' "expression": "x.rises()", "parts": [{"expression": "x.change(2021)", "value": "-3"}]},'
    ' {"kind": "claim", "holds": true}, {"kind": "number"}]'
)
TRUE = '[{"kind": "claim", "holds": true}]'


def test_what_is_kept_is_found_by_what_it_was_made_from_while_it_is_whole(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "runs", "these files")
    assert kept.get("users") is None
    kept.put("users", b"run\n\nagain")
    assert kept.get("users") == b"run\n\nagain"
    assert kept.get("finance") is None and Kept(tmp_path / "runs", "other files").get("users") is None
    (place,) = (tmp_path / "runs").iterdir()
    place.write_bytes(place.read_bytes()[:-1])
    assert kept.get("users") is None


def test_what_was_made_from_something_else_is_forgotten(tmp_path: Path) -> None:
    old, new = Kept(tmp_path, "old"), Kept(tmp_path, "new")
    for kept in (old, new):
        kept.put("users", b"1")
    new.clear(["users"])
    assert (old.get("users"), new.get("users")) == (None, b"1")


def test_the_claims_of_a_site_are_counted_and_the_false_ones_told(tmp_path: Path) -> None:
    (tmp_path / "statements.json").write_text(FALSE, "utf-8")
    found = claims(tmp_path)
    assert str(found) == "1 of 2 claims is not true."
    assert str(found.false[0]) == (
        "chapters/users.md:7: this is not true: «Det økte.» Checked: x.rises(). The numbers: x.change(2021) = -3"
    )
    assert str(Claims(1234, ())) == "All 1,234 claims hold."
    assert statements(tmp_path / "nothing") == []


@pytest.fixture
def making(tmp_path: Path) -> Making:
    """An edition of a book of one page without code, whose pages are kept, with a false claim."""
    book = tmp_path / "book"
    (book / "chapters").mkdir(parents=True)
    (book / "chapters" / "index.md").write_text("# Bok\n", "utf-8")
    keep_pages(Edition(book, {"year": 2024}), tmp_path, FALSE)
    made = Making(Edition(book, {"year": 2024}), book, "all of it")
    assert list(made.begin(workers.Here(None), Bar(made.steps, made.kept_steps, quiet=True))) == []  # type: ignore[arg-type]
    assert made.steps == made.kept_steps == 3
    return made


def keep_pages(edition: Edition, place: Path, told: str, mark: str = "all of it") -> None:
    for name in ("html", "typst"):
        (place / name).mkdir(parents=True, exist_ok=True)
    (place / "html" / "statements.json").write_text(told, "utf-8")
    (place / "typst" / "book.pdf").write_bytes(b"%PDF")
    Kept(edition.out / RUNS, mark).put(WHOLE, pack(place / "html", place / "typst"))


def test_strict_keeps_an_edition_with_a_false_claim_from_its_place(making: Making, tmp_path: Path) -> None:
    out = making.edition.out
    held = making.end(strict=True)
    assert (held.published, held.review.is_file(), (out / "html").exists()) == (False, True, False)
    keep_pages(making.edition, tmp_path, TRUE)
    assert making.end(strict=True).published
    before = (out / "html" / "statements.json").read_bytes()
    keep_pages(making.edition, tmp_path, FALSE)
    assert not making.end(strict=True).published
    assert (out / "html" / "statements.json").read_bytes() == before, "what was published stays"
    made = making.end(strict=False)
    assert made.published and made.review == out / "review" / "claims.html"
    assert "Det økte." in made.review.read_text("utf-8") and (out / "pdf" / "book.pdf").read_bytes() == b"%PDF"


FAILS = """\
# Bruken

```{code-cell} ipython3
:tags: [parameters]
year = 2018
```

```{code-cell} ipython3
assert year < 2020, "for ny"
```
"""


def test_a_fault_in_one_edition_stops_no_other(small_book: MakeBook) -> None:
    book = small_book(official={"users": f"{OFFICIAL}2020,centres,,,count,45,,,,direct,SSB\n"})
    (book / "chapters").mkdir()
    (book / "chapters" / "users.md").write_text(FAILS, "utf-8")
    good = Edition(book, {"year": 2018})
    keep_pages(good, book / "_build", TRUE, mark := made_from(good, contents(book, book / EDITIONS)))
    Kept(good.out / RUNS, mark).put("users", b"{}")
    done, failed = make(book, [{"year": 2018}, {"year": 2020}], quiet=True)
    assert done.published and (good.out / "notebooks" / "users.ipynb").read_bytes() == b"{}"
    assert str(failed.fault).startswith("notebooks/users.ipynb: cell 4: a check does not hold: for ny")
    assert not failed.published and not (failed.edition.out / "html").exists()


def test_a_false_claim_stops_no_edition_unless_its_parameters_say_so(tmp_path: Path) -> None:
    assert Edition(tmp_path, {"year": 2024}).given == {"year": 2024, "claims": "report"}
    stopped = Edition(tmp_path, {"year": 2024, "claims": "stop", "of": "../a"})
    assert stopped.given["claims"] == "stop" and stopped.name == "2024-..-a"


def test_years_are_given_one_by_one_and_from_one_to_another() -> None:
    assert of_years(["2018-2020", "2019", "2024"]) == [{"year": year} for year in (2018, 2019, 2020, 2024)]
    assert of_years(["2024x"]) == [{"year": "2024x"}]  # told when it is checked
    with pytest.raises(EditionError, match="2020-2018 ends before it begins\nWrite it the other way round: 2018-2020"):
        of_years(["2020-2018"])


def test_as_much_is_done_at_once_as_there_are_cores_and_memory_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert workers.at_once() >= 1
    monkeypatch.setattr(workers, "NEEDED", 1 << 60)
    assert workers.at_once() == 1


def test_a_worker_with_another_library_makes_nothing(tmp_path: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (book / "page.md").write_text("# Side\n", "utf-8")
    sent = there.parcel(book, "these files")
    copy = sent.unpack(tmp_path / "copy", tmp_path)
    assert (copy / "page.md").read_text("utf-8") == "# Side\n"
    other = there.Parcel(sent.made_from, "another", sent.data)
    with pytest.raises(BookError, match="another version of the library"):
        other.unpack(tmp_path / "other", tmp_path)


def test_a_cluster_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PATIENCE", 0.1)
    told = pytest.raises(BookError, match=r"there is no Dask cluster at tcp://127\.0\.0\.1:1:")
    with told, workers.workers(tmp_path, "", "tcp://127.0.0.1:1"):
        pass


def test_folders_are_packed_by_name_and_one_by_its_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    unpack(pack(tmp_path / "a", tmp_path / "b"), tmp_path / "both")
    unpack(pack(tmp_path / "a"), tmp_path / "one")
    assert (tmp_path / "both" / "b" / "file").read_text() == "b" and (tmp_path / "one" / "file").read_text() == "a"
