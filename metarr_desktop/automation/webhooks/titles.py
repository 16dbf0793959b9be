"""Finds the titles an event is about in the library, or adds them; all of it is one transaction of the store."""

from __future__ import annotations

from dataclasses import dataclass, replace

from metarr_desktop.domain.entity import (
    IDS_OF_OTHERS,
    Entity,
    EntityMetadata,
    EntityType,
    IdentityState,
)
from metarr_desktop.domain.titles import normalise_title
from metarr_desktop.domain.webhook_payload import WebhookTitle
from metarr_desktop.library.adding import artist_of
from metarr_desktop.store import Store

_KINDS = {
    EntityType.MOVIE: ("tmdb", "imdb"),
    EntityType.TV: ("tvdb", "tmdb", "imdb"),
    EntityType.MUSIC: ("musicbrainz",),
}
"""By which ids a title is found, the surest first."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the title is on this machine; ``path`` is ``None`` if that is not known or nothing is there."""

    path: str | None = None
    former: tuple[str, ...] = ()

    @property
    def all(self) -> list[str]:
        return [*([self.path] if self.path else []), *self.former]


@dataclass(frozen=True, slots=True)
class Found:
    """The titles of the library an event is about, and what was done to have them, in a few words."""

    entities: tuple[Entity, ...]
    words: str = ""
    is_new: bool = False


def find_or_add(store: Store, title: WebhookTitle, places: Places) -> Found:
    """Return the titles *title* means, known by an id or by their path; one that is new is added.

    Ids fill gaps and contradict nobody: what a person said a title is stands. A title nobody identified yet is
    identified, which is an act of the history. For the worker thread.
    """
    with store.transaction():
        known = _by_ids(store, title)
        if not known and not title.is_artist:
            known = store.entities.by_path(title.entity_type, places.all) if places.all else []
        if not known and not title.is_artist and not title.ids:
            known = _by_name(store, title)
        here = [entity for entity in known if entity.path in places.all] or known
        if title.is_artist:
            return Found(tuple(known))
        if not here:
            return Found((_add(store, title, places),), is_new=True)
        words = [_settle(store, entity, title) for entity in here]
        if len(here) == 1:
            _keep_path(store, here[0], places)
        entities = tuple(store.entities.get(entity.key) for entity in here)
        return Found(entities, " ".join(dict.fromkeys(filter(None, words))))


def _by_ids(store: Store, title: WebhookTitle) -> list[Entity]:
    kinds = ("musicbrainz", "musicbrainz_artist") if title.is_artist else _KINDS[title.entity_type]
    for kind in kinds:
        value = title.ids.get(kind)
        if value and (found := store.entities.by_external_id(title.entity_type, kind, value)):
            return found
    return []


def _by_name(store: Store, title: WebhookTitle) -> list[Entity]:
    def spelling(name: str, year: int | None, artist: str) -> tuple[str, int | None, str]:
        return normalise_title(name), year, normalise_title(artist)

    wanted = spelling(title.title, title.year, title.artist)
    return [
        entity
        for entity in store.entities.all(title.entity_type)
        if spelling(entity.title, entity.year, artist_of(entity)) == wanted
    ]


def _add(store: Store, title: WebhookTitle, places: Places) -> Entity:
    return store.entities.create(
        entity_type=title.entity_type,
        title=title.title or title.label,
        year=title.year,
        path=places.path,
        external_ids=title.ids,
        state=IdentityState.IDENTIFIED if title.ids else IdentityState.UNIDENTIFIED,
        metadata=EntityMetadata(artist=title.artist),
    )


def _settle(store: Store, entity: Entity, title: WebhookTitle) -> str:
    """Fill what is unknown of *entity*; returns what a person should hear of it."""
    if not title.ids:
        return ""
    if entity.state is IdentityState.UNIDENTIFIED and not entity.external_ids:
        store.entities.identify(
            entity.key, ids=title.ids, title=title.title or entity.title, year=title.year or entity.year,
            metadata=replace(entity.metadata, artist=entity.metadata.artist or title.artist), keep_artwork=True,
            is_automatic=True,
        )  # fmt: skip
        return "It was not identified yet and is now."
    if entity.state is IdentityState.IN_NO_PROVIDER:
        return f"{entity.label} is marked as in no provider and stays so."
    if entity.external_ids.conflicts_with(title.ids) and not entity.external_ids.shares_any_with(title.ids):
        return f"The library knows it as {entity.label}, another work; that stands."
    _, conflicts = store.entities.fill_ids(entity.key, title.ids)
    return " ".join(
        f"The library has {kind} {mine} where {given} was given; that stands."
        for kind, (mine, given) in sorted(conflicts.items())
        if kind not in IDS_OF_OTHERS
    )


def _keep_path(store: Store, entity: Entity, places: Places) -> None:
    """Take over where the title is now, unless the library knows it elsewhere or another title is there."""
    has_moved = not entity.path or entity.path in places.former
    if places.path is None or entity.path == places.path or not has_moved:
        return
    if not store.entities.by_path(entity.key.entity_type, [places.path]):
        store.entities.set_path(entity.key, places.path)
