"""A list view laid out as a grid of equal tiles: places are computed, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.grid_geometry import GridGeometry, TileShape
from ui.qt_types import AnyIndex
from ui.timers import delay

_FRAME_MS = 16


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the person is: the tiles on screen, the one to hold the place first, and the y of each in the viewport."""

    places: tuple[tuple[QPersistentModelIndex, int], ...]


class TileLayout(QListView):
    """The places of the tiles, and which of them are on screen; `TileGrid` adds keys and painting.

    QListView stays the base for its selection, drag and screen-reader behaviour; nothing is laid out again
    when rows come and go, and the scroll bar is right at once.

    Signals:
        visible_rows_changed(first, last): rows on screen, both included, or (-1, -1); at most one per 16 ms.
            Also emitted when other items came to stand in the same rows.
    """

    visible_rows_changed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        shape = TileShape()
        self._geometry = GridGeometry(0, 160, shape, shape.caption_height())
        self._last_rows = (-2, -2)
        self._announce = delay(self, _FRAME_MS, self._on_announce)
        self._say_current = delay(self, 0, self._on_say_current)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # Always there: a bar that comes and goes changes the width, so the tiles, so whether it is needed.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.verticalScrollBar().valueChanged.connect(self._on_moved)

    # -- geometry --------------------------------------------------------------------------------------------

    def set_shape(self, shape: TileShape) -> None:
        """Lay out for another kind of picture; the current tile, or else the first visible one, stays put."""
        self._change(shape, self.tile_width)

    def set_sections(self, starts: Sequence[int], heading: int = 0) -> None:
        """Begin a line of its own at each of the rows *starts*, the first of which is 0; none for no sections.

        Call it with the rows already in place: nothing is scrolled.

        Args:
            heading: height of the room above each section, px.
        """
        geometry = replace(self.geometry_now(), starts=tuple(starts), heading=heading if starts else 0)
        if geometry != self._geometry:
            self._geometry = geometry
            self.updateGeometries()
            self.viewport().update()
            self._on_moved()

    def set_tile_width(self, width: int) -> None:
        """Make pictures about *width* px wide; they grow a little so that they fill the line."""
        self._change(self.shape, max(48, width))

    @property
    def tile_width(self) -> int:
        """The width asked for; `picture_size` is the one used."""
        return self._geometry.tile_width

    @property
    def shape(self) -> TileShape:
        """The present shape."""
        return self._geometry.shape

    @property
    def columns(self) -> int:
        """Tiles in a line, at least one."""
        return self.geometry_now().columns

    def geometry_now(self) -> GridGeometry:
        """Return the places of all tiles at the present width."""
        width = self.viewport().width()
        if width != self._geometry.width:
            self._geometry = replace(self._geometry, width=width)
        return self._geometry

    def cell_size(self) -> QSize:
        """Return the size of a tile with its share of the gaps."""
        return self.geometry_now().cell_size()

    def picture_size(self) -> QSize:
        """Return the size of the picture cell, logical px: what thumbnails are to be made for."""
        return self.geometry_now().picture_size()

    def picture_rect(self, cell: QRect) -> QRect:
        """Return where the picture of the tile in *cell* (``option.rect``) goes."""
        return self.geometry_now().picture_rect(cell)

    def caption_rect(self, cell: QRect) -> QRect:
        """Return where the lines under the picture go."""
        return self.geometry_now().caption_rect(cell)

    def visualRect(self, index: AnyIndex) -> QRect:
        if not index.isValid() or index.parent() != self.rootIndex():
            return QRect()
        return self.geometry_now().cell(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        # The gap between tiles is no tile: a click there takes the selection away, as everywhere.
        row = self.geometry_now().row_at(point + QPoint(0, self.verticalOffset()))
        return QModelIndex() if row is None else self._index(row)

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def visible_rows(self) -> tuple[int, int]:
        """Return the first and last row on screen, (-1, -1) when there is none."""
        count, top = self._count(), self.verticalOffset()
        first, last = self.geometry_now().rows_between(top, top + self.viewport().height() - 1)
        return (-1, -1) if first >= count or self.viewport().height() <= 0 else (first, min(count - 1, last))

    def visible_indexes(self, margin_lines: int = 1) -> list[QModelIndex]:
        """Return the indexes on screen in reading order, then *margin_lines* lines below and above."""
        first, last = self.visible_rows()
        if first < 0:
            return []
        margin = margin_lines * self.columns
        rows = [*range(first, last + 1), *range(last + 1, last + 1 + margin), *range(first - margin, first)]
        return [self._index(row) for row in rows if 0 <= row < self._count()]

    # -- keeping the place -----------------------------------------------------------------------------------

    def anchor(self) -> Anchor:
        """Note what is on screen, before a merge; see `restore_anchor`.

        The current tile comes first if it is on screen. The first visible one would not do for it: what comes in
        between the two pushes the current tile over the end of its line.
        """
        first, last = self.visible_rows()
        if first < 0:
            return Anchor(())
        rows, current = list(range(first, last + 1)), self.currentIndex().row()
        if current in rows:
            rows.remove(current)
            rows.insert(0, current)
        indexes = [self._index(row) for row in rows]
        return Anchor(tuple((QPersistentModelIndex(index), self.visualRect(index).y()) for index in indexes))

    def restore_anchor(self, anchor: Anchor) -> None:
        """Scroll so that the first tile of *anchor* that still exists stands where it stood.

        At the very top nothing is scrolled: there the person waits for what comes in above.
        """
        if self.verticalOffset() == 0:
            return
        self.updateGeometries()
        for index, y in anchor.places:
            if index.isValid():
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + self.visualRect(index).y() - y)
                return

    # -- Qt --------------------------------------------------------------------------------------------------

    def setModel(self, model: QAbstractItemModel | None) -> None:
        old = self._model()
        if old is not None:
            for signal in self._structure_signals(old):
                signal.disconnect(self._on_rows_changed)
        super().setModel(model)
        if model is not None:
            for signal in self._structure_signals(model):
                signal.connect(self._on_rows_changed)
        self._on_rows_changed()

    def doItemsLayout(self) -> None:
        # QListView would place every row; all places are known.  The base still runs its pending updates.
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        QAbstractItemView.updateGeometries(self)
        height = self.geometry_now().content_height(self._count())
        bar = self.verticalScrollBar()
        bar.setPageStep(max(1, self.viewport().height()))
        bar.setSingleStep(max(1, min(48, self.cell_size().height() // 4)))
        bar.setRange(0, max(0, height - self.viewport().height()))
        bar.setEnabled(bar.maximum() > 0)  # a handle as long as its groove would only be in the way

    def scrollTo(
        self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        rect = self.visualRect(index)
        if rect.isNull():
            return
        if index.row() in self._geometry.starts:
            rect.adjust(0, -self._geometry.heading, 0, 0)  # with what its section is called
        bar, height = self.verticalScrollBar(), self.viewport().height()
        hints = QAbstractItemView.ScrollHint
        if hint == hints.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - height // 2)
        elif hint == hints.PositionAtTop or (hint == hints.EnsureVisible and rect.top() < 0):
            bar.setValue(bar.value() + rect.top() - self._geometry.half_gap)
        elif hint == hints.PositionAtBottom or rect.bottom() >= height:
            below = rect.bottom() + self._geometry.half_gap - height + 1
            # A tile taller than the window shows its top.
            bar.setValue(bar.value() + min(below, rect.top()))

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        first, last = self.visible_rows()
        region = QRegion()
        for row in range(max(0, first), last + 1):
            index = self._index(row)
            if selection.contains(index):
                region += self.visualRect(index)
        return region

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        # QListView looks the tile up in a layout that is never made, and would name the list instead of the tile.
        QAbstractItemView.currentChanged(self, current, previous)
        if self.hasFocus():
            self._tell_reader(QAccessible.Event.Focus, current.row())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        QAbstractItemView.selectionChanged(self, selected, deselected)
        events = QAccessible.Event
        for selection, event in ((selected, events.SelectionAdd), (deselected, events.SelectionRemove)):
            if not selection.isEmpty():
                self._tell_reader(event, selection.first().top())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._say_current.start()  # after Qt has named the list: a reader stays at what was named last

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._keep_first_in_sight(event.oldSize().width())
        self.updateGeometries()
        self._on_moved()

    # -- inside ----------------------------------------------------------------------------------------------

    def _on_say_current(self) -> None:
        if self.hasFocus():
            self._tell_reader(QAccessible.Event.Focus, self.currentIndex().row())

    def _tell_reader(self, event: QAccessible.Event, row: int) -> None:
        if row < 0 or not QAccessible.isActive():
            return
        news = QAccessibleEvent(self, event)
        news.setChild(row)
        QAccessible.updateAccessibility(news)

    def _model(self) -> QAbstractItemModel | None:
        return self.model()  # the stubs leave out that a view starts without one

    def _count(self) -> int:
        model = self._model()
        return 0 if model is None else model.rowCount(self.rootIndex())

    def _index(self, row: int) -> QModelIndex:
        model = self._model()
        return QModelIndex() if model is None else model.index(row, self.modelColumn(), self.rootIndex())

    def _change(self, shape: TileShape, tile_width: int) -> None:
        width = self.viewport().width()
        caption = shape.caption_height()
        geometry = replace(self._geometry, width=width, tile_width=tile_width, shape=shape, caption=caption)
        if geometry == self.geometry_now():
            return
        keep = self.currentIndex()
        if not self.viewport().rect().intersects(self.visualRect(keep)):
            keep = self._index(max(0, self.visible_rows()[0]))
        y = self.visualRect(keep).y()
        self._geometry = geometry
        self.updateGeometries()
        bar = self.verticalScrollBar()
        if bar.value():
            bar.setValue(bar.value() + self.visualRect(keep).y() - y)
        self.viewport().update()
        self._on_moved()

    def _keep_first_in_sight(self, old_width: int) -> None:
        if old_width <= 0 or not self.verticalOffset():
            return
        old = replace(self._geometry, width=old_width)
        offset = self.verticalOffset()
        first, _ = old.rows_between(offset + old.half_gap, offset + old.half_gap)
        rest = offset - old.cell(first).y()
        self.updateGeometries()
        self.verticalScrollBar().setValue(self.geometry_now().cell(first).y() + rest)

    @staticmethod
    def _structure_signals(model: QAbstractItemModel) -> tuple[SignalInstance, ...]:
        return (model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.layoutChanged, model.modelReset)

    def _on_rows_changed(self, *_: object) -> None:
        self.viewport().update()
        self._last_rows = (-2, -2)
        self._on_moved()

    def _on_moved(self, *_: object) -> None:
        if not self._announce.isActive():  # restarting it would put the news off while things keep moving
            self._announce.start()

    def _on_announce(self) -> None:
        rows = self.visible_rows()
        if rows != self._last_rows:
            self._last_rows = rows
            self.visible_rows_changed.emit(*rows)
