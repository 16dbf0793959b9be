"""The painted artwork: exact sizes, the same bytes each time, alpha where it belongs, no broken letters."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from metarr_desktop.demo.art_spec import ArtSpec, Form
from metarr_desktop.demo.catalogue import load_catalogue
from metarr_desktop.demo.painting import COMPOSITIONS, PALETTES, paint
from metarr_desktop.demo.painting.lettering import FACES, _font, font_name
from metarr_desktop.demo.painting.palettes import contrast
from metarr_desktop.demo.painting.shaping import capitals, visual_order

CATALOGUE = load_catalogue()
POSTER = ArtSpec(
    "poster",
    "rings",
    "ember",
    7,
    title="Inception",
    credit="A film by Christopher Nolan",
    year=2010,
    language="en",
)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_there_are_at_least_14_compositions_and_20_palettes() -> None:
    assert len(COMPOSITIONS) >= 14
    assert len(PALETTES) >= 20


@pytest.mark.parametrize("composition", COMPOSITIONS)
def test_the_same_design_gives_the_same_bytes(composition: str) -> None:
    design = replace(POSTER, composition=composition)
    assert paint(design, 92, 138) == paint(design, 92, 138)


@pytest.mark.parametrize(("width", "height"), [(92, 138), (342, 513), (680, 1000), (1000, 1426)])
def test_a_poster_has_exactly_the_size_that_was_asked_for(width: int, height: int) -> None:
    assert opened(paint(POSTER, width, height)).size == (width, height)


@pytest.mark.parametrize(
    ("form", "size"),
    [("backdrop", (780, 439)), ("landscape", (1000, 562)), ("banner", (1000, 185)), ("disc", (250, 250))],
)
def test_other_forms_have_exactly_their_size(form: Form, size: tuple[int, int]) -> None:
    assert opened(paint(replace(POSTER, form=form), *size, "PNG")).size == size


@pytest.mark.parametrize("composition", COMPOSITIONS)
@pytest.mark.parametrize("variation", range(4))
def test_every_reading_of_a_composition_fills_poster_and_banner(composition: str, variation: int) -> None:
    design = replace(POSTER, composition=composition, variation=variation, title=None)
    for form, size in (("poster", (92, 138)), ("banner", (200, 37))):
        image = opened(paint(replace(design, form=form), *size)).convert("L")
        low, high = image.getextrema()
        assert isinstance(low, (int, float))
        assert isinstance(high, (int, float))
        assert high - low > 40, "a picture of one tone shows nothing"


def test_jpeg_and_png_are_what_they_say() -> None:
    assert opened(paint(POSTER, 92, 138, "JPEG")).format == "JPEG"
    assert opened(paint(POSTER, 92, 138, "PNG")).format == "PNG"


@pytest.mark.parametrize("form", ["logo", "clearart", "disc"])
def test_cut_out_forms_are_clear_in_their_corners_and_solid_somewhere(form: Form) -> None:
    size = (200, 200) if form == "disc" else (400, 155) if form == "logo" else (500, 281)
    image = opened(paint(replace(POSTER, form=form), *size, "PNG"))
    assert image.mode == "RGBA"
    alpha = image.getchannel("A")
    assert alpha.getpixel((0, 0)) == 0
    assert alpha.getextrema() == (0, 255)


def test_a_disc_has_a_hole_in_the_middle() -> None:
    image = opened(paint(replace(POSTER, form="disc"), 300, 300, "PNG"))
    assert image.getchannel("A").getpixel((150, 150)) == 0
    assert image.getchannel("A").getpixel((150, 60)) == 255


def test_a_cut_out_form_can_be_asked_for_as_jpeg() -> None:
    assert opened(paint(replace(POSTER, form="logo"), 300, 116, "JPEG")).mode == "RGB"


def test_a_textless_poster_differs_from_the_lettered_one() -> None:
    assert paint(POSTER, 92, 138) != paint(replace(POSTER, title=None), 92, 138)


def test_two_sizes_of_a_design_show_the_same_picture() -> None:
    large = opened(paint(POSTER, 1000, 1500)).convert("L").resize((16, 24), Image.Resampling.BOX)
    small = opened(paint(POSTER, 342, 513)).convert("L").resize((16, 24), Image.Resampling.BOX)
    apart = [abs(a - b) for a, b in zip(large.tobytes(), small.tobytes(), strict=True)]
    assert sum(apart) / len(apart) < 4


@pytest.mark.parametrize("name", PALETTES)
def test_letters_can_be_read_on_the_darkest_tone_of_every_palette(name: str) -> None:
    assert contrast(PALETTES[name].ink, PALETTES[name].light) >= 7


def test_every_letter_that_can_be_set_is_in_its_font() -> None:
    words = {
        text
        for film in CATALOGUE.films
        for text in (
            film.title,
            film.original_title,
            film.tagline,
            *film.directors,
            *(entry.title for entry in film.translations),
        )
    }
    missing: set[tuple[str, str]] = set()
    for face in FACES.values():
        for family in (face.title, face.small):
            letters = {
                letter for text in words for letter in visual_order(capitals(text)) + visual_order(text)
            }
            for letter in letters - {" "}:
                name = font_name(letter, family, face.serif)
                font = _font(name, 40)
                if bytes(font.getmask(letter)) == bytes(font.getmask("\U0010fffd")):
                    missing.add((name, letter))
    assert missing == set()


def test_arabic_words_are_joined_and_run_from_right_to_left() -> None:
    assert visual_order("ذيب") == "\ufe90\ufef3\ufeab"


def test_greek_capitals_carry_no_accent() -> None:
    assert capitals("Κυνόδοντας") == "ΚΥΝΟΔΟΝΤΑΣ"


@pytest.mark.parametrize(
    "title", ["M", "W" * 60, "A very long title " * 8, "", "Ωμέγα", "كفرناحوم", "七人の侍"]
)
def test_any_title_can_be_set_in_every_layout(title: str) -> None:
    for layout in ("foot", "head", "centre", "tower", "corner", "block"):
        design = replace(POSTER, title=title, layout=layout)
        assert opened(paint(design, 92, 138)).size == (92, 138)
