"""The full-size preview over the browser: canvas, facts, and the acts that work here too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, CachedAsset
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.language import language_name
from metarr_desktop.domain.ports import Thumbnails
from metarr_desktop.domain.thumbnail import Size
from ui.assets.preview import PreviewCanvas
from ui.assets.wording import pixels_text, selected_text, use_words, votes_sentence
from ui.icons import icon
from ui.images import PixmapCache, image_from_thumbnail
from ui.task_scope import ErrorSink, TaskScope
from ui.theme import set_role

ORIGINAL = Size(8192, 8192)
"""Larger than anything a provider offers: the original itself."""

# Two 4K backdrops and the poster seen before; walking back and forth does not load again.
_CACHE_BYTES = 128 * 1024 * 1024

_PREFETCH_AFTER_S = 0.15


class PreviewPage(QWidget):
    """Covers its parent while it is open.

    Signals:
        moved(int): show another picture, so many steps on.
        use_requested(), reject_requested(), take_back_requested(), closed()
    """

    moved = Signal(int)
    use_requested = Signal()
    reject_requested = Signal()
    take_back_requested = Signal()
    closed = Signal()

    def __init__(self, thumbnails: Thumbnails, parent: QWidget, *, on_error: ErrorSink) -> None:
        super().__init__(parent)
        self._ground = parent
        self._thumbnails = thumbnails
        self._tasks = TaskScope(on_error, "preview")
        self._pixmaps = PixmapCache(_CACHE_BYTES)
        self._asset: CachedAsset | None = None
        self._small: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Full-size preview")
        self.canvas = PreviewCanvas(self)
        self.canvas.moved.connect(self.moved)
        self.canvas.closed.connect(self.close_preview)
        self.canvas.zoomed.connect(self._show_scale)
        self._facts, self._state, self._scale = QLabel(self), QLabel(self), QLabel(self)
        set_role(self._scale, "muted")
        bar = QFrame(self)
        set_role(bar, "footer")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(4)
        self.previous = self._tool("previous", "Previous picture", "Left", lambda: self.moved.emit(-1))
        self.next = self._tool("next", "Next picture", "Right", lambda: self.moved.emit(1))
        self.zoom = self._tool("zoom-in", "Fit or 100 %", "Z", self.canvas.toggle_zoom)
        self.use = self._push("Use this picture", "P", self.use_requested.emit, "primary")
        self.reject = self._push("Reject", "X", self.reject_requested.emit)
        self.take_back = self._push("Take back", "U", self.take_back_requested.emit)
        self.exit = self._tool("close", "Close the preview", "Esc", self.close_preview)
        for widget in (self.previous, self.next):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self._facts)
        row.addSpacing(8)
        row.addWidget(self._state)
        row.addStretch(1)
        for item in (self._scale, self.zoom, self.use, self.take_back, self.reject, self.exit):
            row.addWidget(item)
            row.addSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(bar)
        self.hide()

    @property
    def asset(self) -> CachedAsset | None:
        """What is shown."""
        return self._asset

    @property
    def facts(self) -> str:
        """The line below the picture."""
        return self._facts.text()

    def open_on(self) -> None:
        """Cover the parent; `show_asset` says with what."""
        self.setGeometry(self._ground.rect())
        self.show()
        self.raise_()
        self.canvas.setFocus()

    def close_preview(self) -> None:
        """Uncover the parent and stop loading."""
        if not self.isHidden():
            self._tasks.cancel("original")
            self._asset = None
            self.hide()
            self.closed.emit()

    def show_asset(
        self,
        asset: CachedAsset,
        small: QPixmap | None,
        position: int,
        total: int,
        provider: str,
        neighbours: Sequence[CachedAsset] = (),
        season: str = "",
    ) -> None:
        """Show *asset*: the original when it is here, *small* until then.

        Args:
            neighbours: what a key would show next; loaded once *asset* is here.
        """
        is_other = self._asset is None or self._asset.id != asset.id
        self._asset = asset
        words = [season] if season else []
        words.append(f"{position:,} of {total:,}")
        words += [] if asset.score is None else [f"Score {asset.score}"]
        words += [provider, language_name(asset.language), pixels_text(asset), votes_sentence(asset)]
        self._facts.setText(" · ".join(words))
        self._show_state(asset)
        if not is_other:
            return
        self._small = small
        full = self._pixmaps.get(asset.url, ORIGINAL.width, ORIGINAL.height)
        self._paint(asset, full or small, "" if full or small else "Loading…")
        self._tasks.replace("original", self._load, asset, full is not None, tuple(neighbours))

    async def _load(self, asset: CachedAsset, is_here: bool, neighbours: tuple[CachedAsset, ...]) -> None:
        """Bring the original, and when it is here those one step on: the next key finds them ready."""
        if not is_here:
            try:
                full = await self._original(asset)
            except MetarrError as error:
                shown = "The small picture is shown instead. " if self._small is not None else ""
                self._paint(asset, self._small, f"{shown}{error}", is_other=False)
                return
            self._paint(asset, full, "", is_other=False, size=full.size())
        await asyncio.sleep(_PREFETCH_AFTER_S)  # who leafs through quickly is not slowed down by it
        for each in neighbours:
            try:
                await self._original(each)
            except MetarrError:  # said when it is looked at
                return

    async def _original(self, asset: CachedAsset) -> QPixmap:
        key = (asset.url, ORIGINAL.width, ORIGINAL.height)
        kept = self._pixmaps.get(*key)
        if kept is not None:
            return kept
        thumbnail = await self._thumbnails.load(asset.url, ORIGINAL)
        # Up to 33 MB are copied: on this thread that would be felt.
        return self._pixmaps.put(*key, await asyncio.to_thread(image_from_thumbnail, thumbnail))

    def _paint(
        self,
        asset: CachedAsset,
        pixmap: QPixmap | None,
        words: str,
        *,
        is_other: bool = True,
        size: QSize | None = None,
    ) -> None:
        stated = QSize(asset.width or 0, asset.height or 0)
        has_alpha = ASSET_SHAPES[asset.asset_type].has_alpha
        self.canvas.show_picture(pixmap, size or stated, has_alpha=has_alpha, words=words, is_other=is_other)
        self._show_scale()

    def _show_state(self, asset: CachedAsset) -> None:
        text, role = "", "muted"
        if asset.is_selected:
            text, role = selected_text(asset), "good"
        elif asset.is_rejected:
            text = "✗ Rejected"
        self._state.setText(text)
        set_role(self._state, role)
        words = use_words(asset)
        self.use.setText(words)
        self.use.setAccessibleName(words)
        focused = self.focusWidget()
        self.use.setVisible(not asset.is_selected)
        self.reject.setVisible(not asset.is_rejected)
        self.take_back.setVisible(asset.is_selected or asset.is_rejected)
        if focused in (self.use, self.reject, self.take_back) and focused.isHidden():
            self.canvas.setFocus()

    def _show_scale(self) -> None:
        percent = round(self.canvas.scale * self.devicePixelRatioF() * 100)
        self._scale.setText(f"{percent} %{' · fitted' if self.canvas.is_fitted else ''}")
        self.zoom.setIcon(icon("zoom-in" if self.canvas.is_fitted else "zoom-out"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Reached while one of the buttons has the focus.
        if event.key() == Qt.Key.Key_Escape:
            self.close_preview()
        elif event.key() == Qt.Key.Key_Z and not event.modifiers():
            self.canvas.toggle_zoom()
        else:
            super().keyPressEvent(event)

    def _push(self, words: str, key: str, on_clicked: Callable[[], object], role: str = "") -> QPushButton:
        button = QPushButton(words, self)
        button.setAccessibleName(words)
        button.setToolTip(f"{words} ({key})")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if role:
            set_role(button, role)
        button.clicked.connect(lambda _=False: on_clicked())
        return button

    def _tool(self, icon_name: str, words: str, key: str, on_clicked: Callable[[], object]) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(icon_name))
        button.setAccessibleName(words)
        button.setToolTip(f"{words} ({key})")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(button, "quiet")
        button.clicked.connect(lambda _=False: on_clicked())
        return button

    async def close_tasks(self) -> None:
        """End what is still loading."""
        await self._tasks.close()
