"""Listens on a port, with an event loop and a thread of its own, so that a busy window delays no answer.

Findings behind the odd corners (tried with uvicorn 0.54): a socket made without ``IPPROTO_TCP`` answers 44 ms
late; uvicorn's own bind ends the process when the port is taken; its serving task must never be cancelled.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import socket
import threading
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from metarr_desktop.domain.errors import InvalidInput

log = logging.getLogger(__name__)

_GRACE_S = 2
"""So long an answer under way may take when the listener ends."""


class PortTaken(InvalidInput):
    """Another program listens there."""


class WebhookListener:
    """Serves *app* from :meth:`start` to :meth:`stop`; both block, for a fraction of a second. Used once.

    Attributes:
        port: the one it listens on, once started; 0 before means a free one.
    """

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self.port = port
        self._host = host
        self._server = _Server(
            uvicorn.Config(
                app, http="h11", ws="none", lifespan="off", log_config=None, access_log=False, proxy_headers=False,
                server_header=False, timeout_graceful_shutdown=_GRACE_S,
            )
        )  # fmt: skip
        self._started = threading.Event()
        self._error: BaseException | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen.

        Raises:
            PortTaken: another program listens there.
            InvalidInput: this machine has no such address, or it may not be used.
        """
        listener = _bind(self._host, self.port)
        self.port = listener.getsockname()[1]
        self._thread = threading.Thread(
            target=self._run, args=(listener,), name="metarr-webhooks", daemon=True
        )
        self._thread.start()
        self._started.wait()
        if self._error is not None:
            self._thread.join()
            listener.close()
            raise RuntimeError("the listener could not start") from self._error

    def stop(self) -> None:
        """End what is under way and close the port. Can be called again."""
        self._server.should_exit = True  # looked at ten times a second
        if self._thread is not None:
            self._thread.join()

    def _run(self, listener: socket.socket) -> None:
        try:
            asyncio.run(self._serve(listener))
        except BaseException as error:  # handed to the thread that waits in start()
            self._error = error
            if self._started.is_set():
                log.exception("webhooks are heard no more")
        finally:
            self._started.set()

    async def _serve(self, listener: socket.socket) -> None:
        serving = asyncio.create_task(self._server.serve(sockets=[listener]), name="webhook listener")
        while not self._server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.002)
        if not serving.done():
            self._started.set()
        await serving


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave SIGINT and SIGTERM to the program."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Give up bodies that are still on their way, which might never come; what is complete is answered."""
        for connection in tuple(self.server_state.connections):
            if isinstance(connection, H11Protocol) and connection.cycle and connection.cycle.more_body:
                connection.transport.close()
        await super().shutdown(sockets)


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ipaddress.ip_address(host).version == 6 else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)  # here, so that a taken port is told before anybody is told that we listen
    except OSError as error:
        listener.close()
        reason = error.strerror or "not allowed"
        kind = PortTaken if "in use" in reason.lower() else InvalidInput
        raise kind(
            f"Webhooks cannot be heard on {host} port {port} ({reason}). End the program that uses it, or"
            " choose another port."
        ) from error
    return listener
