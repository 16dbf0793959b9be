"""What one search was understood as, and what it has found so far: merged, ranked and told as a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from metarr_desktop.domain.confidence import Expectation, confidence_of, margin_of
from metarr_desktop.domain.fetch import ProviderOutcome
from metarr_desktop.domain.merging import Work, contradictions, merge_hits, rank_works
from metarr_desktop.domain.search import ProviderHit, SearchReport, SearchRequest, SearchResult
from metarr_desktop.orchestration.fetch_plan import id_title
from metarr_desktop.providers.base import SearchAnswer

CONVINCING = 70
"""A provider whose best hit is as good as this is not asked again without the year or by another reading."""


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """What the text of the request was understood as; ``notes`` is what is to be said about that."""

    request: SearchRequest
    expectation: Expectation
    notes: tuple[str, ...] = ()

    def title_queries(self) -> Iterator[tuple[str, int | None]]:
        """Yield (title, year) in the order of asking: every reading as it is, then without its year."""
        readings = self.expectation.readings
        pairs = [(reading.title, reading.year) for reading in readings]
        yield from dict.fromkeys(pairs + [(title, None) for title, year in pairs if year is not None])

    @property
    def is_empty(self) -> bool:
        return not self.expectation.ids and not self.expectation.readings


class SearchFindings:
    """The hits of each provider, in the order of the providers.

    Args:
        titles: the providers as people know them, by name, in the person's order.
    """

    def __init__(self, plan: SearchPlan, titles: Mapping[str, str]) -> None:
        self._plan, self._titles = plan, titles
        self._hits: dict[str, list[ProviderHit]] = {name: [] for name in titles}

    def count(self, name: str) -> int:
        """Return how many hits the provider *name* has."""
        return len(self._hits[name])

    def keep(self, name: str, answer: SearchAnswer) -> None:
        """Add the hits; one found twice keeps its better rank, as if it had been found once."""
        known = {hit.provider_result_id: hit for hit in self._hits[name]}
        for hit in answer.hits:
            before = known.get(hit.provider_result_id)
            if before is None or hit.rank < before.rank:
                known[hit.provider_result_id] = hit
        self._hits[name] = list(known.values())

    def resolve(self, hit: ProviderHit, resolved: ProviderHit) -> None:
        """Put the details that were looked up in the place of *hit*; how it was found stays."""
        hits = self._hits[hit.provider]
        at = next(at for at, known in enumerate(hits) if place_of(known) == place_of(hit))
        hits[at] = replace(resolved, rank=hits[at].rank, is_id_match=hits[at].is_id_match, is_resolved=True)

    def are_convincing(self, name: str) -> bool:
        """Whether the provider *name* need not be asked again in other words."""
        expectation = self._plan.expectation
        return any(
            confidence_of([hit], expectation, self._titles)[0] >= CONVINCING for hit in self._hits[name]
        )

    def ranked(self) -> list[tuple[SearchResult, Work]]:
        """Return the results best first, each with the hits it was merged from."""
        return rank_works(merge_hits(self._hits), self._plan.expectation, self._titles)

    def report(
        self,
        outcomes: Mapping[str, ProviderOutcome],
        pending: Sequence[str],
        notes: Sequence[str],
        *,
        is_complete: bool,
    ) -> SearchReport:
        """Return all of it as it is now.

        Args:
            outcomes: how it ended at each provider that is done, by name.
            pending: the names of those still asked.
            notes: what is to be said whatever was found.
        """
        request, ranked = self._plan.request, self.ranked()
        results, told = [result for result, _ in ranked], list(notes)
        if is_complete and not results:
            told += self._unknown_ids(outcomes)
        for result, work in ranked[: request.limit]:
            told += self._contradictions(result, work)
        return SearchReport(
            request,
            tuple(results[: request.limit]),
            margin_of(results),
            tuple(outcomes[name] for name in self._titles if name in outcomes),
            tuple(pending),
            tuple(told),
            is_complete,
        )

    def _unknown_ids(self, outcomes: Mapping[str, ProviderOutcome]) -> list[str]:
        """Return a note on ids nobody knows, if everybody asked has answered and there was no title to go by."""
        asked = [outcome for outcome in outcomes.values() if outcome.was_asked]
        all_answered = asked and all(outcome.outcome.is_success for outcome in asked)
        if self._plan.expectation.readings or not all_answered:
            return []
        named = ", ".join(f"{kind} {value}" for kind, value in self._plan.expectation.ids.items())
        return [f"No provider knows {named}."]

    def _contradictions(self, result: SearchResult, work: Work) -> list[str]:
        label = f"{result.title} ({result.year})" if result.year else result.title
        return [
            f"{self._titles[hit.provider]} says the {id_title(kind)} id of {label} is {given}; {taken} was taken."
            for hit, kind, taken, given in contradictions(work)
        ]


def place_of(hit: ProviderHit) -> tuple[str, str]:
    """Return what tells a hit from all others of one search: its provider, and its id there."""
    return hit.provider, hit.provider_result_id
