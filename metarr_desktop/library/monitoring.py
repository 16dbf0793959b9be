"""Which titles automation takes care of; on the database worker."""

from __future__ import annotations

from collections.abc import Sequence

from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.store.store import Store

MONITOR = "monitor"
"""Kind of the act in the history; it holds whether each title was, and is, monitored."""


def set_monitored(store: Store, keys: Sequence[EntityKey], is_monitored: bool) -> None:
    """Let automation take care of the titles, or leave them alone; one act of the history.

    Raises:
        EntityUnknown: the library has no such title; nothing was changed.
    """
    with store.transaction():
        changed = [key for key in keys if store.entities.set_monitored(key, is_monitored=is_monitored)]
        if not changed:
            return
        verb = "Began monitoring" if is_monitored else "Stopped monitoring"
        first = changed[0]
        what = store.entities.get(first).label if len(changed) == 1 else f"{len(changed)} titles"
        titles = [[str(key.entity_type), key.entity_id] for key in changed]
        before, after = (
            {"titles": [{"key": title, "monitored": flag} for title in titles]}
            for flag in (not is_monitored, is_monitored)
        )
        store.history.add(MONITOR, f"{verb} {what}", first, before, after)
