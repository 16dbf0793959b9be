"""Requests to TheTVDB with a token, and the envelope around every answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from metarr_desktop.domain.errors import ProviderRefused
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import UnexpectedShape, expect_object
from metarr_desktop.providers.tvdb import keys
from metarr_desktop.providers.tvdb.login import Login

if TYPE_CHECKING:
    from metarr_desktop.providers.http import ApiClient

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What was in an answer: ``data`` of any type; ``has_next`` if the list goes on on another page."""

    data: Any
    has_next: bool = False


def open_envelope(answer: object) -> Envelope:
    """Return the contents of an answer with status 2xx.

    Raises:
        UnexpectedShape: no JSON object, a failure in the disguise of a success, or nothing in it.
    """
    envelope = expect_object(answer)
    if envelope.get("status") == "failure":
        raise UnexpectedShape("it reports a failure in the place of an entry")
    if "data" not in envelope:
        raise UnexpectedShape("there is nothing in it")
    following = fields.part(envelope.get("links")).get("next")
    return Envelope(envelope["data"], has_next=bool(following))


class TvdbApi:
    """Asks with a token; on 401 logs in once more and repeats once."""

    def __init__(self, http: ApiClient, values: Mapping[str, str], login: Login) -> None:
        self.http = http
        self.login = login
        self._values = values

    def require_keys(self) -> None:
        """Raise what there is to say about a key that is missing or cannot be one, before any request.

        Raises:
            ProviderRefused: no key, or one that no account has.
        """
        if not self._values.get(keys.KEY_FIELD):
            raise self.http.key_missing()
        if not keys.are_sendable(self._values):
            raise self.http.key_refused()

    async def sign_in(self, priority: Priority) -> None:
        """Make sure of a token, so that requests side by side find one.

        Raises:
            ProviderError: the service does not let us in.
        """
        self.require_keys()
        await self.login.token(priority)

    async def get(
        self, path: str, params: Mapping[str, str | int] | None = None, *, priority: Priority
    ) -> Envelope:
        """Return what is in the answer to a GET of *path*.

        Raises:
            ProviderError: the one error that fits.
        """
        self.require_keys()
        token = await self.login.token(priority)
        try:
            answer = await self._get(path, params, token, priority)
        except ProviderRefused:
            log.info("TheTVDB no longer takes the token; logging in once more")
            token = await self.login.token(priority, refused=token)
            answer = await self._get(path, params, token, priority)
        with self.http.reading(path):
            return open_envelope(answer)

    async def _get(
        self, path: str, params: Mapping[str, str | int] | None, token: str, priority: Priority
    ) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        return (await self.http.get_json(path, params, priority=priority, headers=headers)).data
