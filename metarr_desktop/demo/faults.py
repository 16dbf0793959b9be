"""What can go wrong with a demo service, as values, and the switches that turn it on.

A :class:`Fault` says *what* happens; ``front.py`` plays it in the terms of an ASGI application, so that one
description works in this process (``DemoTransport``) and over a real socket (``DemoServer``).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any


class DemoService(StrEnum):
    """The services the demo stands in for; the values are the slugs of providers and of their sides."""

    TMDB = "tmdb"
    FANART_TV = "fanart_tv"
    TVDB = "tvdb"
    MUSICBRAINZ = "musicbrainz"
    COVER_ART_ARCHIVE = "cover_art_archive"


class PathKind(StrEnum):
    """Answers about titles, or pictures: real services serve them from different machines."""

    API = "api"
    IMAGE = "image"


class Failure(StrEnum):
    """One way for a service to fail."""

    UNREACHABLE = "unreachable"
    NEVER_CONNECTS = "never_connects"
    HANG = "hang"
    DROP = "drop"
    RESET = "reset"
    CUT_BODY = "cut_body"
    DRIP = "drip"
    STATUS = "status"
    TOO_MANY_REQUESTS = "too_many_requests"
    REDIRECT_LOOP = "redirect_loop"
    REDIRECT_AWAY = "redirect_away"
    BAD_GZIP = "bad_gzip"
    HTML = "html"
    EMPTY_BODY = "empty_body"
    TRUNCATED_JSON = "truncated_json"
    WRONG_TYPES = "wrong_types"
    HUGE_JSON = "huge_json"
    DEEP_JSON = "deep_json"
    IMAGE_IS_HTML = "image_is_html"
    IMAGE_IS_EMPTY = "image_is_empty"
    IMAGE_TRUNCATED = "image_truncated"
    IMAGE_BOMB = "image_bomb"
    IMAGE_OVERSIZE = "image_oversize"

    def concerns(self, kind: PathKind) -> bool:
        """Whether it can happen to a request of this *kind*: a picture has no JSON to truncate."""
        if self in _IMAGES_ONLY:
            return kind is PathKind.IMAGE
        return kind is PathKind.API or self not in _JSON_ONLY


_JSON_ONLY = frozenset(
    {
        Failure.HTML,
        Failure.EMPTY_BODY,
        Failure.TRUNCATED_JSON,
        Failure.WRONG_TYPES,
        Failure.HUGE_JSON,
        Failure.DEEP_JSON,
    }
)
_IMAGES_ONLY = frozenset(
    {
        Failure.IMAGE_IS_HTML,
        Failure.IMAGE_IS_EMPTY,
        Failure.IMAGE_TRUNCATED,
        Failure.IMAGE_BOMB,
        Failure.IMAGE_OVERSIZE,
    }
)

FAULT_WORDS: Mapping[Failure, str] = {
    Failure.UNREACHABLE: "Unreachable",
    Failure.NEVER_CONNECTS: "Connection is never made",
    Failure.HANG: "Accepts the request and never answers",
    Failure.DROP: "Closes the connection without an answer",
    Failure.RESET: "Resets the connection",
    Failure.CUT_BODY: "Closes the connection in the middle of the answer",
    Failure.DRIP: "Answers a few bytes at a time",
    Failure.STATUS: "Internal error (500)",
    Failure.TOO_MANY_REQUESTS: "Too many requests (429)",
    Failure.REDIRECT_LOOP: "Redirects in a circle",
    Failure.REDIRECT_AWAY: "Redirects to an address of this computer",
    Failure.BAD_GZIP: "Answer cannot be unpacked",
    Failure.HTML: "HTML page instead of data",
    Failure.EMPTY_BODY: "Empty answer",
    Failure.TRUNCATED_JSON: "Half of the data",
    Failure.WRONG_TYPES: "Data of the wrong types",
    Failure.HUGE_JSON: "Huge data (64 MiB)",
    Failure.DEEP_JSON: "Data nested 100,000 deep",
    Failure.IMAGE_IS_HTML: "Pictures are HTML pages",
    Failure.IMAGE_IS_EMPTY: "Pictures are empty",
    Failure.IMAGE_TRUNCATED: "Pictures end in the middle",
    Failure.IMAGE_BOMB: "Pictures claim 50,000 x 50,000 pixels",
    Failure.IMAGE_OVERSIZE: "Pictures never end (64 MiB)",
}
"""What the Developer menu calls each failure."""


class RetryAfter(StrEnum):
    """The four ways a 429 or 503 says how long to wait."""

    SECONDS = "seconds"
    DATE = "date"
    ZERO = "zero"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to requests of one service.

    Attributes:
        failure: how it fails; ``None`` for a fault that is latency only.
        latency_s: seconds before anything is answered.
        requests: how many requests are affected before the service is well again; ``None`` for always.
        status: the HTTP status of ``Failure.STATUS``.
        retry_after, retry_after_s: what a 429 or 503 says of the time to wait.
        drip_s: seconds between two pieces of 16 bytes.
        size_bytes: size of the bodies that are too large.
    """

    failure: Failure | None = None
    latency_s: float = 0.0
    requests: int | None = None
    status: int = 500
    retry_after: RetryAfter = RetryAfter.SECONDS
    retry_after_s: int = 1
    drip_s: float = 0.05
    size_bytes: int = 64 * 1024 * 1024

    def __post_init__(self) -> None:
        if self.latency_s < 0 or self.drip_s < 0 or self.retry_after_s < 0 or self.size_bytes < 0:
            raise ValueError("times and sizes of a fault cannot be negative")
        if self.requests is not None and self.requests < 1:
            raise ValueError("a fault has to affect at least one request")
        if not 400 <= self.status <= 599:
            raise ValueError(f"{self.status} is no status of a failed request (400 to 599)")

    def to_json(self) -> dict[str, Any]:
        """Return the fault as a JSON object, the reverse of :meth:`from_json`."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Fault:
        """Build a fault from a JSON object; fields left out have their defaults.

        Raises:
            ValueError: an unknown field, a wrong type or a value out of range; the text names it.
        """
        fields: dict[str, Any] = {}
        for name, given in value.items():
            if name not in _FIELD_TYPES:
                known = ", ".join(sorted(_FIELD_TYPES))
                raise ValueError(f"a fault has no field {name!r}; its fields are {known}")
            fields[name] = _checked(name, given)
        return cls(**fields)


_FIELD_TYPES: Mapping[str, type] = {
    "failure": Failure,
    "latency_s": float,
    "requests": int,
    "status": int,
    "retry_after": RetryAfter,
    "retry_after_s": int,
    "drip_s": float,
    "size_bytes": int,
}
_NULLABLE = frozenset({"failure", "requests"})


def _checked(name: str, given: Any) -> Any:
    wanted = _FIELD_TYPES[name]
    if given is None and name in _NULLABLE:
        return None
    if wanted is float and isinstance(given, int | float) and not isinstance(given, bool):
        return float(given)
    if wanted is int and isinstance(given, int) and not isinstance(given, bool):
        return given
    if issubclass(wanted, StrEnum) and isinstance(given, str):
        return wanted(given)
    raise ValueError(f"the field {name} of a fault cannot be {given!r}")


@dataclass(frozen=True, slots=True)
class ActiveFault:
    """A fault that is switched on; ``path_kind`` is ``None`` where it concerns both kinds."""

    service: DemoService
    path_kind: PathKind | None
    fault: Fault


NO_FAULT = Fault()


class FaultSwitches:
    """The faults that are on now, per service and, where wanted, per kind of path.

    A fault for one kind wins over one for both.  May be used from any thread: the loopback server runs in
    its own.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: dict[tuple[DemoService, PathKind | None], Fault] = {}

    def switch_on(self, service: DemoService, fault: Fault, path_kind: PathKind | None = None) -> None:
        """Let *fault* happen to *service* from the next request on; replaces the one set before."""
        with self._lock:
            self._faults[service, path_kind] = fault

    def switch_off(self, service: DemoService | None = None, path_kind: PathKind | None = None) -> None:
        """End the faults of *service* (of all services if ``None``), or only those of one *path_kind*."""
        with self._lock:
            self._faults = {
                (name, kind): fault
                for (name, kind), fault in self._faults.items()
                if (service is not None and name is not service)
                or (path_kind is not None and kind is not path_kind)
            }

    def active(self) -> tuple[ActiveFault, ...]:
        """Return everything that is switched on."""
        with self._lock:
            return tuple(ActiveFault(name, kind, fault) for (name, kind), fault in self._faults.items())

    def take(self, service: DemoService, kind: PathKind) -> Fault:
        """Return the fault for one request of *service*, and count it against a limited fault."""
        with self._lock:
            for slot in ((service, kind), (service, None)):
                fault = self._faults.get(slot)
                if fault is None or (fault.failure is not None and not fault.failure.concerns(kind)):
                    continue
                if fault.requests == 1:
                    del self._faults[slot]
                elif fault.requests is not None:
                    self._faults[slot] = replace(fault, requests=fault.requests - 1)
                return fault
        return NO_FAULT
