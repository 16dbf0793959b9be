"""Results of TheTVDB's search and look-up as hits of the domain.  Pure functions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from metarr_desktop.domain.country import normalise_countries
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.provider import TVDB
from metarr_desktop.domain.search import ProviderHit
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape
from metarr_desktop.providers.tvdb import languages, record_mapping
from metarr_desktop.providers.tvdb.id_mapping import map_remote_ids, record_id
from metarr_desktop.providers.tvdb.image_addresses import picture_address, thumb_address

FOUND_UNDER = {EntityType.MOVIE: "movie", EntityType.TV: "series"}
"""How search and look-up name the entity types."""


def map_search_page(
    data: object, entity_type: EntityType, wanted: Sequence[str], *, base_url: str
) -> tuple[tuple[ProviderHit, ...], int]:
    """Return the hits of a search in the service's order, and the number of malformed ones.

    Raises:
        UnexpectedShape: no list of results.
    """
    if data is None:
        return (), 0
    if not isinstance(data, list):
        raise UnexpectedShape("the answer has no list of results")
    items, dropped = fields.objects(data)
    hits: dict[str, ProviderHit] = {}
    for item in items:
        if _kind_of(item) not in ("", FOUND_UNDER[entity_type]):
            continue  # the service mixes kinds in now and then
        hit = _search_hit(item, entity_type, wanted, rank=len(hits) + 1, base_url=base_url)
        if hit is None:
            dropped += 1
        else:
            hits.setdefault(hit.provider_result_id, hit)
    return tuple(hits.values()), dropped


def _search_hit(
    item: JsonObject, entity_type: EntityType, wanted: Sequence[str], *, rank: int, base_url: str
) -> ProviderHit | None:
    number = _search_id(item)
    original = fields.text(item.get("name") or item.get("title"), max_length=500)
    names, overviews = _names(item), _overviews(item)
    codes = languages.ladder(wanted)
    title = _first(names, codes) or original or next(iter(names.values()), "")
    if number is None or not title:
        return None
    ids, _ = map_remote_ids(item.get("remote_ids"), entity_type)
    others = (original, *_texts(item.get("aliases")), *names.values())
    picture = picture_address(item.get("thumbnail"), base_url=base_url)
    poster = picture_address(item.get("image_url") or item.get("poster"), base_url=base_url)
    if picture is None and poster is not None:
        picture = thumb_address(poster, None, base_url=base_url)
    return ProviderHit(
        provider=TVDB,
        provider_result_id=str(number),
        entity_type=entity_type,
        title=title,
        rank=rank,
        external_ids=ExternalIds({**ids, "tvdb": number}),
        original_title=original,
        original_language=languages.to_domain(item.get("primary_language")),
        alternative_titles=tuple(name for name in dict.fromkeys(others) if name not in ("", title, original)),
        release_date=fields.day(item.get("first_air_time")) or record_mapping.year_alone(item.get("year")),
        overview=_first(overviews, codes) or fields.text(item.get("overview")),
        poster_url=picture,
        genres=_texts(item.get("genres")),
        countries=normalise_countries([fields.text(item.get("country"))]),
        # Films have a running time that only their details state.
        is_resolved=entity_type is EntityType.TV and bool(ids),
    )


def _kind_of(item: JsonObject) -> str:
    """Return what kind of record a result is, ``""`` if it does not say: kinds are numbered apart."""
    stated = fields.text(item.get("type")) or fields.text(item.get("primary_type"))
    named = (fields.text(item.get(key)).rpartition("-")[0] for key in ("id", "objectID"))
    return stated.lower() or next((kind for kind in named if kind.isalpha()), "")


def _search_id(item: JsonObject) -> int | None:
    """Return the number; ``id`` and ``objectID`` carry the kind before it ("series-421069")."""
    for key in ("tvdb_id", "id", "objectID"):
        value = item.get(key)
        number = fields.positive(value.rpartition("-")[2] if isinstance(value, str) else value)
        if number is not None:
            return number
    return None


def _names(item: JsonObject) -> dict[str, str]:
    """Return translated names by the service's code; older answers hold them as a JSON text."""
    return _by_language(item.get("translations")) or _by_language(_parsed(item.get("name_translated")))


