"""The list of results and the keys that work in it."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from metarr_desktop.domain.ports import Thumbnails
from metarr_desktop.domain.thumbnail import Size
from ui.identify.results_delegate import ResultsDelegate, RowLook
from ui.identify.results_model import ResultRow, ResultsModel
from ui.images import PixmapCache, paint_placeholder
from ui.kinds import words_of
from ui.picture_feed import PictureFeed
from ui.qt_types import AnyIndex
from ui.task_scope import ErrorSink

_SMALL_BOX, _LARGE_BOX = Size(124, 186), Size(342, 513)
"""Posters are loaded at twice their size in a row, for screens with more pixels."""
_ROWS_AHEAD = 8


class ResultsView(QListView):
    """Results, one a line.

    The best one is current until the person goes to another; from then on the focus stays on *that* result,
    whatever arrives.

    Signals:
        row_changed(ResultRow | None): another result is current, or it changed.
        accept_requested(): Enter or a double click on a row.
        text_typed(str): letters typed on a row; they belong to the query ("" for Backspace).
        left_upwards(): Up on the first row.
    """

    row_changed = Signal(object)
    accept_requested = Signal()
    text_typed = Signal(str)
    left_upwards = Signal()

    def __init__(
        self,
        model: ResultsModel,
        thumbnails: Thumbnails,
        cache: PixmapCache,
        parent: QWidget | None = None,
        *,
        on_error: ErrorSink | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._is_chosen = False
        self.feed = PictureFeed(thumbnails, cache, self, on_error=on_error)
        self._delegate = ResultsDelegate(lambda url: self.feed.pixmap(url, self._box), self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Results")
        self.setToolTip("Enter accepts a result, letters go on with the search")
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.feed.arrived.connect(lambda _: self.viewport().update())
        self.verticalScrollBar().valueChanged.connect(lambda _: self._want_pictures())
        self.doubleClicked.connect(lambda _: self.accept_requested.emit())
        model.dataChanged.connect(self._on_data_changed)

    # -- content ---------------------------------------------------------------------------------------------

    def current_row(self) -> ResultRow | None:
        """Return the result the focus is on."""
        index = self.currentIndex()
        return self._model.item(index) if index.isValid() else None

    def forget_choice(self) -> None:
        """Let the best result be current again: another text is searched for."""
        self._is_chosen = False

    def settle(self) -> None:
        """After a change of rows: put the focus on the best one unless the person chose another."""
        is_held = self._is_chosen and self.currentIndex().isValid()
        if not is_held and self._model.rowCount():
            self._is_chosen = self._is_chosen and self.hasFocus()
            self._make_current(0)
        elif not self._model.rowCount():
            self.row_changed.emit(None)
        self._want_pictures()

    def fit(self, room: int, *, is_growing: bool) -> None:
        """Be as high as the rows are, at most *room* px; a few rows grow if *is_growing*."""
        count = self._model.rowCount()
        ratio = words_of(self._model.item(0).result.entity_type).ratio if count else self.look.ratio
        look = RowLook.for_rows(count if is_growing else 0, room, ratio)
        if look != self.look:
            self._delegate.look = look
        self.scheduleDelayedItemsLayout()  # also larger text needs other rows
        self.setMaximumHeight(max(1, self._model.rowCount()) * look.height + 2 * self.frameWidth())
        self._want_pictures()

    @property
    def look(self) -> RowLook:
        """How large the rows are."""
        return self._delegate.look

    @property
    def _box(self) -> Size:
        return _LARGE_BOX if self.look.is_large else _SMALL_BOX

    def set_dimmed(self, is_dimmed: bool) -> None:
        """Show that the rows are those of an older text."""
        if is_dimmed != self._delegate.is_dimmed:
            self._delegate.is_dimmed = is_dimmed
            self.viewport().update()

    def enter(self) -> None:
        """Take the focus, on the current row or else the first."""
        if not self.currentIndex().isValid() and self._model.rowCount():
            self._make_current(0)
        self.setFocus(Qt.FocusReason.TabFocusReason)

    # -- Qt --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        plain = modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if not event.isAutoRepeat():  # Enter held down in the query must not accept
                self.accept_requested.emit()
        elif key == Qt.Key.Key_Up and plain and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
        elif key == Qt.Key.Key_Backspace and plain:
            self.text_typed.emit("")
        elif event.text().strip() and event.text().isprintable() and _is_typing(modifiers):
            self.text_typed.emit(event.text())
        else:
            self._is_chosen = True
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            self._is_chosen = True
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._is_chosen = True
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._want_pictures()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        self.row_changed.emit(self.current_row())

    # -- inside ----------------------------------------------------------------------------------------------

    def _make_current(self, row: int) -> None:
        index = self._model.index(row, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex, _roles: object = None) -> None:
        if first.row() <= self.currentIndex().row() <= last.row():
            self.row_changed.emit(self.current_row())

    def _want_pictures(self) -> None:
        count = self._model.rowCount()
        if not count or not self.isVisible():
            return
        height = max(1, self.look.height)
        first = self.verticalScrollBar().value() // height
        last = first + self.viewport().height() // height + 1
        rows = [*range(first, min(last + 1, count)), *range(last + 1, min(last + 1 + _ROWS_AHEAD, count))]
        urls = [self._model.item(row).result.poster_url for row in rows]
        self.feed.want([url for url in urls if url], self._box)


def _is_typing(modifiers: Qt.KeyboardModifier) -> bool:
    commands = (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    return not modifiers & commands


class SkeletonRows(QWidget):
    """The places of results that are on their way; still, so that nothing moves for its own sake."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ratio = RowLook().ratio
        """Width divided by height of the posters to come."""
        self.setAccessibleName("Searching. Results are on their way.")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = RowLook(ratio=self.ratio)
        height, poster = look.height, look.poster
        for row in range(4):
            painter.setOpacity(1.0 - 0.23 * row)
            top, left = row * height + (height - poster.height()) // 2, 20
            painter.save()
            from_left = left + poster.width() + 14
            for place in (
                (left, 0, poster.width(), poster.height()),
                (from_left, 2, 220 - 20 * row, 14),
                (from_left, 26, min(560, self.width() - from_left - 200), 11),
                (from_left, 46, min(380, self.width() - from_left - 260), 11),
                (self.width() - 20 - 116, 8, 116, 18),
                (self.width() - 20 - 116, 34, 116, 6),
            ):
                x, y, wide, high = place
                if wide > 0:
                    paint_placeholder(painter, QRect(x, top + y, wide, high), "", is_dashed=False, radius=3)
            painter.restore()
        painter.end()
