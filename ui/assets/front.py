"""What is in front: one title, one type, one season or all, the filters; and how all of it is shown."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.asset import ASSET_TYPES, AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.library import LibraryRow
from metarr_desktop.domain.ranking import Weights
from ui.assets.arrangement import Wishes, arrange, ordered
from ui.assets.asset_filter import AssetFilter, AssetSort
from ui.assets.counts_line import counts_line
from ui.assets.detail_panel import PictureSource
from ui.assets.facets import Facets
from ui.assets.focused_picture import show_focused
from ui.assets.grid_state import GridState, Showing, Situation, grid_state
from ui.assets.preferences import AssetPreferences
from ui.assets.providers_in_front import ProvidersInFront
from ui.assets.ranking import Ranking
from ui.assets.seasons_in_front import SeasonsInFront
from ui.assets.several import holds_several
from ui.assets.stack_view import StacksInFront
from ui.assets.stated_language import as_stated
from ui.assets.tile_look import TileLook
from ui.assets.title_fetch import AssetsRead, TitleFetch
from ui.assets.window_parts import WindowParts
from ui.assets.wording import label_of


class Front(QObject):
    """Keeps what was read last and brings it on screen; starts nothing.

    Args:
        fetch_of: state of the fetches of a title.

    Signals:
        focus_shown(CachedAsset or None): the focused candidate, or news of it, was shown in the panel.
        type_shown(AssetType): another type or title is in front; its candidates come later.
        tiles_shown(): the tiles are others, or in another order.
    """

    focus_shown = Signal(object)
    type_shown = Signal(object)
    tiles_shown = Signal()

    def __init__(
        self,
        parts: WindowParts,
        preferences: AssetPreferences,
        providers: ProvidersInFront,
        fetch_of: Callable[[EntityKey], TitleFetch],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._parts, self._preferences, self._providers = parts, preferences, providers
        self._fetch_of = fetch_of
        self.kind = AssetType.POSTER
        self.row: LibraryRow | None = None
        self._opened: EntityKey | None = None
        self.failures: dict[EntityKey, str] = {}
        self._types: tuple[AssetType, ...] = ()
        self._entity_type: EntityType | None = None
        self._read: AssetsRead | None = None
        self._facets: Facets | None = None
        self._error = ""
        self._kept: set[int] = set()
        self.stacks, self.look = StacksInFront(), TileLook(parts, preferences)
        self._seasons = SeasonsInFront(parts.header.seasons)
        self.filter, self.sort = AssetFilter(), AssetSort.BEST

    # -- which title, which type -----------------------------------------------------------------------------

    @property
    def assets(self) -> tuple[CachedAsset, ...]:
        """The candidates of the type in front, filtered or not."""
        return () if self._read is None else self._read.assets

    @property
    def new(self) -> frozenset[int]:
        """The ids of what came since the type in front was looked at last."""
        return frozenset() if self._read is None else self._read.new

    @property
    def season(self) -> int | None:
        """The number of the season in front, None for all of them."""
        return self._seasons.number

    @property
    def opened(self) -> EntityKey | None:
        """The title in front, also while it is still read."""
        return self._opened

    @property
    def was_read(self) -> bool:
        """True when the cache has answered for the type in front."""
        return self._read is not None

    def titles(self) -> dict[str, str]:
        """Return the names of the providers as people know them."""
        return self._providers.titles()

    def show_types(self, key: EntityKey, kind: AssetType) -> None:
        """Make ready for a title; *kind* if it has that type, else its first."""
        types = ASSET_TYPES[key.entity_type]
        self._entity_type = key.entity_type
        if key != self._opened:
            self._seasons.number = None  # kept while one walks through the types of one series
        self._opened = key
        if types != self._types:
            self._types = types
            self._parts.actions.show_types(types)
        self.row = None
        self._seasons.take(None)
        self._parts.header.tabs.show_types(types, kind if kind in types else types[0])
        self.show_type(kind if kind in types else types[0])

    def show_type(self, kind: AssetType) -> None:
        """Make ready for another type of the title in front."""
        self.kind = kind
        self._read, self._facets, self._error, self._kept = None, None, "", set()
        self.filter, self.sort = self._preferences.filter_of(kind), self._preferences.sort_of(kind)
        parts = self._parts
        parts.act.clear()  # it told of the pictures in front before
        parts.pane.model.ranking.use(self._providers.weights_of(kind))
        parts.actions.add.setVisible(holds_several(kind))
        self.stacks.enter(is_on=self._preferences.stacks_of(kind))
        self._name_providers()
        self.look.show_type(kind)
        parts.filters.show_sort(self.sort)
        parts.panel.show_nothing()
        self._seasons.enter(kind)
        parts.actions.show_seasons(self._seasons.are_there)
        self._show_seasons()
        self.show_chips()
        self.show_state()
        self.type_shown.emit(kind)

    def show_row(self, row: LibraryRow, place: int, total: int) -> None:
        """Show whose artwork this is."""
        self.row = row
        self._seasons.take(row)
        entity, parts = row.entity, self._parts
        parts.header.show_title(entity, place, total)
        parts.header.show_age(row, self._providers.now)
        parts.refresh.set_identified(bool(entity.external_ids))
        parts.actions.stale.setEnabled(bool(entity.external_ids))
        infos = self._providers.asked_for(self._entity_type)
        parts.actions.show_refreshes(self.kind, label_of(entity), infos)
        parts.actions.show_pages(self._providers.pages_of(entity))
        parts.pane.model.set_seasons(self._seasons.known)
        self._show_seasons()
        self.show_state()

    # -- candidates ------------------------------------------------------------------------------------------

    def show_read(self, read: AssetsRead) -> None:
        """Bring in what was read from the cache."""
        self._read, self._error = replace(read, assets=as_stated(read.assets, read.key.entity_type)), ""
        self.stacks.take(read.stacks, keep_in_sight=self._parts.pane.held_ids())
        self.apply()
        self.show_chips()

    def show_changed(self, changed: tuple[CachedAsset, ...]) -> None:
        """Bring in rows that an act changed; one rejected now stays in sight, dimmed."""
        if self._read is None:
            return
        changed = as_stated(changed, self._read.key.entity_type)
        by_id = {asset.id: asset for asset in changed}
        self._kept |= {asset.id for asset in changed if asset.is_rejected}
        assets = tuple(by_id.get(asset.id, asset) for asset in self._read.assets)
        self._read = replace(self._read, assets=assets)
        self.apply()

    def keep_in_sight(self, ids: Collection[int]) -> None:
        """Leave pictures that are rejected now where they are, dimmed, until the tab is left."""
        self._kept.update(ids)

    def show_error(self, sentence: str) -> None:
        """Say that the cache cannot be read; what is on screen already stays."""
        if self._read is None:
            self._error = sentence
            self.show_state()
        else:
            self._parts.tell_problem(sentence)

    def apply(self) -> None:
        """Filter and sort what was read, and show it."""
        if self._read is None:
            return
        assets, new, wishes = self._seasons.of_one(self._read.assets), self._read.new, self._wishes()
        arranged = arrange(assets, wishes, self._ranking, kept=self._kept, new=new)
        self._facets, shown = arranged.facets, arranged.shown
        self._show_tiles(shown, new)
        view = wishes.view(self._facets, self.titles(), self._providers.enabled())
        self._parts.filters.show_filter(view)
        self._show_seasons()
        self.show_state()
        self._parts.counts.setText(counts_line(assets, len(shown), self.kind, self._seasons.words))
        self.show_focus()

    def weigh(self, weights: Weights) -> None:
        """Rank by *weights* from now on: totals and order are others, what is shown and counted stays."""
        if weights == self._ranking.weights:
            return
        self._parts.pane.model.weigh(weights)
        if self._read is not None and self.sort is AssetSort.BEST:
            read = self._read
            shown = ordered(
                self._seasons.of_one(read.assets),
                self._wishes(),
                self._ranking,
                kept=self._kept,
                new=read.new,
            )
            self._show_tiles(shown, read.new)

    def _show_tiles(self, shown: list[CachedAsset], new: frozenset[int]) -> None:
        pane = self._parts.pane
        folded = self.stacks.fold(shown, pane.model.total)
        tiles, sections = self._seasons.in_sections(folded.tiles)
        pane.show_assets(tiles, new, sections, folded.marks)
        self.tiles_shown.emit()

    def _wishes(self) -> Wishes:
        return Wishes(
            self.kind,
            self.filter,
            self.sort,
            self._providers.ladder_of(self.kind),
            self.row.entity.metadata.original_language if self.row is not None else None,
            tuple(info.name for info in self._providers.shown_for(self._entity_type)),
            tuple(self.titles()),
        )

    @property
    def _ranking(self) -> Ranking:
        return self._parts.pane.model.ranking

    def reset(self) -> None:
        """Show everything of the type in front again, best first, as it was before anything was chosen."""
        self.set_filter(AssetFilter())
        self.set_sort(AssetSort.BEST)

    def set_filter(self, wanted: AssetFilter) -> None:
        """Filter by *wanted* from now on, also the next time."""
        self.filter = wanted
        self._kept.clear()
        self._preferences.keep_filter(self.kind, wanted)
        self.apply()

    def set_sort(self, order: AssetSort) -> None:
        """Sort by *order* from now on, also the next time."""
        self.sort = order
        self._preferences.keep_sort(self.kind, order)
        self._parts.filters.show_sort(order)
        self.apply()
        current = self._parts.pane.current
        if current is not None:
            self._parts.pane.focus_id(current.id)

    def set_season(self, number: int | None) -> None:
        """Show one season, all of them for None; a focused tile that stays keeps the focus."""
        if number == self.season:
            return
        self._seasons.number = number
        self._kept.clear()
        self._parts.act.clear()  # as above
        before, pane = self._parts.pane.current, self._parts.pane
        self.apply()
        if before is None or pane.model.row_of(before.id) is None:
            pane.go_to_top()

    def step_season(self, by: int) -> None:
        """Show the season *by* steps on."""
        if self._seasons.are_there:
            self.set_season(self._seasons.step(by))

    # -- the rest --------------------------------------------------------------------------------------------

    def show_focus(self) -> None:
        """Show the focused candidate in the panel, and in the view in front."""
        self.focus_shown.emit(show_focused(self._parts, self.source_of))

    def source_of(self, asset: CachedAsset) -> PictureSource:
        """Return whose picture *asset* is."""
        return self._providers.source_of(asset, self.row.entity if self.row is not None else None)

    def show_providers(self) -> None:
        """Show everything of the providers anew: the person changed their order, or switched one on or off."""
        self._name_providers()
        if self.row is not None:
            infos = self._providers.asked_for(self._entity_type)
            self._parts.actions.show_refreshes(self.kind, label_of(self.row.entity), infos)
        self.apply()
        self.show_chips()

    def show_chips(self) -> None:
        """Show how each provider fares with the title in front."""
        strip = self._parts.header.providers
        infos = self._providers.shown_for(self._entity_type)
        strip.set_providers((info.name, info.title) for info in infos)
        key = self._key()
        if key is not None:
            self._providers.show_strip(strip, key, self.kind, self.assets, self._fetch_of(key))

    def _name_providers(self) -> None:
        self._parts.pane.model.set_providers(self._providers.titles(), self._providers.enabled())

    def _show_seasons(self) -> None:
        is_known = self._read is not None or self.row is not None
        self._seasons.show(self.assets if is_known else None)

    def show_state(self) -> GridState:
        """Show tiles, placeholders or words, whichever it is now."""
        key = self._key()
        situation = Situation(
            self.row.entity if self.row is not None else None,
            self.kind,
            self._facets,
            is_filtered=self.filter.is_hiding,
            error=self._error,
            titles=tuple(self.titles().items()),
            season=self._seasons.words,
            elsewhere=len(self.assets) if self._seasons.is_one else 0,
        )
        if key is not None:
            situation = self._providers.with_fetch(
                situation, self._fetch_of(key), self.failures.get(key), key.entity_type
            )
        state = grid_state(situation)
        self._parts.pane.show_state(state)
        self._parts.filters.setVisible(bool(self._facets and self._facets.total))
        self._parts.side.show_pictures(state.showing is not Showing.WORDS)
        return state

    def _key(self) -> EntityKey | None:
        if self.row is not None:
            return self.row.key
        return self._read.key if self._read is not None else None
