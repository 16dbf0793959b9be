"""How much of a frame goes into finishing tiles: what there is no time for is drafted, and finished soon after."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

_BUDGET_S = 0.002
"""Of a frame of 16 ms; copying the finished tiles takes 2 to 3 ms, and the last one begun may take 1 ms more."""
_NEXT_MS = 8
_REST_MS = 120


class PaintPace(QObject):
    """Keeps frames short while things move: sizes being dragged, lines scrolled in, pictures arriving.

    What comes on screen all at once, as when a tab is opened, is finished in one frame however long it takes:
    nothing moves then, and drafts would flicker.  While the tile size is dragged everything is drafted, so that
    all tiles look alike and each step costs the same.

    Signals:
        again: something was drafted; paint once more.
    """

    again = Signal()

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(parent)
        self._clock = clock
        self._until = 0.0
        self._is_fresh = True
        self._has_drafts = False
        self.drafts = 0
        """How often tiles were drafted so far."""
        self._next = _timer(self, _NEXT_MS)
        self._next.timeout.connect(self.again)
        self._rest = _timer(self, _REST_MS)
        self._rest.timeout.connect(self.again)

    def start_afresh(self) -> None:
        """Finish all of the next frame: nothing of it was on screen before."""
        self._is_fresh = True

    def drag(self) -> None:
        """Note that the tile size changes: only drafts until it rests for 120 ms."""
        self._rest.start()

    @property
    def is_dragging(self) -> bool:
        """True until the tile size has rested."""
        return self._rest.isActive()

    def begin_frame(self) -> None:
        """Start counting the time of a frame."""
        self._has_drafts = False
        self._until = self._clock() + _BUDGET_S

    def may_finish(self) -> bool:
        """Return whether there is time to finish one more tile; a No is remembered."""
        if self._is_fresh or (not self._rest.isActive() and self._clock() < self._until):
            return True
        self._has_drafts = True
        self.drafts += 1
        return False

    def end_frame(self, *, is_empty: bool = False, has_drafts: bool = False) -> None:
        """See to it that what was drafted is finished; after an empty frame the next one is fresh.

        Args:
            has_drafts: some of earlier frames are left.
        """
        self._is_fresh = is_empty
        if (self._has_drafts or has_drafts) and not self._rest.isActive() and not self._next.isActive():
            self._next.start()


def _timer(parent: QObject, ms: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(ms)
    return timer
