"""Pictures in the PDF: how large they are by themselves."""

import pytest

from kunnskapsstatus.book.typst.images import FALLBACK_POINTS, image_points


@pytest.mark.parametrize(
    ("svg", "points"),
    [
        ('<svg width="400" height="200px">', (300, 150)),
        ('<svg class="a" viewBox="0 0 200 100">', (150, 75)),
        ('<svg stroke-width="3" viewBox="0,0,200,100">', (150, 75)),
    ],
)
def test_the_natural_size_of_an_svg(svg: str, points: tuple[float, float]) -> None:
    assert image_points("svg", svg.encode()) == points


@pytest.mark.parametrize(
    ("suffix", "head", "points"),
    [
        ("png", "89504e470d0a1a0a0000000d4948445200000028000000140802000000", (30, 15)),
        ("jpg", "ffd8ffc00011080014002803012200021101031101", (30, 15)),
        ("jpg", "ffd8", FALLBACK_POINTS),
    ],
)
def test_the_natural_size_of_a_photograph(suffix: str, head: str, points: tuple[float, float]) -> None:
    assert image_points(suffix, bytes.fromhex(head)) == points
