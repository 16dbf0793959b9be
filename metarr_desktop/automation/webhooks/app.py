"""What the listener answers: 202 once an event is stored, and plain words for whatever else."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from metarr_desktop.automation.webhooks.access import Access
from metarr_desktop.automation.webhooks.inbox import Delivery, WebhookInbox
from metarr_desktop.domain.errors import InvalidInput, StoreError
from metarr_desktop.domain.webhooks import MAX_BODY, WebhookSettings, WebhookSource

log = logging.getLogger(__name__)

BODY_PATIENCE_S = 10.0
_KNOWN = ", ".join(f"/webhooks/{each}" for each in WebhookSource)
_RETRY_S = "30"
_LET_PASS, _LET_PASS_S = 16 * MAX_BODY, 2.0
_MEBIBYTES = MAX_BODY // 1024 // 1024


class WebhookApp:
    """``POST`` (or ``PUT``) ``/webhooks/radarr``, ``/webhooks/sonarr`` and ``/webhooks/lidarr``.

    Args:
        patience_s: within this time a body must be there.
    """

    def __init__(
        self, inbox: WebhookInbox, settings: WebhookSettings, *, patience_s: float = BODY_PATIENCE_S
    ) -> None:
        self._inbox = inbox
        self._access = Access(settings)
        self._patience_s = patience_s
        self.asgi = Starlette(
            routes=[Route("/webhooks/{source}", self._deliver, methods=["POST", "PUT"])],
            exception_handlers={HTTPException: _http_error},
        )

    async def _deliver(self, request: Request) -> Response:
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        source = WebhookSource(request.path_params["source"])
        try:
            body = await self._body(request)
        except ClientDisconnect:
            log.warning("%s broke off in the middle of an event. Nothing was stored.", source.program)
            return Response(status_code=400)  # nobody hears it
        except TimeoutError:
            return _error(408, "timed_out", "The event did not arrive in time. Nothing was stored.")
        if body is None:
            await self._let_pass(request)
            return _too_large(source)
        try:
            delivery = await self._inbox.take(source, body)
        except InvalidInput as error:
            log.warning("%s", error)
            return _error(400, error.kind, str(error))
        except StoreError as error:
            log.error("an event of %s could not be stored: %s", source.program, error)
            return _error(
                503, error.kind, f"The event could not be stored. {error}", {"Retry-After": _RETRY_S}
            )
        return JSONResponse(_document(delivery), 202)

    def _refusal(self, request: Request) -> Response | None:
        """Return the answer to a request whose body is not even read."""
        source = request.path_params["source"]
        if source not in frozenset(WebhookSource):
            return _error(404, "not_found", f"Events are taken at {_KNOWN}.")
        if not self._access.is_granted(request):
            log.warning("an event for /webhooks/%s came without the right token or password", source)
            return _no_access() if self._access.needs_proof else _strange_host()
        # No page of the web can send this type to another machine without asking first, which nobody answers.
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            return _error(415, "invalid_input", "Events are sent as application/json. Nothing was stored.")
        return None

    async def _body(self, request: Request) -> bytes | None:
        """Return the body, ``None`` as soon as it is or says it is too large."""
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length[:12]) > MAX_BODY:
            return None
        body = bytearray()
        async with asyncio.timeout(self._patience_s):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BODY:
                    return None
        return bytes(body)

    async def _let_pass(self, request: Request) -> None:
        """Read on for a while and keep nothing: an answer sent over unread bytes is lost on its way."""
        passed = 0
        with contextlib.suppress(
            TimeoutError, ClientDisconnect, RuntimeError
        ):  # RuntimeError: read to its end
            async with asyncio.timeout(min(self._patience_s, _LET_PASS_S)):
                async for chunk in request.stream():
                    passed += len(chunk)
                    if passed > _LET_PASS:
                        return


def _document(delivery: Delivery) -> dict[str, object]:
    event = delivery.event
    return {"id": event.id, "event": event.event, "is_new": delivery.is_new, "message": event.message}


def _no_access() -> Response:
    return _error(
        401,
        "no_access",
        "Show the token of Metarr Desktop in the header X-Api-Key, or its user and password. Nothing was stored.",
        {"WWW-Authenticate": 'Basic realm="Metarr Desktop", charset="UTF-8"'},
    )


def _strange_host() -> Response:
    return _error(
        403, "no_access", "Without a token events are taken from this machine alone, sent to its own address."
    )


def _too_large(source: WebhookSource) -> Response:
    log.warning("%s sent an event of more than %s MiB. Nothing was stored.", source.program, _MEBIBYTES)
    return _error(
        413,
        "too_large",
        f"No event is larger than {_MEBIBYTES} MiB. Nothing was stored.",
        {"Connection": "close"},
    )


def _error(status: int, kind: str, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": {"kind": kind, "message": message}}, status, headers)


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = "not_found" if error.status_code == 404 else "invalid_input"
    message = f"Events are sent with POST to {_KNOWN}. There is nothing to see here."
    return _error(error.status_code, kind, message, dict(error.headers or {}))
