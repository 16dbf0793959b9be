"""Hashes of real pictures: the same picture in another size or quality stays the same, another one does not."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image, ImageDraw

from metarr_desktop.artwork.hashing import hash_thumbnail
from metarr_desktop.artwork.thumbnailer import make_thumbnail
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.picture_hash import distance, likeness_of
from metarr_desktop.domain.thumbnail import Size

BOX = Size(342, 513)


def drawing(seed: int, size=(800, 1200)) -> Image.Image:
    """A picture with large shapes, as a poster has; another *seed*, another picture."""
    rng, image = random.Random(seed), Image.new("RGB", size)
    pen = ImageDraw.Draw(image)
    for _ in range(40):
        x, y, r = rng.random() * size[0], rng.random() * size[1], rng.uniform(0.05, 0.35) * size[0]
        pen.ellipse((x - r, y - r, x + r, y + r), fill=tuple(rng.randrange(256) for _ in range(3)))
    return image


def lettered(word: str, colour: str, size=(800, 310)) -> Image.Image:
    """A logo: big shapes in one colour on nothing."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    for place, letter in enumerate(word):
        left = 40 + place * 150
        shape = (left, 40, left + 120, 270)
        (pen.rectangle if ord(letter) % 2 else pen.ellipse)(shape, fill=colour)
        if ord(letter) % 3:
            pen.rectangle((left + 30, 110, left + 90, 200), fill=(0, 0, 0, 0))
    return image


def hashed(image: Image.Image, kind: str = "JPEG", box: Size = BOX, **options: int):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return hash_thumbnail(make_thumbnail(out.getvalue(), box))


@pytest.mark.parametrize("seed", range(8))
def test_another_size_and_quality_is_the_same_poster(seed):
    original = hashed(drawing(seed), quality=95)
    small = hashed(drawing(seed).resize((400, 600)), quality=40, box=Size(185, 278))

    assert likeness_of(AssetType.POSTER).same(original, small)


def test_strangers_are_not_the_same():
    hashes = [hashed(drawing(seed)) for seed in range(12)]
    poster = likeness_of(AssetType.POSTER)

    assert not any(poster.same(one, other) for i, one in enumerate(hashes) for other in hashes[:i])


def test_two_white_logos_are_not_merged():
    logo = likeness_of(AssetType.CLEARLOGO)

    assert not logo.same(hashed(lettered("abcd", "white"), "PNG"), hashed(lettered("bade", "white"), "PNG"))


def test_a_white_and_a_smaller_copy_of_a_logo_are_one():
    logo, image = likeness_of(AssetType.CLEARLOGO), lettered("abcd", "white")

    assert logo.same(hashed(image, "PNG"), hashed(image.resize((400, 155)), "PNG"))


def test_a_black_and_a_white_logo_are_two_pictures():
    logo = likeness_of(AssetType.CLEARLOGO)

    assert not logo.same(hashed(lettered("abcd", "white"), "PNG"), hashed(lettered("abcd", "black"), "PNG"))


def test_one_colour_all_over_is_plain():
    assert hashed(Image.new("RGB", (600, 900), "navy")).is_plain


def test_an_alpha_channel_that_is_full_makes_no_logo_of_a_picture():
    plain, opaque = drawing(3), drawing(3).convert("RGBA")

    assert hashed(opaque, "PNG").mask is None
    assert distance(hashed(plain, "PNG").perceptual, hashed(opaque, "PNG").perceptual) <= 1


def test_one_design_in_two_colours_is_two_pictures():
    red, green, blue = drawing(5).split()
    one, other = drawing(5), Image.merge("RGB", (blue, red, green))

    assert likeness_of(AssetType.POSTER).same(hashed(one), hashed(one.resize((400, 600))))
    assert not likeness_of(AssetType.FANART).same(hashed(one), hashed(other))
