"""One bound for all pixels kept for the screen, however many windows are open."""

from __future__ import annotations

from itertools import count
from typing import Protocol
from weakref import WeakKeyDictionary

MOST_BYTES = 256 * 1024 * 1024
"""Room for the tiles of a 4K screen twice: in the library and in the browser over it."""


class Keeper(Protocol):
    """A cache that takes part."""

    @property
    def used_bytes(self) -> int: ...

    def drop_oldest(self) -> int:
        """Forget what was used least recently; return the bytes that became free, 0 when only one is left."""


class PictureMemory:
    """Keeps the sum over all its keepers below *max_bytes*; GUI thread only.

    Whoever was not looked into for longest gives first: the window behind, not the one that is painted.
    """

    def __init__(self, max_bytes: int = MOST_BYTES) -> None:
        self._max_bytes = max_bytes
        self._used_at: WeakKeyDictionary[Keeper, int] = WeakKeyDictionary()
        self._now = count()

    @property
    def used_bytes(self) -> int:
        """Bytes of pixels held by all keepers."""
        return sum(keeper.used_bytes for keeper in self._used_at)

    def used(self, keeper: Keeper) -> None:
        """Note that something of *keeper* is looked at; the first time it begins to take part."""
        self._used_at[keeper] = next(self._now)

    def grew(self, keeper: Keeper) -> None:
        """Note that *keeper* took something in, and make room for it."""
        self.used(keeper)
        excess = self.used_bytes - self._max_bytes
        for each in sorted(self._used_at, key=self._used_at.__getitem__) if excess > 0 else ():
            while excess > 0 and (freed := each.drop_oldest()):
                excess -= freed


shared = PictureMemory()
"""The memory of this process: delegates and pages make their caches themselves."""
