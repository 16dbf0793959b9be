"""Ids of other services in TheTVDB's records.  Pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape

_IMDB, _TMDB_MOVIE, _TMDB_TV, _WIKIDATA = 2, 10, 12, 18
_OFFICIAL_SITE = 4
_KINDS: Mapping[EntityType, Mapping[int, str]] = {
    EntityType.MOVIE: {_IMDB: "imdb", _TMDB_MOVIE: "tmdb", _WIKIDATA: "wikidata"},
    EntityType.TV: {_IMDB: "imdb", _TMDB_TV: "tmdb", _WIKIDATA: "wikidata"},
    EntityType.EPISODE: {_IMDB: "imdb", _WIKIDATA: "wikidata"},
}
_KNOWN_SOURCES = range(1, 30)
# Sources by name count only where the number says nothing: "TheMovieDB.com" stands for films, series and people.
_BY_NAME = {"imdb": "imdb", "themoviedb": "tmdb", "themoviedb.com": "tmdb", "wikidata": "wikidata"}
_LEADING_NUMBER = re.compile(r"([0-9]{1,12})(?:-|$)")
_WIKIDATA_ID = re.compile(r"Q[0-9]{1,12}")


def record_id(record: JsonObject) -> str:
    """Return the service's own number of a record.

    Raises:
        UnexpectedShape: there is none.
    """
    number = fields.positive(record.get("id"))
    if number is None:
        raise UnexpectedShape("the entry has no id")
    return str(number)


def map_remote_ids(value: object, entity_type: EntityType) -> tuple[ExternalIds, int]:
    """Return the ids of other services for a work of this type, and the number of malformed entries.

    The first id of a kind counts. Empty ids, people's ids and pages at networks of friends are passed over.
    """
    items, dropped = fields.objects(value)
    found: dict[str, str] = {}
    for item in items:
        kind = _kind_of(item, entity_type)
        identifier = None if kind is None else _normal(kind, item.get("id"))
        if kind is not None and identifier is not None:
            found.setdefault(kind, identifier)
    return ExternalIds(found), dropped


def official_site(value: object) -> str:
    """Return the address of the work's own site among remote ids, ``""`` without one."""
    for item in fields.objects(value)[0]:
        address = fields.text(item.get("id"), max_length=500)
        if fields.integer(item.get("type")) == _OFFICIAL_SITE and re.match(r"https?://[^\s@]+$", address):
            return address
    return ""


def _kind_of(item: JsonObject, entity_type: EntityType) -> str | None:
    kinds = _KINDS.get(entity_type, {})
    source = fields.integer(item.get("type"))
    if source is not None and source in _KNOWN_SOURCES:
        return kinds.get(source)
    named = _BY_NAME.get(fields.text(item.get("sourceName"), max_length=40).lower())
    return named if named in kinds.values() else None


def _normal(kind: str, value: object) -> str | None:
    if kind == "tmdb":
        match = _LEADING_NUMBER.match(str(value).strip()) if isinstance(value, (str, int)) else None
        return str(int(match[1])) if match and int(match[1]) > 0 else None
    text = fields.text(value, max_length=40)
    if kind == "imdb":
        return fields.imdb_title(text)
    return text if _WIKIDATA_ID.fullmatch(text) else None
