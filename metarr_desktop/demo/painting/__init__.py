"""Paints the artwork of the demo: drawings in relative units, rendered at the size that is asked for.

The only place in ``demo`` that knows Pillow. The same design, size and format give the same bytes on every run.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random
from typing import Literal

from PIL import Image, ImageChops

from metarr_desktop.demo.art_spec import ArtSpec, Form
from metarr_desktop.demo.painting import layouts, scenes_abstract, scenes_graphic, scenes_places, scenes_rooms
from metarr_desktop.demo.painting.canvas import Canvas
from metarr_desktop.demo.painting.palettes import PALETTES, Palette

__all__ = ["COMPOSITIONS", "PALETTES", "paint"]

COMPOSITIONS: dict[str, Callable[[Canvas, Palette, int], None]] = {
    "skyline": scenes_places.skyline,
    "ridges": scenes_places.ridges,
    "moonlit": scenes_places.moonlit,
    "forest": scenes_places.forest,
    "dunes": scenes_places.dunes,
    "corridor": scenes_rooms.corridor,
    "portal": scenes_rooms.portal,
    "rain": scenes_rooms.rain,
    "rings": scenes_abstract.rings,
    "waves": scenes_abstract.waves,
    "halftone": scenes_abstract.halftone,
    "maze": scenes_abstract.maze,
    "spiral": scenes_abstract.spiral,
    "lines": scenes_abstract.lines,
    "stripes": scenes_abstract.stripes,
    "petals": scenes_abstract.petals,
    "eye": scenes_graphic.eye,
    "monolith": scenes_graphic.monolith,
    "torn": scenes_graphic.torn,
    "constellation": scenes_graphic.constellation,
    "swiss": scenes_graphic.swiss,
    "diagonal": scenes_graphic.diagonal,
    "planet": scenes_graphic.planet,
    "shards": scenes_graphic.shards,
}
_FOCUS_OF_FORM: dict[Form, tuple[tuple[float, float], float]] = {
    "backdrop": ((0.62, 0.48), 0.43),
    "landscape": ((0.68, 0.46), 0.42),
    "banner": ((0.85, 0.5), 0.46),
    "clearart": ((0.5, 0.45), 0.42),
    "disc": ((0.5, 0.46), 0.44),
}
_TEXTLESS_POSTER = ((0.5, 0.47), 0.47)


def paint(design: ArtSpec, width: int, height: int, image_format: Literal["JPEG", "PNG"] = "JPEG") -> bytes:
    """The picture of a design as an encoded file of exactly ``width`` x ``height`` pixels.

    Logos, clear art and discs have an alpha channel and need "PNG"; as "JPEG" they lie on black.
    """
    picture = _picture(design, (width, height))
    buffer = io.BytesIO()
    if image_format == "PNG":
        picture.save(buffer, "PNG", compress_level=4)
    else:
        if picture.mode == "RGBA":
            ground = Image.new("RGB", picture.size)
            ground.paste(picture, (0, 0), picture)
            picture = ground
        picture.save(buffer, "JPEG", quality=88, subsampling=0 if width < 600 else 2)
    return buffer.getvalue()


def _picture(design: ArtSpec, size: tuple[int, int]) -> Image.Image:
    palette = PALETTES[design.palette]
    if design.form == "logo":
        return layouts.draw_logo(size, design, palette)
    scene = _scene(design, size, palette)
    match design.form:
        case "poster" if design.title:
            layouts.letter_poster(scene, design, palette)
        case "landscape" if design.title:
            layouts.letter_landscape(scene, design, palette)
        case "banner" if design.title:
            layouts.letter_banner(scene, design, palette)
        case "clearart":
            return layouts.draw_clearart(scene, design, palette)
        case "disc":
            return layouts.draw_disc(scene, design, palette)
        case _:
            pass
    return scene


def _scene(design: ArtSpec, size: tuple[int, int], palette: Palette) -> Image.Image:
    """The drawing without words, with vignette and grain."""
    if design.form == "poster":
        focus, reach = layouts.FOCUS[design.layout] if design.title else _TEXTLESS_POSTER
    else:
        focus, reach = _FOCUS_OF_FORM[design.form]
    canvas = Canvas(*size, Random(design.seed), focus, reach)
    COMPOSITIONS[design.composition](canvas, palette, design.variation % 4)
    return _grained(_vignetted(canvas.finished(), palette), design.seed)


def _vignetted(image: Image.Image, palette: Palette) -> Image.Image:
    """Corners a little darker, in the ink of the palette rather than in black."""
    mask = Image.radial_gradient("L").resize((64, 64), box=(37, 37, 219, 219))
    levels = [round(max(0, level - 110) * 0.5) for level in range(256)]
    image.paste(palette.ink, (0, 0), mask.point(levels).resize(image.size, Image.Resampling.BILINEAR))
    return image


def _grained(image: Image.Image, seed: int) -> Image.Image:
    """Fine film grain from a seeded tile: flat tones look printed, gradients do not band."""
    side = 192
    noise = Random(seed ^ 0x5EED).randbytes(side * side)
    tile = Image.frombytes("L", (side, side), noise).point([122 + level * 12 // 255 for level in range(256)])
    grain = Image.new("L", image.size)
    for left in range(0, image.width, side):
        for top in range(0, image.height, side):
            grain.paste(tile, (left, top))
    return ImageChops.add(image, Image.merge("RGB", (grain, grain, grain)), 1, -128)
