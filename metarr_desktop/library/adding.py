"""Writes new titles; all of it runs on the database worker."""

from __future__ import annotations

import os
from collections.abc import Sequence

from metarr_desktop.domain.entity import (
    IDS_OF_OTHERS,
    Entity,
    EntityMetadata,
    EntityType,
    IdentityState,
)
from metarr_desktop.domain.library import AddReport
from metarr_desktop.domain.search import SearchResult
from metarr_desktop.domain.titles import MAX_TITLE, normalise_title
from metarr_desktop.library.filename import VIDEO_ENDINGS
from metarr_desktop.library.typed_title import TypedTitle
from metarr_desktop.library.walk import FoundTitle
from metarr_desktop.orchestration.provider_flight import placeholder_title
from metarr_desktop.store.store import Store


def add_found(store: Store, entity_type: EntityType, found: Sequence[FoundTitle]) -> list[Entity]:
    """Add what a scan found, those known by their path left out; returns what is new."""
    added = []
    with store.transaction():
        known = store.entities.known_paths(entity_type, [title.path for title in found])
        places = _places(store) if any(_is_loose(title, entity_type) for title in found) else frozenset()
        for title in found:
            is_beside = _is_loose(title, entity_type) and _place(title.path, title.parsed.title) in places
            if title.path in known or is_beside:
                continue
            parsed = title.parsed
            added.append(
                store.entities.create(
                    entity_type=entity_type,
                    title=parsed.title,
                    year=parsed.year,
                    edition=parsed.edition[:MAX_TITLE],
                    path=title.path,
                    external_ids=parsed.ids,
                    state=IdentityState.IDENTIFIED if parsed.ids else IdentityState.UNIDENTIFIED,
                    metadata=EntityMetadata(artist=title.artist),
                )
            )
    return added


def _is_loose(found: FoundTitle, entity_type: EntityType) -> bool:
    """Tell whether the path is that of an episode: the first of loose ones."""
    return entity_type is EntityType.TV and os.path.splitext(found.path)[1].lower() in VIDEO_ENDINGS


def _places(store: Store) -> frozenset[tuple[str, str]]:
    """Return folder and name of all series.

    Which of several loose episodes is the first, and so the path of their series, changes as episodes come and go.
    """
    return frozenset(
        _place(series.path, series.title) for series in store.entities.all(EntityType.TV) if series.path
    )


def _place(path: str, title: str) -> tuple[str, str]:
    return os.path.dirname(path), normalise_title(title)


def add_typed(store: Store, typed: TypedTitle) -> AddReport:
    """Add a title unless there is one with one of its ids or, without ids, one called the same."""
    with store.transaction():
        known = any(
            store.entities.by_external_id(typed.entity_type, kind, value) for kind, value in typed.ids.items()
        )
        if known or (not typed.ids and _is_there(store, typed)):
            return AddReport((), known=1)
        entity = store.entities.create(
            entity_type=typed.entity_type,
            title=typed.title,
            year=typed.year,
            edition=typed.edition,
            external_ids=typed.ids,
            state=IdentityState.IDENTIFIED if typed.ids else IdentityState.UNIDENTIFIED,
            metadata=EntityMetadata(artist=typed.artist),
        )
        if not typed.title:  # the first fetch puts the real title in the place of this one
            store.entities.replace_placeholder(entity.key, "", placeholder_title(entity.key), typed.year)
        return AddReport((store.entities.get(entity.key),))


def add_result(store: Store, result: SearchResult) -> Entity:
    """Add the work found; returns the title that is this work already if there is one."""
    with store.transaction():
        for kind, value in result.external_ids.items():
            if kind in IDS_OF_OTHERS:  # another album of the same artist is not this one
                continue
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


def metadata_of(result: SearchResult) -> EntityMetadata:
    """Return what a search result says of the work, until its details are fetched."""
    return EntityMetadata(
        title=result.title,
        artist=result.artist,
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


def _is_there(store: Store, typed: TypedTitle) -> bool:
    def spelling(title: str, year: int | None, edition: str, artist: str) -> tuple[str, int | None, str, str]:
        return normalise_title(title), year, edition.casefold(), normalise_title(artist)

    wanted = spelling(typed.title, typed.year, typed.edition, typed.artist)
    return any(
        spelling(entity.title, entity.year, entity.edition, artist_of(entity)) == wanted
        for entity in store.entities.all(typed.entity_type)
    )


def artist_of(entity: Entity) -> str:
    """Return who an album is by; empty for what is none."""
    return entity.metadata.artist if entity.key.entity_type is EntityType.MUSIC else ""
