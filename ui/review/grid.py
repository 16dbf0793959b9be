"""The grid of proposals: a section for each title, acts by key, and by the buttons on the tile under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from metarr_desktop.domain.enrichment import Proposal
from ui.grid_geometry import TileShape
from ui.placement import text_scale
from ui.review.delegate import LINES, ProposalDelegate, buttons_of
from ui.review.model import ProposalModel
from ui.review.pictures import ReviewPictures
from ui.section_grid import SectionGrid
from ui.selected_rows import selected_rows

_WIDTHS = (200, 240, 280, 330, 400, 480)
_WIDTH_KEY = "review/tile_width"
_ASPECT = 1.7
_MOST_SCALE = 1.3
"""Of the tiles: with text twice as large there should still be two beside each other."""
_FLAGS = QItemSelectionModel.SelectionFlag


class ProposalGrid(SectionGrid):
    """Signals: marked_changed(); entered(is_shift): Enter; use_clicked(Proposal), dismiss_clicked(Proposal): by the
    mouse, on its tile.
    """

    marked_changed = Signal()
    entered = Signal(bool)
    use_clicked = Signal(object)
    dismiss_clicked = Signal(object)

    def __init__(
        self,
        model: ProposalModel,
        pictures: ReviewPictures,
        settings: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._proposals, self._pictures, self._settings = model, pictures, settings
        kept = str(settings.value(_WIDTH_KEY, _WIDTHS[1]))
        width = int(kept) if kept.isdecimal() else _WIDTHS[1]
        self._place = min(range(len(_WIDTHS)), key=lambda each: abs(_WIDTHS[each] - width))
        self._delegate = ProposalDelegate(self, model, pictures)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Proposals")
        self.set_shape(TileShape(aspect=_ASPECT, caption_lines=LINES))
        self._fit()
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.selectionModel().currentChanged.connect(lambda *_: self.marked_changed.emit())
        self.visible_rows_changed.connect(lambda *_: self.want())
        self.zoom_requested.connect(self.zoom)
        pictures.arrived.connect(lambda _: self.viewport().update())

    def zoom(self, steps: int) -> None:
        """Make the tiles larger, or smaller if negative."""
        self._place = max(0, min(len(_WIDTHS) - 1, self._place + steps))
        self._settings.setValue(_WIDTH_KEY, _WIDTHS[self._place])
        self._fit()

    def current(self) -> Proposal | None:
        """Return the proposal the cursor is on."""
        index = self.currentIndex()
        return self._proposals.item(index) if index.isValid() else None

    def marked(self) -> list[Proposal]:
        """Return what an act is about: the marked ones in order, else the one the cursor is on."""
        rows = selected_rows(self.selectionModel())
        current = self.current()
        if not rows:
            return [] if current is None else [current]
        return [self._proposals.item(row) for row in rows]

    def go_to(self, row: int) -> None:
        """Put the cursor on *row*, or on the last one."""
        count = self._proposals.rowCount()
        if count:
            index = self._proposals.index(max(0, min(row, count - 1)), 0)
            self.selectionModel().setCurrentIndex(index, _FLAGS.ClearAndSelect)
            self.scrollTo(index)

    def mark(self, first: int, last: int) -> None:
        """Mark the rows from *first* to *last*."""
        model = self._proposals
        selection = QItemSelection(model.index(first, 0), model.index(last, 0))
        self.selectionModel().select(selection, _FLAGS.ClearAndSelect)

    def want(self) -> None:
        """Ask for the pictures in sight, and those just outside."""
        rows = [self._proposals.item(index) for index in self.visible_indexes()]
        assets = [each.asset for each in rows]
        now = [self._proposals.current_of(each) for each in rows]
        current = self.current()
        first = [] if current is None else [current.asset]
        self._pictures.want([*first, *assets, *(asset for asset in now if asset is not None)])

    def in_sight(self) -> list[Proposal]:
        """Return the proposals on screen and just outside."""
        return [self._proposals.item(index) for index in self.visible_indexes()]

    # -- Qt --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_shift = modifiers == Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (is_shift or not modifiers):
            self.entered.emit(is_shift)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._button_at(event) is not None:
            event.accept()  # the button acts when it is let go; the tile is not marked by it
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        name = self._button_at(event) if event.button() == Qt.MouseButton.LeftButton else None
        if name is None:
            super().mouseReleaseEvent(event)
            return
        proposal = self._proposals.item(self.indexAt(event.position().toPoint()))
        (self.use_clicked if name == "use" else self.dismiss_clicked).emit(proposal)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and not event.modifiers():
            if self._button_at(event) is None:
                self.use_clicked.emit(self._proposals.item(index))
            event.accept()
        else:
            super().mouseDoubleClickEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_delegate"):
            self._fit()

    # -- inside ----------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        self.set_tile_width(round(_WIDTHS[self._place] * min(_MOST_SCALE, text_scale(self))))

    def _button_at(self, event: QMouseEvent) -> str | None:
        point = event.position().toPoint()
        index: QModelIndex = self.indexAt(point)
        if not index.isValid() or event.modifiers():
            return None
        cell = self.picture_rect(self.visualRect(index))
        return next((each.name for each in buttons_of(cell) if each.place.contains(point)), None)

    def _on_selection(self, *_: object) -> None:
        is_several = len(selected_rows(self.selectionModel())) > 1
        if is_several or self._delegate.is_several:
            self.viewport().update()
        self._delegate.is_several = is_several
        self.marked_changed.emit()
