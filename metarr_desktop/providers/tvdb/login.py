"""Logging in at TheTVDB: a token for about a month, renewed before it ends, one login at a time."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metarr_desktop.domain.errors import ProviderFailed, ProviderRefused
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import UnexpectedShape, expect_object
from metarr_desktop.providers.tvdb import keys

if TYPE_CHECKING:
    from metarr_desktop.providers.definition import TokenMemory
    from metarr_desktop.providers.http import ApiClient

log = logging.getLogger(__name__)

EARLY_S = 24 * 3600.0
"""How long before its end a token is renewed."""

ASSUMED_LIFE_S = 28 * 24 * 3600.0
"""Life of a token that does not say when it ends, or says something that cannot be."""

_LONGEST_LIFE_S = 400 * 24 * 3600.0
_MAX_TOKEN = 10_000
_PATH = "login"


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token; ``renew_at`` is the Unix time from which on another one is asked for."""

    text: str
    renew_at: float


class Login:
    """The token of one pair of key and PIN.

    Args:
        memory: where a token outlives the program; without it every start logs in.
        now: Unix time in seconds.
    """

    def __init__(
        self,
        http: ApiClient,
        values: Mapping[str, str],
        base_url: str,
        *,
        memory: TokenMemory | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._http = http
        self._body = keys.login_body(values)
        # A token belongs to the key, the PIN and the place it was given for; none of them can be read out of this.
        self._belongs_to = hashlib.sha256(json.dumps([base_url, self._body]).encode()).hexdigest()[:32]
        self._memory = memory
        self._now = now
        self._lock = asyncio.Lock()
        self._token: Token | None = None
        self._has_read_memory = memory is None

    async def token(self, priority: Priority, *, refused: str = "") -> str:
        """Return a token that is good now, logging in where there is none.

        Args:
            refused: a token the service no longer takes; if it is still ours, another one is asked for.

        Raises:
            ProviderError: the service does not let us in, or cannot be asked.
        """
        async with self._lock:
            if not self._has_read_memory:
                self._has_read_memory = True
                self._token = await self._remembered()
            token = self._token
            if token is None or token.text == refused or self._now() >= token.renew_at:
                self._token = token = None
                token = self._token = await self._log_in(priority)
                await self._remember(token)
            return token.text

    async def log_in_anew(self, priority: Priority) -> None:
        """Forget every token and log in: the way to find out whether the key is good.

        Raises:
            ProviderError: see :meth:`token`.
        """
        async with self._lock:
            self._has_read_memory = True
            self._token = None
            self._token = await self._log_in(priority)
            await self._remember(self._token)

    async def _log_in(self, priority: Priority) -> Token:
        try:
            answer = await self._http.post_json(_PATH, self._body, priority=priority)
        except ProviderFailed as error:
            if error.status == 400:  # what the service says to a user-supported key without its PIN
                raise self._refused() from error
            raise
        except ProviderRefused as error:
            raise self._refused() from error
        with self._http.reading(_PATH):
            text = read_token(answer.data)
        self._http.hide_secret(text)
        return Token(text, renewal_time(text, now=self._now()))

    def _refused(self) -> ProviderRefused:
        info = self._http.info
        if "pin" in self._body:
            what = "does not accept the key together with this subscriber PIN"
            advice = "Check both in the settings; a project key of your own needs no PIN"
        else:
            what = "does not accept the key without a subscriber PIN, or not at all"
            advice = "Check the key in the settings, and enter your PIN if the key is a user-supported one"
        return ProviderRefused(
            info.name, f"{info.title} {what}. What is stored stays as it is. {advice}.", reason="wrong"
        )

    async def _remembered(self) -> Token | None:
        if self._memory is None:
            return None
        try:
            stored = fields.part(json.loads(await self._memory.read() or "{}"))
        except ValueError:
            return None
        text, renew_at = fields.text(stored.get("token")), fields.decimal(stored.get("renew_at"))
        if stored.get("belongs_to") != self._belongs_to or not text or renew_at is None:
            return None
        self._http.hide_secret(text)
        return Token(text, min(renew_at, self._now() + _LONGEST_LIFE_S))

    async def _remember(self, token: Token) -> None:
        if self._memory is not None:
            kept = {"belongs_to": self._belongs_to, "token": token.text, "renew_at": token.renew_at}
            await self._memory.write(json.dumps(kept))


def read_token(data: object) -> str:
    """Return the token out of an answer to a login.

    Raises:
        UnexpectedShape: there is none, or one that no request can carry.
    """
    token = fields.part(expect_object(data).get("data")).get("token")
    if not isinstance(token, str) or not 0 < len(token) <= _MAX_TOKEN:
        raise UnexpectedShape("it brings no token")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise UnexpectedShape("its token cannot be sent")
    return token


def renewal_time(token: str, *, now: float) -> float:
    """Return the Unix time at which *token* is to be replaced: a day before its own ``exp``.

    A token that lives less than two days is replaced halfway, or every request would log in. One without a
    usable ``exp``, or with one that has passed (a clock is wrong), is assumed to live for 28 days; if it does
    not, the service says so with a 401.
    """
    expires_at = _expiry(token)
    life_s = ASSUMED_LIFE_S if expires_at is None else expires_at - now
    if not 0 < life_s <= _LONGEST_LIFE_S:
        life_s = ASSUMED_LIFE_S
    return now + life_s - min(EARLY_S, life_s / 2)


def _expiry(token: str) -> float | None:
    """Read ``exp`` from the middle part of a JWT; the signature is the service's own affair."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        middle = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        return fields.decimal(fields.part(json.loads(middle)).get("exp"))
    except (binascii.Error, ValueError, RecursionError):  # no JWT after all; it may be a token all the same
        return None
