"""What somebody listens to, ended together."""

from __future__ import annotations

from collections.abc import Callable


class Subscriptions:
    """Holds what the ``subscribe`` of the ports returns, until it is called."""

    def __init__(self) -> None:
        self._ends: list[Callable[[], None]] = []

    def add(self, *ends: Callable[[], None]) -> None:
        """Call each of *ends* when `end` is called."""
        self._ends += ends

    def end(self) -> None:
        """Hear nothing any more; may be called again, also after more was added."""
        while self._ends:
            self._ends.pop(0)()
