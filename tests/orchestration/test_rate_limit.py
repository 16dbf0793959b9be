from __future__ import annotations

import asyncio

import pytest

from metarr_desktop.domain.fetch import Priority
from metarr_desktop.orchestration.rate_limit import (
    Patience,
    RateLimiter,
    Urgency,
    current_patience,
    current_urgency,
)
from tests.orchestration.scripted import an_info
from tests.orchestration.virtual_time import in_virtual_time, now

USER, BACKGROUND = Priority.USER, Priority.AUTOMATION


class Queue:
    """A limiter of *rate* requests a second and the order and times at which requests came through."""

    def __init__(self, rate: float = 1.0) -> None:
        self.limiter = RateLimiter(an_info(requests_per_s=rate), now=now)
        self.passed: list[str] = []
        self.times: list[float] = []

    async def enter(self, name: str, priority: Priority = USER) -> None:
        await self.limiter.enter(priority)
        self.passed.append(name)
        self.times.append(now())

    def most_within(self, seconds: float) -> int:
        """Return the highest number of requests in any stretch of so many seconds."""
        return max(sum(start <= each < start + seconds for each in self.times) for start in self.times)


@in_virtual_time
async def test_requests_are_spaced_evenly() -> None:
    queue = Queue(rate=20)
    await asyncio.gather(*(queue.enter(str(number)) for number in range(5)))

    assert queue.times == pytest.approx([0, 0.05, 0.1, 0.15, 0.2])


@in_virtual_time
async def test_an_idle_limiter_lets_the_next_one_through_at_once() -> None:
    queue = Queue()
    await queue.enter("a")
    await asyncio.sleep(10)
    await queue.enter("b")

    assert queue.times == [0, 10]


@in_virtual_time
async def test_users_go_first() -> None:
    queue = Queue()
    background = [queue.enter(f"b{n}", BACKGROUND) for n in range(2)]
    await asyncio.gather(*background, *(queue.enter(f"u{n}") for n in range(3)))

    assert queue.passed == ["b0", "u0", "u1", "u2", "b1"]  # b0 found an empty queue


@in_virtual_time
async def test_the_background_never_starves() -> None:
    queue = Queue()
    users = [queue.enter(f"u{n}") for n in range(12)]
    await asyncio.gather(*users, queue.enter("b", BACKGROUND))

    assert queue.passed.index("b") == 4


@in_virtual_time
async def test_a_user_right_after_the_background_is_lent_the_next_turn_and_the_rate_holds() -> None:
    queue = Queue(rate=2)
    waiting = [asyncio.create_task(queue.enter(f"b{n}", BACKGROUND)) for n in range(4)]
    await asyncio.sleep(0.6)  # b0 at 0, b1 at 0.5
    waiting += [asyncio.create_task(queue.enter(f"u{n}")) for n in range(2)]
    await asyncio.gather(*waiting)

    assert queue.passed == ["b0", "b1", "u0", "u1", "b2", "b3"]
    assert queue.times == pytest.approx([0, 0.5, 0.6, 1.5, 2.5, 3.5])  # six in 2.5 s would be the rate


@in_virtual_time
async def test_a_user_who_goes_on_never_waits_beside_a_full_background_that_still_has_its_turns() -> None:
    queue = Queue(rate=2)
    waiting = [asyncio.create_task(queue.enter(f"b{n}", BACKGROUND)) for n in range(100)]
    waits = []
    for _ in range(20):
        await asyncio.sleep(0.76)
        begun = now()
        await queue.enter("u")
        waits.append(now() - begun)
    assert max(waits[1:]) <= 0.03
    assert sum(each.startswith("b") for each in queue.passed) >= 5
    assert queue.most_within(5) <= 11, "the rate, and the turn that may be lent"
    for each in waiting:
        each.cancel()
    await asyncio.wait(waiting)


@in_virtual_time
async def test_the_background_has_its_full_pace_again_soon_after_the_user() -> None:
    queue = Queue(rate=2)
    await queue.enter("u")
    await asyncio.sleep(3)
    await asyncio.gather(*(queue.enter(f"b{n}", BACKGROUND) for n in range(3)))
    assert queue.times == pytest.approx([0, 3, 3.5, 4])


