from __future__ import annotations

from metarr_desktop.orchestration.circuit_breaker import BreakerState, CircuitBreaker


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def a_breaker() -> tuple[CircuitBreaker, Clock]:
    clock = Clock()
    return CircuitBreaker(now=clock), clock


def call(breaker: CircuitBreaker, is_success: bool | None, *, may_probe: bool = False) -> bool:
    """Make one call if it is let through."""
    is_probe = breaker.enter(may_probe=may_probe)
    if is_probe is None:
        return False
    breaker.leave(is_probe=is_probe, is_success=is_success)
    return True


def an_open_breaker() -> tuple[CircuitBreaker, Clock]:
    breaker, clock = a_breaker()
    for _ in range(5):
        call(breaker, False)
    return breaker, clock


def test_five_failed_calls_in_a_row_open_it_for_five_minutes() -> None:
    breaker, _ = a_breaker()
    for _ in range(4):
        call(breaker, False)
    assert breaker.state is BreakerState.CLOSED
    call(breaker, False)

    assert (breaker.state, breaker.open_for_s()) == (BreakerState.OPEN, 300)
    assert not breaker.admits()


def test_a_success_in_between_starts_the_count_anew() -> None:
    breaker, _ = a_breaker()
    for is_success in (False, False, False, False, True, False, False, False, False):
        call(breaker, is_success)

    assert breaker.state is BreakerState.CLOSED


def test_what_says_nothing_about_the_service_does_not_count() -> None:
    breaker, _ = a_breaker()
    for is_success in (False, False, None, False, False, None):
        call(breaker, is_success)

    assert (breaker.state, breaker.failures_in_a_row) == (BreakerState.CLOSED, 4)


def test_after_five_minutes_one_probe_at_a_time_is_let_through() -> None:
    breaker, clock = an_open_breaker()
    clock.seconds += 300

    assert breaker.enter() is True
    assert breaker.enter() is None
    breaker.leave(is_probe=True, is_success=None)  # cancelled: the next one may try
    assert breaker.enter() is True


def test_two_successes_close_it() -> None:
    breaker, clock = an_open_breaker()
    clock.seconds += 300
    call(breaker, True)
    assert breaker.state is BreakerState.PROBING
    call(breaker, True)

    assert breaker.state is BreakerState.CLOSED


def test_a_failed_probe_opens_it_again() -> None:
    breaker, clock = an_open_breaker()
    clock.seconds += 300
    call(breaker, True)
    call(breaker, False)

    assert (breaker.state, breaker.open_for_s()) == (BreakerState.OPEN, 300)


def test_a_users_forced_call_is_the_probe_of_an_open_breaker() -> None:
    breaker, _ = an_open_breaker()
    assert not call(breaker, True)
    assert call(breaker, True, may_probe=True)

    assert breaker.state is BreakerState.PROBING


def test_a_call_that_began_before_it_opened_closes_nothing() -> None:
    breaker, _ = a_breaker()
    early = breaker.enter()
    assert early is False
    for _ in range(5):
        call(breaker, False)
    breaker.leave(is_probe=early, is_success=True)

    assert breaker.state is BreakerState.OPEN


def test_a_new_key_closes_it() -> None:
    breaker, _ = an_open_breaker()
    breaker.reset()

    assert breaker.state is BreakerState.CLOSED
