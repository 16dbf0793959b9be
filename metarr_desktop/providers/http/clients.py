"""The one factory of HTTP clients: one TLS context, one pool per service, one for pictures."""

from __future__ import annotations

import asyncio
import importlib
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence

import httpx

from metarr_desktop import __version__
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.providers.base import RequestGate
from metarr_desktop.providers.http.api_client import (
    TIMEOUTS,
    ApiClient,
    AttemptTimeouts,
    BusyHook,
    RequestHook,
)
from metarr_desktop.providers.http.image_client import ImageClient
from metarr_desktop.providers.http.key_redaction import KeyRedaction
from metarr_desktop.providers.http.redirects import RedirectRule
from metarr_desktop.providers.url_rules import checked_base_url

IMAGE_CONNECTIONS = 8


class HttpClients:
    """Makes the clients of all providers and owns their connections.

    The TLS context costs 25 ms and httpx' first request imports for as long, so both happen once and on a
    thread.  Proxies and ``.netrc`` of the environment are not used; ``SSL_CERT_FILE`` is.
    """

    def __init__(
        self,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        contact: str,
        ssl_context: ssl.SSLContext | None = None,
        on_request: RequestHook | None = None,
        timeouts: Mapping[Priority, AttemptTimeouts] = TIMEOUTS,
    ) -> None:
        """Take the *contact* address named in the User-Agent; *transport* stands in for the network.

        *on_request* is called with the provider's name for each request to its API that is sent.
        """
        self.redaction = KeyRedaction()
        self.redaction.guard_http_loggers()
        self._transport = transport
        self._ssl_context = ssl_context
        self._on_request = on_request
        self._timeouts = timeouts
        self._user_agent = f"MetarrDesktop/{__version__} ( {contact} )"
        self._lock = asyncio.Lock()
        self._open: list[httpx.AsyncClient] = []
        self._is_prepared = False
        self._is_closed = False

    def api(
        self,
        info: ProviderInfo,
        base_url: str,
        gate: RequestGate,
        headers: Mapping[str, str] | None = None,
        *,
        redirect_hosts: Sequence[str] = (),
        max_connections: int | None = None,
        has_html_not_found: bool = False,
        on_busy: BusyHook | None = None,
    ) -> ApiClient:
        """Return the client of one service; nothing is opened before its first request.

        Args:
            redirect_hosts: where its answers may send us on to, these hosts and all below them; none are followed
                without.
            max_connections: in the place of those of *info*.
            has_html_not_found: it says "no such entry" with a web page.
            on_busy: told for how many seconds it asks for a rest, as soon as it does.

        Raises:
            InvalidInput: *base_url* is neither https nor http on this machine.
        """
        address = checked_base_url(base_url)
        for value in (headers or {}).values():
            self.redaction.add_secret(value)
        client = self._lazy(
            base_url=address,
            headers={"Accept": "application/json", **(headers or {})},
            connections=min(max_connections or info.max_connections, IMAGE_CONNECTIONS),
        )
        return ApiClient(
            info,
            client,
            gate,
            timeouts=self._timeouts,
            on_request=self._on_request,
            hide_secret=self.redaction.add_secret,
            redirects=RedirectRule.for_service(address, redirect_hosts) if redirect_hosts else None,
            has_html_not_found=has_html_not_found,
            on_busy=on_busy,
        )

    def images(self, allowed_loopback: frozenset[str] = frozenset()) -> ImageClient:
        """Return the client for pictures; *allowed_loopback* holds ``host:port`` on this machine."""
        headers = {"Accept": "image/*", "Accept-Encoding": "identity"}
        return ImageClient(
            self._lazy(base_url="", headers=headers, connections=IMAGE_CONNECTIONS), allowed_loopback
        )

    async def prepare(self) -> None:
        """Do now what would delay the first request."""
        async with self._lock:
            if not self._is_prepared:
                self._ssl_context = await asyncio.to_thread(_prepared, self._ssl_context)
                self._is_prepared = True

    async def close(self) -> None:
        """Close every connection; requests afterwards fail as unreachable.  Can be called again."""
        self._is_closed = True
        clients, self._open = self._open, []
        for client in clients:
            await client.aclose()
        if self._transport is not None:
            transport, self._transport = self._transport, None
            await transport.aclose()
        self.redaction.leave_http_loggers()

    def _lazy(
        self, *, base_url: str, headers: Mapping[str, str], connections: int
    ) -> Callable[[], Awaitable[httpx.AsyncClient]]:
        made: list[httpx.AsyncClient] = []

        async def client() -> httpx.AsyncClient:
            if self._is_closed:
                raise httpx.ConnectError("the clients are closed")
            if not made:
                if self._transport is None:
                    await self.prepare()
                if self._is_closed:
                    raise httpx.ConnectError("the clients are closed")
                if not made:  # somebody else may have made it meanwhile
                    made.append(self._make(base_url, headers, connections))
            return made[0]

        return client

    def _make(self, base_url: str, headers: Mapping[str, str], connections: int) -> httpx.AsyncClient:
        transport = None if self._transport is None else _Borrowed(self._transport)
        client = httpx.AsyncClient(
            base_url=base_url,
            headers={"User-Agent": self._user_agent, **headers},
            verify=self._ssl_context if self._ssl_context is not None else False,  # only beside a transport
            transport=transport,
            trust_env=False,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
        )
        self._open.append(client)
        return client


class _Borrowed(httpx.AsyncBaseTransport):
    """A transport shared by several clients: closing one of them leaves it open for the others."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._transport.handle_async_request(request)


def _prepared(context: ssl.SSLContext | None) -> ssl.SSLContext:
    for name in ("anyio._backends._asyncio", "sniffio", "httpcore"):  # else imported by the first request
        importlib.import_module(name)
    return context or httpx.create_ssl_context()
