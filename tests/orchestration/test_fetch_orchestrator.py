from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import (
    ProviderAnswerInvalid,
    ProviderBusy,
    ProviderFailed,
    ProviderHeld,
    ProviderNotFound,
    ProviderRefused,
    ProviderUnreachable,
)
from metarr_desktop.domain.fetch import Outcome, Priority, ProgressState, ProviderProgress
from metarr_desktop.domain.provider import AnswerGroup, Deadlines
from metarr_desktop.orchestration.fetch_orchestrator import (
    FetchOrchestrator,
    ProviderAsk,
    ProviderReply,
    deadline_s,
)
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.orchestration.provider_call import ProviderCaller
from metarr_desktop.orchestration.rate_limit import Urgency
from metarr_desktop.providers.base import AnswerRequest, ProviderAnswer
from tests.orchestration.scripted import ScriptedProvider, Step, after, an_answer, an_image, an_info, never
from tests.orchestration.virtual_time import clock, in_virtual_time, now

ANSWER = an_answer(an_image(1), an_image(2))
UNREACHABLE = ProviderUnreachable("tmdb", "TMDB cannot be reached.")
BROKEN = ProviderFailed("tmdb", "TMDB answered with an error of its own (500).", status=500)
SLOW_ATTEMPT = ProviderUnreachable("tmdb", "TMDB did not answer in time.", is_timeout=True)

TEXTS = AnswerGroup("texts", frozenset({"metadata"}))
PICTURES = AnswerGroup("pictures", frozenset({"poster"}))


class Desk:
    """An orchestrator, one provider, and everything that was reported of it."""

    def __init__(self, *steps: Step, **info: Any) -> None:
        self.provider = ScriptedProvider(an_info(**info), *steps)
        self.health = ProviderHealth([self.provider.info], clock=clock, now=now)
        caller = ProviderCaller(self.health, random_share=lambda: 0.5)
        self.orchestrator = FetchOrchestrator(caller)
        self.events: list[ProviderProgress] = []

    async def ask(
        self, *, priority: Priority = Priority.USER, force: bool = False, within_s: float | None = None
    ) -> ProviderReply:
        info = self.provider.info
        groups = info.answers[EntityType.MOVIE]
        ask = ProviderAsk(self.provider, EntityType.MOVIE, "tmdb", "27205", groups, is_forced=force)
        seconds = deadline_s(info.deadlines, priority) if within_s is None else within_s
        return await self.orchestrator.ask(
            ask, Urgency(priority), deadline_s=seconds, on_progress=self.events.append
        )

    @property
    def states(self) -> list[str]:
        return [event.state.value for event in self.events]


# --------------------------------------------------------------------------------- outcomes


@in_virtual_time
async def test_an_answer_is_ok_and_counted() -> None:
    desk = Desk(an_answer(an_image(1), an_image(2), dropped=3))
    outcome = (await desk.ask()).outcome

    assert (outcome.outcome, outcome.item_count, outcome.dropped) == (Outcome.OK, 2, 3)
    assert desk.states == ["running"]


@pytest.mark.parametrize("outcome", [Outcome.EMPTY, Outcome.NOT_FOUND])
@in_virtual_time
async def test_nothing_there_is_an_answer(outcome: Outcome) -> None:
    reply = await Desk(ProviderAnswer(outcome)).ask()

    assert reply.outcome.outcome is outcome
    assert reply.groups[0].answer is not None


@in_virtual_time
async def test_an_answer_without_anything_in_it_is_empty() -> None:
    reply = await Desk(an_answer(title="")).ask()

    assert reply.outcome.outcome is Outcome.EMPTY


@in_virtual_time
async def test_a_provider_without_the_entry_has_answered() -> None:
    reply = await Desk(ProviderNotFound("tmdb", "404")).ask()

    assert (reply.outcome.outcome, reply.outcome.message) == (Outcome.NOT_FOUND, "TMDB has no entry 27205.")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ProviderRefused("tmdb", "TMDB does not accept the key.", reason="wrong"), "refused"),
        (ProviderFailed("tmdb", "TMDB did not understand (400).", status=400), "failed"),
        (ProviderAnswerInvalid("tmdb", "TMDB answered with HTML."), "invalid_answer"),
    ],
)
@in_virtual_time
async def test_what_will_not_change_is_not_tried_again(error: Exception, kind: str) -> None:
    desk = Desk(error)
    outcome = (await desk.ask()).outcome

    assert (outcome.outcome, outcome.error_kind, outcome.message) == (Outcome.FAILED, kind, str(error))
    assert len(desk.provider.requests) == 1


@in_virtual_time
async def test_a_fault_of_a_provider_becomes_an_outcome_with_its_traceback_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        outcome = (await Desk(ZeroDivisionError("bug")).ask()).outcome

    assert (outcome.outcome, outcome.error_kind) == (Outcome.FAILED, "unexpected")
    assert "Traceback" not in outcome.message
    assert any(record.exc_info for record in caplog.records)


