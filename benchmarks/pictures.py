"""Posters as services send them: gradients, shapes and film grain, always the same bytes."""

from __future__ import annotations

import io
import random
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

_FORMAT = "3"  # raise it when the pictures below change


def poster(
    width: int = 2000, height: int = 3000, *, seed: int = 1, quality: int = 86, has_lettering: bool = False
) -> bytes:
    """Return a poster as a baseline JPEG with 4:2:0 colour; at 2000x3000 about 0.95 MB.

    *has_lettering* adds rows of fine, hard strokes, which no scaled decode keeps as the full one does.
    """
    chance = random.Random(seed)
    ground = _gradient(width, height, _colour(chance), _colour(chance))
    draw = ImageDraw.Draw(ground)
    for _ in range(40):
        x, y = chance.randrange(width), chance.randrange(height)
        size = chance.randrange(width // 40, width // 5)
        shape = draw.ellipse if chance.random() < 0.5 else draw.rectangle
        shape((x, y, x + size, y + size), fill=_colour(chance))
    for line in range(12 if has_lettering else 0):
        top = height * 4 // 5 + line * height // 80
        draw.line((width // 8, top, width * 7 // 8, top), fill=(240, 240, 235), width=max(1, height // 300))
    ground = ground.filter(ImageFilter.GaussianBlur(width / 1500))  # no lens and no renderer draws stairs
    grain = Image.frombytes("L", (width, height), chance.randbytes(width * height))
    grain = grain.filter(ImageFilter.GaussianBlur(0.8)).point(lambda value: (value - 128) // 6 + 128)
    grained = ImageChops.add(ground, Image.merge("RGB", (grain, grain, grain)), 1, -128)
    out = io.BytesIO()
    grained.save(out, "JPEG", quality=quality, subsampling=2)
    return out.getvalue()


def kept_poster(folder: Path, width: int = 2000, height: int = 3000, *, has_lettering: bool = False) -> bytes:
    """Return :func:`poster`, painted once and kept in *folder*."""
    path = folder / f"poster-{width}x{height}-{int(has_lettering)}-{_FORMAT}.jpg"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(poster(width, height, has_lettering=has_lettering))
    return path.read_bytes()


def _colour(chance: random.Random) -> tuple[int, int, int]:
    return chance.randrange(30, 226), chance.randrange(30, 226), chance.randrange(30, 226)


def _gradient(width: int, height: int, upper: tuple[int, ...], lower: tuple[int, ...]) -> Image.Image:
    mask = Image.linear_gradient("L").resize((width, height), Image.Resampling.BICUBIC)
    return Image.composite(
        Image.new("RGB", (width, height), lower), Image.new("RGB", (width, height), upper), mask
    )