def _overviews(item: JsonObject) -> dict[str, str]:
    """Return translated overviews; older answers hold them as "code: text" in a list."""
    found = _by_language(item.get("overviews"))
    listed = item.get("overview_translated")
    if found or not isinstance(listed, list):
        return found or _by_language(_parsed(listed))
    pairs = (fields.text(entry).partition(":") for entry in listed)
    return {code.strip().lower(): text.strip() for code, colon, text in pairs if colon and len(code) <= 5}


def _parsed(value: object) -> object:
    try:
        return json.loads(value) if isinstance(value, str) and len(value) < 200_000 else None
    except (ValueError, RecursionError):  # not JSON after all: no translations
        return None


def _by_language(value: object) -> dict[str, str]:
    pairs = ((code.lower(), fields.text(text)) for code, text in fields.part(value).items())
    return {code: text for code, text in pairs if text}


def _first(texts: Mapping[str, str], codes: Sequence[str]) -> str:
    return next((texts[code] for code in codes if code in texts), "")


def _texts(value: object) -> tuple[str, ...]:
    texts = (fields.text(item, max_length=500) for item in value) if isinstance(value, list) else ()
    return tuple(dict.fromkeys(text for text in texts if text))


def map_found(data: object, entity_type: EntityType) -> list[JsonObject]:
    """Return the records of *entity_type* behind an id of another service.

    Answers hold a list of objects with one record each, under the name of its kind; ids of different services
    may be the same, so people, episodes and companies can be among them.
    """
    items, _ = fields.objects(data if isinstance(data, list) else None)
    records = (item.get(FOUND_UNDER[entity_type]) for item in items)
    found = {number: record for record in records if isinstance(record, dict) and (number := _number(record))}
    return list(found.values())


def _number(record: JsonObject) -> int | None:
    return fields.positive(record.get("id"))


def map_record_hit(
    record: JsonObject, entity_type: EntityType, wanted: Sequence[str], *, rank: int, base_url: str
) -> ProviderHit | None:
    """Return a base or extended record as a hit found by its id, ``None`` if it has no title."""
    metadata = record_mapping.map_metadata(record, wanted, base_url=base_url)
    if not metadata.title:
        return None
    ids, _ = map_remote_ids(record.get("remoteIds"), entity_type)
    number = record_id(record)
    return ProviderHit(
        provider=TVDB,
        provider_result_id=number,
        entity_type=entity_type,
        title=metadata.title,
        rank=rank,
        external_ids=ExternalIds({**ids, "tvdb": number}),
        original_title=metadata.original_title,
        original_language=metadata.original_language,
        alternative_titles=metadata.alternative_titles,
        release_date=metadata.release_date,
        overview=metadata.overview,
        poster_url=metadata.poster_url,
        runtime_min=metadata.runtime_min,
        genres=metadata.genres,
        countries=metadata.countries,
        is_id_match=True,
        is_resolved="remoteIds" in record,
    )


def map_resolved(hit: ProviderHit, record: JsonObject) -> ProviderHit:
    """Return *hit* with everything its details add; texts the search gave in the user's language stay.

    Raises:
        UnexpectedShape: the details have no id.
    """
    ids, _ = map_remote_ids(record.get("remoteIds"), hit.entity_type)
    names = record_mapping.map_alternative_titles(record, known=(hit.title, hit.original_title))
    return replace(
        hit,
        external_ids=ExternalIds({**hit.external_ids, **ids, "tvdb": record_id(record)}),
        alternative_titles=tuple(dict.fromkeys((*hit.alternative_titles, *names))),
        release_date=hit.release_date or record_mapping.map_date(record),
        overview=hit.overview or fields.text(record.get("overview")),
        runtime_min=record_mapping.map_runtime(record),
        genres=fields.texts(record.get("genres"), "name") or hit.genres,
        countries=record_mapping.map_countries(record) or hit.countries,
        is_resolved=True,
    )
