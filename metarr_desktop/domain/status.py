"""Health of providers and numbers of the cache, as the status bar and the command line show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Lamp(StrEnum):
    """One word per provider on the status bar."""

    READY = "ready"
    WORKING = "working"
    WAITING = "waiting"
    PAUSED = "paused"
    REFUSED = "refused"
    NO_KEY = "no_key"
    FAILING = "failing"
    RECOVERING = "recovering"


@dataclass(frozen=True, slots=True)
class ProviderStatus:
    """State of one provider now.

    ``sentence`` is for a person; ``until`` is when a wait or pause ends (aware UTC).
    """

    provider: str
    lamp: Lamp
    sentence: str
    until: datetime | None = None
    requests_today: int = 0


@dataclass(frozen=True, slots=True)
class ProviderReport:
    """All the health page tells of one provider; times are aware UTC.

    Attributes:
        status: lamp, sentence and countdown, as on the status bar.
        is_enabled: false if the person switched it off; its rows stay.
        is_paused: the person paused it; nobody asks it until it is resumed.
        last_answer_at: end of the last call that was answered, in this run of the program.
        last_error: the last failure in words, kept also after later successes; empty if there was none.
        failing_since: when the first of the failures came that no answer has followed; ``None`` while it answers.
        key_sentence: which kind of key is used and what that means; empty for a service without keys.
        limit_sentence: the rate kept to, in words ("at most 2 requests a second").
    """

    status: ProviderStatus
    is_enabled: bool = True
    is_paused: bool = False
    last_answer_at: datetime | None = None
    last_error: str = ""
    last_error_at: datetime | None = None
    key_sentence: str = ""
    limit_sentence: str = ""
    failing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProviderNumbers:
    """Numbers of one provider since midnight UTC, of all programs on this data; ``None`` where there is no data.

    ``answered`` counts calls that ended ok, empty or not found, ``failed`` those that failed or timed out.
    """

    requests: int = 0
    answered: int = 0
    failed: int = 0
    median_s: float | None = None


@dataclass(frozen=True, slots=True)
class CacheStatistics:
    """The measures the design promises; ``None`` where there is no data, never 0.

    ``hit_rate``, ``reliability`` and ``ttl_effectiveness`` are shares 0..1.
    """

    hits: int = 0
    misses: int = 0
    forced: int = 0
    joined: int = 0
    hit_rate: float | None = None
    average_fetch_seconds: float | None = None
    p95_fetch_seconds: float | None = None
    reliability: Mapping[str, float | None] = field(default_factory=dict)
    ttl_effectiveness: float | None = None
    requests_today: Mapping[str, int] = field(default_factory=dict)
    entities: int = 0
    assets: int = 0
