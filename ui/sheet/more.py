"""The candidates of one member that stand in no style, to pick one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QStyle, QStyleOptionViewItem, QVBoxLayout, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, CachedAsset
from metarr_desktop.domain.thumbnail import Size
from ui.grid_view import TileDelegate, TileGrid, TileShape
from ui.images import paint_focus_ring
from ui.keyed_list_model import KeyedListModel
from ui.picture_boxes import picture_box
from ui.picture_feed import PictureFeed
from ui.placement import dialog_size
from ui.qt_types import AnyIndex
from ui.sheet.delegate import paint_asset, url_of
from ui.sheet.wording import picture_words
from ui.theme import TextSize, current_tokens, set_role, text_font

_SIZE = QSize(760, 560)


class _Candidates(KeyedListModel[int, CachedAsset]):
    def __init__(self, titles: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(lambda asset: asset.id, parent)
        self.titles = titles

    def text(self, item: CachedAsset) -> str:
        score = "" if item.score is None else f", score {item.score}"
        return f"{picture_words(item, self.titles)}{score}"


class _Tiles(TileDelegate):
    def __init__(self, grid: TileGrid, model: _Candidates, feed: PictureFeed, box: Size) -> None:
        super().__init__(grid)
        self._grid, self._candidates, self._feed, self._box = grid, model, feed, box

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        asset, tokens = self._candidates.item(index), current_tokens()
        place = self._grid.picture_rect(option.rect)
        url = url_of(asset)
        paint_asset(painter, place, asset, self._feed.pixmap(url, self._box), self._feed.failed(url))
        painter.setFont(text_font(TextSize.CAPTION))
        painter.setPen(QColor(tokens.muted))
        caption = self._grid.caption_rect(option.rect)
        provider = self._candidates.titles.get(asset.provider_name, asset.provider_name)
        words = f"{asset.score} · {provider}" if asset.score is not None else provider
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, caption.width())
        painter.drawText(caption, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, words)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus_ring(painter, place)


class MoreDialog(QDialog):
    """Use ``open()``; deletes itself when it is closed.

    Args:
        feed: loads its pictures; nobody else uses it meanwhile.

    Signals:
        chosen(asset_id)
    """

    chosen = Signal(int)

    def __init__(
        self,
        label: str,
        assets: Sequence[CachedAsset],
        titles: Mapping[str, str],
        feed: PictureFeed,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"More for {label}")
        kind = assets[0].asset_type
        self._feed, self._box = feed, picture_box(kind)
        head = QLabel(f"{label}: {len(assets):,} more, best first", self)
        head.setTextFormat(Qt.TextFormat.PlainText)
        set_role(head, "heading")
        self.grid = TileGrid(self)
        self.model = _Candidates(titles, self)
        self.grid.setItemDelegate(_Tiles(self.grid, self.model, feed, self._box))
        self.grid.setModel(self.model)
        self.grid.setAccessibleName("More candidates")
        ratio = ASSET_SHAPES[kind].ratio
        self.grid.set_shape(TileShape(ratio, caption_lines=1))
        self.grid.set_tile_width(max(110, min(320, round((19_000 * ratio) ** 0.5))))
        self._cancel = cancel = QPushButton("Cancel", self)
        cancel.setAccessibleName("Cancel")
        cancel.setToolTip("Mark none of them (Esc)")
        cancel.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(head)
        column.addWidget(self.grid, 1)
        column.addWidget(cancel, 0, Qt.AlignmentFlag.AlignRight)
        cancel.clicked.connect(self.reject)
        self.grid.clicked.connect(self._choose)
        self.grid.visible_rows_changed.connect(lambda *_: self._want())
        feed.arrived.connect(self._on_arrived)
        self.resize(dialog_size(self, _SIZE))
        self.model.merge(assets)
        self.grid.setCurrentIndex(self.model.index(0, 0))
        self.grid.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._cancel.hasFocus():
            self._choose(self.grid.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.model.item(index).id)
            self.accept()

    def _want(self) -> None:
        assets = [self.model.item(index) for index in self.grid.visible_indexes(margin_lines=1)]
        self._feed.want([url_of(asset) for asset in assets], self._box)

    def _on_arrived(self, _: list[str]) -> None:
        self.grid.viewport().update()
