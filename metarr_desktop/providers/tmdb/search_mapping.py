"""Results of TMDB's search and look-up as hits of the domain.  Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.language import normalise_language
from metarr_desktop.domain.provider import TMDB
from metarr_desktop.domain.search import ProviderHit
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape, expect_object
from metarr_desktop.providers.tmdb.details_mapping import (
    map_alternative_titles,
    map_countries,
    map_external_ids,
    map_release_date,
    map_runtime,
)
from metarr_desktop.providers.tmdb.image_addresses import ImageAddresses

FOUND_UNDER = {EntityType.MOVIE: "movie_results", EntityType.TV: "tv_results"}
"""Which list of a ``/find`` answer holds an entity type; older answers have fewer lists."""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results; ``pages`` is how many there are in all."""

    hits: tuple[ProviderHit, ...]
    dropped: int
    pages: int


def map_search_page(
    data: object, entity_type: EntityType, addresses: ImageAddresses, *, first_rank: int = 1
) -> SearchPage:
    """Return the hits of one page, ranked from *first_rank* on.

    Raises:
        UnexpectedShape: no object, or no list of results in it.
    """
    page = expect_object(data)
    if not isinstance(page.get("results"), list):
        raise UnexpectedShape("the answer has no list of results")
    hits, dropped = _hits(page["results"], entity_type, addresses, first_rank)
    return SearchPage(hits, dropped, fields.positive(page.get("total_pages")) or 1)


def map_found(
    data: object, entity_type: EntityType, addresses: ImageAddresses
) -> tuple[tuple[ProviderHit, ...], int]:
    """Return the works a ``/find`` answer names, marked as matched by id, and the number left out.

    Raises:
        UnexpectedShape: no object.
    """
    results = expect_object(data).get(FOUND_UNDER[entity_type])
    hits, dropped = _hits(results, entity_type, addresses, 1)
    return tuple(replace(hit, is_id_match=True) for hit in hits), dropped


def _hits(
    results: object, entity_type: EntityType, addresses: ImageAddresses, first_rank: int
) -> tuple[tuple[ProviderHit, ...], int]:
    items, dropped = fields.objects(results)
    hits: list[ProviderHit] = []
    for item in items:
        hit = map_hit(item, entity_type, addresses, rank=first_rank + len(hits))
        if hit is None:
            dropped += 1
        else:
            hits.append(hit)
    return tuple(hits), dropped


def map_hit(
    item: JsonObject, entity_type: EntityType, addresses: ImageAddresses, *, rank: int
) -> ProviderHit | None:
    """Return one result, ``None`` if it has no id or no title."""
    number = fields.positive(item.get("id"))
    original = fields.text(item.get("original_title") or item.get("original_name"), max_length=500)
    title = fields.text(item.get("title") or item.get("name"), max_length=500) or original
    if number is None or not title:
        return None
    return ProviderHit(
        provider=TMDB,
        provider_result_id=str(number),
        entity_type=entity_type,
        title=title,
        rank=rank,
        external_ids=ExternalIds(tmdb=number),
        original_title=original,
        original_language=normalise_language(item.get("original_language")),
        release_date=map_release_date(item),
        overview=fields.text(item.get("overview")),
        poster_url=addresses.thumb("poster", item.get("poster_path")),
        popularity=fields.decimal(item.get("popularity")),
    )


def map_resolved(hit: ProviderHit, details: JsonObject) -> ProviderHit:
    """Return *hit* with everything its details add; texts the search gave in the user's language stay.

    Raises:
        UnexpectedShape: the details have no id.
    """
    return replace(
        hit,
        external_ids=ExternalIds({**hit.external_ids, **map_external_ids(details, hit.entity_type)}),
        alternative_titles=map_alternative_titles(details, known=(hit.title, hit.original_title)),
        release_date=hit.release_date or map_release_date(details),
        overview=hit.overview or fields.text(details.get("overview")),
        runtime_min=map_runtime(details),
        genres=fields.texts(details.get("genres"), "name"),
        countries=map_countries(details),
        is_resolved=True,
    )
