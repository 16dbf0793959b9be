"""Recorded answers on a loopback socket: what the services once said, said again to a whole program.

A :class:`Replay` maps a service, a path and what matters of the query to a body.  What TMDB appends to an answer
(``append_to_response``) is put together from the bodies of the paths appended, as the service itself does.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.cassettes import Exchange

BASE_PATHS: Final[Mapping[str, str]] = {
    "tmdb": "/tmdb/3/",
    "fanart_tv": "/fanart/v3.2/",
    "tvdb": "/tvdb/v4/",
    "musicbrainz": "/mb/ws/2/",
    "cover_art_archive": "/caa/",
}
KEYS: Final[Mapping[str, str]] = {
    "METARR_TMDB_API_KEY": "0123456789abcdef0123456789abcdef",
    "METARR_FANART_TV_CLIENT_KEY": "fedcba9876543210fedcba9876543210",
    "METARR_TVDB_API_KEY": "01234567-89ab-cdef-0123-456789abcdef",
}
EMPTY_FIND: Final = {
    f"{kind}_results": [] for kind in ("movie", "person", "tv", "tv_episode", "tv_season")
}  # what TMDB says of an id it does not know
_HTML_404 = "<!DOCTYPE HTML>\n<title>404 Not Found</title>\n<h1>Not Found</h1>"
_NOT_FOUND: Final[Mapping[str, Any]] = {
    "tmdb": {"success": False, "status_code": 34, "status_message": "The resource could not be found."},
    "fanart_tv": {"status": "error", "error message": "Not found"},
    "tvdb": {"status": "failure", "message": "NotFoundException: not found", "data": None},
    "musicbrainz": {
        "error": "Not Found",
        "help": "For usage, please see: https://musicbrainz.org/development/mmd",
    },
}
_MATTERS = frozenset({"query", "page", "year", "first_air_date_year", "artist", "external_source"})


@dataclass(frozen=True, slots=True)
class Recorded:
    """One answer.

    Attributes:
        when: what the query must say, in any case of letters, for it to be given.
        location: where it points on to instead of being an answer, "" for nowhere.
        headers: further ones.
    """

    body: bytes
    when: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    media_type: str = "application/json;charset=utf-8"
    location: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def fits(self, query: Mapping[str, str]) -> bool:
        return all(query.get(name, "").casefold() == value.casefold() for name, value in self.when.items())


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in; ``at`` in monotonic seconds."""

    service: str
    path: str
    query: Mapping[str, str]
    status: int
    at: float = field(default_factory=time.monotonic)


class Replay:
    """The answers of all services, and what was asked for.

    With *appends* false it is a mere archive of paths: what was to come appended stays away.
    """

    def __init__(self, *, appends: bool = True) -> None:
        self.appends = appends
        self._answers: dict[tuple[str, str], list[Recorded]] = {}
        self._once: dict[tuple[str, str], list[Recorded]] = {}
        self.asked: list[Asked] = []

    def add(
        self, service: str, path: str, body: Any, when: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        """Give *body* (a file, bytes or a JSON value) for *path* of *service*."""
        if isinstance(body, Path):
            body = body.read_bytes()
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self._answers.setdefault((service, path), []).append(Recorded(data, when or {}, **more))

    def add_once(self, service: str, path: str, body: bytes, **more: Any) -> None:
        """Give *body* to the next request for *path*, whatever is given otherwise."""
        self._once.setdefault((service, path), []).append(Recorded(body, **more))

    def add_exchange(self, service: str, exchange: Exchange) -> None:
        """Give what was answered to a recorded request to requests like it."""
        parts = urlsplit(exchange.address)
        path = parts.path.removeprefix("/3/").removeprefix("/ws/2/")
        when = {name: value for name, value in parse_qsl(parts.query) if name in _MATTERS}
        media_type = exchange.headers.get("content-type", "application/json")
        self.add(service, path, exchange.body, when, status=exchange.status, media_type=media_type)

    def paths(self, service: str) -> list[str]:
        """Return the paths asked of *service*, in order."""
        return [one.path for one in self.asked if one.service == service]

    def application(self, base_paths: Mapping[str, str] = BASE_PATHS) -> Starlette:
        return Starlette(
            routes=[
                Route(f"{base}{{path:path}}", self._endpoint(service), methods=["GET", "POST"])
                for service, base in base_paths.items()
            ]
        )

    def _endpoint(self, service: str) -> Any:
        async def answer(request: Request) -> Response:
            path, query = request.path_params["path"], dict(request.query_params)
            response = self._answer(service, path, query)
            self.asked.append(Asked(service, path, query, response.status_code))
            return response

        return answer

    def _answer(self, service: str, path: str, query: Mapping[str, str]) -> Response:
        if (service, path) == ("tvdb", "login"):
            return JSONResponse({"status": "success", "data": {"token": _token()}})
        recorded = self._find(service, path, query)
        if recorded is None:
            if service == "tmdb" and path.startswith("find/"):
                return JSONResponse(EMPTY_FIND)
            if service in _NOT_FOUND:
                return JSONResponse(_NOT_FOUND[service], 404)
            return Response(_HTML_404, 404, media_type="text/html")
        if self.appends and service == "tmdb" and "append_to_response" in query and recorded.status == 200:
            return JSONResponse(self._with_appended(path, query, json.loads(recorded.body)))
        headers = {**recorded.headers, **({"location": recorded.location} if recorded.location else {})}
        return Response(recorded.body, recorded.status, headers, media_type=recorded.media_type)

    def _find(self, service: str, path: str, query: Mapping[str, str]) -> Recorded | None:
        if once := self._once.get((service, path)):
            return once.pop(0)
        fitting = [each for each in self._answers.get((service, path), ()) if each.fits(query)]
        return max(fitting, key=lambda each: len(each.when), default=None)

    def _with_appended(self, path: str, query: Mapping[str, str], details: dict[str, Any]) -> dict[str, Any]:
        for name in query["append_to_response"].split(","):
            recorded = self._find("tmdb", f"{path}/{name}", query)
            if recorded is not None and recorded.status == 200:
                details[name] = {
                    key: value for key, value in json.loads(recorded.body).items() if key != "id"
                }
        return details


@contextlib.contextmanager
def serving(replay: Replay, base_paths: Mapping[str, str] = BASE_PATHS) -> Iterator[dict[str, str]]:
    """Serve *replay* from a thread while the block runs; yields the variables that lead the program there."""
    # without the protocol's number Linux answers 44 ms late
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        replay.application(base_paths), http="h11", ws="none", lifespan="off", log_config=None, access_log=False,
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = _Server(config)
    thread = threading.Thread(target=_run, args=(server, listener), name="replay", daemon=True)
    thread.start()
    server.is_up.wait(timeout=10)
    try:
        addresses = {f"METARR_{name.upper()}_BASE_URL": origin + base for name, base in base_paths.items()}
        yield {**addresses, **KEYS}
    finally:
        server.should_exit = True
        thread.join()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = threading.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to pytest."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()


def _run(server: uvicorn.Server, listener: socket.socket) -> None:
    with asyncio.Runner() as runner:
        runner.run(server.serve(sockets=[listener]))


def _token() -> str:
    claims = base64.urlsafe_b64encode(json.dumps({"exp": 4_000_000_000}).encode()).rstrip(b"=").decode()
    return f"eyJhbGciOiJIUzI1NiJ9.{claims}.signature"
