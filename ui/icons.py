"""Icons from one font, painted in the colours of the moment.

The font ships with QtAwesome; its own code is not imported, because QtPy behind it costs 130-220 ms at
start-up (ours: 11 ms).  Remix Icon, Apache License 2.0.
"""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ui.theme import current_tokens

_GLYPHS = {
    "activity": "pulse-line",
    "add": "add-line",
    "add-folder": "folder-add-line",
    "add-title": "movie-2-line",
    "album": "album-line",
    "automation": "robot-line",
    "back": "arrow-left-line",
    "browse": "image-2-line",
    "calendar": "calendar-line",
    "cancel": "close-circle-line",
    "check": "check-line",
    "chevron-down": "arrow-down-s-line",
    "chevron-left": "arrow-left-s-line",
    "chevron-right": "arrow-right-s-line",
    "chevron-up": "arrow-up-s-line",
    "close": "close-line",
    "compare": "layout-column-line",
    "copy": "file-copy-line",
    "crop": "crop-line",
    "dark": "moon-line",
    "database": "database-2-line",
    "delete": "delete-bin-line",
    "developer": "code-s-slash-line",
    "download": "download-line",
    "enrich": "magic-line",
    "error": "error-warning-line",
    "external": "external-link-line",
    "film": "film-line",
    "filter": "filter-3-line",
    "folder": "folder-line",
    "good": "checkbox-circle-line",
    "help": "question-line",
    "history": "history-line",
    "home": "home-line",
    "identify": "search-eye-line",
    "image": "image-line",
    "info": "information-line",
    "key": "key-2-line",
    "keyboard": "keyboard-line",
    "light": "sun-line",
    "link": "link",
    "lock": "lock-line",
    "more": "more-line",
    "music": "music-2-line",
    "next": "arrow-right-line",
    "offline": "wifi-off-line",
    "pause": "pause-line",
    "pin": "pushpin-line",
    "play": "play-line",
    "preview": "fullscreen-line",
    "previous": "arrow-left-line",
    "publish": "upload-2-line",
    "redo": "arrow-go-forward-line",
    "refresh": "refresh-line",
    "reject": "close-line",
    "remove": "subtract-line",
    "review": "inbox-line",
    "save": "save-line",
    "search": "search-line",
    "select": "check-line",
    "settings": "settings-3-line",
    "shelf": "gallery-line",
    "skip": "skip-forward-line",
    "sort": "sort-desc",
    "stack": "stack-line",
    "star": "star-line",
    "star-filled": "star-fill",
    "statistics": "bar-chart-2-line",
    "stop": "stop-circle-line",
    "survey": "layout-2-line",
    "swap": "swap-line",
    "table": "table-line",
    "theme": "contrast-line",
    "time": "time-line",
    "tv": "tv-2-line",
    "undo": "arrow-go-back-line",
    "unlock": "lock-unlock-line",
    "user": "user-line",
    "wait": "timer-line",
    "wall": "layout-grid-line",
    "warning": "alert-line",
    "worklist": "list-check-2",
    "zoom-in": "zoom-in-line",
    "zoom-out": "zoom-out-line",
}


def icon_names() -> tuple[str, ...]:
    """Return every name `icon` knows, sorted."""
    return tuple(sorted(_GLYPHS))


def icon(name: str, token: str = "text") -> QIcon:
    """Return the icon *name*, which follows a change of theme by itself.

    Args:
        name: one of `icon_names()`.
        token: name of the colour in `Tokens`, `"accent_text"` on an accent-filled button.

    Raises:
        KeyError: no such icon; the message lists the names.
        AttributeError: no such token.
    """
    getattr(current_tokens(), token)  # a wrong token fails here, not inside a paint event
    return QIcon(_GlyphEngine(_character(name), token))


class IconLabel(QWidget):
    """An icon on its own, which follows a change of theme; `QLabel.setPixmap` would keep the old colour.

    Args:
        px: side in px at 100 %.
    """

    def __init__(self, name: str, token: str = "text", px: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(px, px)
        self.set_icon(name, token)

    def set_icon(self, name: str, token: str = "text") -> None:
        """Show another icon; raises as `icon` does."""
        getattr(current_tokens(), token)
        # No QIcon: one whose engine is Python crashes when it outlives the application, at the very end.
        self._character, self._token = _character(name), token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current_tokens()
        colour: str = getattr(tokens, self._token) if self.isEnabled() else tokens.disabled
        _paint(painter, self.rect(), self._character, QColor(colour))
        painter.end()


def paint_icon(painter: QPainter, rect: QRect, name: str, colour: QColor | str) -> None:
    """Paint the icon *name* in *colour*, centred and as large as *rect* allows; for delegates."""
    _paint(painter, rect, _character(name), QColor(colour))


def _character(name: str) -> str:
    if name not in _GLYPHS:
        raise KeyError(f"There is no icon {name!r}. Known are: {', '.join(icon_names())}.")
    return _characters()[_GLYPHS[name]]


class _GlyphEngine(QIconEngine):
    def __init__(self, character: str, token: str) -> None:
        super().__init__()
        self._character, self._token = character, token

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._character, self._token)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        tokens = current_tokens()
        colour: str = getattr(tokens, self._token)
        if mode == QIcon.Mode.Disabled:
            colour = tokens.disabled
        elif mode == QIcon.Mode.Selected:
            colour = tokens.accent_text  # a selected menu entry stands on the accent
        _paint(painter, rect, self._character, QColor(colour))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():  # a button squeezed to nothing asks for it
            return QPixmap()
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap


def _paint(painter: QPainter, rect: QRect, character: str, colour: QColor) -> None:
    painter.save()
    font = QFont(_family())
    font.setPixelSize(max(1, min(rect.width(), rect.height())))
    # Hinting would bend a one-pixel line differently at every size.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    painter.setFont(font)
    painter.setPen(colour)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, character)
    painter.restore()


@cache
def _family() -> str:
    path = _font_file("remixicon-[0-9]*.ttf")
    number = QFontDatabase.addApplicationFont(str(path))
    if number < 0:
        raise RuntimeError(f"The icon font {path.name} cannot be read. Install QtAwesome again.")
    return QFontDatabase.applicationFontFamilies(number)[0]


@cache
def _characters() -> dict[str, str]:
    codes: dict[str, str] = json.loads(_font_file("remixicon-charmap-*.json").read_text(encoding="utf-8"))
    return {name: chr(int(codes[name], 16)) for name in sorted(set(_GLYPHS.values()))}


def _font_file(pattern: str) -> Path:
    spec = importlib.util.find_spec("qtawesome")  # finds without importing
    folders = [] if spec is None else list(spec.submodule_search_locations or [])
    for folder in folders:
        # The version is part of the name; the newest wins should two ever lie there.
        if found := sorted((Path(folder) / "fonts").glob(pattern)):
            return found[-1]
    raise RuntimeError("The icon font is missing. It comes with the package QtAwesome: install it again.")
