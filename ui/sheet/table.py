"""The table of the contact sheet: cells at true shape, keys that pick, pictures in sight first."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.contact_sheet import ContactSheet
from ui.picture_boxes import picture_box
from ui.picture_feed import PictureFeed
from ui.placement import text_scale
from ui.sheet.delegate import GAP, SheetDelegate, url_of
from ui.sheet.headers import MemberHeader, StyleHeader
from ui.sheet.model import SheetModel
from ui.sheet.picks import selected_of

_AREA, _LEAST_WIDTH = 22_000, 132
"""Area of a cell, px: posters and banners get the same; no style is narrower than its heading."""
_ZOOMS = (0.75, 1.0, 1.25, 1.6, 2.0)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SheetTable(QTableView):
    """Signals: picked(row, column), column_wanted(column), more_wanted(row): by mouse or keyboard."""

    picked = Signal(int, int)
    column_wanted = Signal(int)
    more_wanted = Signal(int)

    def __init__(self, model: SheetModel, feed: PictureFeed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = AssetType.POSTER
        self._zoom = _ZOOMS.index(1.0)
        self._is_zoomed = False
        self._feed, self._sheet_model = feed, model
        self._titles: Mapping[str, str] = {}
        box = picture_box(self._kind)
        self._cells = SheetDelegate(model, feed, box, self)
        self._styles, self._members = StyleHeader(model, self), MemberHeader(model, feed, box, self)
        self.setModel(model)
        self.setItemDelegate(self._cells)
        self.setHorizontalHeader(self._styles)
        self.setVerticalHeader(self._members)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for part in ("Horizontal", "Vertical"):
            getattr(self, f"set{part}ScrollMode")(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAccessibleName("Contact sheet")
        self.setMouseTracking(True)
        self.clicked.connect(self._on_clicked)
        self._styles.sectionClicked.connect(self._on_section)
        feed.arrived.connect(lambda _: self._repaint())
        self.verticalScrollBar().valueChanged.connect(lambda _: self.want())
        self.horizontalScrollBar().valueChanged.connect(lambda _: self.want())

    def show_sheet(self, sheet: ContactSheet, kind: AssetType, titles: Mapping[str, str]) -> None:
        """Show *sheet*; the focus stays on its cell as far as there is one."""
        at = self.currentIndex()
        row, column = (at.row(), at.column()) if at.isValid() and kind is self._kind else (0, 0)
        is_other_kind, self._kind, self._titles = kind is not self._kind, kind, titles
        self._cells.box = self._members.box = picture_box(kind)
        rows = self._sheet_model.rowCount()
        self._sheet_model.show_sheet(sheet, titles)
        if not at.isValid() or rows != self._sheet_model.rowCount() or is_other_kind:
            self._choose_zoom()
        self._fit()
        if self._sheet_model.rowCount():
            row = min(row, self._sheet_model.rowCount() - 1)
            column = min(column, self._sheet_model.columnCount() - 1)
            self.setCurrentIndex(self._sheet_model.index(row, column))
        self.want()

    def zoom(self, steps: int) -> None:
        """Make the pictures larger, or smaller if negative."""
        self._is_zoomed = True
        self._zoom = max(0, min(len(_ZOOMS) - 1, self._zoom + steps))
        self._fit()
        self.want()

    def want(self) -> None:
        """Ask for the pictures in sight, those selected now included."""
        model = self._sheet_model
        if not model.rowCount():
            return
        first, last = self._span(self.rowAt(0), self.rowAt(self.viewport().height() - 1), model.rowCount())
        left, right = self._span(
            self.columnAt(0), self.columnAt(self.viewport().width() - 1), model.columnCount()
        )
        assets = []
        for row in range(first, last + 1):
            assets.append(selected_of(model.row(row)))
            assets += [model.asset(row, column) for column in range(left, right + 1)]
        urls = [url_of(asset) for asset in assets if asset is not None]
        self._feed.want(list(dict.fromkeys(urls)), picture_box(self._kind))

    # -- Qt --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, modifiers = self.currentIndex(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and index.isValid() and not modifiers:
            self._on_clicked(index)
        elif event.key() in _ENTER and index.isValid() and modifiers == Qt.KeyboardModifier.ShiftModifier:
            self._on_section(index.column())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():  # a message above must not change the sizes
            self._choose_zoom()
            self._fit()
        self.want()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_members"):
            self._fit()

    # -- inside ----------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        ratio = ASSET_SHAPES[self._kind].ratio
        width = self._width(self._zoom)
        height = round(width / ratio)
        self._styles.setDefaultSectionSize(round(width) + 2 * GAP)
        self._members.setDefaultSectionSize(max(height, round(44 * text_scale(self))) + 2 * GAP)
        self._members.show_kind(self._kind, height + 2 * GAP, self._titles)
        self.updateGeometries()

    def _width(self, zoom: int) -> float:
        usual = max(_LEAST_WIDTH * text_scale(self), (_AREA * ASSET_SHAPES[self._kind].ratio) ** 0.5)
        return float(usual * _ZOOMS[zoom])

    def _choose_zoom(self) -> None:
        """Take the largest size at which all rows are in sight, unless a person chose one."""
        if not self._is_zoomed:
            self._zoom = self._zoom_for_all()

    def _zoom_for_all(self) -> int:
        usual, rows = _ZOOMS.index(1.0), max(1, self._sheet_model.rowCount())
        room = self.viewport().height() / rows - 2 * GAP
        ratio = ASSET_SHAPES[self._kind].ratio
        fitting = [zoom for zoom in range(usual, len(_ZOOMS) - 1) if self._width(zoom) / ratio <= room]
        return max(fitting, default=usual)

    def _on_clicked(self, index: QModelIndex) -> None:
        model = self._sheet_model
        if model.asset(index.row(), index.column()) is not None and index.column() < model.more_column:
            self.picked.emit(index.row(), index.column())
        elif index.column() == model.more_column:
            self.more_wanted.emit(index.row())

    def _on_section(self, column: int) -> None:
        if column < self._sheet_model.more_column:
            self.column_wanted.emit(column)

    def _repaint(self) -> None:
        self.viewport().update()
        self._members.viewport().update()

    @staticmethod
    def _span(first: int, last: int, count: int) -> tuple[int, int]:
        """Return what is in sight; Qt answers -1 behind the end."""
        return max(0, first), count - 1 if last < 0 else last
