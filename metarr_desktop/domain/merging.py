"""Which hits of several providers are one work, and what the work looks like then.

Rule: any agreeing external id; else an equal normalised title, both years known and at most one apart, the
same type, no id that contradicts, and exactly one such candidate on each side. Hits of one provider are never
merged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from metarr_desktop.domain.confidence import Expectation, confidence_of
from metarr_desktop.domain.entity import IDS_OF_OTHERS, ExternalIds
from metarr_desktop.domain.search import HitReference, ProviderHit, SearchResult
from metarr_desktop.domain.titles import normalise_title

Work = tuple[ProviderHit, ...]
"""Hits that are one work, at most one per provider, in provider order."""


def merge_hits(hits: Mapping[str, Sequence[ProviderHit]]) -> list[Work]:
    """Group the hits per provider into works.

    The outcome depends only on the order of the mapping (the user's provider order) and on each provider's
    own order, never on who answered first.
    """
    works: list[list[ProviderHit]] = []
    for provider_hits in hits.values():
        works = _with_provider(works, list(provider_hits))
    return [tuple(work) for work in works]


def _with_provider(works: list[list[ProviderHit]], arriving: list[ProviderHit]) -> list[list[ProviderHit]]:
    partner = _partners_by_id(works, arriving)
    taken = set(partner.values())
    free_hits = [index for index in range(len(arriving)) if index not in partner]
    free_works = [index for index in range(len(works)) if index not in taken]
    partner |= _partners_by_title(works, free_works, arriving, free_hits)
    joined = [list(work) for work in works]
    for index, hit in enumerate(arriving):
        if index in partner:
            joined[partner[index]].append(hit)
        else:
            joined.append([hit])
    return joined


def _partners_by_id(works: list[list[ProviderHit]], arriving: list[ProviderHit]) -> dict[int, int]:
    """Return hit index -> work index; where several agree, most shared ids first, then the order given."""
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, work in enumerate(works):
        for pair in {pair for hit in work for pair in hit.external_ids.items()}:
            holders[pair].append(index)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for hit_index, hit in enumerate(arriving):
        for pair in hit.external_ids.items():
            if pair[0] in IDS_OF_OTHERS:
                continue
            for work_index in holders[pair]:
                if works[work_index][0].entity_type is hit.entity_type:
                    shared[hit_index, work_index] += 1
    partner: dict[int, int] = {}
    for (hit_index, work_index), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if hit_index not in partner and work_index not in partner.values():
            partner[hit_index] = work_index
    return partner


def _partners_by_title(
    works: list[list[ProviderHit]], free_works: list[int], arriving: list[ProviderHit], free_hits: list[int]
) -> dict[int, int]:
    by_title: dict[str, list[int]] = defaultdict(list)
    for index in free_works:
        for title in {normalise_title(hit.title) for hit in works[index]}:
            by_title[title].append(index)
    candidates = {
        hit_index: [
            work_index
            for work_index in by_title[normalise_title(arriving[hit_index].title)]
            if _may_be_one(works[work_index], arriving[hit_index])
        ]
        for hit_index in free_hits
    }
    suitors: dict[int, int] = defaultdict(int)
    for found in candidates.values():
        for work_index in found:
            suitors[work_index] += 1
    return {
        hit_index: found[0]
        for hit_index, found in candidates.items()
        if len(found) == 1 and suitors[found[0]] == 1
    }


def _may_be_one(work: list[ProviderHit], hit: ProviderHit) -> bool:
    years = [known.year for known in work if known.year]
    return (
        work[0].entity_type is hit.entity_type
        and hit.year is not None
        and any(abs(year - hit.year) <= 1 for year in years)
        and not any(known.external_ids.conflicts_with(hit.external_ids) for known in work)
    )


def ids_of(work: Work) -> ExternalIds:
    """Return all ids of the work: a provider's word on its own entry outweighs others', else the first counts."""
    own = {hit.provider: hit.external_ids.get(hit.provider) for hit in work}
    ids = ExternalIds(own)
    for hit in work:
        ids = ids.filled_from(hit.external_ids)
    return ids


def contradictions(work: Work) -> list[tuple[ProviderHit, str, str, str]]:
    """Return (hit, id kind, id of the work, id the hit names) wherever they differ although another id agrees."""
    ids = ids_of(work)
    return [
        (hit, kind, taken, given)
        for hit in work
        for kind, (taken, given) in ids.conflicts_with(hit.external_ids).items()
    ]


def rank_works(
    works: Iterable[Work], expectation: Expectation, provider_titles: Mapping[str, str]
) -> list[tuple[SearchResult, Work]]:
    """Return the works as results, best first.

    The order is total and does not depend on who answered first: confidence, nearness of the running time,
    best rank, order of the provider, its result id.
    """
    order = {provider: place for place, provider in enumerate(provider_titles)}
    ranked = [(_as_result(work, expectation, provider_titles), work) for work in works]

    def key(pair: tuple[SearchResult, Work]) -> tuple[int, int, int, int, str]:
        result, work = pair
        best = min(work, key=lambda hit: (hit.rank, order.get(hit.provider, len(order))))
        return (
            -result.confidence,
            _runtime_distance(expectation.runtime_min, result.runtime_min),
            best.rank,
            order.get(best.provider, len(order)),
            best.provider_result_id,
        )

    return sorted(ranked, key=key)


def _runtime_distance(wanted: int | None, found: int | None) -> int:
    return abs(wanted - found) if wanted and found else 10_000


def _as_result(work: Work, expectation: Expectation, provider_titles: Mapping[str, str]) -> SearchResult:
    confidence, parts = confidence_of(work, expectation, provider_titles)
    ids = ids_of(work)
    first = work[0]
    return SearchResult(
        title=first.title,
        entity_type=first.entity_type,
        confidence=confidence,
        confidence_parts=parts,
        external_ids=ids,
        hits=tuple(HitReference(hit.provider, hit.provider_result_id, hit.rank) for hit in work),
        artist=next((hit.artist for hit in work if hit.artist), ""),
        original_title=next((hit.original_title for hit in work if hit.original_title), ""),
        original_language=next((hit.original_language for hit in work if hit.original_language), None),
        alternative_titles=tuple(dict.fromkeys(name for hit in work for name in hit.alternative_titles)),
        release_date=next((hit.release_date for hit in work if hit.release_date), None),
        overview=next((hit.overview for hit in work if hit.overview), ""),
        poster_url=next((hit.poster_url for hit in work if hit.poster_url), None),
        runtime_min=next((hit.runtime_min for hit in work if hit.runtime_min), None),
        genres=next((hit.genres for hit in work if hit.genres), ()),
        countries=next((hit.countries for hit in work if hit.countries), ()),
        is_resolved=any(hit.is_resolved for hit in work),
    )
