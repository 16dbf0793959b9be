"""All keys of the browser, read from its menus, so that the list cannot be out of date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.theme import set_role

IN_THE_GRID = (
    ("Arrows, Home, End", "Move from tile to tile"),
    ("Page up, Page down", "Move by a window of tiles"),
    ("Shift+arrows, Ctrl+click", "Mark several tiles"),
    ("Ctrl+A", "Mark all tiles"),
    ("Enter", "Use the focused picture, next title"),
    ("Double click", "Use the focused picture"),
    ("Space", "See it in full size"),
    ("Ctrl+wheel", "Larger or smaller tiles"),
    ("Ctrl+Left, Ctrl+Right", "Move a selected picture in its strip"),
    ("Delete", "Take it out of its strip"),
)
"""Keys that the widgets have by themselves."""

_COLUMNS, _MOST_KEYS = 3, 2


class KeysOverlay(QDialog):
    """Lies over *window* until any of Esc, Enter or ``?`` is pressed."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.setWindowTitle("Keys of the artwork browser")
        self.setAccessibleName("Keys of the artwork browser")
        groups = [("On the tiles", IN_THE_GRID), *keys_of(window)]
        columns = QHBoxLayout()
        columns.setSpacing(32)
        for part in _even_columns(groups, _COLUMNS):
            column = QVBoxLayout()
            column.setSpacing(4)
            for title, lines in part:
                _add_group(column, title, lines)
            column.addStretch(1)
            columns.addLayout(column)
        inner = QWidget(self)
        inner.setLayout(columns)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setAccessibleName("List of keys")
        self.close_button = QPushButton("Close", self)
        self.close_button.setAccessibleName("Close")
        self.close_button.setToolTip("Close this list (Esc)")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(lambda _=False: self.accept())
        note = QLabel("No letter does anything while text is typed.", self)
        set_role(note, "muted")
        foot = QHBoxLayout()
        foot.addWidget(note)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 16)
        outer.setSpacing(12)
        outer.addWidget(scroll, 1)
        outer.addLayout(foot)
        wanted = inner.sizeHint()
        self.resize(
            min(wanted.width() + 80, window.width() - 40), min(wanted.height() + 110, window.height() - 60)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Question, Qt.Key.Key_F1):
            self.accept()
        else:
            super().keyPressEvent(event)


def keys_of(window: QMainWindow) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return what each menu of *window* can do by a key: its title, and (key, words) per act."""
    groups, seen = [], set[QAction]()
    for title, actions in _menus(window.menuBar()):
        found = tuple(_line(each) for each in actions if _has_key(each) and each not in seen)
        seen.update(actions)
        if found:
            groups.append((title, found))
    rest = tuple(_line(each) for each in window.actions() if _has_key(each) and each not in seen)
    return [*groups, ("Else", rest)] if rest else groups


def _menus(parent: QMenuBar | QMenu) -> Iterator[tuple[str, list[QAction]]]:
    """Yield each menu with its own acts, then the menus inside it."""
    for action in parent.actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield _plain(action.text()), [each for each in menu.actions() if each.menu() is None]
            yield from _menus(menu)


def _has_key(action: QAction) -> bool:
    return bool(action.shortcuts() and action.text() and action.isVisible())


def _line(action: QAction) -> tuple[str, str]:
    form = QKeySequence.SequenceFormat.NativeText
    keys = [key.toString(form) for key in action.shortcuts()]
    return ", ".join(keys[:_MOST_KEYS]), _plain(action.text())


def _plain(text: str) -> str:
    return text.replace("&", "").rstrip("…")


def _even_columns(
    groups: Sequence[tuple[str, tuple[tuple[str, str], ...]]], count: int
) -> list[list[tuple[str, tuple[tuple[str, str], ...]]]]:
    """Share the groups out over *count* columns of about the same height, their order kept."""
    heights = [len(lines) + 2 for _, lines in groups]

    def tallest(cuts: Sequence[int]) -> int:
        return max(sum(heights[first:last]) for first, last in pairwise((0, *cuts, len(groups))))

    cuts = min(combinations(range(1, len(groups)), min(count, len(groups)) - 1), key=tallest)
    return [list(groups[first:last]) for first, last in pairwise((0, *cuts, len(groups)))]


def _add_group(column: QVBoxLayout, title: str, lines: Sequence[tuple[str, str]]) -> None:
    heading = QLabel(title)
    set_role(heading, "heading")
    column.addWidget(heading)
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    for row, (keys, words) in enumerate(lines):
        key, what = QLabel(keys), QLabel(words)
        set_role(key, "muted")
        grid.addWidget(key, row, 0)
        grid.addWidget(what, row, 1)
    column.addLayout(grid)
    column.addSpacing(14)
