"""A drawing surface in relative units: the short side of the picture is 1, whatever its size in pixels.

Shapes are drawn on a larger raster and reduced once, which gives soft edges that Pillow's own drawing lacks.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable, Sequence
from random import Random

from PIL import Image, ImageDraw

from metarr_desktop.demo.painting.palettes import Colour, mix

Point = tuple[float, float]


class Canvas:
    """RGB surface of ``width`` x ``height`` pixels; all other lengths are in units of the short side.

    ``focus`` is where the motif belongs, so that it keeps clear of the lettering; ``reach`` is the radius that
    the motif may take there.
    """

    def __init__(self, width: int, height: int, rng: Random, focus: Point, reach: float) -> None:
        self.target = (width, height)
        factor = _oversampling(min(width, height))
        self.image = Image.new("RGB", (round(width * factor), round(height * factor)))
        self._draw = ImageDraw.Draw(self.image, "RGBA")
        self.unit = min(self.image.size)
        self.w = self.image.width / self.unit
        self.h = self.image.height / self.unit
        self.rng = rng
        self.fx, self.fy = focus[0] * self.w, focus[1] * self.h
        self.reach = reach

    # ------------------------------------------------------------------------------------------ grounds

    def ground(self, *stops: Colour) -> None:
        """Fills the surface with a vertical gradient through the stops, evenly spaced."""
        column = Image.new("RGB", (1, 256))
        spans = max(1, len(stops) - 1)
        for row in range(256):
            place = row / 255 * spans
            index = min(int(place), spans - 1)
            colour = mix(stops[index], stops[min(index + 1, len(stops) - 1)], place - index)
            column.putpixel((0, row), colour)
        self.image.paste(column.resize(self.image.size, Image.Resampling.BILINEAR))

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float = 1.0) -> None:
        """Light that falls off to nothing at ``radius``."""
        size = max(2, round(2 * radius * self.unit))
        left, top = round((x - radius) * self.unit), round((y - radius) * self.unit)
        seen = (
            max(0, left),
            max(0, top),
            min(self.image.width, left + size),
            min(self.image.height, top + size),
        )
        if seen[2] <= seen[0] or seen[3] <= seen[1]:
            return
        scale = 256 / size
        box = tuple(
            (value - origin) * scale for value, origin in zip(seen, (left, top, left, top), strict=True)
        )
        mask = _falloff(round(strength * 100)).resize(
            (seen[2] - seen[0], seen[3] - seen[1]),
            Image.Resampling.BILINEAR,
            box=(box[0], box[1], box[2], box[3]),
        )
        self.image.paste(colour, seen, mask)

    def fade(self, top: float, bottom: float, colour: Colour, first: float, last: float) -> None:
        """A veil of colour between two heights whose opacity runs from ``first`` to ``last`` (0 to 1)."""
        upper, lower = max(0, round(top * self.unit)), min(self.image.height, round(bottom * self.unit))
        if lower <= upper:
            return
        ramp = Image.new("L", (1, 64))
        for row in range(64):
            share = row / 63
            smooth = share * share * (3 - 2 * share)
            ramp.putpixel((0, row), round(255 * (first + (last - first) * smooth)))
        mask = ramp.resize((self.image.width, lower - upper), Image.Resampling.BILINEAR)
        self.image.paste(colour, (0, upper, self.image.width, lower), mask)

    # ------------------------------------------------------------------------------------------- shapes

    def polygon(self, points: Iterable[Point], colour: Colour, alpha: float = 1.0) -> None:
        self._draw.polygon([(x * self.unit, y * self.unit) for x, y in points], fill=_rgba(colour, alpha))

    def rect(
        self, left: float, top: float, right: float, bottom: float, colour: Colour, alpha: float = 1.0
    ) -> None:
        u = self.unit
        if right > left and bottom > top:
            self._draw.rectangle((left * u, top * u, right * u, bottom * u), fill=_rgba(colour, alpha))

    def circle(self, x: float, y: float, radius: float, colour: Colour, alpha: float = 1.0) -> None:
        self._draw.ellipse(self._box(x, y, radius, radius), fill=_rgba(colour, alpha))

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: Colour, alpha: float = 1.0) -> None:
        self._draw.ellipse(self._box(x, y, rx, ry), fill=_rgba(colour, alpha))

    def ring(
        self, x: float, y: float, radius: float, width: float, colour: Colour, alpha: float = 1.0
    ) -> None:
        """A circle line whose outer edge is at ``radius``."""
        self._draw.ellipse(
            self._box(x, y, radius, radius),
            outline=_rgba(colour, alpha),
            width=max(1, round(width * self.unit)),
        )

    def arc(
        self,
        x: float,
        y: float,
        radius: float,
        width: float,
        span: tuple[float, float],
        colour: Colour,
        alpha: float = 1.0,
    ) -> None:
        """A part of a ring; ``span`` is in degrees, clockwise from three o'clock."""
        self._draw.arc(
            self._box(x, y, radius, radius),
            *span,
            fill=_rgba(colour, alpha),
            width=max(1, round(width * self.unit)),
        )

    def ring_half(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        """The upper half of a thin elliptic line, as the ribs of an umbrella."""
        self._draw.arc(
            self._box(x, y, rx, ry), 180, 360, fill=_rgba(colour, 1), width=max(1, round(0.0035 * self.unit))
        )

    def pie(
        self, x: float, y: float, radius: float, span: tuple[float, float], colour: Colour, alpha: float = 1.0
    ) -> None:
        self._draw.pieslice(self._box(x, y, radius, radius), *span, fill=_rgba(colour, alpha))

    def line(self, points: Sequence[Point], width: float, colour: Colour, alpha: float = 1.0) -> None:
        self._draw.line(
            [(x * self.unit, y * self.unit) for x, y in points],
            fill=_rgba(colour, alpha),
            width=max(1, round(width * self.unit)),
            joint="curve",
        )

    def ball(self, x: float, y: float, radius: float, dark: Colour, lit: Colour, towards: Point) -> None:
        """A shaded globe; ``towards`` points to the light, in radii from the centre."""
        size = max(4, round(2 * radius * self.unit))
        small = min(size, 512)
        tile = Image.new("RGB", (small, small), dark)
        reach = round(small * 1.5)
        light = _falloff(130).resize((reach, reach), Image.Resampling.BILINEAR)
        at = (
            round(small / 2 * (1 + towards[0]) - reach / 2),
            round(small / 2 * (1 + towards[1]) - reach / 2),
        )
        tile.paste(lit, (*at, at[0] + reach, at[1] + reach), light)
        mask = Image.new("L", (size, size))
        ImageDraw.Draw(mask).ellipse((0, 0, size - 1, size - 1), fill=255)
        corner = (round((x - radius) * self.unit), round((y - radius) * self.unit))
        self.image.paste(tile.resize((size, size), Image.Resampling.BILINEAR), corner, mask)

    def figure(self, x: float, foot: float, height: float, colour: Colour) -> None:
        """A person in a long coat, seen from afar, standing at ``foot``."""
        head = height * 0.075
        self.circle(x, foot - height + head, head, colour)
        shoulder, waist, hem = foot - height * 0.83, foot - height * 0.55, foot - height * 0.26
        coat = [
            (x - height * 0.05, shoulder - height * 0.01),
            (x + height * 0.05, shoulder - height * 0.01),
            (x + height * 0.115, shoulder + height * 0.05),
            (x + height * 0.1, waist),
            (x + height * 0.14, hem),
            (x - height * 0.14, hem),
            (x - height * 0.1, waist),
            (x - height * 0.115, shoulder + height * 0.05),
        ]
        self.polygon(coat, colour)
        for side in (-1, 1):
            hip = x + side * height * 0.045
            self.polygon(
                [
                    (hip - height * 0.04, hem - height * 0.02),
                    (hip + height * 0.04, hem - height * 0.02),
                    (hip + side * height * 0.02 + height * 0.025, foot),
                    (hip + side * height * 0.02 - height * 0.03, foot),
                ],
                colour,
            )

    # ------------------------------------------------------------------------------------------ helpers

    def profile(self, base: float, swing: float, detail: int, roughness: float = 0.5) -> list[Point]:
        """A ragged horizon from left to right by halving: ``2 ** detail + 1`` points around ``base``."""
        heights = [self.rng.uniform(-swing, swing), self.rng.uniform(-swing, swing)]
        for _ in range(detail):
            middles = [(a + b) / 2 + self.rng.uniform(-swing, swing) for a, b in itertools.pairwise(heights)]
            heights = [value for pair in zip(heights, middles, strict=False) for value in pair] + [
                heights[-1]
            ]
            swing *= roughness
        step = self.w / (len(heights) - 1)
        return [(index * step, base + height) for index, height in enumerate(heights)]

    def below(self, edge: Sequence[Point], colour: Colour, alpha: float = 1.0) -> None:
        """Fills everything under a line that runs from the left to the right side."""
        self.polygon([*edge, (self.w + 0.01, self.h + 0.01), (-0.01, self.h + 0.01)], colour, alpha)

    def finished(self) -> Image.Image:
        """The surface at its target size."""
        if self.image.size == self.target:
            return self.image
        return self.image.resize(self.target, Image.Resampling.BOX, reducing_gap=None)

    def _box(self, x: float, y: float, rx: float, ry: float) -> tuple[float, float, float, float]:
        u = self.unit
        return ((x - rx) * u, (y - ry) * u, (x + rx) * u, (y + ry) * u)


def turned(x: float, y: float, angle: float) -> Point:
    """The point turned about the origin; ``angle`` in radians."""
    return (x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle))


def _oversampling(short_side: int) -> float:
    """How much larger the raster is: fine for previews, modest where pixels are small anyway."""
    if short_side <= 240:
        return 3.0
    if short_side <= 1100:
        return 2.0
    return 1.5 if short_side <= 1500 else 1.25


def _rgba(colour: Colour, alpha: float) -> tuple[int, int, int, int]:
    return (*colour, max(0, min(255, round(alpha * 255))))


@functools.lru_cache(maxsize=64)
def _falloff(percent: int) -> Image.Image:
    """A 256 x 256 mask of light around its centre; ``percent`` is the strength in the middle."""
    strength = percent / 100

    def level(distance: float) -> int:
        # Pillow's gradient has 181 in the middle of its sides and 255 in the corners only
        near = max(0.0, 1 - distance / 180)
        return min(255, round(255 * strength * near * near * (3 - 2 * near)))

    return Image.radial_gradient("L").point([level(distance) for distance in range(256)])
