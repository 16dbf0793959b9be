"""Asks one provider for everything wanted of it: one reply, whatever happens, and never an exception.

Several providers are asked side by side by the flights of the cache manager (``flights.py``), one each.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import (
    ProviderBusy,
    ProviderError,
    ProviderHeld,
    ProviderNotFound,
    ProviderUnreachable,
)
from metarr_desktop.domain.fetch import (
    Outcome,
    Priority,
    ProgressCallback,
    ProgressState,
    ProviderOutcome,
    ProviderProgress,
)
from metarr_desktop.domain.provider import AnswerGroup, Deadlines, ProviderInfo
from metarr_desktop.orchestration.health import what_went_wrong
from metarr_desktop.orchestration.provider_call import ProviderCall, ProviderCaller
from metarr_desktop.orchestration.rate_limit import Urgency
from metarr_desktop.providers.base import AnswerRequest, AssetProvider, ProviderAnswer

log = logging.getLogger(__name__)

_FINAL_STATES: Mapping[Outcome, ProgressState] = {
    Outcome.OK: ProgressState.DONE,
    Outcome.EMPTY: ProgressState.EMPTY,
    Outcome.NOT_FOUND: ProgressState.NOT_FOUND,
    Outcome.FAILED: ProgressState.FAILED,
    Outcome.TIMED_OUT: ProgressState.TIMED_OUT,
    Outcome.SKIPPED: ProgressState.SKIPPED,
    Outcome.CANCELLED: ProgressState.CANCELLED,
}

_SEVERITY = (
    Outcome.TIMED_OUT, Outcome.FAILED, Outcome.CANCELLED, Outcome.SKIPPED, Outcome.OK, Outcome.NOT_FOUND,
    Outcome.EMPTY,
)  # fmt: skip
"""The worst of its groups is the outcome of a provider; among successes the one that says most."""


@dataclass(frozen=True, slots=True)
class ProviderAsk:
    """What is wanted of one provider: whole groups, for the title it knows by one id.

    ``group_ids``: by group name, the (kind, value) of groups that are asked by another id.
    """

    provider: AssetProvider
    entity_type: EntityType
    id_kind: str
    id_value: str
    groups: tuple[AnswerGroup, ...]
    ids: ExternalIds = field(default_factory=ExternalIds)
    languages: tuple[str, ...] = ("en",)
    is_forced: bool = False
    group_ids: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def id_for(self, group: AnswerGroup) -> tuple[str, str]:
        """Return the (kind, value) *group* is asked by."""
        return self.group_ids.get(group.name, (self.id_kind, self.id_value))


@dataclass(frozen=True, slots=True)
class GroupReply:
    """How one group fared.

    Attributes:
        outcome: skipped where the person paused the provider before its answer came.
        answer: what was received; ``None`` unless ``outcome`` is a success.
        error_kind, message: of a failure.
        named_wait_s: seconds after which the provider itself wants to be asked again.
    """

    group: AnswerGroup
    outcome: Outcome
    answer: ProviderAnswer | None = None
    error_kind: str = ""
    message: str = ""
    named_wait_s: float | None = None

    @property
    def verdict(self) -> Outcome:
        """The outcome as far as the whole provider is concerned: half an answer is a failure."""
        return Outcome.FAILED if self.error_kind == "incomplete" else self.outcome


@dataclass(frozen=True, slots=True)
class ProviderReply:
    """How one provider fared, in sum and per group."""

    outcome: ProviderOutcome
    groups: tuple[GroupReply, ...] = ()

    @property
    def provider(self) -> str:
        return self.outcome.provider


def final_progress(outcome: ProviderOutcome) -> ProviderProgress:
    """Return the last event of a provider that ended so."""
    state = _FINAL_STATES[outcome.outcome]
    return ProviderProgress(outcome.provider, state, item_count=outcome.item_count, message=outcome.message)


def deadline_s(deadlines: Deadlines, priority: Priority) -> float:
    """Return the seconds a provider has in all, retries included."""
    return deadlines.user_s if priority is Priority.USER else deadlines.automation_s


class FetchOrchestrator:
    """Runs asks under the deadline of their provider, with retries, limiter and breaker.

    Args:
        caller: opens the calls.
    """

    def __init__(self, caller: ProviderCaller) -> None:
        self._caller = caller
        self.health = caller.health

    async def ask(
        self,
        ask: ProviderAsk,
        urgency: Urgency,
        *,
        deadline_s: float,
        on_progress: ProgressCallback | None = None,
    ) -> ProviderReply:
        """Ask for all groups at once and return how each fared; the groups that answered in time count.

        Whatever a provider raises becomes an outcome; only cancellation passes through, and cancels the
        requests under way.

        Args:
            urgency: may be raised while this runs.
            deadline_s: after so many seconds what still runs is cancelled, with outcome timed out.
            on_progress: told every step but the final one: that belongs to whoever saves the reply.
        """
        info = ask.provider.info
        may_probe = ask.is_forced and urgency.priority is Priority.USER
        started = asyncio.get_running_loop().time()
        try:
            call = self._caller.open(
                info, urgency, deadline_s=deadline_s, may_probe=may_probe, on_progress=on_progress
            )
        except ProviderBusy as busy:
            return self._not_let_through(info, busy)
        ended: dict[str, GroupReply] = {}

        async def ask_group(group: AnswerGroup) -> None:
            ended[group.name] = await self._ask_group(ask, group, call)

        try:
            async with call, asyncio.TaskGroup() as tasks:
                for group in ask.groups:
                    tasks.create_task(ask_group(group), name=f"ask {info.name} for {group.name}")
        except TimeoutError:
            for group in ask.groups:
                ended.setdefault(group.name, self._too_late(info, group))
        replies = tuple(ended[group.name] for group in ask.groups)
        elapsed_s = asyncio.get_running_loop().time() - started
        return ProviderReply(self._sum_up(info, replies, elapsed_s), replies)

    async def _ask_group(self, ask: ProviderAsk, group: AnswerGroup, call: ProviderCall) -> GroupReply:
        info, (kind, value) = ask.provider.info, ask.id_for(group)

        async def fetch(priority: Priority) -> ProviderAnswer:
            return await ask.provider.fetch(
                AnswerRequest(ask.entity_type, kind, value, group, ask.ids, ask.languages, priority)
            )

        try:
            answer = await call.request(fetch)
        except ProviderNotFound:  # an answer like any other, and remembered like one
            answer = ProviderAnswer(Outcome.NOT_FOUND)
        except ProviderHeld as held:  # what a person stopped did not fail
            return GroupReply(group, Outcome.SKIPPED, error_kind=held.kind, message=str(held))
        except ProviderError as error:
            return _failed(group, error)
        except Exception:  # a fault of a provider's code must not end the call for the other providers
            log.exception("Provider %s broke while asked for %s", info.name, group.name)
            message = f"{info.title} could not be asked because of a fault in this program; the log has it."
            return GroupReply(group, Outcome.FAILED, error_kind="unexpected", message=message)
        return _answered(info, ask, group, answer)

    def _too_late(self, info: ProviderInfo, group: AnswerGroup) -> GroupReply:
        paused_s = self.health.line(info).limiter.paused_for_s()
        if paused_s > 0:  # the request never left the queue: the provider is busy, not slow
            return _failed(
                group, ProviderBusy(info.name, f"{info.title} asked for a rest.", retry_after_s=paused_s)
            )
        message = f"{info.title} did not answer in time."
        return _failed(group, ProviderUnreachable(info.name, message, is_timeout=True))

    def _not_let_through(self, info: ProviderInfo, busy: ProviderBusy) -> ProviderReply:
        retry_at: datetime | None = None
        if busy.retry_after_s is not None:
            retry_at = self.health.clock() + timedelta(seconds=busy.retry_after_s)
        return ProviderReply(
            ProviderOutcome(
                info.name, Outcome.SKIPPED, "paused", str(busy), retry_at=retry_at, was_asked=False
            )
        )

    def _sum_up(
        self, info: ProviderInfo, replies: tuple[GroupReply, ...], elapsed_s: float
    ) -> ProviderOutcome:
        worst = min(replies, key=lambda reply: _SEVERITY.index(reply.verdict))
        answers = [reply.answer for reply in replies if reply.answer is not None]
        return ProviderOutcome(
            info.name,
            worst.verdict,
            worst.error_kind,
            worst.message,
            item_count=sum(len(answer.images) + len(answer.videos) for answer in answers),
            dropped=sum(answer.dropped for answer in answers),
            elapsed_s=elapsed_s,
            was_asked=any(reply.outcome is not Outcome.SKIPPED for reply in replies),
        )


def _failed(group: AnswerGroup, error: ProviderError) -> GroupReply:
    told = what_went_wrong(error)
    is_timeout = isinstance(told, ProviderUnreachable) and told.is_timeout
    # Our own back-off is no time the provider named: after it the long rest applies.
    named_s = told.retry_after_s if isinstance(told, ProviderBusy) else None
    outcome = Outcome.TIMED_OUT if is_timeout else Outcome.FAILED
    return GroupReply(group, outcome, None, told.kind, str(error), named_s)


def _answered(info: ProviderInfo, ask: ProviderAsk, group: AnswerGroup, answer: ProviderAnswer) -> GroupReply:
    if answer.incomplete_parts:
        parts = ", ".join(sorted(answer.incomplete_parts))
        message = (
            f"{info.title} answered only in part; what is missing: {parts}. What came was saved, and what was "
            "stored before stays. Try again later."
        )
        return GroupReply(group, answer.outcome, answer, "incomplete", message)
    if answer.outcome is Outcome.OK and not (answer.images or answer.videos or answer.metadata):
        answer = replace(answer, outcome=Outcome.EMPTY)
    if answer.outcome is Outcome.NOT_FOUND:
        message = answer.message or _no_entry(info, ask, group)
        return GroupReply(group, answer.outcome, answer, "not_found", message)
    return GroupReply(group, answer.outcome, answer)


def _no_entry(info: ProviderInfo, ask: ProviderAsk, group: AnswerGroup) -> str:
    return f"{info.title} has no entry {ask.id_for(group)[1]}."


def combined(outcomes: Sequence[ProviderOutcome]) -> ProviderOutcome:
    """Return how a provider fared that was asked several times for the parts of one title."""
    worst = min(outcomes, key=lambda outcome: _SEVERITY.index(outcome.outcome))
    return replace(
        worst,
        item_count=sum(outcome.item_count for outcome in outcomes),
        dropped=sum(outcome.dropped for outcome in outcomes),
        elapsed_s=sum(outcome.elapsed_s for outcome in outcomes),
        was_asked=any(outcome.was_asked for outcome in outcomes),
    )
