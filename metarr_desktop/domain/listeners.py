"""Those who want to hear of something, as the ``subscribe`` of the ports takes them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Generic, ParamSpec

P = ParamSpec("P")
log = logging.getLogger(__name__)


class Listeners(Generic[P]):
    """Callables in the order they came; they may leave, or others join, while they are being called."""

    def __init__(self) -> None:
        self._all: list[Callable[P, None]] = []

    def add(self, listener: Callable[P, None]) -> Callable[[], None]:
        """Let *listener* hear from now on; returns what ends that, which may be called again."""
        self._all.append(listener)

        def remove() -> None:
            if listener in self._all:
                self._all.remove(listener)

        return remove

    def tell(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Call all of them. What one raises is logged: it must hide the news from nobody, nor undo what is told."""
        for listener in self:
            try:
                listener(*args, **kwargs)
            except Exception:  # whoever tells has done its work and cannot do anything about it
                log.exception("%r could not take the news", listener)

    def clear(self) -> None:
        """Let nobody hear any more."""
        self._all.clear()

    def __iter__(self) -> Iterator[Callable[P, None]]:
        return iter(tuple(self._all))

    def __bool__(self) -> bool:
        return bool(self._all)
