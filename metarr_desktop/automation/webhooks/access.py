"""Who may deliver events: compared in constant time, and never written anywhere."""

from __future__ import annotations

import base64
import binascii
import hmac
import re

from starlette.requests import Request

from metarr_desktop.domain.webhooks import WebhookSettings

_OWN_NAMES = re.compile(r"(127\.[0-9.]+|localhost|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)


class Access:
    """Looks at the proof a request shows: ``X-Api-Key``, ``?token=``, or user and password."""

    def __init__(self, settings: WebhookSettings) -> None:
        self._token = settings.token.encode()
        self._login = f"{settings.user}:{settings.password}".encode() if settings.password else b""

    @property
    def needs_proof(self) -> bool:
        return bool(self._token or self._login)

    def is_granted(self, request: Request) -> bool:
        """Tell whether *request* may deliver. Where no proof is needed, its page must be of this machine."""
        if not self.needs_proof:
            # A page of the web can lead its own name to this machine; a program here calls it by its number.
            return _OWN_NAMES.fullmatch(request.headers.get("host", "")) is not None
        given = request.headers.get("x-api-key", "").encode("latin-1")
        asked = request.query_params.get("token", "").encode("utf-8", "replace")
        # All are compared, so that the time taken tells nothing of which was near.
        fits = [
            _is_equal(given, self._token),
            _is_equal(asked, self._token),
            _is_equal(_login_of(request), self._login),
        ]
        return any(fits)


def _is_equal(given: bytes, wanted: bytes) -> bool:
    return bool(wanted) & hmac.compare_digest(given, wanted)


def _login_of(request: Request) -> bytes:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return b""
    try:
        return base64.b64decode(value.strip().encode("latin-1"), validate=True)
    except (binascii.Error, ValueError):
        return b""
