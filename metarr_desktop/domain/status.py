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
