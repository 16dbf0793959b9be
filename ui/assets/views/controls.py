"""The buttons below a view."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from metarr_desktop.domain.asset import CachedAsset
from ui.assets.wording import use_words
from ui.icons import icon
from ui.theme import set_role


def push(
    parent: QWidget, words: str, key: str, on_clicked: Callable[[], object], role: str = ""
) -> QPushButton:
    """Return a button with words; its tool tip names its key."""
    button = QPushButton(words, parent)
    button.setAccessibleName(words)
    button.setToolTip(f"{words} ({key})" if key else words)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if role:
        set_role(button, role)
    button.clicked.connect(lambda _=False: on_clicked())
    return button


def tool(
    parent: QWidget, icon_name: str, words: str, key: str, on_clicked: Callable[[], object]
) -> QToolButton:
    """Return a button with an icon; its tool tip names its key."""
    button = QToolButton(parent)
    button.setIcon(icon(icon_name))
    button.setAccessibleName(words)
    button.setToolTip(f"{words} ({key})" if key else words)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_role(button, "quiet")
    button.clicked.connect(lambda _=False: on_clicked())
    return button


def action_tool(parent: QWidget, action: QAction) -> QToolButton:
    """Return a button that does what *action* does, and is on while it is."""
    button = QToolButton(parent)
    button.setDefaultAction(action)
    button.setAccessibleName(action.text())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_role(button, "quiet")
    return button


def bar_row(parent: QWidget) -> tuple[QFrame, QHBoxLayout]:
    """Return a bar along the bottom and the row its buttons go into."""
    bar = QFrame(parent)
    set_role(bar, "footer")
    row = QHBoxLayout(bar)
    row.setContentsMargins(12, 6, 12, 6)
    row.setSpacing(6)
    return bar, row


def in_tab_order(bar: QWidget) -> None:
    """Let Tab visit what lies in the one row of *bar* from left to right, whatever was made first."""
    layout = bar.layout()
    places = [layout.itemAt(at) for at in range(layout.count())] if layout is not None else []
    widgets = [widget for place in places if place is not None and (widget := place.widget()) is not None]
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)


class Verdict:
    """The three buttons that decide on one candidate; only those that would change something are seen."""

    def __init__(
        self,
        parent: QWidget,
        on_use: Callable[[], object],
        on_reject: Callable[[], object],
        on_take_back: Callable[[], object],
    ) -> None:
        self._parent = parent
        self.use = push(parent, "Use this picture", "P", on_use, "primary")
        self.take_back = push(parent, "Take back", "U", on_take_back)
        self.reject = push(parent, "Reject", "X", on_reject)

    def show_asset(self, asset: CachedAsset, focus: QWidget) -> None:
        """Offer what can be done with *asset*; *focus* takes the focus from a button that goes."""
        words = use_words(asset)
        self.use.setText(words)
        self.use.setAccessibleName(words)
        self.use.setToolTip(f"{words} (P)")
        focused = self._parent.focusWidget()
        self.use.setVisible(not asset.is_selected)
        self.reject.setVisible(not asset.is_rejected)
        self.take_back.setVisible(asset.is_selected or asset.is_rejected)
        if focused in (self.use, self.reject, self.take_back) and focused.isHidden():
            focus.setFocus()
