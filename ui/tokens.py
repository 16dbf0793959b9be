"""The colours of the three looks, named by what they are for and never by what they are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """One look.  Every colour is ``#rrggbb``, only `scrim` and `shadow` are ``#aarrggbb``.

    A colour and the ``*_text`` beside it make a readable pair (contrast of at least 4.5).
    """

    name: str
    is_dark: bool
    background: str
    """Behind grids and lists."""
    surface: str
    """Tool bar, panels, status bar."""
    surface_raised: str
    """Chips, buttons, fields, message bars."""
    surface_hover: str
    border: str
    border_strong: str
    text: str
    muted: str
    disabled: str
    accent: str
    """The current thing and the primary action only."""
    accent_hover: str
    accent_text: str
    accent_soft: str
    """Ground of a chosen row; carries `text`."""
    good: str
    good_text: str
    warn: str
    warn_text: str
    bad: str
    bad_text: str
    focus: str
    new: str
    new_text: str
    scrim: str
    """Ground of a mark painted over artwork; carries `scrim_text`."""
    scrim_text: str
    shadow: str
    checker_light: str
    checker_dark: str


DARK = Tokens(
    name="dark",
    is_dark=True,
    background="#16171b",
    surface="#1e2128",
    surface_raised="#282c35",
    surface_hover="#323742",
    border="#2f343d",
    border_strong="#59616f",
    text="#e8eaed",
    muted="#9ea5b0",
    disabled="#666d79",
    accent="#6aa5ff",
    accent_hover="#8abaff",
    accent_text="#0b1930",
    accent_soft="#22334f",
    good="#7bdc8b",
    good_text="#0b2412",
    warn="#f2c45f",
    warn_text="#2a1e02",
    bad="#ff8a80",
    bad_text="#2d0705",
    focus="#6aa5ff",
    new="#6aa5ff",
    new_text="#0b1930",
    scrim="#d9000000",
    scrim_text="#ffffff",
    shadow="#66000000",
    checker_light="#3a3e47",
    checker_dark="#2b2f37",
)

LIGHT = Tokens(
    name="light",
    is_dark=False,
    background="#f4f5f7",
    surface="#ffffff",
    surface_raised="#ebedf1",
    surface_hover="#dfe3e9",
    border="#d9dce2",
    border_strong="#9aa2af",
    text="#1b1e24",
    muted="#596273",
    disabled="#9199a6",
    accent="#2563eb",
    accent_hover="#1d4fc4",
    accent_text="#ffffff",
    accent_soft="#dbe7fe",
    good="#16793c",
    good_text="#ffffff",
    warn="#8f5b00",
    warn_text="#ffffff",
    bad="#bb2a24",
    bad_text="#ffffff",
    focus="#2563eb",
    new="#2563eb",
    new_text="#ffffff",
    scrim="#d9000000",
    scrim_text="#ffffff",
    shadow="#33000000",
    checker_light="#ffffff",
    checker_dark="#dde1e7",
)

CONTRAST = Tokens(
    name="contrast",
    is_dark=True,
    background="#000000",
    surface="#000000",
    surface_raised="#141414",
    surface_hover="#303030",
    border="#ffffff",
    border_strong="#ffffff",
    text="#ffffff",
    muted="#e2e2e2",
    disabled="#a8a8a8",
    accent="#ffd60a",
    accent_hover="#ffe566",
    accent_text="#000000",
    accent_soft="#403600",
    good="#5dff7f",
    good_text="#000000",
    warn="#ffd60a",
    warn_text="#000000",
    bad="#ff9a94",
    bad_text="#000000",
    focus="#00e5ff",
    new="#00e5ff",
    new_text="#000000",
    scrim="#ff000000",
    scrim_text="#ffffff",
    shadow="#00000000",
    checker_light="#444444",
    checker_dark="#1c1c1c",
)


def contrast_ratio(first: str, second: str) -> float:
    """Return the WCAG 2.2 contrast ratio of two ``#rrggbb`` colours, 1.0 to 21.0."""
    brighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
