"""Which pictures are the same, decided from their hashes; exactly as comparing every pair would."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.picture_hash import (
    Likeness,
    PictureHash,
    distance,
    groups_of_same,
    like_any,
    likeness_of,
)

POSTER, FANART, LOGO = (
    likeness_of(AssetType.POSTER),
    likeness_of(AssetType.FANART),
    likeness_of(AssetType.CLEARLOGO),
)


def turned(value: int, bits: int) -> int:
    """Return *value* with that many of its lowest bits turned over."""
    return value ^ ((1 << bits) - 1)


def test_a_copy_with_a_few_other_bits_is_the_same_poster():
    one, copy = PictureHash(0xF0F0, 0x1234, ratio=2 / 3), PictureHash(turned(0xF0F0, 3), 0x1235, ratio=0.667)

    assert POSTER.same(one, copy)


def test_equal_composition_with_other_edges_is_another_picture():
    assert not POSTER.same(PictureHash(7, 0), PictureHash(7, turned(0, 20)))


def test_posters_are_judged_more_strictly_than_fanart():
    one, other = PictureHash(0, 0), PictureHash(turned(0, 9), turned(0, 9))

    assert FANART.same(one, other)
    assert not POSTER.same(one, other)


def test_another_shape_is_another_picture():
    assert not POSTER.same(PictureHash(1, 1, ratio=2 / 3), PictureHash(1, 1, ratio=16 / 9))


def test_the_shapes_the_providers_have_for_one_poster_are_one_picture() -> None:
    shapes = [
        PictureHash(1, 1, ratio=width / height) for width, height in ((2, 3), (1000, 1426), (680, 1000))
    ]
    assert all(POSTER.same(one, other) for one in shapes for other in shapes)


def test_pictures_of_one_colour_are_like_no_other():
    plain = PictureHash(0, 0, is_plain=True)

    assert not POSTER.same(plain, plain)
    assert groups_of_same({1: plain, 2: plain}, POSTER) == []


def test_two_white_logos_with_other_outlines_are_two_logos():
    one, other = PictureHash(5, 5, mask=0xFF00FF00FF00FF00), PictureHash(5, 5, mask=0x00FF00FF00FF00FF)

    assert not LOGO.same(one, other)
    assert LOGO.same(one, PictureHash(5, 5, mask=0xFF00FF00FF00FF01))


def test_a_logo_is_never_the_same_as_a_picture_without_transparency():
    assert not LOGO.same(PictureHash(5, 5, mask=1), PictureHash(5, 5))


def test_likeness_is_carried_on_through_a_chain():
    hashes = {key: PictureHash(turned(0, bits), 0) for key, bits in (("a", 0), ("b", 5), ("c", 10))}

    assert groups_of_same(hashes, Likeness(6, 8)) == [["a", "b", "c"]]


def test_a_pair_that_may_not_be_the_same_is_not_joined():
    hashes = {"german": PictureHash(1, 1), "french": PictureHash(1, 1)}

    assert groups_of_same(hashes, POSTER, lambda one, other: False) == []


def test_a_picture_is_compared_with_a_list_of_others():
    assert like_any(PictureHash(3, 3), [PictureHash(turned(3, 40), 3), PictureHash(3, 2)], POSTER)
    assert not like_any(PictureHash(3, 3), [], POSTER)


bits64 = st.integers(0, 2**64 - 1)


@st.composite
def crowds(draw: st.DrawFn) -> dict[int, PictureHash]:
    """Some strangers and copies of them with a few bits turned anywhere."""
    hashes: dict[int, PictureHash] = {}
    for _ in range(draw(st.integers(1, 6))):
        perceptual, difference = draw(bits64), draw(bits64)
        for _ in range(draw(st.integers(1, 4))):
            for place in draw(st.lists(st.integers(0, 63), max_size=9)):
                perceptual ^= 1 << place
            hashes[len(hashes)] = PictureHash(perceptual, difference, is_plain=draw(st.booleans()))
    return hashes


@given(crowds(), st.sampled_from([POSTER, FANART, Likeness(0, 0)]))
def test_bands_find_exactly_what_comparing_every_pair_finds(hashes, likeness):
    naive: list[set[int]] = [{key} for key in hashes]
    for one, other in combinations(hashes, 2):
        if likeness.same(hashes[one], hashes[other]):
            first = next(group for group in naive if one in group)
            second = next(group for group in naive if other in group)
            if first is not second:
                naive.remove(second)
                first |= second

    found = {frozenset(group) for group in groups_of_same(hashes, likeness)}

    assert found == {frozenset(group) for group in naive if len(group) > 1}


@pytest.mark.parametrize(("one", "other", "bits"), [(0, 0, 0), (0b1011, 0b0010, 2), (0, 2**64 - 1, 64)])
def test_distance_counts_the_bits_that_differ(one, other, bits):
    assert distance(one, other) == bits


def test_one_design_in_two_colours_is_two_pictures():
    teal, rust = bytes((150, 90) * 9), bytes((100, 160) * 9)

    assert not POSTER.same(PictureHash(1, 1, tint=teal), PictureHash(1, 1, tint=rust))


def test_the_colours_of_a_copy_may_differ_as_much_as_another_compression_changes_them():
    one, copy = bytes((150, 90) * 9), bytes((151, 92) * 9)

    assert POSTER.same(PictureHash(1, 1, tint=one), PictureHash(1, 1, tint=copy))


def test_pictures_whose_colours_nobody_looked_at_are_judged_by_their_hashes_alone():
    assert POSTER.same(PictureHash(1, 1), PictureHash(1, 1, tint=bytes((150, 90) * 9)))
