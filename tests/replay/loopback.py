"""A service of one test on a socket of its own: whatever it is asked goes to a function, and is noted.

Unlike the replay in :mod:`tests.replay.server`, which says again what was recorded, it can stand at any base
address and send its callers on to another port.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it came in; header names in lower case, ``at`` in monotonic seconds."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back; JSON unless ``headers`` say otherwise."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Call], Reply]


def answer(value: Any, status: int = 200, **headers: str) -> Reply:
    """Return *value* as JSON; underscores in names of headers stand for hyphens."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(json.dumps(value).encode(), status, named)


def page(status: int, words: str = "Not Found", **headers: str) -> Reply:
    """Return a web page, as proxies and archives send it in the place of an error."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    html = f"<!DOCTYPE HTML>\n<html><title>{status} {words}</title><h1>{words}</h1></html>"
    return Reply(html.encode(), status, {"content-type": "text/html; charset=utf-8", **named})


def sent_on(location: str, status: int = 307) -> Reply:
    """Return a redirection as the Cover Art Archive writes it."""
    return Reply(f"See: {location}\n".encode(), status, {"content-type": "text/plain", "location": location})


@dataclass
class Service:
    """A running service: where it is, and what it was asked."""

    origin: str
    calls: list[Call] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [call.path for call in self.calls]


@contextlib.contextmanager
def service(handler: Handler) -> Iterator[Service]:
    """Serve *handler* on a free port of this machine while the block runs."""

    class Listener(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_request(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): text for name, text in self.headers.items()}
            call = Call(
                self.command,
                unquote(parts.path),
                dict(parse_qsl(parts.query)),
                headers,
                self.rfile.read(length),
            )
            running.calls.append(call)
            reply = handler(call)
            self.send_response(reply.status)
            for name, text in {"content-type": "application/json", **reply.headers}.items():
                self.send_header(name, text)
            self.send_header("content-length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = handle_request

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: what was asked is in ``calls``."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    server.daemon_threads = True
    running = Service(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
