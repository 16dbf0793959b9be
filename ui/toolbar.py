"""Actions with their icon over their word, and one primary button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QFontMetrics, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from ui.icons import icon
from ui.theme import set_role, text_font

_ICON_PER_LINE = 1.25
"""Side of an icon per height of a line: it grows with the text."""

_EXPANDING = (QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
LOW = 460
"""Below this height, px, a window has room for what it is about or for words everywhere, not for both."""
_GAP = 4
"""Between two buttons, px; a little more than the style has, for its margins."""


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
        self._yielding: list[QAction] = []
        self.setObjectName(f"toolbar-{title}")
        self.setMovable(False)
        self.setFloatable(False)
        self._fit_icons()
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        if parent is not None:
            parent.installEventFilter(self)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        rest = self.findChild(QToolButton, "qt_toolbar_ext_button")
        if rest is not None:  # Qt's own arrow cannot be made out beneath a style sheet
            rest.setIcon(icon("more"))
            rest.setAccessibleName("More actions")
            rest.setToolTip("What the bar has no room for")

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

    def add_yielding(self, action: QAction) -> QToolButton:
        """Add a button for *action* that makes room where the bar is too narrow; menu and key stay."""
        twin = QAction(action.icon(), action.text(), self)
        twin.setCheckable(action.isCheckable())

        def follow() -> None:
            twin.setToolTip(action.toolTip())
            twin.setStatusTip(action.statusTip())
            twin.setEnabled(action.isEnabled())
            twin.setChecked(action.isChecked())

        def act() -> None:
            action.trigger()
            twin.setChecked(action.isChecked())  # one of a group stays on when it is pressed again

        follow()
        twin.triggered.connect(lambda _=False: act())
        action.changed.connect(follow)
        self._yielding.append(twin)
        return self.add(twin)

    def needed_width(self) -> int:
        """Return how wide the bar must be to show all there is to show, with fields at their narrowest."""
        shown = [
            each
            for each in self.actions()
            if each.isVisible() or each.isSeparator() or each in self._yielding
        ]
        widgets = [self.widgetForAction(action) for action in shown]
        hints = [
            max(each.minimumSizeHint().width(), each.minimumWidth())
            if each.sizePolicy().horizontalPolicy() in _EXPANDING
            else each.sizeHint().width()
            for each in widgets
        ]
        margins = self.contentsMargins()
        return sum(hints) + _GAP * len(hints) + margins.left() + margins.right()

    def fit(self) -> None:
        """Hide the buttons that yield as long as there is no room for all."""
        has_room = self.needed_width() <= self.width()
        for twin in self._yielding:
            if twin.isVisible() != has_room:
                twin.setVisible(has_room)
        self._fit_separators()

    def _fit_separators(self) -> None:
        """Show a separator between buttons only, not one beside another."""
        is_wanted = False
        for action in self.actions():
            if not action.isSeparator():
                is_wanted = is_wanted or action.isVisible()
            elif action.isVisible() != is_wanted:
                action.setVisible(is_wanted)
            if action.isSeparator():
                is_wanted = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._fit_height()
        return super().eventFilter(watched, event)

    def _fit_height(self) -> None:
        """Leave the words out where the window is so low that they would take the room of what is shown."""
        parent = self.parentWidget()
        is_low = parent is not None and parent.height() < LOW
        style = Qt.ToolButtonStyle
        wanted = style.ToolButtonIconOnly if is_low else style.ToolButtonTextUnderIcon
        if wanted != self.toolButtonStyle():
            self.setToolButtonStyle(wanted)
            for button in self.findChildren(QToolButton):
                button.setMinimumWidth(0)  # some hold room for their longest words
            QTimer.singleShot(0, self, self.fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

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
            QTimer.singleShot(0, self, self.fit)  # the buttons have the new font by then

    def _fit_icons(self) -> None:
        side = round(QFontMetrics(text_font()).height() * _ICON_PER_LINE)
        self.setIconSize(QSize(side, side))

    def add_spacer(self) -> None:
        """Push what follows to the right."""
        spacer = QWidget(self)
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        spacer.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.addWidget(spacer)