# --------------------------------------------------------------------------------- retries


@pytest.mark.parametrize("error", [UNREACHABLE, BROKEN, SLOW_ATTEMPT, ProviderBusy("tmdb", "429")])
@in_virtual_time
async def test_what_may_pass_is_tried_again(error: Exception) -> None:
    desk = Desk(error, ANSWER)
    outcome = (await desk.ask()).outcome

    assert (outcome.outcome, now()) == (Outcome.OK, 1.0)


@pytest.mark.parametrize(
    ("priority", "attempts", "seconds"),
    [(Priority.USER, 3, 1 + 2), (Priority.AUTOMATION, 6, 1 + 2 + 4 + 8 + 16)],
)
@in_virtual_time
async def test_a_user_gets_two_retries_and_the_background_five(
    priority: Priority, attempts: int, seconds: float
) -> None:
    desk = Desk(UNREACHABLE)
    outcome = (await desk.ask(priority=priority)).outcome

    assert (outcome.outcome, outcome.error_kind) == (Outcome.FAILED, "unreachable")
    assert (len(desk.provider.requests), now()) == (attempts, seconds)


@in_virtual_time
async def test_the_wait_the_provider_names_is_kept() -> None:
    desk = Desk(ProviderBusy("tmdb", "429", retry_after_s=7), ANSWER)
    await desk.ask()

    assert now() == 7


@in_virtual_time
async def test_a_wait_beyond_the_deadline_ends_at_once_with_that_time() -> None:
    desk = Desk(ProviderBusy("tmdb", "TMDB asks us to wait.", retry_after_s=90))
    reply = await desk.ask()

    assert (reply.outcome.outcome, reply.outcome.error_kind, now()) == (Outcome.FAILED, "busy", 0)
    assert reply.groups[0].named_wait_s == 90
    assert reply.outcome.message == "TMDB asks us to wait."


@in_virtual_time
async def test_progress_tells_of_waits_and_retries() -> None:
    desk = Desk(BROKEN, BROKEN, ANSWER)
    await desk.ask()

    told = [(event.state, event.attempt, event.attempts, event.wait_s) for event in desk.events]
    assert told == [
        (ProgressState.RUNNING, 1, 3, None),
        (ProgressState.WAITING, 1, 3, 1.0),
        (ProgressState.RETRYING, 2, 3, None),
        (ProgressState.WAITING, 2, 3, 2.0),
        (ProgressState.RETRYING, 3, 3, None),
    ]


# --------------------------------------------------------------------------------- deadlines


@pytest.mark.parametrize(("priority", "seconds"), [(Priority.USER, 10), (Priority.AUTOMATION, 60)])
@in_virtual_time
async def test_a_hanging_provider_is_cut_off_and_its_request_cancelled(
    priority: Priority, seconds: float
) -> None:
    desk = Desk(never)
    outcome = (await desk.ask(priority=priority)).outcome

    assert (outcome.outcome, now(), desk.provider.cancelled) == (Outcome.TIMED_OUT, seconds, 1)
    assert outcome.message == "TMDB did not answer in time."


@in_virtual_time
async def test_retries_do_not_outlast_the_deadline() -> None:
    async def slow_failure(_: AnswerRequest) -> ProviderAnswer:
        await asyncio.sleep(4)
        raise SLOW_ATTEMPT

    desk = Desk(slow_failure)
    outcome = (await desk.ask()).outcome

    # 4 s, wait 1 s, 4 s: the next wait of 2 s would end at 11 s.
    assert (now(), len(desk.provider.requests), outcome.error_kind) == (9, 2, "unreachable")


@in_virtual_time
async def test_a_providers_own_deadline_rules() -> None:
    desk = Desk(never, deadlines=Deadlines(25, 180))
    await desk.ask()

    assert now() == 25


@in_virtual_time
async def test_groups_are_asked_side_by_side_and_those_in_time_count() -> None:
    async def by_group(request: AnswerRequest) -> ProviderAnswer:
        return await (never(request) if request.group is PICTURES else after(3, ANSWER)(request))

    desk = Desk(by_group, answers={EntityType.MOVIE: (PICTURES, TEXTS)})
    reply = await desk.ask()

    assert [group.outcome for group in reply.groups] == [Outcome.TIMED_OUT, Outcome.OK]
    assert (reply.outcome.outcome, reply.outcome.item_count) == (Outcome.TIMED_OUT, 2)


@in_virtual_time
async def test_half_an_answer_is_kept_but_counts_as_a_failure() -> None:
    desk = Desk(an_answer(an_image(1), incomplete_parts=frozenset({"poster"})))
    reply = await desk.ask()

    assert (reply.outcome.outcome, reply.outcome.error_kind) == (Outcome.FAILED, "incomplete")
    assert reply.groups[0].answer is not None


