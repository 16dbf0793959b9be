from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from metarr_desktop.domain.errors import (
    ProviderError,
    ProviderFailed,
    ProviderHeld,
    ProviderNotFound,
    ProviderRefused,
)
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.domain.status import Lamp
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.orchestration.provider_line import LineGate
from metarr_desktop.orchestration.rate_limit import RateLimiter
from tests.orchestration.scripted import an_info
from tests.orchestration.virtual_time import clock, in_virtual_time, now

TMDB, FANART = an_info("tmdb"), an_info("fanart_tv", title="Fanart.tv")
BROKEN = ProviderFailed("tmdb", "TMDB answered with an error of its own (500).", status=500)
WRONG_KEY = ProviderRefused("tmdb", "TMDB does not accept the key.", reason="wrong")
NO_KEY = ProviderRefused("tmdb", "TMDB needs a key.", reason="missing")


def a_health() -> ProviderHealth:
    return ProviderHealth([TMDB, FANART], clock=clock, now=now)


def call(health: ProviderHealth, error: ProviderError | None = None) -> None:
    """One call to TMDB from beginning to end."""
    health.call_began(TMDB)
    line = health.line(TMDB)
    is_probe = line.breaker.enter(may_probe=True)
    assert is_probe is not None
    line.breaker.leave(
        is_probe=is_probe, is_success=None if isinstance(error, ProviderRefused) else not error
    )
    health.call_ended(TMDB, error=error)


def lamp(health: ProviderHealth) -> Lamp:
    return health.status(TMDB).lamp


def obstacle(
    health: ProviderHealth, *, force: bool = False, priority: Priority = Priority.USER
) -> str | None:
    found = health.obstacle(TMDB, force=force, priority=priority, deadline_s=10)
    return found.reason if found else None


@in_virtual_time
async def test_every_enabled_provider_has_a_lamp_in_the_users_order() -> None:
    health = a_health()
    assert [status.provider for status in health.statuses()] == ["tmdb", "fanart_tv"]
    health.set_infos([FANART])

    assert [status.provider for status in health.statuses()] == ["fanart_tv"]


@in_virtual_time
async def test_the_lamp_says_whether_a_call_runs_and_how_the_last_one_ended() -> None:
    health = a_health()
    seen = [lamp(health)]
    health.call_began(TMDB)
    seen.append(lamp(health))
    health.call_ended(TMDB, error=BROKEN)
    seen.append(lamp(health))
    call(health)
    seen.append(lamp(health))

    assert seen == [Lamp.READY, Lamp.WORKING, Lamp.FAILING, Lamp.READY]


@in_virtual_time
async def test_a_failing_lamp_says_why_in_words() -> None:
    health = a_health()
    call(health, BROKEN)

    assert health.status(TMDB).sentence == "TMDB answered with an error of its own (500)."


@pytest.mark.parametrize(("error", "expected"), [(WRONG_KEY, Lamp.REFUSED), (NO_KEY, Lamp.NO_KEY)])
@in_virtual_time
async def test_a_refused_key_is_not_tried_again_until_it_changes(
    error: ProviderRefused, expected: Lamp
) -> None:
    health = a_health()
    call(health, error)
    assert (lamp(health), obstacle(health), obstacle(health, force=True)) == (expected, "refused", None)
    health.key_changed("tmdb")

    assert (lamp(health), obstacle(health)) == (Lamp.READY, None)


@in_virtual_time
async def test_a_provider_without_its_key_is_not_asked_in_vain() -> None:
    health = a_health()
    health.key_missing(TMDB)

    assert (lamp(health), obstacle(health)) == (Lamp.NO_KEY, "refused")


@in_virtual_time
async def test_an_accepted_key_lifts_the_refusal() -> None:
    health = a_health()
    call(health, WRONG_KEY)
    call(health)

    assert obstacle(health) is None


@in_virtual_time
async def test_a_429_shows_as_waiting_with_its_end() -> None:
    health = a_health()
    health.line(TMDB).limiter.pause(90)
    status = health.status(TMDB)

    assert (status.lamp, status.until) == (Lamp.WAITING, clock() + timedelta(seconds=90))
    assert health.is_paused(TMDB)


@in_virtual_time
async def test_only_a_pause_longer_than_the_deadline_stands_in_the_way() -> None:
    health = a_health()
    health.line(TMDB).limiter.pause(9)
    short = obstacle(health)
    health.line(TMDB).limiter.pause(11)

    assert (short, obstacle(health)) == (None, "paused")


@in_virtual_time
async def test_an_open_breaker_shows_as_paused_with_its_end() -> None:
    health = a_health()
    for _ in range(5):
        call(health, BROKEN)
    status = health.status(TMDB)

    assert (status.lamp, status.until) == (Lamp.PAUSED, clock() + timedelta(minutes=5))
    assert obstacle(health) == "paused"
    assert obstacle(health, force=True) is None
    assert obstacle(health, force=True, priority=Priority.AUTOMATION) == "paused"


@in_virtual_time
async def test_listeners_hear_of_changes_and_of_the_end_of_a_pause() -> None:
    health = a_health()
    lamps: list[Lamp] = []
    unsubscribe = health.subscribe(lambda: lamps.append(lamp(health)))
    health.line(TMDB).limiter.pause(90)
    await asyncio.sleep(91)
    unsubscribe()
    health.call_began(TMDB)

    assert lamps == [Lamp.WAITING, Lamp.READY]
    health.close()


