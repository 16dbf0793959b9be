"""What all paths of the demo's TMDB have in common: the key, parameters, and TMDB's own errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from metarr_desktop.demo.keys import DEMO_TMDB_API_KEY, DEMO_TMDB_TOKEN
from metarr_desktop.demo.responses import json_response
from metarr_desktop.demo.tmdb_tables import STATUS

MAX_APPENDS: Final = 20
MAX_PAGE: Final = 500
KEPT_S: Final = 25_714
"""For how many seconds an answer may be kept."""

_LARGEST_ID = 2**31 - 1

Handler = Callable[[Request], Awaitable[Response]]


class Refused(Exception):
    """The request ends with one of TMDB's own status codes."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def error_body(code: int) -> dict[str, Any]:
    return {"success": False, "status_code": code, "status_message": STATUS[code][1]}


def guarded(handler: Handler) -> Handler:
    """Let only requests with a valid key through that take JSON."""

    async def with_key(request: Request) -> Response:
        if not _has_valid_key(request):
            raise Refused(7)
        accepted = request.headers.get("accept", "*/*")
        if not any(word in accepted for word in ("*/*", "application/*", "application/json")):
            raise Refused(19)
        return await handler(request)

    return with_key


def _has_valid_key(request: Request) -> bool:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip() == DEMO_TMDB_TOKEN
    return request.query_params.get("api_key") == DEMO_TMDB_API_KEY


def number_of(request: Request, name: str = "id") -> int:
    """The number in the path; anything else is refused."""
    value = request.path_params[name]
    if not (value.isascii() and value.isdigit() and int(value) <= _LARGEST_ID):
        raise Refused(6)
    return int(value)


def page_number(request: Request) -> int:
    text = request.query_params.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MAX_PAGE):
        raise Refused(22)
    return int(text)


def year_of(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def language_of(request: Request) -> str | None:
    """The language asked for, without its region: pictures and translations are tagged without one."""
    return request.query_params.get("language", "").partition("-")[0].lower() or None


def words_of(request: Request, name: str) -> tuple[str, ...] | None:
    """The words of a comma list, ``None`` where the parameter is absent."""
    if name not in request.query_params:
        return None
    return tuple(word.strip() for word in request.query_params[name].split(",") if word.strip())


def appended_names(request: Request) -> tuple[str, ...]:
    """The parts asked for along with an entry."""
    names = words_of(request, "append_to_response") or ()
    if len(names) > MAX_APPENDS:
        raise Refused(27)
    return names


async def refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return json_response(request, error_body(error.code), status=STATUS[error.code][0])


async def no_such_path(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return await refusal(request, Refused(42 if error.status_code == 405 else 34))
