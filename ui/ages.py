"""Ages on screen go on by themselves: nothing else happens that would repaint them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

_MINUTE_MS = 60_000


def tell_ages(owner: QWidget, repaint: Callable[[], object], *, every_ms: int = _MINUTE_MS) -> QTimer:
    """Call *repaint* once a minute while *owner* is on screen, for as long as it lives; returns the timer."""
    timer = QTimer(owner)
    timer.setInterval(every_ms)
    timer.timeout.connect(lambda: repaint() if owner.isVisible() else None)
    timer.start()
    return timer
