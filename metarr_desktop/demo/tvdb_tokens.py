"""Tokens as TheTVDB gives them out: signed by nobody but the demo, with a real ``exp``."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable

LIFE_S = 30 * 24 * 3600.0
_HEADER = b'{"alg":"HS256","typ":"JWT"}'


class Tokens:
    """Gives out tokens and knows its own again.

    Args:
        now: Unix time in seconds.

    Attributes:
        life_s: seconds a token is good for; may be changed at any time, for tokens given out later.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.life_s = LIFE_S
        self._now = now
        self._generation = 0

    def revoke_all(self) -> None:
        """Refuse every token given out so far, as the service does now and then."""
        self._generation += 1

    def issue(self) -> str:
        """Return a new token."""
        claims = {"exp": int(self._now() + self.life_s), "generation": self._generation}
        middle = _encoded(json.dumps(claims).encode())
        return f"{_encoded(_HEADER)}.{middle}.{_signature(middle)}"

    def is_good(self, token: str) -> bool:
        """Tell whether *token* was given out here, has not ended and was not revoked."""
        parts = token.split(".")
        if len(parts) != 3 or parts[2] != _signature(parts[1]):
            return False
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return bool(claims["exp"] > self._now() and claims["generation"] == self._generation)


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _signature(middle: str) -> str:
    return _encoded(hashlib.sha256(f"metarr demo {middle}".encode()).digest())
