"""Answers in the shape of the real services: JSON with a weak ETag, pictures in pieces, 304."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

PIECE_BYTES = 64 * 1024


class PictureResponse(Response):
    """A body sent in pieces of 64 KiB, so that a client can stop in the middle."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        for start in range(0, len(self.body), PIECE_BYTES):
            piece = bytes(self.body[start : start + PIECE_BYTES])
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def json_response(
    request: Request, body: Any, *, status: int = 200, max_age_s: int | None = None
) -> Response:
    """Return *body* as JSON; with *max_age_s*, an answer that may be kept and asked for again by its ETag."""
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {}
    if max_age_s is not None:
        headers = {
            "ETag": f'W/"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"',
            "Cache-Control": f"public, max-age={max_age_s}",
        }
        if _is_known(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
    return Response(data, status, headers, media_type="application/json;charset=utf-8")


def picture_response(request: Request, data: bytes, media_type: str) -> Response:
    """Return a picture; pictures never change under one address."""
    headers = {
        "ETag": f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"',
        "Cache-Control": "public, max-age=31919000",
    }
    if _is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return PictureResponse(data, headers=headers, media_type=media_type)


def _is_known(request: Request, etag: str) -> bool:
    """Compare weakly, as RFC 9110 section 13.1.2 asks for ``If-None-Match``."""
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    return "*" in known or etag.removeprefix("W/") in known