@in_virtual_time
async def test_requests_are_counted_by_the_day() -> None:
    health = a_health()
    health.line(TMDB)
    health.request_sent("tmdb")
    health.request_sent("tmdb")
    assert health.status(TMDB).requests_today == 2
    await asyncio.sleep(24 * 3600)
    assert health.status(TMDB).requests_today == 0
    health.request_sent("tmdb")

    assert health.status(TMDB).requests_today == 1


@in_virtual_time
async def test_a_missing_entry_is_no_failure_of_the_provider() -> None:
    health = a_health()
    call(health)
    health.call_began(TMDB)
    health.call_ended(TMDB, error=None)

    assert lamp(health) is Lamp.READY
    assert ProviderNotFound("tmdb", "404").is_retryable is False


@in_virtual_time
async def test_a_pause_of_the_person_comes_before_everything_and_has_no_end() -> None:
    health = a_health()
    call(health, WRONG_KEY)
    health.line(TMDB).limiter.pause(90)
    health.set_infos([TMDB, FANART], held={"tmdb"})
    status = health.status(TMDB)

    assert (status.lamp, status.until) == (Lamp.PAUSED, None)
    assert status.sentence == "You paused TMDB. Resume it in the settings."
    assert obstacle(health, force=True) == "paused_by_user"
    assert health.report("tmdb").is_paused
    health.set_infos([TMDB, FANART])
    assert lamp(health) is Lamp.REFUSED


@in_virtual_time
async def test_nobody_gets_through_to_a_paused_provider() -> None:
    health = a_health()
    gate = LineGate(health.line(TMDB), health.line(TMDB).limiter)
    health.line(TMDB).limiter.pause(90)
    waiting = asyncio.ensure_future(gate.enter(Priority.USER))
    await asyncio.sleep(0)
    health.set_infos([TMDB], held={"tmdb"})

    with pytest.raises(ProviderHeld):
        await waiting
    with pytest.raises(ProviderHeld):
        await gate.enter(Priority.USER)


@in_virtual_time
async def test_a_side_queue_is_paused_with_its_provider() -> None:
    health = a_health()
    side = RateLimiter(an_info("archive", requests_per_s=0.5), now=now)
    gate = LineGate(health.line(TMDB), side)
    await gate.enter(Priority.USER)
    waiting = asyncio.ensure_future(gate.enter(Priority.USER))
    await asyncio.sleep(0)
    health.set_infos([TMDB], held={"tmdb"})

    with pytest.raises(ProviderHeld):
        await waiting


@in_virtual_time
async def test_all_infos_know_those_switched_off_too() -> None:
    health = a_health()
    health.set_infos([FANART], known=[FANART, TMDB])

    assert [info.name for info in health.all_infos()] == ["fanart_tv", "tmdb"]
    assert not health.report("tmdb").is_enabled
    with pytest.raises(KeyError):
        health.report("imdb")


@in_virtual_time
async def test_the_last_error_is_told_after_later_successes() -> None:
    health = a_health()
    call(health, BROKEN)
    failed_at = clock()
    await asyncio.sleep(60)
    call(health)
    report = health.report("tmdb")

    assert (report.last_error, report.last_error_at) == (str(BROKEN), failed_at)
    assert report.last_answer_at == clock()
    assert report.status.lamp is Lamp.READY


@in_virtual_time
async def test_trying_again_ends_the_pause_after_failures_and_tells_the_store() -> None:
    health, told = a_health(), list[str]()
    health.on_try_again = told.append
    for _ in range(5):
        call(health, BROKEN)
    health.line(TMDB).limiter.pause(90)
    health.try_again("tmdb")

    assert (lamp(health), obstacle(health), told) == (Lamp.READY, None, ["tmdb"])


@in_virtual_time
async def test_trying_again_does_not_make_a_refused_key_right() -> None:
    health = a_health()
    call(health, WRONG_KEY)
    health.try_again("tmdb")

    assert lamp(health) is Lamp.REFUSED


@pytest.mark.parametrize(
    ("rate", "is_shared", "words"),
    [
        (20.0, False, "at most 20 requests a second"),
        (1.0, True, "at most 1 request a second, all programs on this library together"),
        (0.5, False, "at most one request every 2 seconds"),
    ],
)
@in_virtual_time
async def test_the_rate_kept_to_is_told_in_words(rate: float, is_shared: bool, words: str) -> None:
    info = an_info("tmdb", requests_per_s=rate, is_rate_shared=is_shared)

    assert ProviderHealth([info], clock=clock, now=now).report("tmdb").limit_sentence == words


@in_virtual_time
async def test_the_count_of_the_store_takes_the_place_of_our_own() -> None:
    health = a_health()
    health.line(TMDB)
    health.request_sent("tmdb")
    health.set_requests_today({"tmdb": 40})
    health.request_sent("tmdb")

    assert health.status(TMDB).requests_today == 41


@in_virtual_time
async def test_a_lamp_is_not_green_before_the_second_answer_after_a_pause() -> None:
    health = a_health()
    for _ in range(5):
        call(health, BROKEN)
    assert lamp(health) is Lamp.PAUSED
    call(health)
    assert lamp(health) is Lamp.RECOVERING
    call(health)
    assert lamp(health) is Lamp.READY
