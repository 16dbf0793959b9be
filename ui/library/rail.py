"""The left rail: kinds of titles, and the worklists of the kind in front, with their counts."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from metarr_desktop.domain.entity import EntityType
from ui.kinds import KINDS, count_of, words_of
from ui.library.arrangement import Worklist
from ui.qt_types import AnyIndex
from ui.theme import TextSize, current_tokens, set_role, text_font

_COUNT = int(Qt.ItemDataRole.UserRole) + 1
_ENTRY = _COUNT + 1
_IS_FRONT = _ENTRY + 1

_TITLES = {
    Worklist.UNIDENTIFIED: "Unidentified",
    Worklist.IN_NO_PROVIDER: "In no provider",
    Worklist.MISSING_POSTER: "Missing {picture}",
    Worklist.NEW: "New since chosen",
    Worklist.FAILED: "Failed fetch",
}
_TOOLTIPS = {
    Worklist.UNIDENTIFIED: "{title} not yet connected to an entry of a provider",
    Worklist.IN_NO_PROVIDER: "{title} marked as being in no provider",
    Worklist.MISSING_POSTER: "Identified {many} for which no {picture} is selected",
    Worklist.NEW: "{title} with artwork that came since you last looked",
    Worklist.FAILED: "{title} for which a provider could not be asked last time; older data is kept",
}


def worklist_title(worklist: Worklist, entity_type: EntityType = EntityType.MOVIE) -> str:
    """Return the name of *worklist* on the rail."""
    return _filled(_TITLES[worklist], entity_type) if worklist in _TITLES else words_of(entity_type).title


def _filled(text: str, entity_type: EntityType) -> str:
    words = words_of(entity_type)
    return text.format(title=words.title, many=words.many, picture=words.picture)


class _RailDelegate(QStyledItemDelegate):
    """Sections in small bold letters; entries with their count at the right, the kind in front in bold."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        is_section = index.data(_ENTRY) is None
        line = QFontMetrics(text_font(TextSize.CAPTION if is_section else TextSize.BODY)).height()
        return QSize(120, line + (18 if is_section and index.row() else 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        tokens, flags = current_tokens(), Qt.AlignmentFlag
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        box = QRect(option.rect).adjusted(16, 0, -14, 0)
        painter.save()
        if index.data(_ENTRY) is None:
            painter.setFont(text_font(TextSize.CAPTION, bold=True))
            painter.setPen(QColor(tokens.muted))
            painter.drawText(box.adjusted(0, 0, 0, -4), flags.AlignLeft | flags.AlignBottom, text)
            painter.restore()
            return
        is_current, is_front = (
            bool(option.state & QStyle.StateFlag.State_Selected),
            bool(index.data(_IS_FRONT)),
        )
        if is_current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(tokens.surface_raised))
        if is_current or is_front:
            bar = QRect(option.rect)
            bar.setWidth(3)
            painter.fillRect(bar, QColor(tokens.accent if is_current else tokens.border_strong))
        view = self.parent()
        if is_current and isinstance(view, QWidget) and view.hasFocus():
            painter.setPen(QColor(tokens.focus))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        shown = index.data(_COUNT)
        count = "" if shown is None else f"{shown:,}"
        painter.setFont(text_font())
        painter.setPen(QColor(tokens.muted))
        painter.drawText(box, flags.AlignRight | flags.AlignVCenter, count)
        room = box.width() - painter.fontMetrics().horizontalAdvance(count) - 8
        painter.setFont(text_font(bold=is_front))
        painter.setPen(QColor(tokens.text))
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, flags.AlignLeft | flags.AlignVCenter, words)
        painter.restore()


