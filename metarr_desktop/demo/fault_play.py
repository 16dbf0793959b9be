"""Every failure of ``faults``, played in the terms of ASGI (429 and failed statuses by ``front``)."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from starlette.types import ASGIApp

from metarr_desktop.demo.demo_site import Answer, html_page
from metarr_desktop.demo.exchange import Collected, Exchange
from metarr_desktop.demo.faults import Failure, Fault

DRIP_BYTES = 16
DEEP_LEVELS = 100_000
BOMB_SIDE = 50_000
_PIECE = b"a" * 65_536
_JSON = "application/json;charset=utf-8"


async def play(fault: Fault, exchange: Exchange, app: ASGIApp) -> None:
    """Let *fault* happen to *exchange*; *app* is asked only where the failure spoils a real answer."""
    assert fault.failure is not None
    if fault.failure in _ANSWERS:
        await exchange.answer(_ANSWERS[fault.failure]())
    else:
        await _SCENES[fault.failure](fault, exchange, app)


async def _hang(fault: Fault, exchange: Exchange, app: ASGIApp) -> None:
    await exchange.gone()


async def _drop(fault: Fault, exchange: Exchange, app: ASGIApp) -> None:
    await exchange.wire.close()
    await exchange.gone()


async def _reset(fault: Fault, exchange: Exchange, app: ASGIApp) -> None:
    await exchange.wire.reset()
    await exchange.gone()


async def _cut_body(fault: Fault, exchange: Exchange, app: ASGIApp) -> None:
    whole = await exchange.collect(app)
    half = replace(whole, body=whole.body[: len(whole.body) // 2])
    await exchange.answer_with(half, claimed_bytes=len(whole.body))
    await exchange.wire.close()
    await exchange.gone()


async def _drip(fault: Fault, exchange: Exchange, app: ASGIApp) -> None:
    whole = await exchange.collect(app)
    await exchange.start(whole, len(whole.body))
    for start in range(0, len(whole.body), DRIP_BYTES):
        if await exchange.gone(fault.drip_s):
            return
        piece = whole.body[start : start + DRIP_BYTES]
        has_more = start + DRIP_BYTES < len(whole.body)
        await exchange.send({"type": "http.response.body", "body": piece, "more_body": has_more})


async def _half(fault: Fault, exchange: Exchange, app: ASGIApp) -> None:
    """A whole HTTP answer around half of the data."""
    whole = await exchange.collect(app)
    await exchange.answer_with(replace(whole, body=whole.body[: len(whole.body) // 2]))


async def _wrong_types(fault: Fault, exchange: Exchange, app: ASGIApp) -> None:
    whole = await exchange.collect(app)
    if b"json" in whole.header(b"content-type"):
        whole = replace(whole, body=json.dumps(with_wrong_types(json.loads(whole.body))).encode())
    await exchange.answer_with(whole)


async def _huge_json(fault: Fault, exchange: Exchange, app: ASGIApp) -> None:
    await _endless(exchange, fault.size_bytes, _JSON, before=b'{"page":1,"results":[],"note":"', after=b'"}')


async def _oversize_image(fault: Fault, exchange: Exchange, app: ASGIApp) -> None:
    await _endless(exchange, fault.size_bytes, "image/jpeg", before=b"\xff\xd8\xff\xe0", after=b"\xff\xd9")


async def _endless(exchange: Exchange, size: int, media_type: str, *, before: bytes, after: bytes) -> None:
    """Send *size* bytes without saying so beforehand: only a client that counts can stop in time."""
    await exchange.start(Collected(200, [(b"content-type", media_type.encode("ascii"))], b""), None)
    await exchange.send({"type": "http.response.body", "body": before, "more_body": True})
    for _ in range(size // len(_PIECE) + 1):
        if await exchange.gone(0):  # sending to nobody never waits, and would hold up the whole loop
            return
        await exchange.send({"type": "http.response.body", "body": _PIECE, "more_body": True})
    await exchange.send({"type": "http.response.body", "body": after, "more_body": False})


def with_wrong_types(value: Any) -> Any:
    """Return *value* with numbers as words, texts as numbers, every second list item as a word, and so on."""
    match value:
        case dict():
            return {key: with_wrong_types(item) for key, item in value.items()}
        case list():
            return [
                "not an object" if place % 2 else with_wrong_types(item) for place, item in enumerate(value)
            ]
        case bool():
            return "maybe"
        case int() | float():
            return {"value": "seven"}
        case str():
            return 7
        case _:
            return []


def _bomb() -> Answer:
    """A PNG file of a few hundred bytes whose header promises 50,000 x 50,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", BOMB_SIDE, BOMB_SIDE, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(3 * BOMB_SIDE + 1))
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return Answer(200, data, "image/png")


def _deep_json() -> Answer:
    return Answer(200, b'{"results":' * DEEP_LEVELS + b"[]" + b"}" * DEEP_LEVELS, _JSON)


def _page() -> Answer:
    return replace(html_page(503, "Service Temporarily Unavailable"), status=200)


_ANSWERS: Mapping[Failure, Callable[[], Answer]] = {
    Failure.REDIRECT_LOOP: lambda: Answer(302, b"", "text/html", {"Location": "?again=1"}),
    # Port 9 is "discard": a client that follows reaches nobody, and one that does not is right.
    Failure.REDIRECT_AWAY: lambda: Answer(302, b"", "text/html", {"Location": "http://127.0.0.1:9/"}),
    Failure.BAD_GZIP: lambda: Answer(200, b"\x1f\x8bthis is no gzip", _JSON, {"Content-Encoding": "gzip"}),
    Failure.HTML: _page,
    Failure.EMPTY_BODY: lambda: Answer(200, b"", _JSON),
    Failure.DEEP_JSON: _deep_json,
    Failure.IMAGE_IS_HTML: _page,
    Failure.IMAGE_IS_EMPTY: lambda: Answer(200, b"", "image/jpeg"),
    Failure.IMAGE_BOMB: _bomb,
}

_SCENES: Mapping[Failure, Callable[[Fault, Exchange, ASGIApp], Awaitable[None]]] = {
    Failure.HANG: _hang,
    Failure.DROP: _drop,
    Failure.RESET: _reset,
    Failure.CUT_BODY: _cut_body,
    Failure.DRIP: _drip,
    Failure.TRUNCATED_JSON: _half,
    Failure.WRONG_TYPES: _wrong_types,
    Failure.HUGE_JSON: _huge_json,
    Failure.IMAGE_TRUNCATED: _half,
    Failure.IMAGE_OVERSIZE: _oversize_image,
}
