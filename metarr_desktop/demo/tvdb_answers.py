"""How the demo's TheTVDB reads requests and answers them: the envelope, failures, addresses of pictures."""

from __future__ import annotations

import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from metarr_desktop.demo.demo_site import ORIGIN, Answer, html_page
from metarr_desktop.demo.responses import json_response
from metarr_desktop.demo.tvdb_parts import Address

PICTURES = "https://artworks.thetvdb.com"


def failure_answer(status: int, count: int) -> Answer:
    """Return TheTVDB's body for a failed HTTP *status*; its content network answers for the service in HTML."""
    texts = {
        400: "InvalidValueType: query is required",
        401: "Unauthorized",
        404: "NotFoundException: not found",
        429: "Too Many Requests",
    }
    if status not in texts:
        return html_page(status, "ERROR: The request could not be satisfied")
    body = {"status": "failure", "message": texts[status], "data": None}
    return Answer(status, json.dumps(body).encode(), "application/json")


class Refused(Exception):
    """The request ends with a failure of the service's own."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def absolute(request: Request) -> Address:
    origin = request.scope.get(ORIGIN) or PICTURES
    return lambda path: origin + path


def relative(request: Request) -> Address:
    """Relative addresses lead to the real host of pictures, which stands behind the demo only in this process."""
    return absolute(request) if request.scope.get(ORIGIN) else (lambda path: path)


def extent(request: Request) -> dict[str, bool]:
    wanted = request.query_params
    return {
        "is_short": wanted.get("short") == "true",
        "has_translations": "translations" in wanted.get("meta", ""),
    }


def whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def id_of(request: Request) -> int:
    number = whole_number(request.path_params["id"])
    if number is None:
        raise Refused(400, "InvalidValueType: id")
    return number


def not_found(number: int) -> Refused:
    return Refused(404, "NotFoundException: not found" if number % 2 else "Not Found")


def success(request: Request, data: Any, links: dict[str, Any] | None = None) -> Response:
    body = {"status": "success", "data": data}
    return json_response(request, body if links is None else body | {"links": links})


async def refusal(request: Request, error: Exception) -> Response:
    """The service's failure; older answers leave the key ``data`` out."""
    assert isinstance(error, Refused)
    body: dict[str, Any] = {"status": "failure", "message": error.message}
    if error.message != "Not Found":
        body["data"] = None
    return json_response(request, body, status=error.status)


async def no_such_path(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return await refusal(request, Refused(error.status_code, "NotFoundException: not found"))
