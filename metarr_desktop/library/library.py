"""The titles and what is known of them, from the store alone: implements the ``Library`` port."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol

from metarr_desktop.domain.asset import ASSET_TYPES, AssetType
from metarr_desktop.domain.entity import Entity, EntityKey, EntityType, IdentityState
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.library import AddReport, EntityDetails, LibraryRow
from metarr_desktop.domain.query import looks_like_file_name
from metarr_desktop.domain.search import SearchResult
from metarr_desktop.library.adding import add_found, add_result, add_typed, metadata_of
from metarr_desktop.library.album_scan import AlbumScanner
from metarr_desktop.library.filename import FileNameParser
from metarr_desktop.library.film_scan import FilmScanner
from metarr_desktop.library.monitoring import set_monitored
from metarr_desktop.library.rows import all_rows, details_of, row_of
from metarr_desktop.library.series_scan import SeriesScanner
from metarr_desktop.library.typed_title import KINDS, read_typed
from metarr_desktop.library.walk import ScanResult
from metarr_desktop.store.store import Store

_AT_ONCE = 200
"""Titles written in one go: the database worker is free for others between two such batches."""

_YEARS_AHEAD = 5


class Scanner(Protocol):
    """Finds the titles of one type below a folder; blocking, used once."""

    def scan(self, root: str) -> ScanResult:
        """Return what is found; raises InvalidInput if *root* is no folder."""
        ...


class LibraryService:
    """Reads and adds titles, and says which work they are. Never asks a provider.

    Args:
        store: its worker thread runs everything that touches the database.
        clock: aware now.
        parser: reads names of files.
    """

    def __init__(
        self, store: Store, *, clock: Callable[[], datetime], parser: FileNameParser | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._parser = parser or FileNameParser()

    # ------------------------------------------------------------------------------ reading

    async def rows(self, entity_type: EntityType = EntityType.MOVIE) -> list[LibraryRow]:
        """Return all titles of one type by title; a fixed number of queries, however many titles."""
        return await self._store.run(all_rows, self._store, entity_type)

    async def row(self, key: EntityKey) -> LibraryRow:
        """Return one title; raises EntityUnknown."""
        return await self._store.run(row_of, self._store, key)

    async def details(self, key: EntityKey) -> EntityDetails:
        """Return all the inspector shows of one title; raises EntityUnknown."""
        return await self._store.run(details_of, self._store, key)

    async def candidate_counts(self, key: EntityKey) -> dict[AssetType, int]:
        """Return how many candidates each type of the title has, types without any included."""
        counts = await self._store.run(self._store.assets.counts, key)
        return {asset_type: counts.get(asset_type, 0) for asset_type in ASSET_TYPES[key.entity_type]}

    async def counts(self) -> dict[EntityType, int]:
        """Return how many titles of each type there are, types without any included."""
        return await self._store.run(self._store.entities.counts)

    async def mark_viewed(self, key: EntityKey, asset_type: AssetType) -> None:
        await self._store.run(self._store.views.mark, key, asset_type)

    async def last_viewed(self, key: EntityKey, asset_type: AssetType) -> datetime | None:
        return await self._store.run(self._store.views.last, key, asset_type)

    # ------------------------------------------------------------------------------ adding

    async def add_folder(self, path: str, entity_type: EntityType = EntityType.MOVIE) -> AddReport:
        """Add the films, series or albums below *path* by names alone; those known by their path are only counted.

        Cancelling ends the scan soon; titles added until then stay.

        Raises:
            InvalidInput: *path* is no folder, or folders hold nothing of this type.
        """
        stop = threading.Event()
        scanner = self._scanner(entity_type, stop.is_set)
        try:
            found = await asyncio.to_thread(scanner.scan, path)
        except asyncio.CancelledError:
            stop.set()
            raise
        added: list[Entity] = []
        for start in range(0, len(found.found), _AT_ONCE):
            batch = found.found[start : start + _AT_ONCE]
            added += await self._store.run(add_found, self._store, entity_type, batch)
        return AddReport(tuple(added), len(found.found) - len(added), found.skipped)

    def _scanner(self, entity_type: EntityType, is_stopped: Callable[[], bool]) -> Scanner:
        if entity_type is EntityType.MOVIE:
            return FilmScanner(self._parser, is_stopped=is_stopped)
        if entity_type is EntityType.TV:
            return SeriesScanner(is_stopped=is_stopped)
        if entity_type is EntityType.MUSIC:
            return AlbumScanner(is_stopped=is_stopped)
        raise InvalidInput("Folders can be added as films, series or albums. Nothing was added.")

    async def add_title(
        self, text: str, *, year: int | None = None, entity_type: EntityType = EntityType.MOVIE
    ) -> AddReport:
        """Add what a typed name, id, address or file name means; one already there is only counted.

        It is of *entity_type* unless it says itself what it is, as most addresses do. With an id the title is
        identified; without a name beside it, it is called by its number until its data is fetched.

        Raises:
            InvalidInput: the text means nothing that can be added.
        """
        read = partial(
            read_typed,
            text,
            year=year,
            entity_type=entity_type,
            parser=self._parser,
            latest_year=self._clock().year + _YEARS_AHEAD,
        )
        typed = await asyncio.to_thread(read) if looks_like_file_name(text) else read()
        return await self._store.run(add_typed, self._store, typed)

    async def add_result(self, result: SearchResult) -> Entity:
        """Add the work found, identified; returns the title that has one of its ids if there is one already."""
        return await self._store.run(add_result, self._store, result)

    # ------------------------------------------------------------------------------ identifying

    async def identify(self, key: EntityKey, result: SearchResult, *, keep_artwork: bool = False) -> Entity:
        """Say that the title *key* is the work found; can be undone.

        Ids of another work than before raise the identity revision, which clears what was selected for the old
        one unless *keep_artwork*.

        Raises:
            EntityUnknown: there is no such title.
            InvalidInput: the result is of another type or carries no id.
        """
        if result.entity_type is not key.entity_type:
            found, title = (_in_words(each) for each in (result.entity_type, key.entity_type))
            raise InvalidInput(f"The result is {found} and cannot be {title}. Nothing was changed.")
        if not result.external_ids:
            raise InvalidInput(
                "This result carries no id, so nothing could be fetched by it. Choose another."
            )

        def identified() -> Entity:
            return self._store.entities.identify(
                key,
                ids=result.external_ids,
                title=result.title,
                year=result.year,
                metadata=metadata_of(result),
                keep_artwork=keep_artwork,
            )

        return await self._store.run(identified)

    async def mark_in_no_provider(self, key: EntityKey) -> Entity:
        """Say that no provider has the title; it leaves the worklist. Can be undone."""
        return await self._store.run(self._store.entities.set_state, key, IdentityState.IN_NO_PROVIDER)

    async def set_monitored(self, key: EntityKey, *, is_monitored: bool) -> Entity:
        """Let automation take care of the title, or leave it alone; an act of the history that can be undone.

        Raises:
            EntityUnknown: the library has no such title.
        """

        await self.set_all_monitored([key], is_monitored=is_monitored)
        return await self._store.run(self._store.entities.get, key)

    async def set_all_monitored(self, keys: Sequence[EntityKey], *, is_monitored: bool) -> None:
        """Do as :meth:`set_monitored` for several titles, as one act."""
        await self._store.run(set_monitored, self._store, tuple(dict.fromkeys(keys)), is_monitored)


def _in_words(entity_type: EntityType) -> str:
    word = KINDS.get(entity_type, str(entity_type))
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"
