"""Deliveries over a real socket, by hand, so that they can be as wrong as they like."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reply:
    """``seconds`` from the last byte sent to the last byte of the answer."""

    status: int
    headers: dict[str, str]
    document: Any
    seconds: float


async def deliver(
    port: int,
    body: Any,
    source: str = "radarr",
    *,
    method: str = "POST",
    query: str = "",
    headers: dict[str, str] | None = None,
    host: str = "127.0.0.1",
) -> Reply:
    """Send *body* (bytes as they are, all else as JSON) on a connection of its own and return the answer."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = {
        "Host": f"{host}:{port}", "Content-Type": "application/json", "Content-Length": str(len(data)),
        "Connection": "close", **(headers or {}),
    }  # fmt: skip
    lines = [f"{method} /webhooks/{source}{query} HTTP/1.1", *(f"{k}: {v}" for k, v in sent.items()), "", ""]
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write("\r\n".join(lines).encode() + data)
        start = time.perf_counter()
        answer = await reader.read()
        seconds = time.perf_counter() - start
    finally:
        writer.close()
    return _reply(answer, seconds)


async def break_off(port: int, part: bytes, *, length: int) -> None:
    """Announce *length* bytes, send *part*, close."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    head = "POST /webhooks/radarr HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json"
    writer.write(f"{head}\r\nContent-Length: {length}\r\n\r\n".encode() + part)
    await writer.drain()
    writer.close()
    await writer.wait_closed()


def _reply(answer: bytes, seconds: float) -> Reply:
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
    return Reply(int(first.split()[1]), headers, json.loads(body) if body else None, seconds)
