"""How the fetches of one title go: what its provider chips and the refresh button show; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.fetch import FetchRequest, FetchResult, Outcome, ProviderOutcome, ProviderProgress


@dataclass
class TitleFetch:
    """State of one title, kept while its fetches run and until the program ends.

    Attributes:
        progress: last step of each provider in the running or last fetch.
        outcomes: how each provider fared when it was asked last.
        failed_at: when each provider failed that has not answered since, seconds of a monotonic clock.
        running: names of the running fetches; ``by_person`` those a person asked for and may cancel.
    """

    key: EntityKey
    progress: dict[str, ProviderProgress] = field(default_factory=dict)
    outcomes: dict[str, ProviderOutcome] = field(default_factory=dict)
    failed_at: dict[str, float] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)
    by_person: set[str] = field(default_factory=set)
    was_fetched: bool = False

    @property
    def is_running(self) -> bool:
        return bool(self.running)

    @property
    def is_refreshing(self) -> bool:
        """True while a refresh runs that a person asked for."""
        return bool(self.running & self.by_person)

    def begin(self, name: str, *, is_by_person: bool, providers: frozenset[str] | None) -> None:
        """Note that the fetch *name* starts; chips of the providers it asks start anew."""
        self.running.add(name)
        if is_by_person:
            self.by_person.add(name)
        asked = [each for each in self.progress if providers is None or each in providers]
        for provider in asked:
            del self.progress[provider]

    def end(self, name: str, outcomes: Sequence[ProviderOutcome], now: float) -> None:
        """Note that the fetch *name* has ended at *now*."""
        self.running.discard(name)
        self.by_person.discard(name)
        for outcome in outcomes:
            self.outcomes[outcome.provider] = outcome
            if outcome.outcome in (Outcome.FAILED, Outcome.TIMED_OUT):
                self.failed_at[outcome.provider] = now
            elif outcome.outcome.is_success:
                self.failed_at.pop(outcome.provider, None)
        if not self.running:
            self.progress.clear()


@dataclass(frozen=True, slots=True)
class AssetsRead:
    """One type of one title, read from the cache.

    ``new`` are the ids not seen before, ``stacks`` the groups of ids known to be one picture.
    """

    key: EntityKey
    asset_type: AssetType
    assets: tuple[CachedAsset, ...]
    new: frozenset[int] = frozenset()
    stacks: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class FetchEnd:
    """How a fetch of a title ended; exactly one of result, error and ``is_cancelled`` tells.

    ``had_rows`` is whether the type on screen had candidates before.
    """

    key: EntityKey
    request: FetchRequest
    is_by_person: bool
    had_rows: bool
    result: FetchResult | None = None
    error: MetarrError | None = None
    is_cancelled: bool = False
