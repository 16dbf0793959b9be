"""Asking one service for JSON: one attempt, bounded in time and size, errors already translated."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from metarr_desktop.domain.errors import ProviderBusy, ProviderRefused
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.providers.base import RequestGate
from metarr_desktop.providers.http import error_translation as translation
from metarr_desktop.providers.http.body import MAX_JSON_BYTES, looks_like_html, parse_json, read_bounded
from metarr_desktop.providers.http.redirects import RedirectRule
from metarr_desktop.providers.json_fields import UnexpectedShape

log = logging.getLogger(__name__)

RequestHook = Callable[[str], None]
BusyHook = Callable[[float], None]
_REST_S = 1.0  # after a 429 or 503 that names no time


@dataclass(frozen=True, slots=True)
class AttemptTimeouts:
    """Seconds one attempt may take; ``total_s`` bounds a server that sends a byte now and then."""

    connect_s: float
    read_s: float
    pool_s: float = 5.0

    @property
    def total_s(self) -> float:
        return self.connect_s + self.read_s


TIMEOUTS: Mapping[Priority, AttemptTimeouts] = {
    Priority.USER: AttemptTimeouts(connect_s=3.0, read_s=4.0),
    Priority.AUTOMATION: AttemptTimeouts(connect_s=5.0, read_s=20.0),
}


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """An answer with status 2xx: parsed JSON of any type, header names in lower case."""

    status: int
    data: Any
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Reply:
    """What came back for one attempt; ``location`` is empty unless it points elsewhere."""

    address: str
    status: int
    headers: dict[str, str]
    body: bytes
    location: str = ""


class ApiClient:
    """The HTTP side of one service.  No retries; waits at the gate for its turn.

    Redirections are followed only where *redirects* says to where; each step has the time of an attempt.
    *has_html_not_found*: the service says "no such entry" with a web page.  *on_busy* is told at once for how many
    seconds the service asks for a rest, also where whoever asked can do without that answer.
    """

    def __init__(
        self,
        info: ProviderInfo,
        client: Callable[[], Awaitable[httpx.AsyncClient]],
        gate: RequestGate,
        *,
        timeouts: Mapping[Priority, AttemptTimeouts] = TIMEOUTS,
        on_request: RequestHook | None = None,
        hide_secret: Callable[[str], None] = lambda value: None,
        redirects: RedirectRule | None = None,
        has_html_not_found: bool = False,
        on_busy: BusyHook | None = None,
    ) -> None:
        self.info = info
        self.hide_secret = hide_secret
        self._client = client
        self._gate = gate
        self._timeouts = timeouts
        self._on_request = on_request
        self._redirects = redirects
        self._has_html_not_found = has_html_not_found
        self._on_busy = on_busy

    async def get_json(
        self,
        path: str,
        params: Mapping[str, str | int] | None = None,
        *,
        priority: Priority = Priority.USER,
        headers: Mapping[str, str] | None = None,
    ) -> JsonAnswer:
        """Return the answer to a GET of *path*, relative to the service's base address, as one attempt.

        Raises:
            ProviderError: the one error that fits; nothing else leaves this method but a cancellation.
        """
        return await self._ask("GET", path, params, None, priority, headers)

    async def post_json(
        self, path: str, body: Mapping[str, Any], *, priority: Priority = Priority.USER
    ) -> JsonAnswer:
        """Return the answer to a POST of *body* as JSON, as one attempt; errors as for :meth:`get_json`."""
        return await self._ask("POST", path, None, body, priority, None)

    async def _ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, str | int] | None,
        json: Mapping[str, Any] | None,
        priority: Priority,
        headers: Mapping[str, str] | None,
    ) -> JsonAnswer:
        with suppress(httpx.HTTPError):  # closed: said by the attempt
            await self._client()  # what the first request has to prepare must not use up its turn
        await self._gate.enter(priority)
        sent = {name: value for name, value in (("params", params), ("json", json)) if value is not None}
        reply = await self._attempt(method, path, path, sent, priority, headers)
        is_first = True
        for _ in range(self._redirects.limit if self._redirects else 0):
            if not reply.location:
                break
            is_first = False
            address = self._next_address(path, reply)
            reply = await self._attempt(method, path, address, {}, priority, headers)
        is_absent = reply.status == 404 and is_first and self._has_html_not_found
        return self._understood(path, reply.status, reply.headers, b"" if is_absent else reply.body)

    def _next_address(self, path: str, reply: _Reply) -> str:
        assert self._redirects is not None
        try:
            return self._redirects.next_address(reply.address, reply.location)
        except ValueError as error:
            why = "it points to an address that has nothing to do with the service, which is not followed"
            raise translation.invalid(self.info, path, why) from error

    async def _attempt(
        self,
        method: str,
        path: str,
        address: str,
        sent: Mapping[str, Mapping[str, Any]],
        priority: Priority,
        headers: Mapping[str, str] | None,
    ) -> _Reply:
        """Return the answer of *address*, whatever its status; *path* is what errors call the request."""
        limits = self._timeouts[priority]
        is_in_body = False
        started = time.perf_counter()
        try:
            async with asyncio.timeout(limits.total_s):
                client = await self._client()
                request = client.build_request(
                    method,
                    address,
                    params=dict(sent["params"]) if "params" in sent else None,
                    json=dict(sent["json"]) if "json" in sent else None,
                    headers=dict(headers or {}),
                    timeout=httpx.Timeout(limits.read_s, connect=limits.connect_s, pool=limits.pool_s),
                )
                if self._on_request is not None:
                    self._on_request(self.info.name)
                response = await client.send(request, stream=True)
                is_in_body = True
                body = await read_bounded(response, MAX_JSON_BYTES)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError, ExceptionGroup) as error:
            raise translation.translate_exception(error, self.info, path, in_body=is_in_body) from error
        log.debug(
            "%s %s: status %d, %d bytes, %.0f ms",
            self.info.name, path, response.status_code, len(body), 1000 * (time.perf_counter() - started),
        )  # fmt: skip
        location = response.headers.get("location", "") if response.is_redirect else ""
        return _Reply(str(response.url), response.status_code, dict(response.headers), body, location)

    def _understood(self, path: str, status: int, headers: dict[str, str], body: bytes) -> JsonAnswer:
        problem = translation.error_for_status(self.info, path, status, headers, body)
        if isinstance(problem, ProviderBusy) and self._on_busy is not None:
            self._on_busy(problem.retry_after_s or max(self.info.busy_wait_s, _REST_S))
        if problem is not None:
            raise problem
        if not body.strip():
            raise translation.invalid(self.info, path, "it is empty")
        content_type = headers.get("content-type", "")
        if looks_like_html(content_type, body):
            raise translation.invalid(self.info, path, "it is a web page")
        if content_type.startswith(("image/", "audio/", "video/")):
            raise translation.invalid(self.info, path, f"it is {content_type[:40]} and no JSON")
        try:
            data = parse_json(body)
        except ValueError as error:
            why = str(error) if "nested" in str(error) else "it is damaged or no JSON"
            raise translation.invalid(self.info, path, why) from error
        return JsonAnswer(status, data, headers)

    @contextmanager
    def reading(self, path: str) -> Iterator[None]:
        """Turn :class:`UnexpectedShape` of a mapping into an error that names the request."""
        try:
            yield
        except UnexpectedShape as error:
            raise translation.invalid(self.info, path, str(error)) from error

    def key_missing(self) -> ProviderRefused:
        """Return the error of a provider that was not given a key; raised before any request."""
        return translation.key_missing(self.info)

    def key_refused(self) -> ProviderRefused:
        """Return the error for a key that cannot be right; also what 401 becomes."""
        return translation.key_refused(self.info)