class Rail(QListWidget):
    """Signals, by click or arrow key: kind_chosen(EntityType), worklist_chosen(Worklist) of the kind in front."""

    kind_chosen = Signal(object)
    worklist_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "sidebar")
        self.setAccessibleName("Library and worklists")
        self.setItemDelegate(_RailDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setMinimumWidth(150)
        self._front = EntityType.MOVIE
        self._add_section("Library")
        self._kinds = {each: self._add(words_of(each).title, each) for each in KINDS}
        for place, (kind, item) in enumerate(self._kinds.items(), 1):
            item.setToolTip(f"All {words_of(kind).many} of the library (Alt+{place})")
        self._to_do = self._add_section("To do")
        self._worklists = {each: self._add("", each) for each in _TITLES}
        self.set_kind_counts({})
        self.show_place(EntityType.MOVIE, Worklist.ALL)
        self.set_counts(None)
        self.currentItemChanged.connect(self._on_current_changed)

    def set_kind_counts(self, counts: Mapping[EntityType, int | None]) -> None:
        """Show how many titles of each kind there are; None while nobody knows."""
        for kind, item in self._kinds.items():
            count = counts.get(kind)
            item.setData(_COUNT, count)
            title = words_of(kind).title
            words = title if count is None else f"{title}, {count_of(count, kind)}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)

    def set_counts(self, counts: Mapping[Worklist, int] | None) -> None:
        """Show how many titles each worklist of the kind in front holds; None while nobody knows."""
        for worklist, item in self._worklists.items():
            count = None if counts is None else counts.get(worklist, 0)
            title = worklist_title(worklist, self._front)
            words = title if count is None else f"{title}, {count_of(count, self._front)}"
            item.setData(_COUNT, count)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        # Nobody looks for it until there is one; the list being shown never goes away under the person.
        rare = self._worklists[Worklist.IN_NO_PROVIDER]
        rare.setHidden(not (counts or {}).get(Worklist.IN_NO_PROVIDER) and rare is not self.currentItem())

    def show_place(self, entity_type: EntityType, worklist: Worklist) -> None:
        """Show which kind is in front and which list of it; tells nobody."""
        self._front = entity_type
        for kind, item in self._kinds.items():
            item.setData(_IS_FRONT, kind is entity_type)
        title = words_of(entity_type).title
        self._to_do.setText(f"To do in {title}")
        for each, item in self._worklists.items():
            item.setText(worklist_title(each, entity_type))
            item.setToolTip(_filled(_TOOLTIPS[each], entity_type))
        blocked = self.blockSignals(True)
        self.setCurrentItem(self._item_of(worklist))
        self.blockSignals(blocked)
        self.viewport().update()

    def count_of(self, entry: Worklist | EntityType) -> int:
        """Return the count shown."""
        return int(self._item_of(entry).data(_COUNT) or 0)

    def choose(self, entry: Worklist | EntityType) -> None:
        """Go to a kind, or to a list of the kind in front, as by a click."""
        self.setCurrentItem(self._item_of(entry))

    def rect_of(self, entry: Worklist | EntityType) -> QRect:
        """Return where an entry is, in the viewport."""
        index: QModelIndex = self.indexFromItem(self._item_of(entry))
        return self.visualRect(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right goes from a kind to its lists, Left back to it, as in a tree; Up and Down walk along."""
        is_kind = self.currentItem() in self._kinds.values()
        first = next(each for each in self._worklists.values() if not each.isHidden())
        if event.key() == Qt.Key.Key_Right and is_kind:
            self.setCurrentItem(first)
        elif event.key() == Qt.Key.Key_Left and not is_kind:
            self.setCurrentItem(self._kinds[self._front])
        elif event.key() == Qt.Key.Key_Up and self.currentItem() is first:
            self.setCurrentItem(self._kinds[self._front])  # not the kind that stands above by chance
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _item_of(self, entry: Worklist | EntityType) -> QListWidgetItem:
        if isinstance(entry, EntityType):
            return self._kinds[entry]
        return self._worklists.get(entry) or self._kinds[self._front]

    def _add_section(self, text: str) -> QListWidgetItem:
        item = QListWidgetItem(text, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item

    def _add(self, title: str, entry: Worklist | EntityType) -> QListWidgetItem:
        item = QListWidgetItem(title, self)
        item.setData(_ENTRY, f"{type(entry).__name__}:{entry.value}")
        return item

    def _on_current_changed(self, item: QListWidgetItem | None) -> None:
        for kind, each in self._kinds.items():
            if item is each:
                self.kind_chosen.emit(kind)
        for worklist, each in self._worklists.items():
            if item is each:
                self.worklist_chosen.emit(worklist)
