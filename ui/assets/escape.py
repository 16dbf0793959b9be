"""Esc leaves; while something is fetched, Esc twice stops that instead."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum


class EscapeStep(StrEnum):
    """What a press of Esc means."""

    LEAVE = "leave"
    ARM = "arm"
    STOP = "stop"


class DoubleEscape:
    """Counts the presses.

    Args:
        within_s: how soon the second press must follow the first.
    """

    def __init__(self, within_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._within_s, self._clock = within_s, clock
        self._pressed_at: float | None = None

    def press(self, is_fetching: bool) -> EscapeStep:
        """Return what this press means."""
        now = self._clock()
        is_second = self._pressed_at is not None and now - self._pressed_at <= self._within_s
        self._pressed_at = now if is_fetching and not is_second else None
        if not is_fetching:
            return EscapeStep.LEAVE
        return EscapeStep.STOP if is_second else EscapeStep.ARM
