"""What stands before every demo service: the log, the rate limit and the fault that is switched on."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from math import ceil
from typing import Protocol

from starlette.datastructures import Headers, QueryParams
from starlette.types import Message, Receive, Scope, Send

from metarr_desktop.demo.demo_site import DemoSite, RateLimit
from metarr_desktop.demo.exchange import Exchange
from metarr_desktop.demo.fault_play import play
from metarr_desktop.demo.faults import DemoService, Failure, Fault, FaultSwitches, PathKind, RetryAfter
from metarr_desktop.demo.pictures import PictureStoreClosed
from metarr_desktop.demo.request_log import RequestLog


class Clock(Protocol):
    """Wall time for dates in headers, and seconds that never run backwards for limits."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...


class ServiceFront:
    """ASGI application: one service with its log, its limit and its faults.

    An unreachable service leaves nothing in the log, for nothing reached it.
    """

    def __init__(
        self,
        site: DemoSite,
        faults: FaultSwitches,
        log: RequestLog,
        clock: Clock,
        rate_limit: RateLimit | None = None,
    ) -> None:
        self.site = site
        self._faults = faults
        self._log = log
        self._clock = clock
        self._window = _Window(rate_limit, clock.monotonic)

    @property
    def service(self) -> DemoService:
        return self.site.service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = self._kind_of(scope["path"])
        fault = self._faults.take(self.service, kind)
        exchange = await Exchange.begin(scope, receive, send)
        if fault.failure is Failure.UNREACHABLE:
            await exchange.wire.refuse()
            await exchange.gone()
            return
        if fault.failure is Failure.NEVER_CONNECTS:
            await exchange.wire.never_connect()
            await exchange.gone()
            return
        headers = dict(Headers(scope=scope))
        query = QueryParams(scope["query_string"]).multi_items()
        number = self._log.begin(
            self.service, kind, scope["method"], scope["path"], query, headers, fault.failure
        )
        exchange.send = self._noting(number, send)
        if fault.latency_s and await exchange.gone(fault.latency_s):
            return
        with contextlib.suppress(PictureStoreClosed):  # the program is closing; Starlette has answered 500
            await self._respond(exchange, kind, fault)

    async def _respond(self, exchange: Exchange, kind: PathKind, fault: Fault) -> None:
        over = self._window.count() if kind is PathKind.API else None
        if over is not None:
            count, wait_s = over
            answer = self.site.failure_answer(429, count)
            await exchange.answer(replace(answer, headers={"Retry-After": str(max(1, ceil(wait_s)))}))
        elif fault.failure in (Failure.STATUS, Failure.TOO_MANY_REQUESTS):
            status = 429 if fault.failure is Failure.TOO_MANY_REQUESTS else fault.status
            answer = self.site.failure_answer(status, 41)
            headers = self._retry_after(fault) if status in (429, 503) else {}
            await exchange.answer(replace(answer, headers=headers))
        elif fault.failure is not None:
            await play(fault, exchange, self.site.app)
        else:
            await self.site.app(exchange.scope, exchange.receive, exchange.send)

    def _retry_after(self, fault: Fault) -> dict[str, str]:
        match fault.retry_after:
            case RetryAfter.SECONDS:
                return {"Retry-After": str(fault.retry_after_s)}
            case RetryAfter.ZERO:
                return {"Retry-After": "0"}
            case RetryAfter.DATE:
                moment = self._clock.now() + timedelta(seconds=fault.retry_after_s)
                return {"Retry-After": format_datetime(moment, usegmt=True)}
            case RetryAfter.ABSENT:
                return {}

    def _kind_of(self, path: str) -> PathKind:
        for address in self.site.addresses:
            if path.startswith(address.path):
                return address.kind
        return PathKind.API

    def _noting(self, number: int, send: Send) -> Send:
        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._log.answered(number, message["status"])
            await send(message)

        return noting


class _Window:
    """A sliding window over the requests of one service; counts refused ones too, as TMDB's message shows."""

    def __init__(self, limit: RateLimit | None, monotonic: Callable[[], float]) -> None:
        self._limit = limit
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._times: deque[float] = deque()

    def count(self) -> tuple[int, float] | None:
        """Count one request; over the limit, return the count and the seconds until there is room again."""
        if self._limit is None:
            return None
        now = self._monotonic()
        with self._lock:
            while self._times and self._times[0] <= now - self._limit.per_s:
                self._times.popleft()
            self._times.append(now)
            if len(self._times) <= self._limit.requests:
                return None
            return len(self._times), self._times[0] + self._limit.per_s - now
