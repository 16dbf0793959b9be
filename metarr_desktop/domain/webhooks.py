"""Webhooks: what other programs report of the library, as it is kept and shown."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.path_mapping import PathMapping

DEFAULT_PORT = 7979
MAX_BODY = 1024 * 1024
"""No event of these programs is larger, bytes."""
REPEAT_WITHIN = timedelta(hours=1)
"""The same content within this time is one event, delivered again; later it has happened again."""


_LOCAL = "only programs on this computer"


class WebhookSource(StrEnum):
    """The programs whose events are understood."""

    RADARR = "radarr"
    SONARR = "sonarr"
    LIDARR = "lidarr"

    @property
    def program(self) -> str:
        """How people call it."""
        return self.value.capitalize()


class WebhookState(StrEnum):
    """What became of an event."""

    STORED = "stored"
    """Kept and shown; nothing follows from it."""
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """One stored event.

    Attributes:
        event: its name as the other program wrote it, empty if it gave none.
        content_key: names the content; the same content delivered again within an hour is the same event.
        payload: the body, JSON values.
        deliveries: how often it came.
        message: one sentence for a person: what it said, later what followed from it.
    """

    id: int
    source: WebhookSource
    event: str
    content_key: str
    payload: Mapping[str, Any]
    received_at: datetime
    last_delivery_at: datetime
    deliveries: int = 1
    state: WebhookState = WebhookState.STORED
    job_id: int | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """Whether, where and for whom the program listens.

    Attributes:
        host: address to listen on; one that others can reach needs a token, or user and password.
        token: what ``X-Api-Key`` or ``?token=`` must carry, empty for none.
        user, password: of basic authentication, empty for none.
        paths: folders of the other programs and where they are here.
    """

    is_on: bool = False
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    token: str = field(default="", repr=False)
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    paths: tuple[PathMapping, ...] = ()

    @property
    def needs_proof(self) -> bool:
        """Whether callers must show a token or a password."""
        return bool(self.token or self.password)

    @property
    def is_local(self) -> bool:
        """Whether only this machine can call."""
        return ipaddress.ip_address(self.host).is_loopback

    @property
    def origin(self) -> str:
        """``http://127.0.0.1:7979``"""
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"

    @property
    def consequence(self) -> str:
        """Who is heard, in a sentence; the settings must be fit to listen."""
        if not self.is_on:
            return "Webhooks are off. This program hears nobody."
        ways = ["the token"] * bool(self.token) + ["the user and password"] * bool(self.password)
        proof = " or ".join(ways)
        if self.is_local:
            who = f"only programs on this computer that show {proof}" if self.needs_proof else _LOCAL
        else:
            who = f"programs that reach this computer and show {proof}"
        return f"Listening on {self.origin}; {who} are heard."

    def check(self) -> None:
        """Raise InvalidInput if nobody should listen like this."""
        try:
            is_local = self.is_local
        except ValueError as error:
            raise InvalidInput(
                f"{self.host[:60]!r} is no address to listen on for webhooks; give one in numbers, as in 127.0.0.1."
            ) from error
        if not 0 <= self.port <= 65_535:
            raise InvalidInput(f"{self.port} is no port for webhooks. Choose a number from 1 to 65535.")
        if not is_local and not self.needs_proof:
            raise InvalidInput(
                f"Webhooks would be open to everybody who reaches {self.host}. Give a token, or a user and a"
                " password (METARR_WEBHOOK_TOKEN, or METARR_WEBHOOK_USER and METARR_WEBHOOK_PASSWORD), or listen"
                " on 127.0.0.1. Until then nothing listens there."
            )
