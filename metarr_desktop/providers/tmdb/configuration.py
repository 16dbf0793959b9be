"""Where TMDB keeps its pictures, asked once a week."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from metarr_desktop.domain.errors import ProviderError
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers.json_fields import UnexpectedShape
from metarr_desktop.providers.tmdb.image_addresses import (
    ImageAddresses,
    documented_addresses,
    read_configuration,
)

if TYPE_CHECKING:
    from metarr_desktop.providers.definition import AnswerMemory
    from metarr_desktop.providers.http import ApiClient

log = logging.getLogger(__name__)

KEPT_S = 7 * 24 * 3600.0
RETRY_S = 600.0
_PATH = "configuration"


class Configuration:
    """The answer of ``/configuration``, kept for a week, also from run to run; one request however many ask at once.

    When it cannot be had, the values documented for years are used and the question is put again ten minutes
    later: pictures at the usual place are better than a failed fetch, and a refused key or a dead service
    shows in the fetch itself.
    """

    def __init__(
        self,
        http: ApiClient,
        base_url: str,
        memory: AnswerMemory | None = None,
        *,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._base_url = base_url
        self._memory = memory
        self._monotonic_s = monotonic_s
        self._addresses: ImageAddresses | None = None
        self._valid_until_s = 0.0
        self._lock = asyncio.Lock()

    async def addresses(
        self, params: dict[str, str], headers: dict[str, str], priority: Priority
    ) -> ImageAddresses:
        """Return the addresses to use now; never fails."""
        async with self._lock:
            if self._addresses is not None and self._monotonic_s() < self._valid_until_s:
                return self._addresses
            if self._addresses is None and await self._recall():
                assert self._addresses is not None
                return self._addresses
            try:
                answer = await self._http.get_json(_PATH, params, priority=priority, headers=headers)
                with self._http.reading(_PATH):
                    found = read_configuration(answer.data, api_base_url=self._base_url)
                self._addresses, kept_s = found, KEPT_S
                if self._memory is not None:
                    await self._memory.write(_PATH, answer.data)
            except ProviderError as error:
                log.warning("The usual addresses of pictures are used for now. %s", error)
                # what was asked before is nearer the truth than what is documented
                self._addresses = self._addresses or documented_addresses(self._base_url)
                kept_s = RETRY_S
            self._valid_until_s = self._monotonic_s() + kept_s
            return self._addresses

    async def _recall(self) -> bool:
        """Take what an earlier run of the program was told less than a week ago; tell whether there is any."""
        kept = await self._memory.read(_PATH) if self._memory is not None else None
        if kept is None or kept[1] >= KEPT_S:
            return False
        try:
            self._addresses = read_configuration(kept[0], api_base_url=self._base_url)
        except UnexpectedShape:
            return False
        self._valid_until_s = self._monotonic_s() + KEPT_S - kept[1]
        return True
