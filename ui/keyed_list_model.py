"""A list model whose rows are addressed by id and which changes without a reset."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from enum import IntEnum
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, Qt

from ui.qt_types import ROOT, AnyIndex

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

# Every signal costs the view and each proxy a pass over their own tables.  Beyond this many a permutation of
# the whole list, which keeps persistent indexes just as well, is cheaper.
_MOST_SIGNALS = 64


class ItemRole(IntEnum):
    """Roles every `KeyedListModel` answers, also through a proxy."""

    ITEM = int(Qt.ItemDataRole.UserRole) + 1
    KEY = ITEM + 1


class KeyedListModel(QAbstractListModel, Generic[K, T]):
    """Items in order, each with a unique key; `merge` brings in a new list and keeps what survives in place.

    The current row, the selection, the scroll anchor and every other persistent index stay on *their item*:
    rows are inserted, removed, moved and changed, never reset.  Subclass it and override `text` (and `data`
    for more roles; call ``super().data`` for the rest).  `data` answers from memory only.

    Args:
        key: the id of an item; must not change while the item is here.
    """

    def __init__(self, key: Callable[[T], K], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._items: list[T] = []
        self._keys: list[K] = []
        self._rows: dict[K, int] | None = {}

    # -- reading ---------------------------------------------------------------------------------------------

    @property
    def items(self) -> tuple[T, ...]:
        """All items in row order."""
        return tuple(self._items)

    def item(self, index: AnyIndex | int) -> T:
        """Return the item of a row or of an index *of this model* (map a proxy's index first).

        Raises:
            IndexError: no such row.
        """
        row = index if isinstance(index, int) else index.row()
        if not 0 <= row < len(self._items):
            raise IndexError(f"row {row} of {len(self._items)}")
        return self._items[row]

    def row_of(self, key: K) -> int | None:
        """Return the row of *key*, None when it is not here; a dictionary look-up."""
        if self._rows is None:
            self._rows = {each: row for row, each in enumerate(self._keys)}
        return self._rows.get(key)

    def index_of(self, key: K) -> QModelIndex:
        """Return the index of *key*, an invalid one when it is not here."""
        row = self.row_of(key)
        return QModelIndex() if row is None else self.index(row, 0)

    def find(self, key: K) -> T | None:
        """Return the item of *key*, None when it is not here."""
        row = self.row_of(key)
        return None if row is None else self._items[row]

    def text(self, item: T) -> str:
        """Return the sentence for *item*: shown by plain views, read aloud by screen readers."""
        return str(item)

    # -- writing ---------------------------------------------------------------------------------------------

    def merge(self, items: Iterable[T]) -> None:
        """Make the rows equal to *items*, in this order.

        Cost: O(n log n) and a bounded number of signals, whatever changed.

        Raises:
            ValueError: two items share a key; nothing was changed.
        """
        new = list(items)
        new_keys = [self._key(item) for item in new]
        wanted = set(new_keys)
        if len(wanted) != len(new_keys):
            twice = next(key for key in new_keys if new_keys.count(key) > 1)
            raise ValueError(f"the key {twice!r} occurs twice")
        here = set(self._keys)
        removals = _runs([row for row, key in enumerate(self._keys) if key not in wanted])
        insertions = _runs([row for row, key in enumerate(new_keys) if key not in here])
        staying = [key for key in self._keys if key in wanted]
        target = [key for key in new_keys if key in here]
        movers = set() if staying == target else _movers(staying, target)
        if len(removals) + len(insertions) + len(movers) <= _MOST_SIGNALS:
            for first, last in reversed(removals):
                self._remove(first, last)
            self._move_into(target, movers)
            for first, last in insertions:
                self._insert(first, new[first : last + 1])
        else:
            self._permute(staying + [key for key in self._keys if key not in wanted])
            if len(staying) < len(self._keys):
                self._remove(len(staying), len(self._keys) - 1)
            if added := [item for item, key in zip(new, new_keys, strict=True) if key not in here]:
                self._insert(len(self._keys), added)
            self._permute(new_keys)
        self._replace_changed(new)

    def update(self, items: Iterable[T]) -> None:
        """Put *items* in place of those with the same keys; keys that are not here are ignored."""
        changed = []
        for item in items:
            row = self.row_of(self._key(item))
            if row is not None and self._items[row] != item:
                self._items[row] = item
                changed.append(row)
        self._announce(sorted(changed))

    def touch(self, keys: Iterable[K], roles: Sequence[int] = ()) -> None:
        """Announce that `data` answers anew for *keys* although the items are the same (a picture came)."""
        rows = (self.row_of(key) for key in keys)
        self._announce(sorted(row for row in rows if row is not None), roles)

    def clear(self) -> None:
        """Remove all rows."""
        self.merge(())

    # -- Qt --------------------------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        if role == ItemRole.ITEM:
            return self._items[index.row()]
        if role == ItemRole.KEY:
            return self._keys[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(self._items[index.row()])
        return None

    def roleNames(self) -> dict[int, QByteArray]:
        return super().roleNames() | {
            int(ItemRole.ITEM): QByteArray(b"item"),
            int(ItemRole.KEY): QByteArray(b"key"),
        }

    # -- steps of a merge ------------------------------------------------------------------------------------

    def _remove(self, first: int, last: int) -> None:
        self.beginRemoveRows(QModelIndex(), first, last)
        del self._items[first : last + 1]
        del self._keys[first : last + 1]
        self._rows = None
        self.endRemoveRows()

    def _insert(self, first: int, items: list[T]) -> None:
        self.beginInsertRows(QModelIndex(), first, first + len(items) - 1)
        self._items[first:first] = items
        self._keys[first:first] = [self._key(item) for item in items]
        self._rows = None
        self.endInsertRows()

    def _move_into(self, target: list[K], movers: set[K]) -> None:
        """Move each of *movers* behind its predecessor in *target*; at most `_MOST_SIGNALS` of them."""
        for place, key in enumerate(target):
            if key not in movers:
                continue
            source = self._keys.index(key)
            goal = 0 if place == 0 else self._keys.index(target[place - 1]) + 1
            if goal in (source, source + 1):
                continue  # an earlier move already put it there; Qt refuses a move onto itself
            self.beginMoveRows(QModelIndex(), source, source, QModelIndex(), goal)
            to = goal - 1 if source < goal else goal
            self._items.insert(to, self._items.pop(source))
            self._keys.insert(to, self._keys.pop(source))
            self._rows = None
            self.endMoveRows()

    def _permute(self, order: list[K]) -> None:
        if order == self._keys:
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        old_keys = [self._keys[index.row()] for index in old]
        by_key = dict(zip(self._keys, self._items, strict=True))
        self._keys, self._items = list(order), [by_key[key] for key in order]
        self._rows = {key: row for row, key in enumerate(order)}
        self.changePersistentIndexList(old, [self.index(self._rows[key], 0) for key in old_keys])
        self.layoutChanged.emit()

    def _replace_changed(self, new: list[T]) -> None:
        changed = [
            row
            for row, (old, item) in enumerate(zip(self._items, new, strict=True))
            if old is not item and old != item
        ]
        self._items = new
        self._announce(changed)

    def _announce(self, rows: list[int], roles: Sequence[int] = ()) -> None:
        runs = _runs(rows)
        if (
            len(runs) > _MOST_SIGNALS
        ):  # one range costs a view less than a hundred, even if most of it is unchanged
            runs = [(runs[0][0], runs[-1][1])]
        for first, last in runs:
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0), list(roles))


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return ascending *rows* as ranges, both ends included."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _movers(old: Sequence[K], new: Sequence[K]) -> set[K]:
    """Return the fewest keys that must move: all of *new* but a longest subsequence in the order of *old*."""
    place = {key: row for row, key in enumerate(old)}
    ends: list[int] = []
    ends_at: list[int] = []
    before = [-1] * len(new)
    for at, key in enumerate(new):
        slot = bisect_left(ends, place[key])
        before[at] = ends_at[slot - 1] if slot else -1
        ends[slot : slot + 1] = [place[key]]
        ends_at[slot : slot + 1] = [at]
    staying = set()
    at = ends_at[-1] if ends_at else -1
    while at >= 0:
        staying.add(new[at])
        at = before[at]
    return {key for key in new if key not in staying}
