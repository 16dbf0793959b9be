"""A value of one store as it would be after *Apply*, beside the one that holds; no Qt."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    T = TypeVar("T", bound=DataclassInstance)
else:
    T = TypeVar("T")


class ValueDraft(Generic[T]):
    """Field by field: a field that was changed here waits, all others follow what holds.

    Args:
        defaults: what holds where nothing was ever changed; also shown until it is known what holds.
        stays: fields that *Restore defaults* leaves alone.
    """

    def __init__(self, defaults: T, *, stays: Collection[str] = ()) -> None:
        self._defaults = defaults
        self._stays = frozenset(stays)
        self._kept = self._now = defaults
        self.fixed: AbstractSet[str] = frozenset()
        self.is_known = False

    @property
    def now(self) -> T:
        """As it would be."""
        return self._now

    @property
    def kept(self) -> T:
        """As it is."""
        return self._kept

    @property
    def is_changed(self) -> bool:
        return self._now != self._kept

    @property
    def is_default(self) -> bool:
        """Tell whether nothing can be restored."""
        return all(getattr(self._now, name) == getattr(self._defaults, name) for name in self._restorable())

    def changes(self) -> int:
        """Return how many options wait; of a mapping each entry is one."""
        return sum(
            count_changes(getattr(self._kept, name), getattr(self._now, name)) for name in self._names()
        )

    def differs(self, name: str) -> bool:
        """Tell whether the field *name* waits."""
        return bool(getattr(self._now, name) != getattr(self._kept, name))

    def change(self, **values: Any) -> None:
        """Let fields be *values* after *Apply*; those that are fixed stay."""
        self._now = replace(
            self._now, **{name: each for name, each in values.items() if name not in self.fixed}
        )

    def restore_defaults(self) -> None:
        self.change(**{name: getattr(self._defaults, name) for name in self._restorable()})

    def revert(self) -> None:
        """Forget what waits."""
        self._now = self._kept

    def hold(self, kept: T, fixed: AbstractSet[str] = frozenset()) -> None:
        """Take over what holds now; what was changed here and is not *fixed* from outside still waits."""
        waiting = {
            name: getattr(self._now, name) for name in self._names() if self.is_known and self.differs(name)
        }
        self._kept = self._now = kept
        self.fixed = fixed
        self.is_known = True
        self.change(**waiting)

    def forget(self) -> None:
        """Nobody knows what holds any more; nothing can be changed until it is known again."""
        self._now = self._kept
        self.is_known = False

    def _names(self) -> tuple[str, ...]:
        return tuple(each.name for each in fields(self._defaults))

    def _restorable(self) -> AbstractSet[str]:
        return frozenset(self._names()) - self._stays - self.fixed


def count_changes(before: object, after: object) -> int:
    """Return how many options differ: entries of a mapping, else one."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return sum(before.get(each) != after.get(each) for each in {*before, *after})
    return int(before != after)
