"""The titles to identify, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from metarr_desktop.domain.entity import EntityKey


@dataclass(frozen=True, slots=True)
class TitleQueue:
    """Where we are in the queue; moving gives a new one.  ``done`` are the titles settled in it."""

    keys: tuple[EntityKey, ...] = ()
    place: int = 0
    done: frozenset[EntityKey] = field(default_factory=frozenset)

    @property
    def current(self) -> EntityKey | None:
        """The title in front, None in an empty queue."""
        return self.keys[self.place] if self.keys else None

    @property
    def is_at_end(self) -> bool:
        """No title follows."""
        return self.place >= len(self.keys) - 1

    def moved(self, steps: int) -> TitleQueue:
        """Return the queue at the title *steps* on, stopped at either end."""
        return replace(self, place=max(0, min(len(self.keys) - 1, self.place + steps)))

    def settled(self, key: EntityKey, *, is_done: bool = True) -> TitleQueue:
        """Return the queue with *key* done, or open again."""
        return replace(self, done=self.done | {key} if is_done else self.done - {key})
