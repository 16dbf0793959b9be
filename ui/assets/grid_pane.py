"""The grid of candidates with everything that can stand in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStackedWidget, QWidget

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.ports import Thumbnails
from ui.assets.asset_delegate import AssetDelegate
from ui.assets.asset_model import AssetModel, picture_url
from ui.assets.grid_state import GridState, Showing
from ui.assets.score_lines import unfolded
from ui.assets.season_grid import SeasonGrid
from ui.assets.seasons import SeasonSection
from ui.assets.stack_view import StackMark
from ui.assets.state_view import Placeholders, StateView
from ui.assets.tile_shapes import GridShape, grid_shape
from ui.grid_geometry import TileShape
from ui.images import PixmapCache
from ui.picture_feed import PictureFeed
from ui.qt_types import AnyIndex
from ui.task_scope import ErrorSink


class GridPane(QStackedWidget):
    """Shows the candidates it is given, in their order; knows nothing of filters and providers.

    Signals:
        focused(CachedAsset or None): another tile has the focus, or the focused one changed.
        used(CachedAsset): double click on a tile. entered(CachedAsset): Enter on a tile.
        preview_requested(): Space on the grid.
        picture_came(): the picture of the focused tile is here, or failed.
        zoom_requested(int)
        action_requested(StateAction)
    """

    focused = Signal(object)
    used = Signal(object)
    entered = Signal(object)
    preview_requested = Signal()
    picture_came = Signal()
    zoom_requested = Signal(int)
    action_requested = Signal(object)

    def __init__(
        self, thumbnails: Thumbnails, parent: QWidget | None = None, *, on_error: ErrorSink | None = None
    ) -> None:
        super().__init__(parent)
        self._also: tuple[CachedAsset, ...] = ()
        self._kind, self._wants_unfolded = AssetType.POSTER, False
        self._shape: GridShape = grid_shape(self._kind)
        self.grid = SeasonGrid(self)
        self.model = AssetModel(self)
        self.feed = PictureFeed(thumbnails, PixmapCache(), self, on_error=on_error)
        self._delegate = AssetDelegate(self.grid, self.model, self.feed)
        self.grid.setItemDelegate(self._delegate)
        self.grid.setModel(self.model)
        self.grid.setAccessibleName("Candidates")
        self.grid.setToolTip("")
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.placeholders, self.words = Placeholders(self.grid, self), StateView(self)
        self._blank = QWidget(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # holds the focus until there are tiles to take it
        for page in (self._blank, self.grid, self.placeholders, self.words):
            self.addWidget(page)
        self.words.action_requested.connect(self.action_requested)
        self.grid.zoom_requested.connect(self.zoom_requested)
        self.grid.visible_rows_changed.connect(lambda *_: self._want())
        self.grid.doubleClicked.connect(self._on_used)
        self.grid.selectionModel().currentChanged.connect(self._on_current_changed)
        self.model.dataChanged.connect(self._on_data_changed)
        self.feed.arrived.connect(self._on_arrived)
        # Not `activated`: some desktops activate by a single click, and a single click never commits.
        for key, act in (
            (Qt.Key.Key_Space, self.preview_requested.emit),
            (Qt.Key.Key_Return, self._enter_current),
            (Qt.Key.Key_Enter, self._enter_current),
        ):
            shortcut = QShortcut(QKeySequence(key), self.grid)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(act)

    # -- what is shown ---------------------------------------------------------------------------------------

    @property
    def shape(self) -> GridShape:
        """How the type in front is shown."""
        return self._shape

    def show_type(self, kind: AssetType, tile_width: int) -> None:
        """Make ready for another type; its candidates come by `show_assets`."""
        self._kind, self._shape = kind, grid_shape(kind)
        self.model.show((), frozenset())
        self.grid.show_seasons(())
        self._delegate.set_box(self._shape.box)
        self.model.unfold(self._wants_unfolded and kind is not AssetType.TRAILER)
        self.grid.set_shape(self._tile_shape())
        self.grid.set_tile_width(tile_width)
        self.grid.verticalScrollBar().setValue(0)

    @property
    def wants_unfolded(self) -> bool:
        """True while the parts of the scores are shown where there are any."""
        return self._wants_unfolded

    def unfold(self, is_unfolded: bool) -> None:
        """Show what each score is made of under its tile, or not; the focused tile stays in place."""
        self._wants_unfolded = is_unfolded
        self.model.unfold(is_unfolded and self._kind is not AssetType.TRAILER)
        self.grid.set_shape(self._tile_shape())

    def _tile_shape(self) -> TileShape:
        return unfolded(self._shape.tile) if self.model.is_unfolded else self._shape.tile

    def show_assets(
        self,
        assets: Sequence[CachedAsset],
        new: frozenset[int],
        sections: Sequence[SeasonSection] = (),
        stacks: Mapping[int, StackMark] | None = None,
    ) -> None:
        """Bring in *assets*; the focused tile, the place and the loaded pictures stay.

        Args:
            sections: where each season begins, if several are shown.
            stacks: what the tiles say of the stacks they belong to.
        """
        current, row, anchor = self.current, self.grid.currentIndex().row(), self.grid.anchor()
        had_any = self.model.rowCount() > 0
        self.model.show(assets, new, stacks)
        self.grid.show_seasons(sections)
        if had_any:
            self.grid.restore_anchor(anchor)
        if assets and (current is None or self.model.row_of(current.id) is None):
            # What had the focus is gone: what comes after it takes over, as after deleting a line of text.
            # (Qt would take what stood before it.)
            self._focus(min(max(0, row), len(assets) - 1), is_scrolled=current is not None)
        self._want()

    def show_state(self, state: GridState) -> None:
        """Show tiles, placeholders, words or nothing."""
        pages: dict[Showing, QWidget] = {
            Showing.TILES: self.grid,
            Showing.PLACEHOLDERS: self.placeholders,
            Showing.WORDS: self.words,
            Showing.NOTHING_YET: self._blank,
        }
        if state.showing is Showing.WORDS:
            self.words.show_state(state)
        page = pages[state.showing]
        if page is self.currentWidget():
            return
        focused = QApplication.focusWidget()  # the stubs leave out that nothing may have it
        had_focus = focused in (None, self) or self.isAncestorOf(focused)
        self.setCurrentWidget(page)
        if had_focus and page is self.grid:
            self.grid.setFocus()

    def take_focus(self) -> None:
        """Put the focus on the tiles, as soon as there are any."""
        if self.currentWidget() is self.grid:
            self.grid.setFocus()
        else:
            self.setFocus()

    # -- what has the focus ----------------------------------------------------------------------------------

    @property
    def current(self) -> CachedAsset | None:
        """The focused candidate."""
        index = self.grid.currentIndex()
        return self.model.item(index) if index.isValid() else None

    @property
    def position(self) -> tuple[int, int]:
        """Place of the focused candidate, from 1, and how many there are."""
        return self.grid.currentIndex().row() + 1, self.model.rowCount()

    def neighbours(self) -> tuple[CachedAsset, ...]:
        """Return the candidates after and before the focused one."""
        row = self.grid.currentIndex().row()
        rows = [each for each in (row + 1, row - 1) if row >= 0 and 0 <= each < self.model.rowCount()]
        return tuple(self.model.item(each) for each in rows)

    def chosen_ids(self) -> tuple[int, ...]:
        """Return the ids a person marked with Ctrl or Shift, else the focused one."""
        rows = sorted(index.row() for index in self.grid.selectionModel().selectedIndexes())
        if len(rows) > 1:
            return tuple(self.model.item(row).id for row in rows)
        return () if self.current is None else (self.current.id,)

    def held_ids(self) -> tuple[int, ...]:
        """Return what must not vanish under the hand: the focused candidate, and all that are marked."""
        return self.chosen_ids() if self.current is None else (self.current.id, *self.chosen_ids())

    def also_want(self, assets: Sequence[CachedAsset]) -> None:
        """Load the pictures of *assets*, too, after those in sight: they are shown elsewhere in the window."""
        if tuple(assets) != self._also:
            self._also = tuple(assets)
            self._want()

    def focus_id(self, asset_id: int) -> None:
        """Focus a candidate and bring it into sight; nothing happens when it is not shown."""
        row = self.model.row_of(asset_id)
        if row is not None:
            self._focus(row)

    def look_at(self, asset_id: int) -> None:
        """Focus a candidate; if it is one of those marked, all of them stay marked."""
        row, marks = self.model.row_of(asset_id), self.grid.selectionModel()
        if row is not None and marks.isSelected(index := self.model.index(row, 0)):
            marks.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        else:
            self.focus_id(asset_id)

    def go_to_top(self) -> None:
        """Focus the first candidate: others are shown than before."""
        self.grid.verticalScrollBar().setValue(0)
        if self.model.rowCount():
            self._focus(0)

    def step(self, by: int) -> None:
        """Focus the candidate *by* steps on; at the ends nothing happens."""
        row = self.grid.currentIndex().row() + by
        if 0 <= row < self.model.rowCount():
            self._focus(row)

    def pixmap(self, asset: CachedAsset) -> QPixmap | None:
        """Return the small picture of *asset* if it is here."""
        url = picture_url(asset)
        return self.feed.pixmap(url, self._shape.box) if url else None

    def failure(self, asset: CachedAsset) -> str | None:
        """Return why the picture of *asset* cannot be shown, None when it may still come."""
        url = picture_url(asset)
        if url is None:
            return "No picture of it"
        return self.feed.failed(url)

    # -- inside ----------------------------------------------------------------------------------------------

    def _focus(self, row: int, *, is_scrolled: bool = True) -> None:
        index = self.model.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.grid.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Current)
        if is_scrolled:
            self.grid.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def _want(self) -> None:
        assets = [self.model.item(index) for index in self.grid.visible_indexes(margin_lines=2)]
        if (current := self.current) is not None:
            assets.append(current)  # the panel shows it even when it was scrolled out of sight
        assets += self._also
        urls = [url for url in map(picture_url, assets) if url]
        self.feed.want(list(dict.fromkeys(urls)), self._shape.box)

    def _on_arrived(self, urls: list[str]) -> None:
        self.model.touch_urls(urls)
        if (current := self.current) is not None and picture_url(current) in urls:
            self.picture_came.emit()

    def _on_current_changed(self, current: QModelIndex, _: QModelIndex) -> None:
        self.focused.emit(self.model.item(current) if current.isValid() else None)

    def _on_data_changed(self, first: AnyIndex, last: AnyIndex) -> None:
        current = self.grid.currentIndex()
        if current.isValid() and first.row() <= current.row() <= last.row():
            self.focused.emit(self.model.item(current))

    def _on_used(self, index: QModelIndex) -> None:
        self.used.emit(self.model.item(index))

    def _enter_current(self) -> None:
        if self.current is not None:
            self.entered.emit(self.current)
