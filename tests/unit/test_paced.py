"""Pages are written side by side, and one that fails does not silence the others."""

import pytest
from sphinx.errors import SphinxParallelError

from kunnskapsstatus.book.run.writing import Paced


def written(page: str) -> str:
    if page == "broken":
        raise ValueError("this page is broken")
    return page


def test_a_page_that_fails_is_told_when_the_others_are_written() -> None:
    pages, tasks = list[str](), Paced(1)
    for page in ("first", "broken", "last"):
        tasks.add_task(written, page, lambda _, made: pages.append(made))
    with pytest.raises(SphinxParallelError, match="this page is broken"):
        tasks.join()
    assert pages == ["first", "last"]
