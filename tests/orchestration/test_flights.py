from __future__ import annotations

import asyncio
import logging

import pytest

from metarr_desktop.domain.fetch import Priority, ProgressState, ProviderProgress
from metarr_desktop.orchestration.flights import Flight, Flights
from tests.orchestration.virtual_time import in_virtual_time, now

USER, BACKGROUND = Priority.USER, Priority.AUTOMATION
ALL = frozenset({"all"})
QUEUED = ProviderProgress("tmdb", ProgressState.QUEUED)
RUNNING = ProviderProgress("tmdb", ProgressState.RUNNING)


def a_flight(
    covers: frozenset[str] = ALL, *, is_forced: bool = False, priority: Priority = USER
) -> Flight[str]:
    return Flight(covers=covers, subject="tmdb 27205", is_forced=is_forced, priority=priority)


def started(flights: Flights[str, str], seconds: float = 5, flight: Flight[str] | None = None) -> Flight[str]:
    flight = flight or a_flight()

    async def work(_: Flight[str]) -> str:
        await asyncio.sleep(seconds)
        return "landed"

    flights.start("movie 1 tmdb", flight, work)
    return flight


@in_virtual_time
async def test_all_who_wait_get_the_one_result() -> None:
    flights = Flights[str, str]()
    flight = started(flights)
    waiters = (flights.wait(flight, priority=USER) for _ in range(20))

    assert set(await asyncio.gather(*waiters)) == {"landed"}
    assert flights.running("movie 1 tmdb") is None


@pytest.mark.parametrize(
    ("covers", "is_forced", "wants", "wants_forced", "serves"),
    [
        ({"a", "b"}, False, {"a"}, False, True),
        ({"a"}, False, {"a", "b"}, False, False),  # the rest needs a flight of its own
        ({"a"}, True, {"a"}, False, True),
        ({"a"}, True, {"a"}, True, True),
        ({"a"}, False, {"a"}, True, False),  # a forced call waits behind an unforced flight
    ],
)
def test_a_flight_serves_whom_it_brings_everything(
    covers: set[str], is_forced: bool, wants: set[str], wants_forced: bool, serves: bool
) -> None:
    flight = a_flight(frozenset(covers), is_forced=is_forced)

    assert flight.serves(covers=frozenset(wants), subject="tmdb 27205", is_forced=wants_forced) is serves


def test_a_flight_for_another_id_serves_nobody() -> None:
    assert not a_flight().serves(covers=ALL, subject="tmdb 603", is_forced=False)


@in_virtual_time
async def test_cancel_takes_one_waiter_away() -> None:
    flights = Flights[str, str]()
    flight = started(flights)
    leaving = asyncio.create_task(flights.wait(flight, priority=USER))
    staying = asyncio.create_task(flights.wait(flight, priority=USER))
    await asyncio.sleep(1)
    leaving.cancel()

    assert await staying == "landed"


@in_virtual_time
async def test_the_last_cancel_cancels_the_work() -> None:
    flights = Flights[str, str]()
    flight = started(flights)
    waiters = [asyncio.create_task(flights.wait(flight, priority=USER)) for _ in range(2)]
    await asyncio.sleep(1)
    for waiter in waiters:
        waiter.cancel()
    await asyncio.wait(waiters)

    assert flight.task is not None
    assert flight.task.cancelled()
    assert (flights.running("movie 1 tmdb"), now()) == (None, 1)


@in_virtual_time
async def test_a_flight_being_cancelled_serves_nobody_new() -> None:
    flight = started(Flights[str, str]())
    flight.abandon()

    assert not flight.serves(covers=ALL, subject="tmdb 27205", is_forced=False)
    assert flight.task is not None
    await asyncio.wait({flight.task})


@in_virtual_time
async def test_a_committed_answer_is_saved_whoever_cancels() -> None:
    flights = Flights[str, str]()
    flight = started(flights)
    flight.commit()
    waiter = asyncio.create_task(flights.wait(flight, priority=USER))
    await asyncio.sleep(1)
    waiter.cancel()
    await asyncio.wait({waiter})

    assert flight.task is not None
    assert flight.task.result() == "landed"


@in_virtual_time
async def test_who_runs_out_of_time_leaves_and_the_flight_goes_on() -> None:
    flights = Flights[str, str]()
    flight = started(flights, 30)
    with pytest.raises(TimeoutError):
        await flights.wait(flight, priority=USER, timeout_s=10)
    assert flights.running("movie 1 tmdb") is flight

    assert await flights.wait(flight, priority=USER) == "landed"


@in_virtual_time
async def test_a_user_makes_background_work_urgent() -> None:
    flights = Flights[str, str]()
    flight = started(flights, flight=a_flight(priority=BACKGROUND))
    waiter = asyncio.create_task(flights.wait(flight, priority=USER))
    await asyncio.sleep(0)

    assert flight.urgency.priority is USER
    await waiter


@in_virtual_time
async def test_the_background_does_not_make_users_wait() -> None:
    flights = Flights[str, str]()
    flight = started(flights)
    await flights.wait(flight, priority=BACKGROUND)

    assert flight.urgency.priority is USER


@in_virtual_time
async def test_who_joins_hears_where_it_stands_and_what_follows() -> None:
    flights = Flights[str, str]()
    flight = started(flights)
    flight.report(QUEUED)
    heard: list[ProviderProgress] = []
    waiter = asyncio.create_task(flights.wait(flight, priority=USER, on_progress=heard.append))
    await asyncio.sleep(1)
    flight.report(RUNNING)
    await waiter
    flight.report(RUNNING)

    assert heard == [QUEUED, RUNNING]


@in_virtual_time
async def test_a_broken_progress_callback_harms_nobody(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: ProviderProgress) -> None:
        raise RuntimeError("the window is gone")

    flights = Flights[str, str]()
    flight = started(flights)
    waiter = asyncio.create_task(flights.wait(flight, priority=USER, on_progress=broken))
    await asyncio.sleep(1)
    with caplog.at_level(logging.ERROR):
        flight.report(RUNNING)

    assert await waiter == "landed"
    assert "progress callback failed" in caplog.text


@in_virtual_time
async def test_closing_cancels_what_is_under_way() -> None:
    flights = Flights[str, str]()
    flight = started(flights)
    await flights.close()

    assert flight.task is not None
    assert flight.task.cancelled()
    assert flights.running("movie 1 tmdb") is None


@in_virtual_time
async def test_a_flight_goes_on_in_the_background_when_the_last_user_has_left() -> None:
    flights = Flights[str, str]()
    flight = started(flights)
    user = asyncio.create_task(flights.wait(flight, priority=USER))
    nobody = asyncio.create_task(flights.wait(flight, priority=BACKGROUND))
    await asyncio.sleep(1)
    user.cancel()
    await asyncio.wait({user})

    assert flight.urgency.priority is BACKGROUND
    assert await nobody == "landed"


@in_virtual_time
async def test_a_flight_stays_urgent_while_one_of_two_users_waits() -> None:
    flights = Flights[str, str]()
    flight = started(flights)
    users = [asyncio.create_task(flights.wait(flight, priority=USER)) for _ in range(2)]
    await asyncio.sleep(1)
    users[0].cancel()
    await asyncio.wait({users[0]})

    assert flight.urgency.priority is USER
    await users[1]
