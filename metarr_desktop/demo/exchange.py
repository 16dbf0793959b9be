"""One request at a demo service, with what a fault needs: the connection, and whether the client left."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from metarr_desktop.demo.demo_site import Answer

WIRE = "metarr.demo.wire"
"""Key in the ASGI scope: the :class:`Wire` that carries the request."""


class Wire(Protocol):
    """What can be done to a connection below HTTP."""

    async def close(self) -> None:
        """Close it in order, after what was sent so far."""
        ...

    async def reset(self) -> None:
        """Break it off; the client sees an error, not an end."""
        ...

    async def refuse(self) -> None:
        """Let the client find nobody at the address, or come as near to that as the wire can."""
        ...

    async def never_connect(self) -> None:
        """Let the client's attempt to connect run into its time-out, where the wire can."""
        ...


@dataclass
class Collected:
    """A whole answer of an application, to be changed before it is sent."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def header(self, name: bytes) -> bytes:
        return next((value for key, value in self.headers if key.lower() == name), b"")


class Exchange:
    """A request whose body has arrived.  ``scope``, ``receive`` and ``send`` are those of ASGI."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, body: bytes) -> None:
        self.scope = scope
        self.send = send
        self.wire: Wire = scope[WIRE]
        self._receive = receive
        self._body: bytes | None = body

    @classmethod
    async def begin(cls, scope: Scope, receive: Receive, send: Send) -> Exchange:
        """Read the request's body, so that every later message can only say that the client left."""
        body, has_more = b"", True
        while has_more:
            message = await receive()
            body += message.get("body", b"")
            has_more = message.get("more_body", False)
        return cls(scope, receive, send, body)

    async def receive(self) -> Message:
        """What the application reads: the body once, then the client's departure."""
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        return await self._receive()

    async def gone(self, timeout_s: float | None = None) -> bool:
        """Wait until the client has left, at most *timeout_s*; return whether it has."""
        try:
            async with asyncio.timeout(timeout_s):
                while (await self._receive())["type"] != "http.disconnect":
                    pass
        except TimeoutError:
            return False
        return True

    async def answer(self, answer: Answer) -> None:
        """Send a whole answer."""
        headers = [
            (b"content-type", answer.media_type.encode("ascii")),
            *(
                (name.lower().encode("ascii"), value.encode("latin-1"))
                for name, value in answer.headers.items()
            ),
        ]
        await self.answer_with(Collected(answer.status, headers, answer.body))

    async def answer_with(self, collected: Collected, claimed_bytes: int | None = None) -> None:
        """Send a collected answer; *claimed_bytes* is a content-length that need not be true."""
        length = len(collected.body) if claimed_bytes is None else claimed_bytes
        await self.start(collected, length)
        has_more = length != len(collected.body)
        await self.send({"type": "http.response.body", "body": collected.body, "more_body": has_more})

    async def start(self, collected: Collected, length: int | None) -> None:
        """Send status and headers; without *length* the body's end is the end of its pieces."""
        headers = [pair for pair in collected.headers if pair[0].lower() != b"content-length"]
        if length is not None:
            headers.append((b"content-length", str(length).encode("ascii")))
        await self.send({"type": "http.response.start", "status": collected.status, "headers": headers})

    async def collect(self, app: ASGIApp) -> Collected:
        """Run *app* and keep its whole answer back."""
        start: dict[str, Any] = {}
        pieces: list[bytes] = []

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                pieces.append(message.get("body", b""))

        await app(self.scope, self.receive, keep)
        return Collected(start["status"], list(start.get("headers", [])), b"".join(pieces))
