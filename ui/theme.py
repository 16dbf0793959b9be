"""The look of the whole program: tokens, palette, style sheet, fonts; switched while it runs."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from ui.tokens import CONTRAST, DARK, LIGHT, Tokens

STYLE_DIRECTORY = Path(__file__).resolve().parent.parent / "resources" / "style"

RHYTHM = 8
"""Distance between things, px at 100 %; half of it inside a tile."""
RADIUS = 6
"""Corner radius of tiles, buttons and fields, px at 100 %."""

# Below 13 px captions become unreadable; X11 without a desktop answers 9 pt, which is 12 px.
_SMALLEST_BODY_PT = 9.75
_TITLE, _CAPTION = 1.25, 0.9


class Mode(StrEnum):
    """What the person chose; SYSTEM follows the desktop, also its wish for high contrast."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class TextSize(StrEnum):
    """The three type sizes of the program, relative to the font of the system."""

    BODY = "body"
    TITLE = "title"
    CAPTION = "caption"


class Theme(QObject):
    """Owns the look of *app*; `changed` is emitted after a new look is in force.

    Widgets follow through palette and style sheet by themselves.  A delegate or a widget that paints
    reads `current_tokens()` at paint time and needs no connection: the palette change repaints it.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._mode = Mode.SYSTEM
        self._text_scale = 1.0
        self._reduced_motion: bool | None = None
        self._system_pt = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
        self._template = Template((STYLE_DIRECTORY / "metarr.qss").read_text(encoding="utf-8"))
        self._fonts: dict[tuple[TextSize, bool], QFont] = {}  # a grid asks a hundred times a frame
        self.tokens = LIGHT
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._apply()

    @property
    def mode(self) -> Mode:
        """What was chosen last, not what is shown: see `tokens` for that."""
        return self._mode

    def set_mode(self, mode: Mode | str) -> None:
        """Show *mode* from now on.

        Raises:
            ValueError: *mode* is none of system, light, dark, contrast.
        """
        self._mode = Mode(mode)
        hints = self._app.styleHints()
        # Qt hands the scheme on to the window frame, which a palette alone leaves in the other colour.
        if self._mode is Mode.SYSTEM:
            hints.unsetColorScheme()
        else:
            is_light = self._mode is Mode.LIGHT
            hints.setColorScheme(Qt.ColorScheme.Light if is_light else Qt.ColorScheme.Dark)
        self._apply()

    def set_text_scale(self, scale: float) -> None:
        """Multiply every type size by *scale*, kept within 0.75 and 3."""
        self._text_scale = min(3.0, max(0.75, scale))
        self._apply()

    @property
    def is_motion_reduced(self) -> bool:
        """True when nothing may move by itself: choice of the person, else wish of the system."""
        if self._reduced_motion is not None:
            return self._reduced_motion
        return "Reduced" in self._system_wish("motionPreference")

    def set_reduced_motion(self, is_reduced: bool | None) -> None:
        """Switch motion off (True), on (False), or follow the system (None)."""
        self._reduced_motion = is_reduced
        self.changed.emit()

    def font(self, size: TextSize = TextSize.BODY, *, bold: bool = False) -> QFont:
        """Return the font of *size*, for those who paint; widgets use the role property instead."""
        kept = self._fonts.get((size, bold))
        if kept is None:
            kept = QFont(self._app.font())
            kept.setPointSizeF(self.points(size))
            kept.setBold(bold)
            self._fonts[size, bold] = kept
        return QFont(kept)

    def points(self, size: TextSize) -> float:
        """Return the point size behind *size* at the present text scale."""
        body = max(_SMALLEST_BODY_PT, self._system_pt) * self._text_scale
        return body * {TextSize.BODY: 1.0, TextSize.TITLE: _TITLE, TextSize.CAPTION: _CAPTION}[size]

    def style_sheet(self, tokens: Tokens) -> str:
        """Return the style sheet of *tokens*.

        Raises:
            KeyError: the sheet asks for a token that does not exist.
        """
        sizes = {f"{size.value}_pt": f"{self.points(size):.2f}pt" for size in TextSize}
        return self._template.substitute(
            asdict(tokens),
            radius=f"{RADIUS}px",
            pictures=STYLE_DIRECTORY.as_posix(),
            on="dark" if tokens.is_dark else "light",
            **sizes,
        )

    def _wanted_tokens(self) -> Tokens:
        if self._mode is not Mode.SYSTEM:
            return {Mode.LIGHT: LIGHT, Mode.DARK: DARK, Mode.CONTRAST: CONTRAST}[self._mode]
        if "High" in self._system_wish("contrastPreference"):
            return CONTRAST
        is_dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if is_dark else LIGHT

    def _system_wish(self, name: str) -> str:
        """Return the name of an accessibility preference of the desktop, empty where Qt knows none."""
        # QStyleHints.accessibility() came with Qt 6.10, its preferences one by one; 6.8 is still allowed.
        hints = getattr(self._app.styleHints(), "accessibility", None)
        preference = None if hints is None else getattr(hints(), name, None)
        return "" if preference is None else str(preference())

    def _on_system_changed(self) -> None:
        if self._mode is Mode.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        global _current
        self.tokens = self._wanted_tokens()
        _current = self
        font = QFont(self._app.font())
        font.setPointSizeF(self.points(TextSize.BODY))
        self._app.setFont(font)
        self._fonts.clear()
        self._app.setPalette(_palette(self.tokens))
        self._app.setStyleSheet(self.style_sheet(self.tokens))
        self.changed.emit()


# One process has one QApplication and so one look; delegates have no constructor argument to spare.
_current: Theme | None = None


def current_theme() -> Theme | None:
    """Return the theme in force, None before `Theme` was created (unit tests of a delegate)."""
    return _current


def current_tokens() -> Tokens:
    """Return the colours to paint with now.  Read at paint time, never stored."""
    return LIGHT if _current is None else _current.tokens


def is_motion_reduced() -> bool:
    """True when nothing may move by itself."""
    return _current is not None and _current.is_motion_reduced


def text_font(size: TextSize = TextSize.BODY, *, bold: bool = False) -> QFont:
    """Return the font to paint with now, also when no theme is installed."""
    if _current is not None:
        return _current.font(size, bold=bold)
    font = QFont(QApplication.font())
    font.setBold(bold)
    return font


def set_role(widget: QWidget, role: str) -> None:
    """Give *widget* its style-sheet role (`title`, `muted`, `primary`, `panel`, ... see metarr.qss)."""
    widget.setProperty("role", role)
    style = widget.style()
    style.unpolish(widget)  # a rule that reads a property is looked up once, when the widget is polished
    style.polish(widget)
    widget.update()


def _palette(tokens: Tokens) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    colours = {
        role.Window: tokens.background,
        role.WindowText: tokens.text,
        role.Base: tokens.surface_raised,
        role.AlternateBase: tokens.surface,
        role.Text: tokens.text,
        role.Button: tokens.surface_raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.bad,
        role.ToolTipBase: tokens.surface_raised,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.accent_text,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Accent: tokens.accent,
        role.Light: tokens.surface_hover,
        role.Midlight: tokens.surface_hover,
        role.Mid: tokens.border_strong,
        role.Dark: tokens.border,
        role.Shadow: tokens.shadow,
    }
    for each, colour in colours.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        palette.setColor(group.Disabled, each, QColor(tokens.disabled))
    palette.setColor(group.Disabled, role.Highlight, QColor(tokens.border))
    return palette
