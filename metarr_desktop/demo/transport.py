"""The demo services as an httpx transport: requests to the real addresses are answered inside this process.

``httpx.ASGITransport`` collects the whole body before it answers, ignores every time-out and lets exceptions
of the application out.  This one streams with back-pressure, keeps to the connect and read time-outs, and
raises what httpx raises over a socket.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import httpx
from starlette.types import ASGIApp, Message, Scope

from metarr_desktop.demo.exchange import WIRE
from metarr_desktop.demo.service import DemoServices

log = logging.getLogger(__name__)


class DemoTransport(httpx.AsyncBaseTransport):
    """Answers for the hosts of :class:`DemoServices`; any other host cannot be reached.

    Shares *services* with whoever else uses them and does not close them.

    Raises (from a request):
        httpx.ConnectError, httpx.ConnectTimeout, httpx.ReadTimeout, httpx.ReadError,
        httpx.RemoteProtocolError: as over a socket.
    """

    def __init__(self, services: DemoServices) -> None:
        self._services = services
        self._open: set[_InProcessExchange] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        front = self._services.front_for_host(request.url.host)
        if front is None:
            raise httpx.ConnectError(f"the demo has no service at {request.url.host}", request=request)
        exchange = _InProcessExchange(front, request, await request.aread())
        self._open.add(exchange)
        exchange.on_closed = lambda: self._open.discard(exchange)
        return await exchange.respond()

    async def aclose(self) -> None:
        """Break off every request that is still under way."""
        for exchange in tuple(self._open):
            await exchange.aclose()


@dataclass(frozen=True, slots=True)
class _Broken:
    """The connection ends here; *error* is what the client is told."""

    error: httpx.TransportError


@dataclass(frozen=True, slots=True)
class _Ended:
    """Nothing more will be sent on this connection."""


@dataclass(frozen=True, slots=True)
class _NeverConnects:
    """The connection is never made."""


_Event = Message | _Broken | _Ended | _NeverConnects


class _InProcessExchange(httpx.AsyncByteStream):
    """One request, the task that answers it, and the body as it comes; also the ``Wire`` of its faults."""

    def __init__(self, app: ASGIApp, request: httpx.Request, body: bytes) -> None:
        self._app = app
        self._request = request
        self._timeouts: dict[str, float | None] = request.extensions.get("timeout", {})
        self._body: bytes | None = body
        # Two pieces of back-pressure: a client that stops reading stops the service.
        self._events: asyncio.Queue[_Event] = asyncio.Queue(maxsize=2)
        self._is_gone = asyncio.Event()
        self._claimed: int | None = None
        self._received = 0
        self._is_complete = False
        self._task = asyncio.create_task(self._serve(), name=f"demo {request.url.host}{request.url.path}")
        self.on_closed: Callable[[], None] = lambda: None

    async def respond(self) -> httpx.Response:
        """Wait for status and headers; the body follows through iteration."""
        try:
            event = await self._next()
            if isinstance(event, _NeverConnects):
                await self._run_into_connect_timeout()
            if isinstance(event, _Broken):
                raise event.error
            if not isinstance(event, dict):
                raise self._disconnected()
        except BaseException:
            await self.aclose()
            raise
        headers = httpx.Headers(event.get("headers", []))
        has_body = event["status"] not in (204, 304) and self._request.method != "HEAD"
        self._claimed = int(headers["content-length"]) if has_body and "content-length" in headers else None
        return httpx.Response(event["status"], headers=headers, stream=self, request=self._request)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while not self._is_complete:
            event = await self._next()
            if isinstance(event, _Broken):
                raise event.error
            if not isinstance(event, dict):
                raise self._incomplete()
            piece = event.get("body", b"")
            self._received += len(piece)
            self._is_complete = not event.get("more_body", False)
            if piece:
                yield piece
        if self._claimed is not None and self._received < self._claimed:
            raise self._incomplete()

    async def aclose(self) -> None:
        """Tell the service that the client left and end its task."""
        self._is_gone.set()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self.on_closed()

    async def close(self) -> None:
        await self._events.put(_Ended())

    async def reset(self) -> None:
        await self._events.put(_Broken(httpx.ReadError("", request=self._request)))

    async def refuse(self) -> None:
        error = httpx.ConnectError("All connection attempts failed", request=self._request)
        await self._events.put(_Broken(error))

    async def never_connect(self) -> None:
        await self._events.put(_NeverConnects())

    async def _serve(self) -> None:
        try:
            await self._app(self._scope(), self._receive, self._events.put)
        except Exception:  # a service that breaks closes its connection, whatever the reason was
            log.exception("A demo service failed to answer %s", self._request.url.path)
        await self._events.put(_Ended())

    async def _receive(self) -> Message:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self._is_gone.wait()
        return {"type": "http.disconnect"}

    async def _next(self) -> _Event:
        """The next event, within the client's read time-out."""
        try:
            async with asyncio.timeout(self._timeouts.get("read")):
                return await self._events.get()
        except TimeoutError as error:
            raise httpx.ReadTimeout("", request=self._request) from error

    async def _run_into_connect_timeout(self) -> None:
        try:
            async with asyncio.timeout(self._timeouts.get("connect")):
                await self._is_gone.wait()
        except TimeoutError as error:
            raise httpx.ConnectTimeout("", request=self._request) from error

    def _disconnected(self) -> httpx.RemoteProtocolError:
        text = "Server disconnected without sending a response."
        return httpx.RemoteProtocolError(text, request=self._request)

    def _incomplete(self) -> httpx.RemoteProtocolError:
        text = (
            "peer closed connection without sending complete message body "
            f"(received {self._received} bytes, expected {self._claimed})"
        )
        return httpx.RemoteProtocolError(text, request=self._request)

    def _scope(self) -> Scope:
        url = self._request.url
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": self._request.method,
            "scheme": url.scheme,
            "path": url.path,
            "raw_path": url.raw_path.partition(b"?")[0],
            "query_string": url.query,
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in self._request.headers.raw],
            "server": (url.host, url.port or (443 if url.scheme == "https" else 80)),
            "client": ("127.0.0.1", 1),
            WIRE: self,
        }
