"""Reads the acts of all titles, and takes them back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.library import HistoryEntry, UndoOutcome
from metarr_desktop.domain.ports import Core
from ui.activity.lines import Line, section
from ui.activity.tab import Now
from ui.activity.tab_controller import TabController
from ui.activity.wording import day_text
from ui.pill import Tone

SHOWN = 500
STEP = 1500
_AT_ONCE = 250
_SOON_MS = 400


class HistoryController(TabController):
    """Signals:
    read(): ``entries`` are those of now.
    told(str, bool): what an act did, and whether *redo* is the way back from it.
    taken_back(tuple of EntityKey): titles that are changed.
    """

    read = Signal()
    told = Signal(str, bool)
    taken_back = Signal(object)

    def __init__(self, core: Core, parent: QObject | None = None) -> None:
        super().__init__("history", _SOON_MS, parent)
        self._core = core
        self.entries: list[HistoryEntry] = []
        self.has_older = self.is_read = False
        self._limit, self._count = SHOWN, 0
        self._turn = asyncio.Lock()
        self._listening.add(
            core.automation.jobs.subscribe(lambda job: None if job.state.is_live else self.read_soon()),
            core.automation.proposals.subscribe(self.read_soon),
        )
        self.is_followed = False
        """Whether acts done elsewhere are read as they come."""

    def read_soon(self) -> None:
        """Read within a moment, where a person sees it."""
        if self.is_followed:
            self._read_soon()

    def load_older(self) -> None:
        """Read more."""
        self._limit += STEP
        self.refresh()

    def take_back(self, entries: Sequence[HistoryEntry]) -> None:
        """Take these acts back, as one step."""
        ids = [entry.id for entry in entries if not entry.is_undone]
        self._in_turn(lambda: self._core.curation.take_back(ids), list(entries))

    def restore_to(self, entry: HistoryEntry) -> None:
        """Undo everything after *entry*."""
        later = self.later_than(entry)
        self._in_turn(lambda: self._core.curation.restore_to(entry.id), later, is_undoing=True)

    def undo(self) -> None:
        self._in_turn(self._core.curation.undo, [], is_undoing=True)

    def redo(self) -> None:
        self._in_turn(self._core.curation.redo, [])

    def later_than(self, entry: HistoryEntry) -> list[HistoryEntry]:
        """Return the acts after *entry* that stand."""
        return [each for each in self.entries if each.id > entry.id and not each.is_undone]

    def _in_turn(
        self,
        act: Callable[[], Awaitable[UndoOutcome | None]],
        concerned: Sequence[HistoryEntry],
        *,
        is_undoing: bool = False,
    ) -> None:
        """Do acts one after the other, however quickly a person asks for them."""
        self._count += 1
        self._tasks.start(f"act:{self._count}", self._do, act, concerned, is_undoing)

    async def _read(self) -> None:
        entries = await self._core.curation.history(self._limit)
        self.has_older = len(entries) == self._limit
        self.entries, self.is_read = entries, True
        self.read.emit()

    async def _do(
        self,
        act: Callable[[], Awaitable[UndoOutcome | None]],
        concerned: Sequence[HistoryEntry],
        is_undoing: bool,
    ) -> None:
        outcomes: list[UndoOutcome | None] = []

        async def run() -> None:
            outcomes.append(await act())

        async with self._turn:
            is_done = await self.attempt(run)
        if is_done:
            outcome = outcomes[0]
            self.told.emit("There is nothing more to do." if outcome is None else outcome.text, is_undoing)
            keys = [each.key for each in concerned] + list(
                () if outcome is None else (outcome.key, *outcome.keys)
            )
            self.taken_back.emit(tuple(dict.fromkeys(key for key in keys if key is not None)))
        self.refresh()


class HistoryLines:
    """Makes lines of acts, by day; made once each, for only *undone* ever changes."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._made: dict[tuple[int, bool, str], tuple[Line, datetime]] = {}

    async def lines(
        self, entries: Sequence[HistoryEntry], words: tuple[str, ...], is_automatic: bool | None
    ) -> list[Line]:
        """Return the lines, newest first, below their days; gives others their turn in between.

        Args:
            is_automatic: only acts of automation, or only a person's; ``None`` is both.
        """
        lines: list[Line] = []
        now, day = self._now(), None
        for at, entry in enumerate(entries):
            if at % _AT_ONCE == _AT_ONCE - 1:
                await asyncio.sleep(0)
            if is_automatic is not None and entry.is_automatic is not is_automatic:
                continue
            line, local = self._line(entry)
            if words and not line.matches(words):
                continue
            if local.date() != day:
                day = local.date()
                lines.append(section(day.isoformat(), day_text(local, now)))
            lines.append(line)
        return lines

    def _line(self, entry: HistoryEntry) -> tuple[Line, datetime]:
        key = (entry.id, entry.is_undone, entry.title)
        if key not in self._made:
            local = entry.happened_at.astimezone()
            who = "Automatic" if entry.is_automatic else "By you"
            self._made[key] = (
                Line(
                    f"act:{entry.id}", entry.text, "" if entry.title in entry.text else entry.title, f"{local:%H:%M}",
                    icon="automation" if entry.is_automatic else "user", tone=Tone.MUTED, mark=who,
                    badge="undone" if entry.is_undone else "", is_struck=entry.is_undone, entity=entry.key,
                ),
                local,
            )  # fmt: skip
        return self._made[key]
