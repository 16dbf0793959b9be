"""The titles and what is known of them, from the store alone: implements the ``Library`` port."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime

from metarr_desktop.domain.asset import ASSET_TYPES, AssetType
from metarr_desktop.domain.entity import (
    Entity,
    EntityKey,
    EntityMetadata,
    EntityType,
    IdentityState,
)
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.library import AddReport, EntityDetails, LibraryRow
from metarr_desktop.domain.query import ParsedQuery, Reading, looks_like_file_name, parse_query
from metarr_desktop.domain.search import SearchResult
from metarr_desktop.domain.titles import MAX_TITLE, normalise_title
from metarr_desktop.library.filename import FileNameParser
from metarr_desktop.library.rows import all_rows, details_of, row_of
from metarr_desktop.library.scanner import FilmScanner, FoundFilm
from metarr_desktop.orchestration.provider_flight import placeholder_title
from metarr_desktop.store.store import Store

_AT_ONCE = 200
"""Films written in one go: the database worker is free for others between two such batches."""

_YEARS_AHEAD = 5


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
        return await self._store.run(all_rows, self._store, entity_type, self._clock())

    async def row(self, key: EntityKey) -> LibraryRow:
        """Return one title; raises EntityUnknown."""
        return await self._store.run(row_of, self._store, key, self._clock())

    async def details(self, key: EntityKey) -> EntityDetails:
        """Return all the inspector shows of one title; raises EntityUnknown."""
        return await self._store.run(details_of, self._store, key, self._clock())

    async def candidate_counts(self, key: EntityKey) -> dict[AssetType, int]:
        """Return how many candidates each type of the title has, types without any included."""
        counts = await self._store.run(self._store.assets.counts, key)
        return {asset_type: counts.get(asset_type, 0) for asset_type in ASSET_TYPES[key.entity_type]}

    async def mark_viewed(self, key: EntityKey, asset_type: AssetType) -> None:
        await self._store.run(self._store.views.mark, key, asset_type)

    async def last_viewed(self, key: EntityKey, asset_type: AssetType) -> datetime | None:
        return await self._store.run(self._store.views.last, key, asset_type)

    # ------------------------------------------------------------------------------ adding

    async def add_folder(self, path: str) -> AddReport:
        """Add the films below *path* by their names; those already known by their path are only counted.

        Cancelling ends the scan soon; films added until then stay.

        Raises:
            InvalidInput: *path* is no folder.
        """
        stop = threading.Event()
        scanner = FilmScanner(self._parser, is_stopped=stop.is_set)
        try:
            found = await asyncio.to_thread(scanner.scan, path)
        except asyncio.CancelledError:
            stop.set()
            raise
        added: list[Entity] = []
        for start in range(0, len(found.films), _AT_ONCE):
            batch = found.films[start : start + _AT_ONCE]
            added += await self._store.run(_add_films, self._store, batch)
        return AddReport(tuple(added), len(found.films) - len(added), found.skipped)

    async def add_title(self, text: str, *, year: int | None = None) -> AddReport:
        """Add the film a typed name, id, address or file name means; one already there is only counted.

        With an id the title is identified; without a name beside it, it is called by its number until its
        data is fetched.

        Raises:
            InvalidInput: the text means no film.
        """
        parsed = await self._understand(text)
        if parsed.problem:
            raise InvalidInput(f"{parsed.problem} Nothing was added.")
        if not parsed.title and not parsed.ids:
            raise InvalidInput("There is no title to add. Type a title, an id or an address.")
        if parsed.entity_type not in (None, EntityType.MOVIE):
            raise InvalidInput("This is no film. Only films can be added so far; nothing was added.")
        reading = _reading_for(parsed, year)
        return await self._store.run(_add_typed, self._store, parsed, reading)

    async def add_result(self, result: SearchResult) -> Entity:
        """Add the work found, identified; returns the title that has one of its ids if there is one already."""
        return await self._store.run(_add_result, self._store, result)

    async def _understand(self, text: str) -> ParsedQuery:
        latest_year = self._clock().year + _YEARS_AHEAD
        if not looks_like_file_name(text):
            return parse_query(text, latest_year=latest_year)
        return await asyncio.to_thread(parse_query, text, title_parser=self._parser, latest_year=latest_year)

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
            raise InvalidInput(
                f"The result is a {result.entity_type} and cannot be a {key.entity_type}. Nothing was changed."
            )
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


def metadata_of(result: SearchResult) -> EntityMetadata:
    """Return what a search result says of the work, until its details are fetched."""
    return EntityMetadata(
        title=result.title,
        original_title=result.original_title,
        original_language=result.original_language,
        release_date=result.release_date,
        overview=result.overview,
        runtime_min=result.runtime_min,
        genres=result.genres,
        countries=result.countries,
        alternative_titles=result.alternative_titles,
        poster_url=result.poster_url,
    )


def _reading_for(parsed: ParsedQuery, year: int | None) -> Reading:
    """Return title and year to add; a year given apart decides whether a number belongs to the title."""
    if not parsed.readings:
        return Reading("", year)
    if year is None:
        return parsed.readings[0]
    fitting = next((each for each in parsed.readings if each.year == year), parsed.readings[-1])
    return Reading(fitting.title, year)


def _add_films(store: Store, films: tuple[FoundFilm, ...]) -> list[Entity]:
    added = []
    with store.transaction():
        for film in films:
            if store.entities.by_path(film.path) is not None:
                continue
            parsed = film.parsed
            added.append(
                store.entities.create(
                    entity_type=EntityType.MOVIE,
                    title=parsed.title,
                    year=parsed.year,
                    edition=parsed.edition[:MAX_TITLE],
                    path=film.path,
                    external_ids=parsed.ids,
                    state=IdentityState.IDENTIFIED if parsed.ids else IdentityState.UNIDENTIFIED,
                )
            )
    return added


def _add_typed(store: Store, parsed: ParsedQuery, reading: Reading) -> AddReport:
    with store.transaction():
        for kind, value in parsed.ids.items():
            if store.entities.by_external_id(EntityType.MOVIE, kind, value):
                return AddReport((), known=1)
        if not parsed.ids and _is_there(store, reading, parsed.edition):
            return AddReport((), known=1)
        entity = store.entities.create(
            entity_type=EntityType.MOVIE,
            title=reading.title,
            year=reading.year,
            edition=parsed.edition,
            external_ids=parsed.ids,
            state=IdentityState.IDENTIFIED if parsed.ids else IdentityState.UNIDENTIFIED,
        )
        if not reading.title:  # the first fetch puts the real title in the place of this one
            store.entities.replace_placeholder(entity.key, "", placeholder_title(entity.key), reading.year)
        return AddReport((store.entities.get(entity.key),))


def _is_there(store: Store, reading: Reading, edition: str) -> bool:
    wanted = (normalise_title(reading.title), reading.year, edition.casefold())
    return any(
        (normalise_title(entity.title), entity.year, entity.edition.casefold()) == wanted
        for entity in store.entities.all(EntityType.MOVIE)
    )


def _add_result(store: Store, result: SearchResult) -> Entity:
    with store.transaction():
        for kind, value in result.external_ids.items():
            for known in store.entities.by_external_id(result.entity_type, kind, value):
                return known
        entity = store.entities.create(
            entity_type=result.entity_type,
            title=result.title,
            year=result.year,
            external_ids=result.external_ids,
            state=IdentityState.IDENTIFIED if result.external_ids else IdentityState.UNIDENTIFIED,
        )
        provider = result.providers[0] if result.providers else ""
        return store.entities.fill_metadata(entity.key, metadata_of(result), provider)
