"""Walks a window and names every control that a screen reader or a person with a mouse cannot make out."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTabBar,
    QTextEdit,
)
# Parts of a control which Qt makes itself; the control they belong to carries the name.
_PARTS = (QScrollBar, QHeaderView)


def controls(window: QWidget) -> Iterator[QWidget]:
    """Yield every visible control of *window* that a person can use."""
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, _CONTROLS) or isinstance(widget, _PARTS):
            continue
        parent = widget.parentWidget()
        # What empties a line is shown once there is something to empty.
        seen = parent if isinstance(parent, QLineEdit) else widget
        if not seen.isVisibleTo(window) or widget.objectName().startswith("qt_"):
            continue
        if isinstance(parent, QComboBox | QAbstractSpinBox | QAbstractItemView):
            continue
        if widget.inherits("QComboBoxPrivateContainer") or parent.inherits("QComboBoxPrivateContainer"):
            continue
        yield widget


def nameless(window: QWidget) -> list[str]:
    """Return the controls a screen reader would announce without a name."""
    return [describe(widget) for widget in controls(window) if not name_of(widget)]


def without_tooltip(window: QWidget) -> list[str]:
    """Return the enabled or disabled buttons and fields that do not say what they do."""
    kinds = (QAbstractButton, QComboBox, QLineEdit, QAbstractSlider, QAbstractSpinBox)
    return [
        describe(widget) for widget in controls(window) if isinstance(widget, kinds) and not widget.toolTip()
    ]


def actions_without_key_in_tooltip(window: QWidget) -> list[str]:
    """Return the actions that have a key but do not name it in their tool tip."""
    native = [action for action in window.findChildren(QAction) if not action.shortcut().isEmpty()]
    return [action.text() for action in native if action.shortcut().toString() not in action.toolTip()]


def ambiguous_keys(window: QWidget) -> dict[str, list[str]]:
    """Return keys that two actions of *window* claim, so that neither would answer."""
    owners: dict[str, list[str]] = {}
    for action in window.findChildren(QAction):
        if isinstance(action.parent(), QLineEdit | QMenu):
            continue
        for key in action.shortcuts():
            owners.setdefault(key.toString(), []).append(action.text())
    return {key: names for key, names in owners.items() if len(names) > 1}


def name_of(widget: QWidget) -> str:
    """Return what a screen reader says for *widget*."""
    interface = QAccessible.queryAccessibleInterface(widget)
    name = widget.accessibleName() or (interface.text(QAccessible.Text.Name) if interface else "")
    return name.strip()


def describe(widget: QWidget) -> str:
    """Return class and place of *widget*, so that a failing test says where to look."""
    place, parent = [], widget.parentWidget()
    while parent is not None and len(place) < 3:
        place.append(type(parent).__name__)
        parent = parent.parentWidget()
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return f"{type(widget).__name__} {text!r} in {' < '.join(place)}"


def tab_order(window: QWidget) -> list[QWidget]:
    """Return what the Tab key visits, in order, starting behind *window* itself."""
    order, widget = [], window.nextInFocusChain()
    while widget is not None and widget is not window:
        can_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if can_tab and widget.isEnabled() and widget.isVisibleTo(window) and widget.window() is window:
            order.append(widget)
        widget = widget.nextInFocusChain()
    return order