@in_virtual_time
async def test_nothing_is_lent_where_every_second_counts_or_during_a_pause() -> None:
    for queue in (Queue(rate=1), Queue(rate=2)):
        await queue.enter("b", BACKGROUND)
        if queue.limiter.spacing_s < 1:
            queue.limiter.pause(1)
        begun = now()
        await queue.enter("u")
        assert now() - begun == pytest.approx(1)


@in_virtual_time
async def test_a_pause_holds_everybody_and_counts_down() -> None:
    queue = Queue()
    queue.limiter.pause(30)
    waiting = [asyncio.create_task(queue.enter("u")), asyncio.create_task(queue.enter("b", BACKGROUND))]
    await asyncio.sleep(12)

    assert queue.limiter.paused_for_s() == 18
    await asyncio.gather(*waiting)
    assert queue.times == [30, 31]


@in_virtual_time
async def test_a_shorter_pause_does_not_cut_a_longer_one() -> None:
    queue = Queue()
    queue.limiter.pause(30)
    queue.limiter.pause(5)

    assert queue.limiter.paused_for_s() == 30


@in_virtual_time
async def test_a_pause_can_be_lifted() -> None:
    queue = Queue()
    queue.limiter.pause(3600)
    waiting = asyncio.create_task(queue.enter("u"))
    await asyncio.sleep(1)
    queue.limiter.resume()
    await waiting

    assert queue.times == [1]


@in_virtual_time
async def test_a_cancelled_request_costs_no_turn() -> None:
    queue = Queue()
    await queue.enter("first")
    gone = asyncio.create_task(queue.enter("gone"))
    last = asyncio.create_task(queue.enter("last"))
    await asyncio.sleep(0.5)
    gone.cancel()
    await asyncio.wait({gone, last})

    assert (queue.passed, queue.times) == (["first", "last"], [0, 1])


@in_virtual_time
async def test_a_request_that_waits_can_be_raised() -> None:
    queue = Queue()
    await queue.enter("first")
    raised = Urgency(BACKGROUND)

    async def work() -> None:
        current_urgency.set(raised)
        await queue.enter("raised", BACKGROUND)

    tasks = [asyncio.create_task(work())]
    tasks += [asyncio.create_task(queue.enter(f"u{n}")) for n in range(2)]
    await asyncio.sleep(0.5)
    raised.raise_to(USER)
    await asyncio.gather(*tasks)

    assert queue.passed == ["first", "raised", "u0", "u1"]


@in_virtual_time
async def test_the_expected_wait_counts_those_who_go_before() -> None:
    queue = Queue()
    await queue.enter("first")
    tasks = [asyncio.create_task(queue.enter(f"b{n}", BACKGROUND)) for n in range(3)]
    await asyncio.sleep(0)

    assert queue.limiter.expected_wait_s(USER) == 1
    assert queue.limiter.expected_wait_s(BACKGROUND) == 4
    await asyncio.gather(*tasks)


@in_virtual_time
async def test_who_waits_is_told_of_a_pause_that_begins_and_of_the_turn_after_it() -> None:
    queue, told = Queue(), list[object]()

    async def work() -> None:
        current_patience.set(Patience(told.append, lambda: told.append("turn")))
        await queue.enter("waits")

    await queue.enter("first")
    waiting = asyncio.create_task(work())
    await asyncio.sleep(0.5)
    queue.limiter.pause(30)
    await waiting

    assert (told, queue.times) == ([30, "turn"], [0, 30.5])


@in_virtual_time
async def test_who_has_no_time_for_a_pause_leaves_the_queue_at_once_and_costs_no_turn() -> None:
    queue = Queue()

    async def work() -> None:
        current_patience.set(Patience(lambda seconds: LookupError(f"{seconds} s"), lambda: None))
        await queue.enter("leaves")

    await queue.enter("first")
    leaving, staying = asyncio.create_task(work()), asyncio.create_task(queue.enter("stays"))
    await asyncio.sleep(0.5)
    queue.limiter.pause(30)
    with pytest.raises(LookupError, match="30"):
        await leaving
    assert now() == 0.5
    await staying

    assert (queue.passed, queue.times) == (["first", "stays"], [0, 30.5])
