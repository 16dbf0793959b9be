"""Which entries the demo services say have changed: each about every tenth day, always the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

_EVERY = 10
_LONGEST = timedelta(days=400)


def changes(numbers: Iterable[int], since: date, until: date) -> Iterator[tuple[int, date]]:
    """Yield (number, day) of each change from *since* to *until*, both included."""
    entries = list(numbers)
    day = max(since, until - _LONGEST)
    while day <= until:
        for number in entries:
            if (number + 7 * day.toordinal()) % _EVERY == 0:
                yield number, day
        day += timedelta(days=1)
