"""What a run does with the plan for a title, and how it says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from metarr_desktop.automation.planning import Planner, TitlePlan
from metarr_desktop.curation import USER
from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.enrichment import Choice, EnrichedTitle
from metarr_desktop.domain.entity import Entity, IdentityState
from metarr_desktop.domain.fetch import Outcome, ProviderOutcome
from metarr_desktop.domain.selection import SlotPlan
from metarr_desktop.store import Lock

_WANTED = ("resting", "refused")
"""Why a provider was passed over that the person did not switch off."""


def why_left_alone(entity: Entity) -> str:
    """Return why automation leaves the title alone, empty if it does not."""
    if not entity.is_monitored:
        return "This title is not monitored, so automation leaves it alone."
    if entity.state is IdentityState.IN_NO_PROVIDER:
        return "This title is marked as being in no provider, so automation leaves it alone."
    if not entity.external_ids:
        return "This title is not identified yet. Identify it first."
    return ""


def choices_of(planner: Planner, plan: TitlePlan, slots: Iterable[SlotPlan]) -> tuple[Choice, ...]:
    """Return what is to be selected in *slots* in the words of a report."""
    return tuple(choice for slot in slots for choice in planner.choices(plan, slot, slot.changes))


def summary(report: EnrichedTitle) -> str:
    """Return the report of one title in a sentence or two."""
    done = [f"{len(report.selected)} selected"] if report.selected else []
    done += [f"{len(report.proposed)} proposed"] if report.proposed else []
    words = [f"{', '.join(done).capitalize()}." if done else "Nothing to change."]
    if report.would_have_changed:
        words.append(f"{len(report.would_have_changed)} more but for locks.")
    if report.failures:
        words.append(
            f"Some artwork could not be loaded, and its slots are as they were. {report.failures[0]}"
        )
    return " ".join([*words, *report.unreached])


def unreached(outcomes: Iterable[ProviderOutcome]) -> tuple[str, ...]:
    """Return a sentence for each provider that could not be asked, though it should have been."""
    return tuple(
        each.message
        for each in outcomes
        if each.outcome in (Outcome.FAILED, Outcome.TIMED_OUT)
        or (each.outcome is Outcome.SKIPPED and each.error_kind in _WANTED)
    )


def sorted_slots(
    plan: TitlePlan, failed: Mapping[int, str]
) -> tuple[list[SlotPlan], list[SlotPlan], tuple[str, ...]]:
    """Return the slots to fill, those to propose for, and a sentence for each that failed."""
    select, propose, failures = list[SlotPlan](), list[SlotPlan](), list[str]()
    for slot in plan.slots:
        if not plan.is_ready(slot):  # left as it is: something failed, or was changed a moment ago
            failures += dict.fromkeys(
                f"{ASSET_SHAPES[slot.asset_type].title}: {failed[pick.asset_id]}"
                for pick in slot.changes
                if pick.asset_id in failed
            )
        elif slot.asset_type in plan.selecting:
            select.append(slot)
        else:
            propose.append(slot)
    return select, propose, tuple(failures)


def slots_left(plan: TitlePlan, locks: Iterable[Lock]) -> list[tuple[AssetType, int | None]]:
    """Return the slots whose proposals stay as they are: something could not be loaded, or the person locked them.

    What is proposed behind such a lock is shown again without it.
    """
    closed = {lock.asset_type for lock in locks if lock.source == USER}
    return [
        (each.asset_type, each.season_number)
        for each in plan.slots
        if each.asset_type in closed or not plan.is_ready(each)
    ]
