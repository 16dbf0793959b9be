"""Timers that fire once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def delay(owner: QObject, interval_ms: int, then: Callable[[], object]) -> QTimer:
    """Return a timer of *owner* that calls *then* once, *interval_ms* after it was started last."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(interval_ms)
    timer.timeout.connect(then)
    return timer
