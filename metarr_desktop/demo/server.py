"""The demo services on a loopback socket, for other processes and for faults that only a socket can have.

Findings behind the odd corners (tried with uvicorn 0.54): a socket made without ``IPPROTO_TCP`` answers 44 ms
late; uvicorn's own bind ends the process when the port is taken; its serving task must never be cancelled.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import socket
import struct
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TextIO

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from metarr_desktop.demo.control import build_control
from metarr_desktop.demo.demo_site import ORIGIN
from metarr_desktop.demo.exchange import WIRE
from metarr_desktop.demo.keys import (
    DEMO_FANART_TV_API_KEY,
    DEMO_FANART_TV_CLIENT_KEY,
    DEMO_TMDB_TOKEN,
    DEMO_TVDB_API_KEY,
)
from metarr_desktop.demo.service import DemoServices, pictures_folder
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.settings import load_settings

HOST: Final = "127.0.0.1"
_LOOPBACK_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?")
_KEYS: Final = {
    "METARR_TMDB_API_KEY": DEMO_TMDB_TOKEN,
    "METARR_FANART_TV_API_KEY": DEMO_FANART_TV_API_KEY,
    "METARR_FANART_TV_CLIENT_KEY": DEMO_FANART_TV_CLIENT_KEY,
    "METARR_TVDB_API_KEY": DEMO_TVDB_API_KEY,
}


class DemoServer:
    """Serves *services* on one loopback port while its ``async with`` block runs, in the running loop.

    Args:
        port: 0 takes a free one; see :attr:`port` inside the block.

    Raises (on entry):
        InvalidInput: the port cannot be used.
    """

    def __init__(self, services: DemoServices, port: int = 0) -> None:
        self.services = services
        self.port = port
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        listener = _bind(self.port)
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            self._app,
            interface="asgi3",  # a bound method is not recognised as one
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        self._server = server = _Server(config)
        self._task = asyncio.create_task(_serve(server, listener), name="demo server")
        while not server.started and not self._task.done():  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.002)
        if self._task.done():
            await self._task
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._server is not None
        assert self._task is not None
        self._server.should_exit = True
        await self._task

    @property
    def origin(self) -> str:
        """``http://127.0.0.1:PORT``"""
        return f"http://{HOST}:{self.port}"

    def environment(self) -> dict[str, str]:
        """Return the variables that lead the program's clients here, keys included."""
        bases = {site.base_url_variable: self.origin + site.base_path for site in self.services.sites}
        return dict(sorted((bases | _KEYS).items()))

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find the service a path belongs to and give it the path it has at the real service."""
        path: str = scope["path"]
        scope[ORIGIN] = self._origin_asked_for(scope)
        if path.startswith("/control/"):
            await build_control(self.services)(scope, receive, send)
            return
        for site in self.services.sites:
            for address in site.addresses:
                if path.startswith(address.loopback):
                    scope["path"] = address.path + path.removeprefix(address.loopback)
                    scope["raw_path"] = scope["path"].encode()
                    scope[WIRE] = _SocketWire(self._connection(scope))
                    await self.services.front(site.service)(scope, receive, send)
                    return
        bases = "\n".join(self.origin + site.base_path for site in self.services.sites)
        text = f"The demo services have no such address. They are at\n{bases}\n"
        await PlainTextResponse(text, 404)(scope, receive, send)

    def _origin_asked_for(self, scope: Scope) -> str:
        """The address the client used, so that what is advertised has the same host and port."""
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        return f"http://{host}" if _LOOPBACK_HOST.fullmatch(host) else self.origin

    def _connection(self, scope: Scope) -> asyncio.Transport:
        assert self._server is not None
        return next(
            connection.transport
            for connection in self._server.server_state.connections
            if isinstance(connection, H11Protocol) and connection.client == scope["client"]
        )


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave SIGINT and SIGTERM to the program."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close all connections first: a request that is made to hang would hold the end up for a second."""
        for connection in tuple(self.server_state.connections):
            connection.transport.close()
        await super().shutdown(sockets)


class _SocketWire:
    """What faults do to a real connection.  Nobody can be refused once connected: it is closed instead."""

    def __init__(self, connection: asyncio.Transport) -> None:
        self._connection = connection

    async def close(self) -> None:
        self._connection.close()

    async def reset(self) -> None:
        # Lingering for zero seconds makes the kernel send RST where it would send FIN.
        kernel_socket = self._connection.get_extra_info("socket")
        kernel_socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.abort()

    async def refuse(self) -> None:
        self._connection.close()

    async def never_connect(self) -> None:
        """The connection exists already; the client meets its read time-out."""


class DemoServerThread:
    """A :class:`DemoServer` with an event loop and a thread of its own; enter and leave from any thread."""

    def __init__(self, services: DemoServices, port: int = 0) -> None:
        self.server = DemoServer(services, port)
        self._started = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="demo-server", daemon=True)

    def __enter__(self) -> DemoServer:
        self._thread.start()
        self._started.wait()
        if self._error is not None:
            self._thread.join()
            raise self._error
        return self.server

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._loop is not None
        assert self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # handed to the thread that waits in __enter__
            self._error = error
            self._started.set()

    async def _serve(self) -> None:
        async with self.server:
            self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
            self._started.set()
            await self._stop.wait()


def run_demo_server(port: int, folder: Path | None = None, out: TextIO | None = None) -> None:
    """Serve the demo until SIGINT or SIGTERM; writes the addresses and keys to *out* as it starts.

    Args:
        port: 0 takes a free one.
        folder: painted pictures, kept between runs; by default those of the demo below ``METARR_HOME``.
        out: standard output by default.

    Raises:
        InvalidInput: the port cannot be used.
    """
    services = DemoServices(folder or pictures_folder(load_settings()), enforces_rate_limits=True)
    try:
        asyncio.run(_serve_until_signal(services, port, out or sys.stdout))
    finally:
        services.close()


async def _serve_until_signal(services: DemoServices, port: int, out: TextIO) -> None:
    stop = asyncio.Event()
    async with DemoServer(services, port) as server:
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        print(f"# Metarr Desktop demo services on {server.origin} (stop with Ctrl+C)", file=out)
        for name, value in server.environment().items():
            print(f"{name}={value}", file=out)
        out.flush()
        await stop.wait()


async def _serve(server: _Server, listener: socket.socket) -> None:
    try:
        await server.serve(sockets=[listener])
    except SystemExit as error:
        raise RuntimeError("the demo server could not start") from error


def _bind(port: int) -> socket.socket:
    if not 0 <= port <= 65_535:
        raise InvalidInput(f"{port} is no port. Choose a number from 0 to 65535; 0 takes a free one.")
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        reason = error.strerror or "not allowed"
        raise InvalidInput(
            f"The demo server cannot use port {port} ({reason}). Choose another one; 0 takes a free one."
        ) from error
    return listener
