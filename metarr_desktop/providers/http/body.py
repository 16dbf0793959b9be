"""Reading the body of an answer within bounds, and JSON out of it."""

from __future__ import annotations

import asyncio
import json
from typing import Any, NoReturn

import httpx

MAX_JSON_BYTES = 16 * 1024 * 1024
MAX_JSON_DEPTH = 64
_GENERATOR_TURNS = 20


class BodyTooLarge(ValueError):
    """The body has more bytes than asked for."""


async def read_bounded(response: httpx.Response, max_bytes: int) -> bytes:
    """Return the decoded body of *response* and close it.

    Raises:
        BodyTooLarge: more than *max_bytes*, announced or found while reading.
        httpx.HTTPError: the connection or the compression broke.
    """
    try:
        return await _read(response, max_bytes)
    except (BodyTooLarge, httpx.DecodingError):
        await response.aclose()
        # Leaving early abandons httpx' chain of generators, and asyncio ends one per turn, each in a task of
        # its own.  They end here, under the request, and not some time after it.
        for _ in range(_GENERATOR_TURNS):
            await asyncio.sleep(0)
        raise
    finally:
        await response.aclose()


async def _read(response: httpx.Response, max_bytes: int) -> bytes:
    announced = response.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:19]) > max_bytes:
        raise BodyTooLarge(f"it is larger than {max_bytes // 1024} KiB")
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > max_bytes:
            raise BodyTooLarge(f"it is larger than {max_bytes // 1024} KiB")
    return bytes(body)


def parse_json(body: bytes, *, max_depth: int = MAX_JSON_DEPTH) -> Any:
    """Return the JSON value in *body*.

    Raises:
        ValueError: no JSON, in no Unicode encoding, nested deeper than *max_depth*, or with numbers that JSON
            does not know (``NaN``) or that are endlessly long.
    """
    try:
        value = json.loads(body, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError(f"it is nested deeper than {max_depth} levels") from None
    level: list[Any] = [value] if isinstance(value, (dict, list)) else []
    for _ in range(max_depth):
        if not level:
            return value
        level = [
            child
            for container in level
            for child in (container.values() if isinstance(container, dict) else container)
            if isinstance(child, (dict, list))
        ]
    if level:
        raise ValueError(f"it is nested deeper than {max_depth} levels")
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def looks_like_html(content_type: str, body: bytes) -> bool:
    """Tell whether a proxy or content delivery network answered with a page in the place of the service."""
    return "html" in content_type.lower() or body.lstrip()[:1] == b"<"
