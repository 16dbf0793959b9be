"""The grid of tiles: geometry by arithmetic, so that ten thousand rows cost what a hundred do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleTableModelChangeEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.grid_geometry import TileShape
from ui.paint_pace import PaintPace
from ui.qt_types import AnyIndex
from ui.tile_layout import Anchor, TileLayout

__all__ = ["Anchor", "TileDelegate", "TileGrid", "TileShape"]


_FINISHED_AT_ONCE = 6


class TileDelegate(QStyledItemDelegate):
    """Base of the tile painters: subclasses override `paint` and draw into the rectangles of `TileGrid`."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        view = self.parent()
        return view.cell_size() if isinstance(view, TileGrid) else QSize(160, 280)


class TileGrid(TileLayout):
    """A list view that lays its rows out as a grid of equal tiles filling every line.

    The delegate is never asked for a size and the model never for data, except by what is painted; `pace` tells
    the delegate how much of a frame it may use.  Only tiles that changed or came into sight are painted: a whole
    viewport costs 5 ms, and three times that while other threads hold the interpreter.

    Signals:
        zoom_requested(steps): Ctrl+wheel, Ctrl++ and Ctrl+-; positive is larger.
    """

    zoom_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pace = PaintPace(self)
        self.pace.again.connect(self._finish_drafts)
        # Qt moves the pixels of opaque widgets only, and a ground by style sheet counts as transparent.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._drafted: set[int] = set()
        self._hovered = -1
        self._is_range = False
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)

    def set_tile_width(self, width: int) -> None:
        before = self.cell_size()
        super().set_tile_width(width)
        if self.cell_size() != before:
            self.pace.drag()

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        count, current = self._count(), self.currentIndex()
        if not count:
            return QModelIndex()
        if not current.isValid():
            return self._index(0)
        moves = QAbstractItemView.CursorAction
        lines = max(1, self.viewport().height() // self.cell_size().height())
        row, columns = current.row(), self.columns
        if action == moves.MoveHome:
            return self._index(0)
        if action == moves.MoveEnd:
            return self._index(count - 1)
        steps = {
            moves.MoveLeft: -1,
            moves.MovePrevious: -1,
            moves.MoveRight: 1,
            moves.MoveNext: 1,
            moves.MoveUp: -columns,
            moves.MoveDown: columns,
            moves.MovePageUp: -columns * lines,
            moves.MovePageDown: columns * lines,
        }
        step = steps[action]
        goal = row + step
        if goal < 0:
            goal = row % columns if abs(step) >= columns else 0
        elif goal >= count:
            is_in_last_line = row // columns == (count - 1) // columns
            goal = row if is_in_last_line and abs(step) >= columns else count - 1
        return self._index(goal)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        if self._is_range:
            # As in text: everything from the first tile to the last, not the box that has them in its corners.
            ends = (self.indexAt(rect.topLeft()), self.indexAt(rect.bottomRight()))
            if all(each.isValid() for each in ends):
                start, end = sorted(ends, key=lambda index: index.row())
                self.selectionModel().select(QItemSelection(start, end), command)
                return
        # Only the lines the rectangle touches can be inside it.
        area, offset = rect.normalized(), self.verticalOffset()
        first, last = self.geometry_now().rows_between(area.top() + offset, area.bottom() + offset)
        selection = QItemSelection()
        for row in range(first, min(self._count(), last + 1)):
            index = self._index(row)
            if self.visualRect(index).intersects(area):
                selection.select(index, index)
        self.selectionModel().select(selection, command)

    def paintEvent(self, event: QPaintEvent) -> None:
        first, last = self.visible_rows()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.viewport().palette().brush(self.viewport().backgroundRole()))
        if first < 0:
            painter.end()
            self._drafted.clear()
            self.pace.end_frame(is_empty=True)
            return
        self.pace.begin_frame()
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        base, state, region = option.state, QStyle.StateFlag, event.region()
        selected, current, delegate = self.selectionModel(), self.currentIndex().row(), self.itemDelegate()
        self._hovered = hovered = self._row_under_pointer()
        geometry, offset = self.geometry_now(), self.verticalOffset()
        for row in range(first, last + 1):
            rect = geometry.cell(row).translated(0, -offset)
            if not region.intersects(rect):
                continue
            index = self._index(row)
            option.rect = rect
            option.state = base
            if selected.isSelected(index):
                option.state |= state.State_Selected
            if row == current:
                option.state |= state.State_HasFocus
            if row == hovered:
                option.state |= state.State_MouseOver
            drafts = self.pace.drafts
            delegate.paint(painter, option, index)
            (self._drafted.discard if self.pace.drafts == drafts else self._drafted.add)(row)
        painter.end()
        self.pace.end_frame(has_drafts=bool(self._drafted))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        # What stays on screen is moved as pixels; only the lines that come into sight are painted.
        viewport = self.viewport()
        viewport.scroll(dx, dy, viewport.rect())
        self._update_rows([self._hovered, self._row_under_pointer()])

    def dataChanged(self, first: AnyIndex, last: AnyIndex, roles: Sequence[int] = ()) -> None:
        # QListView would lay everything out again and paint the whole viewport.
        if QAccessible.isActive():
            news = QAccessibleTableModelChangeEvent(
                self, QAccessibleTableModelChangeEvent.ModelChangeType.DataChanged
            )
            news.setFirstRow(first.row())
            news.setLastRow(last.row())
            QAccessible.updateAccessibility(news)
        self._update_rows(range(first.row(), last.row() + 1))

    def _update_rows(self, rows: Iterable[int]) -> None:
        """Paint those of *rows* soon that are on screen."""
        first, last = self.visible_rows()
        if first < 0:
            return
        if isinstance(rows, range):
            rows = range(max(first, rows.start), min(last + 1, rows.stop))
        region, offset, geometry = QRegion(), self.verticalOffset(), self.geometry_now()
        for row in rows:
            if first <= row <= last:
                region += geometry.cell(row).translated(0, -offset)
        if not region.isEmpty():
            self.viewport().update(region)

    def _finish_drafts(self) -> None:
        # No more than there is time to finish: the others would be drafted once more.
        first, last = self.visible_rows()
        self._drafted = {row for row in self._drafted if first <= row <= last}
        self._update_rows(sorted(self._drafted)[:_FINISHED_AT_ONCE])

    def _row_under_pointer(self) -> int:
        viewport = self.viewport()
        return (
            self.indexAt(viewport.mapFromGlobal(self.cursor().pos())).row() if viewport.underMouse() else -1
        )

    def showEvent(self, event: QShowEvent) -> None:
        self.pace.start_afresh()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Asked for also while the base constructor runs, before there is a pace.
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "pace"):
            self.pace.start_afresh()
            self._change(self.shape, self.tile_width)  # the captions need another height

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_requested.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_range = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mousePressEvent(event)
        self._is_range = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.zoom_requested.emit(step)
                event.accept()
                return
        self._is_range = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().keyPressEvent(event)
        self._is_range = False
