"""Enriching titles with artwork: its phases, what a run did, and what it proposes instead of doing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey


class EnrichmentPhase(StrEnum):
    """The five phases of one title, in order."""

    FETCH = "fetch"
    MATCH = "match"
    DOWNLOAD = "download"
    SCORE = "score"
    SELECT = "select"

    @property
    def words(self) -> str:
        return _PHASE_WORDS[self]


_PHASE_WORDS: Mapping[EnrichmentPhase, str] = {
    EnrichmentPhase.FETCH: "Fetching",
    EnrichmentPhase.MATCH: "Matching files",
    EnrichmentPhase.DOWNLOAD: "Downloading",
    EnrichmentPhase.SCORE: "Scoring",
    EnrichmentPhase.SELECT: "Selecting",
}


class EnrichmentOutcome(StrEnum):
    """How a title ended; ``FAILED`` is worth another run, ``SKIPPED`` was none of automation's business."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Choice:
    """A picture automation selected, proposes, or would have selected.

    ``replaces`` is the automatic pick it takes the place of; ``reason`` says in words why it comes first.
    """

    asset_id: int
    asset_type: AssetType
    season_number: int | None
    provider: str
    score: int | None
    replaces: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EnrichedTitle:
    """What a run did for one title.

    Attributes:
        message: one sentence for a person; why it failed or was skipped, else what was done.
        selected, proposed: what was done, and what waits for a person.
        would_have_changed: what locks prevented.
        failures: one sentence for each slot that was left as it was because something failed.
        unreached: one sentence for each provider that could not be asked; what it had before took part.
        matched, downloaded: originals that were there already, and that came over the network.
        unusable: originals that turned out to be no usable picture; they are not chosen.
    """

    key: EntityKey
    title: str
    outcome: EnrichmentOutcome
    message: str = ""
    selected: tuple[Choice, ...] = ()
    proposed: tuple[Choice, ...] = ()
    would_have_changed: tuple[Choice, ...] = ()
    failures: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()
    matched: int = 0
    downloaded: int = 0
    unusable: int = 0

    def to_mapping(self) -> dict[str, Any]:
        """Return it in the types of JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class EnrichmentReport:
    """What a run over several titles did, in the order they were done."""

    titles: tuple[EnrichedTitle, ...] = ()

    def count(self, outcome: EnrichmentOutcome) -> int:
        """Return how many titles ended so."""
        return sum(each.outcome is outcome for each in self.titles)

    @property
    def selected(self) -> int:
        return sum(len(each.selected) for each in self.titles)

    @property
    def proposed(self) -> int:
        return sum(len(each.proposed) for each in self.titles)

    @property
    def would_have_changed(self) -> int:
        return sum(len(each.would_have_changed) for each in self.titles)

    @property
    def text(self) -> str:
        """Return the report in one or two sentences."""
        counts = {str(outcome): self.count(outcome) for outcome in EnrichmentOutcome}
        return report_in_words(
            {**counts, "selected": self.selected, "proposed": self.proposed,
             "would_have_changed": self.would_have_changed,
             "unreached": sum(bool(each.unreached) for each in self.titles)}
        )  # fmt: skip


def report_in_words(counts: Mapping[str, int]) -> str:
    """Return a report in one or two sentences.

    Args:
        counts: titles by ``EnrichmentOutcome``, those for which a provider was ``unreached``, and the pictures
            ``selected``, ``proposed``, ``would_have_changed``.
    """
    done, failed, skipped = (counts[str(outcome)] for outcome in EnrichmentOutcome)
    words = [
        f"{_counted(done, 'title')} enriched: {counts['selected']} selected, {counts['proposed']} proposed."
    ]
    if failed:
        words.append(f"{_counted(failed, 'title')} failed; what was selected there is as it was.")
    if skipped:
        words.append(f"{_counted(skipped, 'title')} left alone.")
    if counts["would_have_changed"]:
        words.append(f"{_counted(counts['would_have_changed'], 'change')} prevented by locks.")
    if counts["unreached"]:
        words.append(f"Not every provider could be asked for {_counted(counts['unreached'], 'title')}.")
    return " ".join(words)


@dataclass(frozen=True, slots=True)
class EnrichmentProgress:
    """Where a run is: *done* of *total* titles, and the phase of the one under way.

    ``pictures_done`` of ``pictures`` are the originals of that title while they are downloaded.
    """

    key: EntityKey
    title: str
    phase: EnrichmentPhase
    done: int
    total: int
    pictures_done: int = 0
    pictures: int = 0

    @property
    def words(self) -> str:
        """Return it for a person, such as "Downloading 2 of 5: Inception (2010)"."""
        count = f" {self.pictures_done} of {self.pictures}" if self.pictures else ""
        return f"{self.phase.words}{count}: {self.title}"


EnrichmentCallback = Callable[[EnrichmentProgress], None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A picture that automation would select and a person may; ``replaces`` is the pick it would take the place of."""

    id: int
    key: EntityKey
    title: str
    asset: CachedAsset
    reason: str
    replaces: int | None
    created_at: datetime


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
