"""One queue of requests per provider and process, shared by everybody who asks it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from metarr_desktop.domain.fetch import Priority
from metarr_desktop.domain.provider import ProviderInfo

_LENDING_S = 0.5
"""Spacing up to which a turn is lent: services that allow only one request a second mean every second."""
USERS_IN_A_ROW = 4
"""After so many requests of users, one of the background goes first, so that it never starves."""
_ROOM_S = 3.0
"""So long after a request of a user the background leaves room before its own: the next of hers is likely near."""


class Urgency:
    """How urgent a piece of work is at this moment.

    Background work becomes urgent when a person joins it, even while its request stands in a queue.
    """

    def __init__(self, priority: Priority) -> None:
        self.priority = priority

    def raise_to(self, priority: Priority) -> None:
        if priority is Priority.USER:
            self.priority = Priority.USER

    def lower(self) -> None:
        """Go on in the background: nobody sits before it any more."""
        self.priority = Priority.AUTOMATION


current_urgency: ContextVar[Urgency | None] = ContextVar("current_urgency", default=None)
"""The urgency of the work this task belongs to. Providers pass a fixed priority through to the gate; this is
the way around them by which a request that already waits can still be raised."""


@dataclass(frozen=True, slots=True)
class Patience:
    """What a request does about a pause that begins while it stands in the queue.

    Attributes:
        on_pause: told how many seconds the pause lasts; returns the error that ends the waiting at once, ``None``
            to wait on.
        on_turn: called when its turn came after all.
    """

    on_pause: Callable[[float], Exception | None]
    on_turn: Callable[[], None]


current_patience: ContextVar[Patience | None] = ContextVar("current_patience", default=None)
"""The patience of the call this task belongs to; without one a request waits for as long as it takes."""


@dataclass(eq=False)
class _Waiter:
    turn: asyncio.Future[None]
    urgency: Urgency
    patience: Patience | None = None
    is_held_up: bool = False

    def hold_up(self, seconds: float) -> None:
        """Let the request know of a pause; it may leave the queue with an error."""
        if self.patience is None or self.turn.done() or seconds <= 0:
            return
        self.is_held_up = True
        error = self.patience.on_pause(seconds)
        if error is not None:
            self.turn.set_exception(error)
            self.turn.exception()  # seen: the request may be cancelled before it looks


class RateLimiter:
    """Lets requests of one provider through, evenly spaced, users first; a ``RequestGate``.

    A user who comes right after a request of the background does not wait for the spacing: she is lent the next turn,
    once, and those after her wait the longer. While she goes on, the background leaves a turn free before each of its
    own, so that there is one to lend. So automation is not felt, and the rate holds all the same.

    Args:
        info: its ``requests_per_s`` is the limit.
        now: seconds of a clock that never jumps; must run like the event loop's.
        on_change: called when a pause begins or is lifted.
    """

    def __init__(
        self,
        info: ProviderInfo,
        *,
        now: Callable[[], float] = time.monotonic,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._usual_spacing_s = 1.0 / info.requests_per_s
        self._slow_until = float("-inf")
        self._now = now
        self._on_change = on_change
        self._queue: list[_Waiter] = []
        self._next_at = float("-inf")
        self._paused_until = float("-inf")
        self._users_in_a_row = 0
        self._user_at = float("-inf")  # when a user was let through last
        self._can_lend = False  # the turn given last was one of the background
        self._timer: asyncio.TimerHandle | None = None

    async def enter(self, priority: Priority) -> None:
        """Wait for a turn. Cancelling leaves the queue; so does an error of :class:`Patience`, which is raised."""
        urgency = current_urgency.get() or Urgency(priority)
        waiter = _Waiter(asyncio.get_running_loop().create_future(), urgency, current_patience.get())
        self._queue.append(waiter)
        waiter.hold_up(self.paused_for_s())
        self._let_through()
        try:
            await waiter.turn
        finally:
            if waiter in self._queue:
                self._queue.remove(waiter)
        if waiter.patience is not None and waiter.is_held_up:
            waiter.patience.on_turn()

    def pause(self, seconds: float) -> None:
        """Let nobody through for *seconds*: the provider asked for a rest. A longer pause stands."""
        self._paused_until = max(self._paused_until, self._now() + seconds)
        for waiter in tuple(self._queue):
            waiter.hold_up(self.paused_for_s())
        self._let_through()
        self._on_change()

    def resume(self) -> None:
        """Lift a pause, for instance because another key was entered."""
        self._paused_until = float("-inf")
        self._let_through()
        self._on_change()

    def turn_away(self, error: Callable[[], Exception]) -> None:
        """Let everybody who waits leave the queue, each with an *error* of its own."""
        for waiter in self._queue:
            if not waiter.turn.done():
                waiter.turn.set_exception(error())
                waiter.turn.exception()  # seen: the request may be cancelled before it looks

    def hold(self, seconds: float) -> None:
        """Let the next one through no earlier than in *seconds*: others are due before. No pause, no news."""
        self._next_at = max(self._next_at, self._now() + seconds)
        self._let_through()

    def slow_down(self, seconds: float) -> None:
        """Keep to half the rate for *seconds*."""
        self._slow_until = max(self._slow_until, self._now() + seconds)

    @property
    def spacing_s(self) -> float:
        """Seconds between two requests, as they are kept at this moment."""
        return self._usual_spacing_s * (2.0 if self._now() < self._slow_until else 1.0)

    def paused_for_s(self) -> float:
        """Return the seconds the pause still lasts, 0.0 if there is none."""
        return max(0.0, self._paused_until - self._now())

    def expected_wait_s(self, priority: Priority) -> float:
        """Return about how long a request entering now would wait for its turn."""
        ahead = sum(
            1
            for waiter in self._queue
            if priority is not Priority.USER or waiter.urgency.priority is Priority.USER
        )
        return max(self.paused_for_s(), self._next_at - self._now(), 0.0) + ahead * self.spacing_s

    def _let_through(self) -> None:
        """Give turns that are due; set the timer for the next one."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._queue:
            wait_s = max(self._next_at + self._room_s(), self._paused_until) - self._now()
            if wait_s > 0 and not self._lends():
                self._timer = asyncio.get_running_loop().call_later(wait_s, self._let_through)
                return
            waiter = self._take_next()
            if not waiter.turn.done():  # a cancelled waiter costs no turn
                waiter.turn.set_result(None)
                self._next_at = max(self._next_at, self._now()) + self.spacing_s
                self._can_lend = wait_s <= 0 and waiter.urgency.priority is Priority.AUTOMATION

    def _lends(self) -> bool:
        """Tell whether a user waits who is let through before the spacing is over."""
        return (
            self._can_lend
            and self.spacing_s <= _LENDING_S
            and self._next_at - self._now() <= self.spacing_s  # else others hold it up
            and not self.paused_for_s()
            and self._users_in_a_row < USERS_IN_A_ROW
            and self._first(Priority.USER) is not None
        )

    def _room_s(self) -> float:
        """Return the seconds by which the background goes later, because a user is likely to come in between."""
        leaves_room = (
            self.spacing_s <= _LENDING_S
            and self._now() - self._user_at < _ROOM_S
            and self._users_in_a_row < USERS_IN_A_ROW
            and self._first(Priority.USER) is None
        )
        return self.spacing_s if leaves_room else 0.0

    def _first(self, priority: Priority) -> _Waiter | None:
        return next((each for each in self._queue if each.urgency.priority is priority), None)

    def _take_next(self) -> _Waiter:
        user, background = self._first(Priority.USER), self._first(Priority.AUTOMATION)
        if user is None or (background is not None and self._users_in_a_row >= USERS_IN_A_ROW):
            chosen, self._users_in_a_row = background, 0
        else:
            chosen, self._users_in_a_row, self._user_at = user, self._users_in_a_row + 1, self._now()
        assert chosen is not None  # the queue is not empty, and every waiter is one or the other
        self._queue.remove(chosen)
        return chosen
