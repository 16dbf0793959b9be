"""TheTVDB as a script: a login that counts, and routes by the end of the path."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx

from tests.providers.support import Script, recorded

UNAUTHORIZED = {"status": "failure", "message": "Unauthorized", "data": None}
NOT_FOUND = {"status": "failure", "message": "NotFoundException: not found", "data": None}
FAR_FUTURE = 4_000_000_000


def token(number: int = 1, exp: object = FAR_FUTURE) -> str:
    """A JWT with this ``exp``; ``None`` leaves it out."""
    claims = {"number": number} if exp is None else {"number": number, "exp": exp}
    middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"eyJhbGciOiJIUzI1NiJ9.{middle}.signature"


class TvdbScript(Script):
    """Routes of a small service with one series (4711) and one film (815)."""

    def __init__(self, **routes: Any) -> None:
        super().__init__()
        self.logins: list[dict[str, str]] = []
        self.exp: object = FAR_FUTURE
        self.routes = {
            "/login": self._log_in,
            "/artwork/types": recorded("tvdb/artwork_types.json"),
            "/series/4711/extended": recorded("tvdb/series.json"),
            "/movies/815/extended": recorded("tvdb/movie.json"),
            "/search": recorded("tvdb/search.json"),
            **{f"/{path}": answer for path, answer in routes.items()},
        }

    def __call__(self, request: httpx.Request) -> httpx.Response:
        answer = super().__call__(request)
        # scripts answer in TMDB's way by default
        is_unknown_path = b"status_code" in answer.content
        return httpx.Response(404, json=NOT_FOUND) if is_unknown_path else answer

    def _log_in(self, request: httpx.Request) -> httpx.Response:
        self.logins.append(json.loads(request.content))
        data = {"token": token(len(self.logins), self.exp)}
        return httpx.Response(200, json={"status": "success", "data": data})

    def asked(self) -> list[str]:
        """Paths below the base address, logins and the weekly table left out."""
        paths = [request.url.path.removeprefix("/v4/") for request in self.requests]
        return [path for path in paths if path not in ("login", "artwork/types")]


def success(data: Any, **more: Any) -> dict[str, Any]:
    return {"status": "success", "data": data, **more}
