"""Curated palettes of five tones each: ink, deep, mid, accent, light."""

from __future__ import annotations

from typing import NamedTuple

Colour = tuple[int, int, int]


class Palette(NamedTuple):
    """From the darkest to the lightest; ``accent`` is the one saturated tone that may surprise."""

    ink: Colour
    deep: Colour
    mid: Colour
    accent: Colour
    light: Colour


def _palette(tones: str) -> Palette:
    return Palette(*((int(tone[0:2], 16), int(tone[2:4], 16), int(tone[4:6], 16)) for tone in tones.split()))


PALETTES: dict[str, Palette] = {
    "ember": _palette("140a0c 3d1214 8c2a1c e8743b fbe3c0"),
    "midnight": _palette("070c1d 101f42 27457c 5fc4c4 eaf2ee"),
    "verdigris": _palette("08171a 12383a 2b6f68 8fd0b4 f1f0dc"),
    "plum": _palette("160a1f 3a1747 75357c ee8fb2 fdeae6"),
    "sepia": _palette("17110c 3e2d1d 7d5f3c d9ae6c f7ead0"),
    "cobalt": _palette("050d1f 0b2a5b 1d5fa8 f4b942 eef4fb"),
    "graphite": _palette("0d0f12 2a2e34 5d656e e2572f f0eee9"),
    "teal": _palette("04161b 0a3b44 14737a f2a65a f6efe0"),
    "rust": _palette("180d08 4b2113 99442a f0a868 f9e9d8"),
    "rose": _palette("2a0f1c 6d2340 c6557a f7b7a3 fff1ea"),
    "moss": _palette("0b120b 22331c 4f6b34 b9cf5f f2f3dc"),
    "sand": _palette("20150e 6b4527 b98650 f0c987 fdf4e1"),
    "ice": _palette("07131c 18394e 4d84a0 a9dbe8 f4fbfc"),
    "noir": _palette("08080a 1d1d21 4c4c52 c4c4c0 f5f3ec"),
    "blood": _palette("0d0507 320a10 7a0f1b e5322d f6e8df"),
    "dawn": _palette("1b1735 4a3568 b0587f f79d73 ffe8c7"),
    "neon": _palette("0a0620 241152 5b2a9d ff4f9a 7bf1f0"),
    "jade": _palette("04140f 0c3b2c 1f7a58 ffd166 f3f6e4"),
    "ochre": _palette("1a1208 54380f a8741a f3b61f fbf0d2"),
    "orchid": _palette("1a0f2e 46296b 8a5bb8 f0a6ca fbf0f8"),
    "bone": _palette("1b1716 43302a a8875f d9432f f5efe3"),
    "mist": _palette("101c28 2b4a5e 7ba3b4 ef8f4f f2f4ee"),
    "poppy": _palette("1a0d0d 5a1512 d0301f f6b53d fbf1dc"),
}


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """``share`` of the second in the first, 0 to 1."""
    return (
        round(first[0] + (second[0] - first[0]) * share),
        round(first[1] + (second[1] - first[1]) * share),
        round(first[2] + (second[2] - first[2]) * share),
    )


def luminance(colour: Colour) -> float:
    """Relative luminance of sRGB, 0 black to 1 white (WCAG 2)."""
    red, green, blue = (
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Colour, second: Colour) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2)."""
    bright, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)
