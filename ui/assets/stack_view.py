"""Candidates that are one picture, folded into one tile; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from metarr_desktop.domain.asset import CachedAsset

Groups = tuple[tuple[int, ...], ...]
"""Ids of the candidates that are one picture, as the ``Stacks`` port has them."""


@dataclass(frozen=True, slots=True)
class StackMark:
    """What one tile says of its stack.

    Attributes:
        ids: all members that the filters let through, in the order they are shown in.
        place: place of this tile among them, from 1; of a folded stack the one tile stands for all.
        is_open: its members are all on screen, one after the other.
    """

    ids: tuple[int, ...]
    place: int = 1
    is_open: bool = False

    @property
    def is_first(self) -> bool:
        return self.place == 1 or not self.is_open

    @property
    def is_last(self) -> bool:
        return self.place == len(self.ids) or not self.is_open

    @property
    def badge(self) -> str:
        """``×4`` on the tile that stands for its stack, ``2 of 4`` on those that follow it."""
        return f"×{len(self.ids)}" if self.is_first else f"{self.place} of {len(self.ids)}"

    @property
    def words(self) -> str:
        """The same for a screen reader."""
        if not self.is_open:
            return f"stack of {len(self.ids)} like it, folded"
        return f"{self.place} of {len(self.ids)} in an open stack"


@dataclass(frozen=True, slots=True)
class Folded:
    """Tiles to show, the marks of those that belong to a stack, and how many there are unfolded and folded."""

    tiles: list[CachedAsset]
    marks: Mapping[int, StackMark] = field(default_factory=dict)
    loose: int = 0
    folded: int = 0

    @property
    def has_stacks(self) -> bool:
        return self.folded < self.loose


def fold(
    shown: Sequence[CachedAsset],
    groups: Groups,
    *,
    is_on: bool = True,
    opened: Collection[int] = (),
    points: Callable[[CachedAsset], float | None] = lambda asset: asset.score,
) -> Folded:
    """Return the tiles of *shown*, filtered and sorted already, with the members of a stack in one place.

    A stack stands where its first member stands in the order in force, so that nothing moves when another member
    is selected. What was rejected out of a stack is a stack of its own.

    Args:
        opened: ids of members of the stacks to show unfolded.
        points: what "best" means; on top lies the selected picture, else the best one.
    """
    stacks = _stacks_in(shown, groups)
    folded = len(shown) - sum(len(members) - 1 for members in stacks.values())
    tiles: list[CachedAsset] = []
    marks: dict[int, StackMark] = {}
    if not is_on:
        return Folded(list(shown), marks, len(shown), folded)
    stack_of = {member.id: stack for stack, members in stacks.items() for member in members}
    done: set[tuple[int, bool]] = set()
    for asset in shown:
        stack = stack_of.get(asset.id)
        if stack is None:
            tiles.append(asset)
        elif stack not in done:
            done.add(stack)
            _place(stacks[stack], opened, points, tiles, marks)
    return Folded(tiles, marks, len(shown), folded)


def _stacks_in(shown: Iterable[CachedAsset], groups: Groups) -> dict[tuple[int, bool], list[CachedAsset]]:
    group_of = {asset_id: number for number, group in enumerate(groups) for asset_id in group}
    stacks: dict[tuple[int, bool], list[CachedAsset]] = {}
    for asset in shown:
        if asset.id in group_of:
            stacks.setdefault((group_of[asset.id], asset.is_rejected), []).append(asset)
    return {stack: members for stack, members in stacks.items() if len(members) > 1}


def _place(
    members: list[CachedAsset],
    opened: Collection[int],
    points: Callable[[CachedAsset], float | None],
    tiles: list[CachedAsset],
    marks: dict[int, StackMark],
) -> None:
    ids = tuple(member.id for member in members)
    if any(each in opened for each in ids):
        tiles += members
        marks |= {each: StackMark(ids, place, is_open=True) for place, each in enumerate(ids, start=1)}
        return
    top = top_of(members, points)
    tiles.append(top)
    marks[top.id] = StackMark(ids)


def top_of(
    members: Sequence[CachedAsset], points: Callable[[CachedAsset], float | None] = lambda asset: asset.score
) -> CachedAsset:
    """Return the one that lies on top: the first of those selected, else the best, the first among equals."""
    selected = [member for member in members if member.is_selected]
    if selected:
        return min(selected, key=lambda member: member.selection_order or 0)
    return max(members, key=lambda member: -1.0 if (value := points(member)) is None else value)


class StacksInFront:
    """Remembers which groups there are of the type in front, and which of them are unfolded."""

    def __init__(self) -> None:
        self.is_on = True
        self.groups: Groups = ()
        self._opened: set[int] = set()
        self._last = Folded([])

    def enter(self, *, is_on: bool) -> None:
        """Another title or type is in front: nothing is known of it, and nothing unfolded."""
        self.is_on, self.groups, self._last = is_on, (), Folded([])
        self._opened.clear()

    @property
    def last(self) -> Folded:
        """What was shown last."""
        return self._last

    def fold(
        self,
        shown: Sequence[CachedAsset],
        points: Callable[[CachedAsset], float | None] = lambda asset: asset.score,
    ) -> Folded:
        """Fold *shown*; see `fold`."""
        self._last = fold(shown, self.groups, is_on=self.is_on, opened=self._opened, points=points)
        return self._last

    def take(self, groups: Groups, *, keep_in_sight: Iterable[int] = ()) -> bool:
        """Note the *groups* there are now; False if they are the same as before.

        Args:
            keep_in_sight: ids that have the focus or are marked: a stack that would hide one of them begins
                unfolded, so that nothing vanishes under the hand.
        """
        if groups == self.groups:
            return False
        before = {frozenset(group) for group in self.groups}
        held = set(keep_in_sight)
        tops = {group[0] for group in groups}
        for group in groups:
            if frozenset(group) not in before and any(each in held - tops for each in group):
                self._opened.update(group)
        self.groups = groups
        return True

    def toggle(self, asset_id: int) -> StackMark | None:
        """Unfold the stack of *asset_id*, or fold it; the mark it had, None if it lies in no stack."""
        mark = self._last.marks.get(asset_id)
        if mark is None:
            return None
        if mark.is_open:
            self._opened.difference_update(self._whole(mark))
        else:
            self._opened.update(mark.ids)
        return mark

    def toggle_all(self) -> bool:
        """Unfold all stacks, or fold all when one of them is open; True if they are unfolded now."""
        marks = self._last.marks.values()
        if any(mark.is_open for mark in marks):
            self._opened.clear()
            return False
        self._opened.update(each for mark in marks for each in mark.ids)
        return True

    def group_of(self, asset_id: int) -> tuple[int, ...]:
        """Return all that are the same picture as *asset_id*, itself among them, folded or not."""
        return next((group for group in self.groups if asset_id in group), (asset_id,))

    def members(self, asset_id: int) -> tuple[int, ...]:
        """Return all that an act upon the tile of *asset_id* is upon: the stack if it is folded, else itself."""
        mark = self._last.marks.get(asset_id)
        return (asset_id,) if mark is None or mark.is_open else mark.ids

    def _whole(self, mark: StackMark) -> set[int]:
        """Return the group of *mark* with what the filters hide of it: any member keeps a stack open."""
        return {each for group in self.groups if set(group) & set(mark.ids) for each in group} | set(mark.ids)
