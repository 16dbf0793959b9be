"""What is in front: one title, one type, one season or all, the filters; and how all of it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from metarr_desktop.domain.asset import ASSET_SHAPES, ASSET_TYPES, MULTIPLE_BY_DEFAULT, AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey, EntityType, Season
from metarr_desktop.domain.library import LibraryRow
from ui.assets.asset_filter import AssetFilter, AssetSort, Facets, count_facets, sorted_assets, visible_assets
from ui.assets.detail_panel import PictureSource
from ui.assets.grid_state import GridState, Showing, Situation, grid_state
from ui.assets.preferences import AssetPreferences
from ui.assets.providers_in_front import ProvidersInFront, page_of
from ui.assets.seasons import (
    SEASON_TYPES,
    SeasonLine,
    by_number,
    grouped,
    in_season,
    next_season,
    season_lines,
    season_sections,
    season_title,
)
from ui.assets.tile_shapes import grid_shape
from ui.assets.title_fetch import AssetsRead, TitleFetch
from ui.assets.window_parts import WindowParts
from ui.assets.wording import count_of, label_of
from ui.text import age_text
from ui.transparency import Ground, choose_ground


class Front(QObject):
    """Keeps what was read last and brings it on screen; starts nothing.

    Args:
        fetch_of: state of the fetches of a title.
    """

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
        self.season: int | None = None
        self._opened: EntityKey | None = None
        self._lines: tuple[SeasonLine, ...] = ()
        self.failures: dict[EntityKey, str] = {}
        self._types: tuple[AssetType, ...] = ()
        self._entity_type: EntityType | None = None
        self._read: AssetsRead | None = None
        self._facets: Facets | None = None
        self._error = ""
        self._kept: set[int] = set()
        self.filter, self.sort = AssetFilter(), AssetSort.BEST
        self.set_ground(preferences.ground())

    # -- which title, which type -----------------------------------------------------------------------------

    @property
    def assets(self) -> tuple[CachedAsset, ...]:
        """The candidates of the type in front, filtered or not."""
        return () if self._read is None else self._read.assets

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
            self.season = None  # kept while one walks through the types of one series
        self._opened = key
        if types != self._types:
            self._types = types
            self._parts.actions.show_types(types)
        self.row = None
        self._parts.header.tabs.show_types(types, kind if kind in types else types[0])
        self.show_type(kind if kind in types else types[0])

    def show_type(self, kind: AssetType) -> None:
        """Make ready for another type of the title in front."""
        self.kind = kind
        self._read, self._facets, self._error, self._kept = None, None, "", set()
        self.filter, self.sort = self._preferences.filter_of(kind), self._preferences.sort_of(kind)
        parts = self._parts
        parts.actions.add.setVisible(kind in MULTIPLE_BY_DEFAULT)
        self._name_providers()
        smallest, usual, largest = grid_shape(kind).widths
        width = self._preferences.tile_width_of(kind, (smallest, usual, largest))
        parts.pane.show_type(kind, width)
        parts.filters.show_tile_width(width, smallest, largest)
        parts.filters.show_sort(self.sort)
        parts.panel.show_nothing()
        parts.actions.show_seasons(kind in SEASON_TYPES)
        self._show_seasons()
        self.show_chips()
        self.show_state()

    def show_row(self, row: LibraryRow, place: int, total: int) -> None:
        """Show whose artwork this is."""
        self.row = row
        entity, parts = row.entity, self._parts
        parts.header.show_title(entity, place, total)
        age = row.cache_age_days
        parts.header.show_age("never fetched" if age is None else f"as of {age_text(age)}")
        parts.refresh.set_identified(bool(entity.external_ids))
        parts.actions.stale.setEnabled(bool(entity.external_ids))
        infos = self._providers.asked_for(self._entity_type)
        parts.actions.show_refreshes(self.kind, label_of(entity), infos)
        shown = self._providers.shown_for(self._entity_type)
        parts.actions.show_pages(
            tuple((info.title, page) for info in shown if (page := page_of(info, entity)))
        )
        parts.pane.model.set_seasons(self._known_seasons())
        self._show_seasons()
        self.show_state()

    # -- candidates ------------------------------------------------------------------------------------------

    def show_read(self, read: AssetsRead) -> None:
        """Bring in what was read from the cache."""
        self._read, self._error = read, ""
        self.apply()
        self.show_chips()

    def show_changed(self, changed: tuple[CachedAsset, ...]) -> None:
        """Bring in rows that an act changed; one rejected now stays in sight, dimmed."""
        if self._read is None:
            return
        by_id = {asset.id: asset for asset in changed}
        self._kept |= {asset.id for asset in changed if asset.is_rejected}
        assets = tuple(by_id.get(asset.id, asset) for asset in self._read.assets)
        self._read = AssetsRead(self._read.key, self._read.asset_type, assets, self._read.new)
        self.apply()

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
        shape, titles = ASSET_SHAPES[self.kind], self.titles()
        assets = in_season(self._read.assets, self.season) if self._has_seasons else self._read.assets
        names = tuple(info.name for info in self._providers.shown_for(self._entity_type))
        self._facets = count_facets(assets, self.filter, shape, providers=names, kept=self._kept)
        shown = visible_assets(assets, self.filter, shape, kept=self._kept)
        shown = sorted_assets(shown, self.sort, tuple(titles))
        parts = self._parts
        shown = grouped(shown) if self._has_seasons else shown
        sections = season_sections(shown, self._known_seasons()) if self._has_seasons else ()
        parts.pane.show_assets(shown, self._read.new, sections)
        parts.filters.show_filter(self.filter, self._facets, shape, titles, self._providers.enabled())
        self._show_seasons()
        self.show_state()
        self._show_counts(assets, len(shown))
        self.show_focus()

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
        self.season = number
        self._kept.clear()
        before, pane = self._parts.pane.current, self._parts.pane
        self.apply()
        if before is None or pane.model.row_of(before.id) is None:
            pane.go_to_top()

    def step_season(self, by: int) -> None:
        """Show the season *by* steps on."""
        if self._has_seasons:
            self.set_season(next_season(self._lines, self.season, by))

    def set_tile_width(self, width: int) -> None:
        """Make the tiles *width* px wide from now on, also the next time."""
        self._parts.pane.grid.set_tile_width(width)
        self._preferences.keep_tile_width(self.kind, width)

    def set_ground(self, ground: Ground) -> None:
        """Show transparent pictures on *ground* from now on, also the next time."""
        self._preferences.keep_ground(ground)
        choose_ground(ground)
        self._parts.actions.grounds.show_ground(ground)
        for widget in (self._parts.pane.grid.viewport(), self._parts.panel.frame, self._parts.preview.canvas):
            widget.update()

    # -- the rest --------------------------------------------------------------------------------------------

    def show_focus(self) -> None:
        """Show the focused candidate in the panel, and in the preview when it is open."""
        pane, panel, preview = self._parts.pane, self._parts.panel, self._parts.preview
        asset = pane.current
        is_any = asset is not None
        for action in (self._parts.actions.select, self._parts.actions.reject, self._parts.actions.preview):
            action.setEnabled(is_any)
        self._parts.actions.add.setEnabled(asset is not None and not asset.is_selected)
        self._parts.actions.clear.setEnabled(asset is not None and (asset.is_selected or asset.is_rejected))
        if asset is None:
            panel.show_nothing()
            preview.close_preview()
            return
        source, season, pixmap = self._source_of(asset), pane.model.season_title(asset), pane.pixmap(asset)
        panel.show_asset(asset, *pane.position, source, season)
        panel.show_picture(pixmap, pane.failure(asset))
        if preview.isVisible():
            preview.show_asset(asset, pixmap, *pane.position, source.title, pane.neighbours(), season)

    def _source_of(self, asset: CachedAsset) -> PictureSource:
        model, info = self._parts.pane.model, self._providers.info(asset.provider_name)
        page = page_of(info, self.row.entity) if info is not None and self.row is not None else ""
        return PictureSource(model.provider_title(asset), info, page, model.is_provider_off(asset))

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

    @property
    def _has_seasons(self) -> bool:
        return self.kind in SEASON_TYPES

    def _show_seasons(self) -> None:
        """Show the row of seasons where the type in front has them."""
        bar = self._parts.header.seasons
        bar.setVisible(self._has_seasons)
        if not self._has_seasons:
            return
        if self._read is not None or self.row is not None:
            self._lines = season_lines(self.assets, self._known_seasons())
        bar.show_seasons(self._lines, self.kind, self.season)

    def _season_words(self) -> str:
        """Return the title of the season in front, empty for all of them."""
        if not self._has_seasons or self.season is None:
            return ""
        return season_title(self.season, self._known_seasons())

    def _known_seasons(self) -> dict[int, Season]:
        return by_number(self.row.entity.metadata.seasons) if self.row is not None else {}

    def show_state(self) -> GridState:
        """Show tiles, placeholders or words, whichever it is now."""
        key = self._key()
        fetch = self._fetch_of(key) if key is not None else None
        state = grid_state(
            Situation(
                self.row.entity if self.row is not None else None,
                self.kind,
                self._facets,
                is_filtered=self.filter.is_hiding,
                is_fetching=fetch is not None and fetch.is_running,
                will_fetch=fetch is not None and not fetch.was_fetched and key not in self.failures,
                error=self._error,
                failure=self.failures.get(key, "") if key is not None else "",
                outcomes=tuple(fetch.outcomes.values()) if fetch is not None else (),
                titles=tuple(self.titles().items()),
                season=self._season_words(),
                elsewhere=len(self.assets) if self._has_seasons and self.season is not None else 0,
            )
        )
        self._parts.pane.show_state(state)
        self._parts.filters.setVisible(bool(self._facets and self._facets.total))
        self._parts.panel.setVisible(state.showing is not Showing.WORDS)
        return state

    def _show_counts(self, assets: Sequence[CachedAsset], shown: int) -> None:
        total = len(assets)
        if not total:
            self._parts.counts.clear()
            return
        words = [count_of(total, self.kind)]
        if season := self._season_words():
            words.insert(0, season)
        if shown != total:
            words.append(f"{shown:,} shown")
        selected = sum(asset.is_selected for asset in assets)
        words.append(f"{selected:,} selected" if selected else "none selected")
        self._parts.counts.setText(" · ".join(words))

    def _key(self) -> EntityKey | None:
        if self.row is not None:
            return self.row.key
        return self._read.key if self._read is not None else None
