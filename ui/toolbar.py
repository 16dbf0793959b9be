"""Actions with their icon over their word, and one primary button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeySequence
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from ui.icons import icon
from ui.theme import set_role, text_font

_ICON_PER_LINE = 1.25
"""Side of an icon per height of a line: it grows with the text."""


def make_action(
    parent: QObject,
    text: str,
    icon_name: str = "",
    *,
    shortcut: str = "",
    tooltip: str = "",
    on_triggered: Callable[[], object] | None = None,
    is_checkable: bool = False,
) -> QAction:
    """Return an action; its tool tip ends with its key.

    Args:
        shortcut: as Qt writes it, several separated by ``;``: ``"Ctrl+F5"``, ``"Ctrl++; Ctrl+="``.
        tooltip: one sentence on what it does; the text when empty.
    """
    action = QAction(text, parent)
    action.setCheckable(is_checkable)
    if icon_name:
        action.setIcon(icon(icon_name))
    keys = [QKeySequence(part.strip()) for part in shortcut.split(";") if part.strip()]
    action.setShortcuts(keys)
    set_tooltip(action, tooltip or text.replace("&", ""))
    if on_triggered is not None:
        action.triggered.connect(lambda _=False: on_triggered())
    return action


def set_tooltip(action: QAction, tooltip: str) -> None:
    """Give *action* a tool tip that names its key as well."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{tooltip} ({keys})" if keys else tooltip)
    action.setStatusTip(tooltip)


class ActionBar(QToolBar):
    """A tool bar of icon-over-word buttons that cannot be dragged away by accident."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setObjectName(f"toolbar-{title}")
        self.setMovable(False)
        self.setFloatable(False)
        self._fit_icons()
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)

    def add(self, action: QAction, *, menu: QMenu | None = None) -> QToolButton:
        """Add a button for *action*; with *menu* it gets an arrow beside it which opens the menu."""
        self.addAction(action)
        button = self.widgetForAction(action)
        assert isinstance(button, QToolButton)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.text().replace("&", ""))
        if menu is not None:
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        return button

    def add_primary(self, action: QAction, icon_name: str, *, menu: QMenu | None = None) -> QToolButton:
        """Add the accent-filled button; the icon takes the colour that is readable on it."""
        action.setIcon(icon(icon_name, "accent_text"))
        button = self.add(action, menu=menu)
        set_role(button, "primary")
        return button

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_icons()

    def _fit_icons(self) -> None:
        side = round(QFontMetrics(text_font()).height() * _ICON_PER_LINE)
        self.setIconSize(QSize(side, side))

    def add_spacer(self) -> None:
        """Push what follows to the right."""
        spacer = QWidget(self)
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        spacer.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.addWidget(spacer)
