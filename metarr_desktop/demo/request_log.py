"""What reached the demo services: one entry a request, without any secret in it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from metarr_desktop.demo.faults import DemoService, Failure, PathKind

SECRET_PARAMETERS = frozenset({"api_key", "client_key", "apikey", "token", "pin", "session_id"})
"""Query parameters that carry a key; their values are never kept, only that they were there."""

MAX_ENTRIES = 20_000


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request as a service saw it.

    Attributes:
        number: counts up from 1 over all services.
        at: aware UTC.
        path: the service's own path, the same in this process and on loopback.
        query: names and values in order, without those that carry a key.
        has_key_in_query: whether a key stood in the address, where other programs would log it.
        headers: names of the headers that were sent, in lower case; values are not kept.
        user_agent: how the client called itself, "" if it did not.
        status: of the answer; ``None`` while there is none, or where the connection broke first.
        failure: the fault that was played.
    """

    number: int
    at: datetime
    service: DemoService
    kind: PathKind
    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    has_key_in_query: bool = False
    headers: frozenset[str] = field(default_factory=frozenset)
    user_agent: str = ""
    status: int | None = None
    failure: Failure | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the entry as a JSON object."""
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "service": self.service,
            "kind": self.kind,
            "method": self.method,
            "path": self.path,
            "query": [list(pair) for pair in self.query],
            "has_key_in_query": self.has_key_in_query,
            "headers": sorted(self.headers),
            "user_agent": self.user_agent,
            "status": self.status,
            "failure": self.failure,
        }


class RequestLog:
    """The newest 20,000 requests.  May be used from any thread."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._entries: OrderedDict[int, LoggedRequest] = OrderedDict()
        self._count = 0

    def begin(
        self,
        service: DemoService,
        kind: PathKind,
        method: str,
        path: str,
        query: list[tuple[str, str]],
        headers: dict[str, str],
        failure: Failure | None,
    ) -> int:
        """Note that a request arrived; return its number for :meth:`answered`."""
        kept = tuple((name, value) for name, value in query if name.lower() not in SECRET_PARAMETERS)
        with self._lock:
            self._count += 1
            self._entries[self._count] = LoggedRequest(
                number=self._count,
                at=self._now(),
                service=service,
                kind=kind,
                method=method,
                path=path,
                query=kept,
                has_key_in_query=len(kept) < len(query),
                headers=frozenset(headers),
                user_agent=headers.get("user-agent", ""),
                failure=failure,
            )
            if len(self._entries) > MAX_ENTRIES:
                self._entries.popitem(last=False)
            return self._count

    def answered(self, number: int, status: int) -> None:
        """Note the status of request *number*; one that was cleared meanwhile is ignored."""
        with self._lock:
            if number in self._entries:
                self._entries[number] = replace(self._entries[number], status=status)

    def entries(
        self, service: DemoService | None = None, kind: PathKind | None = None
    ) -> tuple[LoggedRequest, ...]:
        """Return the requests, oldest first, of one *service* and *kind* where asked."""
        with self._lock:
            return tuple(
                entry
                for entry in self._entries.values()
                if (service is None or entry.service is service) and (kind is None or entry.kind is kind)
            )

    def clear(self) -> None:
        """Forget all entries; numbers go on counting."""
        with self._lock:
            self._entries.clear()