@in_virtual_time
async def test_cancelling_cancels_the_request() -> None:
    desk = Desk(never)
    task = asyncio.create_task(desk.ask())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait({task})

    assert (task.cancelled(), desk.provider.cancelled) == (True, 1)
    assert desk.health.statuses()[0].lamp == "ready"  # a cancel says nothing about the provider


# --------------------------------------------------------------------------------- limiter and breaker


@in_virtual_time
async def test_a_429_pauses_the_provider_for_everybody() -> None:
    desk = Desk(ProviderBusy("tmdb", "429", retry_after_s=30), ANSWER)
    background = asyncio.create_task(desk.ask(priority=Priority.AUTOMATION))
    await asyncio.sleep(5)
    user = await desk.ask()

    assert (user.outcome.error_kind, user.groups[0].named_wait_s) == ("busy", 25)  # nothing was sent
    assert len(desk.provider.requests) == 1
    assert (await background).outcome.outcome is Outcome.OK


@in_virtual_time
async def test_a_short_pause_is_waited_out_and_shown() -> None:
    desk = Desk(ANSWER)
    desk.health.line(desk.provider.info).limiter.pause(4)
    outcome = (await desk.ask()).outcome

    assert (outcome.outcome, now()) == (Outcome.OK, 4)
    assert [(event.state, event.wait_s) for event in desk.events] == [
        (ProgressState.WAITING, 4),
        (ProgressState.RUNNING, None),
    ]


@in_virtual_time
async def test_five_failed_calls_open_the_breaker_and_the_next_call_sends_nothing() -> None:
    desk = Desk(UNREACHABLE)
    for _ in range(5):
        await desk.ask()
    sent = len(desk.provider.requests)
    outcome = (await desk.ask()).outcome

    assert sent == 15  # all tries of a call are one call
    assert len(desk.provider.requests) == sent
    assert (outcome.outcome, outcome.error_kind, outcome.was_asked) == (Outcome.SKIPPED, "paused", False)
    assert outcome.retry_at is not None
    assert (outcome.retry_at - clock()).total_seconds() == pytest.approx(300)


@pytest.mark.parametrize(
    "error",
    [
        ProviderNotFound("tmdb", "404"),
        ProviderRefused("tmdb", "401", reason="wrong"),
        ProviderBusy("tmdb", "429", retry_after_s=0.001),
        ProviderAnswerInvalid("tmdb", "HTML"),
    ],
)
@in_virtual_time
async def test_neither_404_nor_401_nor_429_opens_the_breaker(error: Exception) -> None:
    desk = Desk(error)
    for _ in range(8):
        await desk.ask(force=True)

    assert desk.health.line(desk.provider.info).breaker.failures_in_a_row == 0


@in_virtual_time
async def test_a_call_that_gave_up_waiting_counts_by_what_had_failed() -> None:
    desk = Desk(BROKEN)
    await desk.ask(within_s=0.5)

    assert desk.health.line(desk.provider.info).breaker.failures_in_a_row == 1


@in_virtual_time
async def test_a_users_forced_call_probes_an_open_breaker() -> None:
    desk = Desk(*[UNREACHABLE] * 15, ANSWER)
    for _ in range(5):
        await desk.ask()
    unforced = await desk.ask()
    background = await desk.ask(force=True, priority=Priority.AUTOMATION)
    forced = await desk.ask(force=True)

    assert [reply.outcome.outcome for reply in (unforced, background, forced)] == [
        Outcome.SKIPPED,
        Outcome.SKIPPED,
        Outcome.OK,
    ]


@in_virtual_time
async def test_the_wait_for_the_limit_is_shown() -> None:
    desk = Desk(ANSWER, requests_per_s=0.1)
    limiter = desk.health.line(desk.provider.info).limiter
    await limiter.enter(Priority.USER)
    await desk.ask()

    assert [(event.state, event.wait_s) for event in desk.events] == [(ProgressState.WAITING, 10)]


@in_virtual_time
async def test_a_call_that_a_person_paused_is_skipped_not_failed() -> None:
    desk = Desk(ProviderHeld("tmdb", "You paused TMDB. Resume it in the settings."))
    reply = await desk.ask()

    outcome = reply.outcome
    assert (outcome.outcome, outcome.error_kind, outcome.was_asked) == (
        Outcome.SKIPPED,
        "paused_by_user",
        False,
    )
    assert outcome.message == "You paused TMDB. Resume it in the settings."


@in_virtual_time
async def test_what_came_before_the_pause_counts_as_asked() -> None:
    desk = Desk(
        ANSWER, ProviderHeld("tmdb", "You paused TMDB."), answers={EntityType.MOVIE: (TEXTS, PICTURES)}
    )
    reply = await desk.ask()

    assert (reply.outcome.outcome, reply.outcome.was_asked) == (Outcome.SKIPPED, True)
    assert reply.outcome.item_count == 2
