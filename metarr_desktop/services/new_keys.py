"""What follows when a key is saved, or a person wants a provider tried again: rests end, the next call asks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from metarr_desktop.domain.errors import StoreError
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.services.live_providers import LiveProviders
from metarr_desktop.store import Store

log = logging.getLogger(__name__)


class NewKeys:
    """Lets providers be asked with the keys there are now, and forgets what kept them from being asked.

    Args:
        is_demo: the program runs on the demo, whose keys are its own: those that are saved count for the real
            library only.
    """

    def __init__(self, live: LiveProviders, store: Store, health: ProviderHealth, *, is_demo: bool) -> None:
        self._live = live
        self._store = store
        self._is_demo = is_demo
        self._tasks: set[asyncio.Task[None]] = set()
        health.on_try_again = self._forget_rest_soon

    async def take_over(self, provider: str, keys: Mapping[str, str]) -> None:
        """Ask *provider* with *keys* from now on; titles that rest after failures are asked again, too.

        Raises:
            StoreError: the rests could not be ended; the keys are in use all the same.
        """
        if self._is_demo:
            return
        self._live.replace_keys(provider, keys)
        await self._store.run(self._store.fetches.clear_resting, provider)

    async def close(self) -> None:
        """Wait for what is being written."""
        await asyncio.gather(*self._tasks)

    def _forget_rest_soon(self, provider: str) -> None:
        task = asyncio.get_running_loop().create_task(self._forget_rest(provider), name="end rests")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _forget_rest(self, provider: str) -> None:
        try:
            await self._store.run(self._store.fetches.clear_resting, provider)
        except StoreError as error:  # the background asks these titles later, a person at once
            log.warning("what failed at %s rests on: %s", provider, error)
