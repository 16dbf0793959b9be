"""The report of a run of the weekly updates: all titles are counted, as many as can be looked at are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from metarr_desktop.domain.entity import EntityKey

MOST_NAMED = 50
"""Titles of one outcome that are named; of more only their number is told."""

_COUNTED = ("refreshed", "fresh", "failed", "partly_failed", "new_pictures", "left_by_budget", "left", "gone")


class UpdateOutcome(StrEnum):
    """What a run did for a title; of several errands for one title the last named here counts."""

    LEFT = "left"
    LEFT_BY_BUDGET = "left_by_budget"
    REFRESHED = "refreshed"
    PARTLY_FAILED = "partly_failed"
    FAILED = "failed"


_AGAIN = frozenset({UpdateOutcome.PARTLY_FAILED, UpdateOutcome.FAILED})
"""Told anew by the round that tries these titles again."""

_WORDS: Mapping[str, str] = {
    UpdateOutcome.REFRESHED: "refreshed",
    UpdateOutcome.LEFT: "left, for no provider could be asked",
    UpdateOutcome.LEFT_BY_BUDGET: "left for another day, for the requests of this one are used up",
    UpdateOutcome.PARTLY_FAILED: "refreshed in part",
    UpdateOutcome.FAILED: "could not be refreshed",
}
_GRAVITY = {each: place for place, each in enumerate(UpdateOutcome)}


@dataclass(frozen=True, slots=True)
class TitleNote:
    """What a run did for one title; ``failures`` are sentences."""

    key: EntityKey
    outcome: UpdateOutcome
    new_pictures: int = 0
    failures: tuple[str, ...] = ()

    def and_then(self, other: TitleNote) -> TitleNote:
        """Return the note of both errands."""
        return replace(
            max(self, other, key=lambda each: _GRAVITY[each.outcome]),
            new_pictures=self.new_pictures + other.new_pictures,
            failures=tuple(dict.fromkeys((*self.failures, *other.failures))),
        )


class Noted(Protocol):
    """What a round of a run has done, as ``update_run.Tally`` has it."""

    counts: Counter[str]
    notes: dict[EntityKey, TitleNote]
    news: dict[EntityKey, None]
    without: set[str]


def summed_up(
    tally: Noted, labels: Mapping[EntityKey, str], changed: Mapping[str, int], earlier: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the report of a run up to now as JSON values, each title in one of its numbers.

    Args:
        labels: what the titles are called.
        changed: titles that were announced as changed, by provider.
        earlier: the report of the rounds before; what could not be refreshed then was tried again since.
    """
    notes = tally.notes.values()
    by_title = Counter(str(note.outcome) for note in notes)
    before = {name: 0 if name in _AGAIN else int(earlier.get(name, 0)) for name in _COUNTED}
    return {
        **{name: before[name] + tally.counts[name] + by_title[name] for name in _COUNTED},
        "changed": {**earlier.get("changed", {}), **changed},
        "without": sorted({*earlier.get("without", ()), *tally.without}),
        "named": _named(notes, labels, earlier.get("named", ())),
        "enriched_next": earlier.get("enriched_next", 0) + len(tally.news),
        "enrichment_jobs": list(earlier.get("enrichment_jobs", ())),
    }


def _named(
    notes: Iterable[TitleNote], labels: Mapping[EntityKey, str], earlier: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return titles to name: those that failed, those with new pictures, then others, at most 50 of each outcome."""
    told: list[dict[str, Any]] = [
        {
            "key": asdict(note.key), "title": labels.get(note.key, str(note.key)), "outcome": str(note.outcome),
            "new_pictures": note.new_pictures, "failures": list(note.failures),
        }
        for note in notes
    ]  # fmt: skip
    told += [dict(each) for each in earlier if each["outcome"] not in _AGAIN]
    told.sort(key=lambda each: (not each["failures"], not each["new_pictures"]))
    room = dict.fromkeys(map(str, UpdateOutcome), MOST_NAMED)
    kept = []
    for each in told:
        if room[each["outcome"]]:
            room[each["outcome"]] -= 1
            kept.append(each)
    return kept


def outcome_words(outcome: str) -> str:
    """Return what a run did for a title, to go on with after its name or a number of titles."""
    return _WORDS.get(outcome, outcome)


def title_words(title: Mapping[str, Any]) -> str:
    """Return in words what a run did for a title that its report names."""
    pictures = int(title["new_pictures"])
    news = _pictures(pictures) if pictures else ""
    words = ", ".join(filter(None, (outcome_words(str(title["outcome"])), news)))
    return " ".join([f"{words[:1].upper()}{words[1:]}.", *map(str, title["failures"])])


def sentence(result: Mapping[str, Any]) -> str:
    """Return the report in a few sentences; *result* as it is kept with the job."""
    if not result["share"] and not any(result["changed"].values()):
        return "Nothing was due: no title is older than five days, and none was announced as changed."
    words = [f"{_titles(result['refreshed'])} refreshed, {_pictures(result['new_pictures'])}."]
    if fresh := result["fresh"]:  # also what a run that was killed had done
        words.append(f"{_titles(fresh)} {'was' if fresh == 1 else 'were'} fresh already.")
    if result["open"]:
        words.append(f"{_titles(result['open'])} could not be refreshed yet and will be tried again.")
    if without := len(result["without"]):
        services = "1 service was" if without == 1 else f"{without} services were"
        words.append(f"{services} not asked any more: the requests of today are used up.")
    if result["left_by_budget"]:
        words.append(f"{_titles(result['left_by_budget'])} left for another day.")
    if result["enriched_next"]:
        words.append(f"{_titles(result['enriched_next'])} with new pictures looked through for artwork next.")
    return " ".join(words)


def _titles(number: int) -> str:
    return "1 title" if number == 1 else f"{number} titles"


def _pictures(number: int) -> str:
    return "1 new picture" if number == 1 else f"{number} new pictures"
