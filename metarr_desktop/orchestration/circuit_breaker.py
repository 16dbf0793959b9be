"""Leaves a provider alone that failed many calls in a row, and finds out gently whether it is back."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum

FAILURES_TO_OPEN = 5
OPEN_S = 300.0
SUCCESSES_TO_CLOSE = 2


class BreakerState(StrEnum):
    """``PROBING``: the pause is over, calls go through one at a time until two succeeded."""

    CLOSED = "closed"
    OPEN = "open"
    PROBING = "probing"


class CircuitBreaker:
    """Counts whole calls (all their retries are one), not requests.

    Every admitted call must end in exactly one :meth:`leave`.

    Args:
        now: seconds of a clock that never jumps.
        on_change: called when the state changed.
    """

    def __init__(
        self,
        *,
        now: Callable[[], float] = time.monotonic,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._now = now
        self._on_change = on_change
        self._failures = 0
        self._successes = 0
        self._open_until: float | None = None  # None while closed
        self._has_probe = False

    @property
    def state(self) -> BreakerState:
        if self._open_until is None:
            return BreakerState.CLOSED
        return BreakerState.OPEN if self._now() < self._open_until else BreakerState.PROBING

    @property
    def failures_in_a_row(self) -> int:
        return self._failures

    def open_for_s(self) -> float:
        """Return the seconds until a probe is let through, 0.0 when it is already."""
        return 0.0 if self._open_until is None else max(0.0, self._open_until - self._now())

    def admits(self, *, may_probe: bool = False) -> bool:
        """Tell whether a call would be let through. *may_probe*: a user's forced one need not wait."""
        if self.state is BreakerState.CLOSED:
            return True
        return not self._has_probe and (may_probe or self.state is BreakerState.PROBING)

    def enter(self, *, may_probe: bool = False) -> bool | None:
        """Admit a call: returns whether it is a probe, or ``None`` if it is not let through."""
        if not self.admits(may_probe=may_probe):
            return None
        is_probe = self.state is not BreakerState.CLOSED
        self._has_probe = self._has_probe or is_probe
        return is_probe

    def leave(self, *, is_probe: bool, is_success: bool | None) -> None:
        """End an admitted call.

        Args:
            is_success: false for 5xx, network and time-outs; ``None`` for what says nothing about the health
                of the service (cancelled, 429).
        """
        before = self.state
        if is_probe:
            self._has_probe = False
        if is_success:
            self._note_success(is_probe=is_probe)
        elif is_success is False:
            self._failures += 1
            self._successes = 0
            if is_probe or (self._open_until is None and self._failures >= FAILURES_TO_OPEN):
                self._open_until = self._now() + OPEN_S
        if self.state is not before:
            self._on_change()

    def reset(self) -> None:
        """Forget everything, for instance because the address or the key was changed."""
        self._failures = self._successes = 0
        self._open_until = None
        self._on_change()

    def _note_success(self, *, is_probe: bool) -> None:
        if self._open_until is None:
            self._failures = 0
        elif is_probe:  # a call that began before it opened says nothing about now
            self._successes += 1
            # The first success ends the pause; the second one the caution.
            self._open_until = min(self._open_until, self._now())
            if self._successes >= SUCCESSES_TO_CLOSE:
                self._open_until = None
                self._failures = self._successes = 0
