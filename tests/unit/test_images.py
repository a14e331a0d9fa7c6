"""Pictures in the PDF: how large they are by themselves."""

import pytest

from kunnskapsstatus.book.typst.images import image_points


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
