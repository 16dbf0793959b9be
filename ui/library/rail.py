"""The left rail: kinds of media and worklists with their counts."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.library.arrangement import Worklist
from ui.qt_types import AnyIndex
from ui.text import count_text
from ui.theme import TextSize, current_tokens, set_role, text_font

_COUNT = int(Qt.ItemDataRole.UserRole) + 1
_WORKLIST = _COUNT + 1

_TITLES = {
    Worklist.ALL: "Films",
    Worklist.UNIDENTIFIED: "Unidentified",
    Worklist.IN_NO_PROVIDER: "In no provider",
    Worklist.MISSING_POSTER: "Missing poster",
    Worklist.NEW: "New since chosen",
    Worklist.FAILED: "Failed fetch",
}
_TOOLTIPS = {
    Worklist.ALL: "All films of the library",
    Worklist.UNIDENTIFIED: "Films not yet connected to an entry of a provider",
    Worklist.IN_NO_PROVIDER: "Films marked as being in no provider",
    Worklist.MISSING_POSTER: "Identified films for which no poster is selected",
    Worklist.NEW: "Films with artwork that came since you last looked",
    Worklist.FAILED: "Films for which a provider could not be asked last time; older data is kept",
}


def worklist_title(worklist: Worklist) -> str:
    """Return the name of *worklist* on the rail."""
    return _TITLES[worklist]


class _RailDelegate(QStyledItemDelegate):
    """Sections in small bold letters; entries with their count at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        is_section = index.data(_WORKLIST) is None
        line = QFontMetrics(text_font(TextSize.CAPTION if is_section else TextSize.BODY)).height()
        return QSize(120, line + (18 if is_section and index.row() else 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        tokens, flags = current_tokens(), Qt.AlignmentFlag
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        box = QRect(option.rect).adjusted(16, 0, -14, 0)
        painter.save()
        if index.data(_WORKLIST) is None:
            painter.setFont(text_font(TextSize.CAPTION, bold=True))
            painter.setPen(QColor(tokens.muted))
            painter.drawText(box.adjusted(0, 0, 0, -4), flags.AlignLeft | flags.AlignBottom, text)
            painter.restore()
            return
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(tokens.surface_raised))
        if is_current:
            bar = QRect(option.rect)
            bar.setWidth(3)
            painter.fillRect(bar, QColor(tokens.accent))
        view = self.parent()
        if is_current and isinstance(view, QWidget) and view.hasFocus():
            painter.setPen(QColor(tokens.focus))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        shown = index.data(_COUNT)
        count = "" if shown is None else f"{shown:,}"
        painter.setFont(text_font())
        painter.setPen(QColor(tokens.muted))
        painter.drawText(box, flags.AlignRight | flags.AlignVCenter, count)
        painter.setPen(QColor(tokens.text))
        room = box.width() - painter.fontMetrics().horizontalAdvance(count) - 8
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, flags.AlignLeft | flags.AlignVCenter, words)
        painter.restore()


class Rail(QListWidget):
    """Signals: worklist_chosen(Worklist), by click or arrow key."""

    worklist_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "sidebar")
        self.setAccessibleName("Library and worklists")
        self.setItemDelegate(_RailDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setMinimumWidth(150)
        self._items: dict[Worklist, QListWidgetItem] = {}
        self._add_section("Library")
        self._add(Worklist.ALL)
        self._add_section("To do")
        for worklist in Worklist:
            if worklist is not Worklist.ALL:
                self._add(worklist)
        self.set_counts(None)
        self.setCurrentItem(self._items[Worklist.ALL])
        self.currentItemChanged.connect(self._on_current_changed)

    def set_counts(self, counts: Mapping[Worklist, int] | None) -> None:
        """Show how many titles each worklist holds; None while nobody knows."""
        for worklist, item in self._items.items():
            count = None if counts is None else counts.get(worklist, 0)
            item.setData(_COUNT, count)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                _TITLES[worklist] if count is None else f"{_TITLES[worklist]}, {count_text(count, 'film')}",
            )
        # Nobody looks for it until there is one; the list being shown never goes away under the person.
        rare = self._items[Worklist.IN_NO_PROVIDER]
        rare.setHidden(not (counts or {}).get(Worklist.IN_NO_PROVIDER) and rare is not self.currentItem())

    def count_of(self, worklist: Worklist) -> int:
        """Return the count shown."""
        return int(self._items[worklist].data(_COUNT) or 0)

    def choose(self, worklist: Worklist) -> None:
        """Make *worklist* the current one."""
        self.setCurrentItem(self._items[worklist])

    def rect_of(self, worklist: Worklist) -> QRect:
        """Return where the entry of *worklist* is, in the viewport."""
        index: QModelIndex = self.indexFromItem(self._items[worklist])
        return self.visualRect(index)

    def _add_section(self, text: str) -> None:
        item = QListWidgetItem(text, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)

    def _add(self, worklist: Worklist) -> None:
        item = QListWidgetItem(_TITLES[worklist], self)
        item.setData(_WORKLIST, worklist.value)
        item.setToolTip(_TOOLTIPS[worklist])
        self._items[worklist] = item

    def _on_current_changed(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_WORKLIST) is not None:
            self.worklist_chosen.emit(Worklist(item.data(_WORKLIST)))
