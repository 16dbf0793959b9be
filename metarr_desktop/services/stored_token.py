"""Where a provider that logs in keeps its token between two runs: beside the keys, never in the database."""

from __future__ import annotations

import asyncio
import logging

from metarr_desktop.credentials import Credentials
from metarr_desktop.domain.errors import StoreError

log = logging.getLogger(__name__)

TOKEN_FIELD = "TOKEN"  # the name of an entry, no secret


class StoredToken:
    """The token of one provider in the keyring or the key file; a failure costs one login, nothing else."""

    def __init__(self, credentials: Credentials, provider: str) -> None:
        self._credentials = credentials
        self._provider = provider

    async def read(self) -> str:
        """Return what was kept, ``""`` for nothing; on a thread, for keyrings are slow."""
        return await asyncio.to_thread(self._credentials.get, self._provider, TOKEN_FIELD) or ""

    async def write(self, text: str) -> None:
        """Keep *text* in the place of what was kept before."""
        try:
            await asyncio.to_thread(self._credentials.save, self._provider, TOKEN_FIELD, text)
        except StoreError as error:
            log.info("the token of %s is not kept for the next start: %s", self._provider, error)
