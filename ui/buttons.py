"""Buttons with everything a button needs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from ui.icons import icon
from ui.theme import set_role, text_font


def act_button(text: str, tooltip: str, parent: QWidget, role: str = "", *, name: str = "") -> QPushButton:
    """Return a button that Enter presses only when it has the focus.

    Args:
        role: how it looks, as the styles call it.
        name: what a screen reader says, where *text* alone does not say what it is about.
    """
    button = QPushButton(text, parent)
    button.setToolTip(tooltip)
    button.setAccessibleName(name or text)
    button.setAutoDefault(False)
    if role:
        set_role(button, role)
    return button


class IconButton(QToolButton):
    """A sign without words and without a frame, as high as a line of text.

    Args:
        glyph, token: the icon and its colour, as `icon` takes them.
        tooltip: says what it does, with its key.
        name: what a screen reader says.
    """

    def __init__(
        self, glyph: str, tooltip: str, parent: QWidget, *, token: str = "text", name: str = ""
    ) -> None:
        super().__init__(parent)
        self.setIcon(icon(glyph, token))
        self.setToolTip(tooltip)
        self.setAccessibleName(name or tooltip)
        set_role(self, "quiet")
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        side = QFontMetrics(text_font()).height()
        self.setIconSize(QSize(side, side))
