"""The selected pictures of a type that holds several, in the order they will be published in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType, CachedAsset
from ui.assets.several import moved
from ui.icons import icon
from ui.images import paint_picture, paint_placeholder
from ui.theme import set_role

_HEIGHT, _GAP = 56, 8
_ID = int(Qt.ItemDataRole.UserRole)


class OrderList(QListWidget):
    """Small pictures in a row: dragged, or moved by Ctrl+Left and Ctrl+Right.

    Signals:
        ordered(tuple of ids): the person wants this order. removed(id), opened(id)
    """

    ordered = Signal(tuple)
    removed = Signal(int)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSpacing(_GAP // 2)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Selected, in this order")
        self.setToolTip("Drag to change the order (Ctrl+Left, Ctrl+Right; Delete takes one out)")
        self.itemActivated.connect(lambda item: self.opened.emit(item.data(_ID)))
        self.itemClicked.connect(lambda item: self.opened.emit(item.data(_ID)))

    def ids(self) -> tuple[int, ...]:
        """Return the ids in the order shown."""
        return tuple(self.item(row).data(_ID) for row in range(self.count()))

    def dropEvent(self, event: QDropEvent) -> None:
        before = self.ids()
        super().dropEvent(event)
        if self.ids() != before and len(self.ids()) == len(before):
            self.ordered.emit(self.ids())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        has_ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if has_ctrl and step is not None and item is not None:
            order = moved(self.ids(), item.data(_ID), step)
            if order != self.ids():
                self.ordered.emit(order)
            event.accept()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and item is not None:
            self.removed.emit(item.data(_ID))
            event.accept()
        else:
            super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        # One row: up and down would do nothing, and the base treats them as left and right only when it wraps.
        moves = QAbstractItemView.CursorAction
        action = {moves.MoveUp: moves.MoveLeft, moves.MoveDown: moves.MoveRight}.get(action, action)
        return super().moveCursor(action, modifiers)


class SelectedStrip(QFrame):
    """Stands below the tabs where a type holds several pictures and at least one is selected.

    Args:
        picture_of: the small picture of a candidate if it is here.

    Signals:
        ordered(tuple of ids), removed(id), opened(id)
        left(): it goes and had the keyboard, which Qt would give to a button of the tool bar.
    """

    ordered = Signal(tuple)
    removed = Signal(int)
    opened = Signal(int)
    left = Signal()

    def __init__(
        self, picture_of: Callable[[CachedAsset], QPixmap | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._picture_of = picture_of
        self._shown: tuple[tuple[CachedAsset, int], ...] = ()
        self._assets: tuple[CachedAsset, ...] = ()
        title, self._hint = QLabel("Selected, in this order", self), QLabel(self)
        set_role(self._hint, "muted")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(title)
        words.addWidget(self._hint)
        words.addStretch(1)
        self.list = OrderList(self)
        self.remove = QToolButton(self)
        self.remove.setIcon(icon("close", "muted"))
        self.remove.setAccessibleName("Take the marked picture out of the order")
        self.remove.setToolTip("Take the marked picture out (Delete)")
        set_role(self.remove, "quiet")
        self.remove.clicked.connect(lambda _=False: self._on_remove())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 2)
        row.setSpacing(16)
        row.addLayout(words)
        row.addWidget(self.list, 1)
        row.addWidget(self.remove)
        self.list.ordered.connect(self.ordered)
        self.list.removed.connect(self.removed)
        self.list.opened.connect(self.opened)
        self.list.currentRowChanged.connect(lambda row: self.remove.setVisible(row >= 0))
        self.remove.hide()
        self.hide()

    @property
    def assets(self) -> tuple[CachedAsset, ...]:
        """What is shown, in order."""
        return self._assets

    def show_assets(self, kind: AssetType, assets: Sequence[CachedAsset]) -> None:
        """Show *assets*, selected ones of *kind* in their order; none hides the strip."""
        self._assets = tuple(assets)
        pictures = tuple((asset, self._key_of(asset)) for asset in assets)
        if pictures != self._shown:
            self._shown = pictures
            self._fill(kind)
        count = len(assets)
        self._hint.setText("Add more with A" if count == 1 else f"{count} {ASSET_SHAPES[kind].plural}")
        had_focus = self.list.hasFocus()
        if not assets and (had_focus or self.remove.hasFocus()):
            self.left.emit()
        self.setVisible(bool(assets))
        if had_focus and assets:
            self.list.setFocus()

    def show_pictures(self, kind: AssetType) -> None:
        """Show the pictures that came since."""
        self.show_assets(kind, self._assets)

    def _fill(self, kind: AssetType) -> None:
        row = self.list.currentRow()
        kept = self.list.ids()[row] if row >= 0 else None
        size = _icon_size(kind)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.setIconSize(size)
        for place, asset in enumerate(self._assets, start=1):
            picture, small = QIcon(), self._icon(asset, size)
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # Qt would wash the marked one out
                picture.addPixmap(small, mode)
            item = QListWidgetItem(picture, "")
            item.setData(_ID, asset.id)
            words = f"{ASSET_SHAPES[kind].title} {place} of {len(self._assets)} in the order"
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), words)
            item.setToolTip(f"{words}. Drag to move it (Ctrl+Left, Ctrl+Right)")
            item.setSizeHint(QSize(size.width() + _GAP, size.height() + _GAP))
            self.list.addItem(item)
        ids = self.list.ids()
        if ids and row >= 0:
            self.list.setCurrentRow(ids.index(kept) if kept in ids else min(row, len(ids) - 1))
        self.list.blockSignals(False)
        self.remove.setVisible(self.list.currentRow() >= 0)
        self.list.setFixedHeight(size.height() + _GAP + 8)

    def _key_of(self, asset: CachedAsset) -> int:
        pixmap = self._picture_of(asset)
        return 0 if pixmap is None else pixmap.cacheKey()

    def _icon(self, asset: CachedAsset, size: QSize) -> QPixmap:
        ratio = self.devicePixelRatioF()
        canvas = QPixmap(size * ratio)
        canvas.setDevicePixelRatio(ratio)
        canvas.fill(Qt.GlobalColor.transparent)
        painter = QPainter(canvas)
        area, pixmap = canvas.rect(), self._picture_of(asset)
        area.setSize(size)
        if pixmap is None:
            paint_placeholder(painter, area, "", is_dashed=False)
        else:
            paint_picture(painter, area, pixmap)
        painter.end()
        return canvas

    def _on_remove(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.removed.emit(item.data(_ID))


def _icon_size(kind: AssetType) -> QSize:
    return QSize(min(200, round(_HEIGHT * ASSET_SHAPES[kind].ratio)), _HEIGHT)
