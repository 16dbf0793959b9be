"""What automation would select for a title, read from the store in one look; for the thread of the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from metarr_desktop.artwork.stack_finder import stacks_seen
from metarr_desktop.domain.asset import ASSET_SHAPES, ASSET_TYPES, USER_PROVIDER, AssetType, CachedAsset
from metarr_desktop.domain.enrichment import Choice
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.domain.ranking import BALANCED, rank, why_first
from metarr_desktop.domain.selection import (
    AutomationMode,
    Candidate,
    PlannedPick,
    SlotPlan,
    could_be_chosen,
    is_too_small,
    plan_slot,
)
from metarr_desktop.store import Store
from metarr_desktop.store.dismissals import Dismissal


@dataclass(frozen=True, slots=True)
class TitlePlan:
    """What automation would do for one title; ``assets`` are all pictures the plans speak of, by number."""

    slots: tuple[SlotPlan, ...] = ()
    assets: Mapping[int, CachedAsset] = field(default_factory=dict)
    selecting: frozenset[AssetType] = frozenset()

    @property
    def waiting(self) -> tuple[CachedAsset, ...]:
        """The pictures that could be chosen and whose originals are still needed."""
        chosen = (self.assets[each] for each in could_be_chosen(self.slots))
        return tuple(each for each in chosen if not self._is_ready(each))

    def is_ready(self, slot: SlotPlan) -> bool:
        """Tell whether all the plan would select in *slot* was looked at, and is on the disk where it must be."""
        return all(self._is_ready(self.assets[pick.asset_id]) for pick in slot.changes)

    def _is_ready(self, asset: CachedAsset) -> bool:
        """What is only proposed was looked at; what is selected must also be there."""
        return asset.analyzed and (asset.is_downloaded or asset.asset_type not in self.selecting)


class Planner:
    """Plans by the preferences that hold at that moment."""

    def __init__(self, store: Store, preferences: Callable[[], Preferences]) -> None:
        self._store = store
        self._preferences = preferences

    def plan(self, key: EntityKey, *, may_select: bool = False) -> TitlePlan:
        """Return the plan for all slots of the title that have candidates; types only fetched have none.

        Args:
            may_select: types that are otherwise only proposed are selected, too.
        """
        preferences = self._preferences()
        unreadable = self._store.image_files.unreadable(key)
        contents = self._store.image_files.content_hashes(key)
        dismissals = self._store.dismissals.of_title(key)
        slots: list[SlotPlan] = []
        assets: dict[int, CachedAsset] = {}
        for asset_type in ASSET_TYPES[key.entity_type]:
            if not takes_part(preferences, asset_type):
                continue
            found = self._store.assets.list(key, asset_type)
            assets |= {asset.id: asset for asset in found}
            stacks = _stacks(stacks_seen(self._store, key, asset_type), contents, found)
            unwanted = unreadable | _dismissed(dismissals, found, contents, stacks)
            for season, pictures in _by_season(found).items():
                slots.append(
                    plan_slot(
                        asset_type,
                        season,
                        [
                            self._candidate(asset, preferences, asset.id in unwanted, stacks.get(asset.id))
                            for asset in pictures
                        ],
                        limit=preferences.limit_of(asset_type),
                        is_several=asset_type in preferences.several,
                        is_locked=self._store.locks.is_locked(key, asset_type, season),
                    )
                )
        selecting = frozenset(
            each for each in AssetType if may_select or preferences.mode_of(each) is AutomationMode.SELECT
        )
        return TitlePlan(tuple(slots), assets, selecting)

    def choices(self, plan: TitlePlan, slot: SlotPlan, picks: Iterable[PlannedPick]) -> Iterator[Choice]:
        """Yield *picks* of *slot* in the words of a report."""
        for pick in picks:
            asset = plan.assets[pick.asset_id]
            yield Choice(
                asset.id, asset.asset_type, asset.season_number, asset.provider_name, asset.score, pick.replaces,
                self._reason(plan, slot, pick),
            )  # fmt: skip

    def _candidate(
        self, asset: CachedAsset, preferences: Preferences, is_unwanted: bool, stack: int | None
    ) -> Candidate:
        is_usable = not (
            asset.is_rejected
            or asset.missing_since is not None
            or is_unwanted
            or is_too_small(asset.asset_type, asset.width, asset.height)
            or asset.provider_name == USER_PROVIDER  # a person's own word
            or not self._store.counts_provider(asset.provider_name)
        )
        return Candidate(asset.id, _score(asset, preferences), _chosen_by(asset), is_usable, stack)

    def _reason(self, plan: TitlePlan, slot: SlotPlan, pick: PlannedPick) -> str:
        preferences, asset = self._preferences(), plan.assets[pick.asset_id]
        size = f"{asset.width} by {asset.height} pixels, score {asset.score}."
        named = {each.asset_id for each in slot.picks} | set(slot.stays)
        rivals = [
            each
            for each in plan.assets.values()
            if each.asset_type is asset.asset_type
            and each.season_number == asset.season_number
            and (each.id == pick.replaces if pick.replaces is not None else each.id not in named)
            and not each.is_rejected
            and each.missing_since is None
        ]
        if not rivals:
            return f"The only {ASSET_SHAPES[asset.asset_type].title.lower()} left to choose: {size}"
        best = max(rivals, key=lambda each: _score(each, preferences))
        weights = preferences.weights.get(asset.asset_type, BALANCED)
        mine, theirs = rank(asset, weights), rank(best, weights)
        if mine is None or theirs is None or mine.total < theirs.total:
            return f"The best that can be used: {size}"
        return f"{why_first(mine.in_whole_points(), theirs.in_whole_points())} {size[0].upper()}{size[1:]}"


def takes_part(preferences: Preferences, asset_type: AssetType) -> bool:
    """Tell whether automation does more with this type than fetch it."""
    return (
        asset_type is not AssetType.TRAILER
        and preferences.mode_of(asset_type) is not AutomationMode.FETCH
        and preferences.limit_of(asset_type) > 0
    )


def _score(asset: CachedAsset, preferences: Preferences) -> float:
    weights = preferences.weights.get(asset.asset_type)
    ranked = None if weights is None else rank(asset, weights)
    return float(asset.score or 0) if ranked is None else ranked.total


def _chosen_by(asset: CachedAsset) -> str | None:
    if not asset.is_selected:
        return None
    return "auto" if asset.selected_by == "auto" else "user"


def _by_season(assets: Iterable[CachedAsset]) -> dict[int | None, list[CachedAsset]]:
    found: dict[int | None, list[CachedAsset]] = defaultdict(list)
    for asset in assets:
        found[asset.season_number].append(asset)
    return dict(sorted(found.items(), key=lambda slot: -1 if slot[0] is None else slot[0]))


def _dismissed(
    dismissals: Iterable[Dismissal],
    assets: Sequence[CachedAsset],
    contents: Mapping[int, str],
    stacks: Mapping[int, int],
) -> set[int]:
    """Return the pictures a person does not want proposed: by address, by content, or as another of their stack."""
    notes = list(dismissals)
    addresses = {(each.asset_type, each.url) for each in notes}
    bytes_of = {
        (each.asset_type, each.season_number, each.content_hash) for each in notes if each.content_hash
    }
    named = {
        asset.id
        for asset in assets
        if (asset.asset_type, asset.url) in addresses
        or (
            asset.asset_type,
            -1 if asset.season_number is None else asset.season_number,
            contents.get(asset.id),
        )
        in bytes_of
    }
    alike = {stacks[each] for each in named if each in stacks}
    return named | {asset.id for asset in assets if stacks.get(asset.id) in alike}


def _stacks(
    seen: Sequence[Sequence[int]], contents: Mapping[int, str], assets: Iterable[CachedAsset]
) -> dict[int, int]:
    """Return the number of the stack of each picture that is in one: alike to the eye, or the same bytes."""
    equal: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for asset in assets:
        if asset.id in contents:
            equal[contents[asset.id], asset.season_number].append(asset.id)
    stack_of: dict[int, int] = {}
    for group in (*seen, *(each for each in equal.values() if len(each) > 1)):
        known = {stack_of[each] for each in group if each in stack_of}
        mine = min(known, default=len(stack_of) + 1)
        stack_of = {each: mine if number in known else number for each, number in stack_of.items()}
        stack_of |= dict.fromkeys(group, mine)
    return stack_of
