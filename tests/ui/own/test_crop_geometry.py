"""Moving and sizing a part with its shape locked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.own_picture import Crop
from ui.own.crop_geometry import Corner, grown, moved, sized

WIDTH, HEIGHT, RATIO = 1200, 900, 2 / 3
START = Crop(300, 0, 600, 900)


def test_a_part_stops_at_the_edges() -> None:
    assert moved(START, -1000, 500, WIDTH, HEIGHT) == Crop(0, 0, 600, 900)
    assert moved(Crop(0, 0, 200, 300), 9999, 9999, WIDTH, HEIGHT) == Crop(1000, 600, 200, 300)


def test_the_opposite_corner_stays_while_one_is_pulled() -> None:
    crop = sized(START, Corner.TOP_LEFT, 500, 300, RATIO, WIDTH, HEIGHT)
    assert (crop.left + crop.width, crop.top + crop.height) == (900, 900)
    assert (crop.width, crop.height) == (400, 600)


@given(
    corner=st.sampled_from(Corner),
    x=st.floats(-3000, 3000),
    y=st.floats(-3000, 3000),
    by=st.integers(-3000, 3000),
    ratio=st.sampled_from([2 / 3, 16 / 9, 1.0, 1000 / 185]),
    size=st.tuples(st.integers(1, 4000), st.integers(1, 4000)),
)
def test_whatever_is_done_the_part_lies_inside_and_keeps_its_shape(corner, x, y, by, ratio, size) -> None:
    width, height = size
    taken = max(1, min(width, round(height * ratio)))
    start = Crop(0, 0, taken, max(1, min(height, round(taken / ratio))))
    for crop in (
        sized(start, corner, x, y, ratio, width, height),
        grown(start, by, ratio, width, height),
        moved(start, round(x), round(y), width, height),
    ):
        assert crop.inside(width, height)
        assert abs(crop.width - crop.height * ratio) <= ratio + 1  # whole pixels
