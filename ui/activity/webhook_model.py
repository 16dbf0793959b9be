"""Events of other programs as rows of a table."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor

from metarr_desktop.domain.webhook_payload import read_notice, title_in
from metarr_desktop.domain.webhooks import WebhookEvent, WebhookState
from ui.activity.headed_model import HeadedModel
from ui.activity.tab import Now
from ui.activity.wording import times_text
from ui.pill import Tone, tone_colour
from ui.qt_types import ROOT, AnyIndex
from ui.text import since_text

COLUMNS = ("When", "Program", "Event", "Title", "State", "Came", "What followed")
_AT_ONCE = 40
_STATES = {
    WebhookState.STORED: ("Kept", Tone.MUTED),
    WebhookState.QUEUED: ("Waiting", Tone.NEUTRAL),
    WebhookState.RUNNING: ("Runs", Tone.BUSY),
    WebhookState.DONE: ("Done", Tone.GOOD),
    WebhookState.FAILED: ("Failed", Tone.BAD),
    WebhookState.CANCELLED: ("Cancelled", Tone.MUTED),
}
_EVENTS = {
    "test": "Test",
    "grab": "Grabbed",
    "download": "Imported",
    "movieadded": "Film added",
    "seriesadd": "Series added",
    "artistadd": "Artist added",
    "rename": "Files renamed",
    "retag": "Tags written",
    "manualinteractionrequired": "Needs a hand",
    "moviedelete": "Film deleted",
    "moviefiledelete": "File deleted",
    "seriesdelete": "Series deleted",
    "episodefiledelete": "Episode deleted",
    "artistdelete": "Artist deleted",
    "albumdelete": "Album deleted",
    "importfailure": "Import failed",
    "downloadfailure": "Download failed",
    "health": "Health",
    "healthrestored": "Health restored",
    "applicationupdate": "Updated itself",
}


class Column(IntEnum):
    WHEN = 0
    PROGRAM = 1
    EVENT = 2
    TITLE = 3
    STATE = 4
    CAME = 5
    FOLLOWED = 6


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event with what its body says: the title it is about, and whether anything follows from it."""

    event: WebhookEvent
    title: str
    said: str
    can_replay: bool

    @property
    def event_words(self) -> str:
        """The name of the event in words; one that is not known as the other program wrote it."""
        name = self.event.event.casefold()
        if name == "download" and self.event.payload.get("isUpgrade") is True:
            return "Better file"
        return _EVENTS.get(name, self.event.event or "No name")

    @property
    def state_words(self) -> str:
        return _STATES[self.event.state][0]

    @property
    def tone(self) -> Tone:
        return _STATES[self.event.state][1]

    @property
    def followed(self) -> str:
        """What followed; a dash while nothing has."""
        if self.event.state in (WebhookState.QUEUED, WebhookState.RUNNING):
            return "Not yet"
        if self.event.message != self.said:
            return self.event.message
        return "The connection works" if self.event.event == "Test" else "Nothing had to be done"

    def matches(self, words: Sequence[str]) -> bool:
        text = f"{self.event.source.program} {self.event_words} {self.title} {self.state_words} {self.event.message}"
        return all(word in text.casefold() for word in words)


class EventReader:
    """Makes rows of events; what a body says is read once."""

    def __init__(self) -> None:
        self._read: dict[int, tuple[str, str, bool]] = {}

    async def rows(self, events: Sequence[WebhookEvent]) -> list[EventRow]:
        """Return a row an event; gives others their turn in between."""
        rows = []
        for at, event in enumerate(events):
            if event.id not in self._read:
                notice = read_notice(event.source, event.payload)
                title = title_in(event.source, event.payload)
                name = "" if title is None else title.label
                self._read[event.id] = name, notice.sentence, notice.title is not None
                if at % _AT_ONCE == _AT_ONCE - 1:
                    await asyncio.sleep(0)
            rows.append(EventRow(event, *self._read[event.id]))
        return rows


class EventTable(HeadedModel):
    """Rows stay where they are while only their states change."""

    def __init__(self, now: Now, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self._now = now
        self.rows: list[EventRow] = []

    def show_rows(self, rows: list[EventRow]) -> None:
        """Show *rows*; new ones at the top push the others down, and the oldest off the end of a full list."""
        old, new = [row.event.id for row in self.rows], [row.event.id for row in rows]
        added = new.index(old[0]) if old and old[0] in new else 0
        kept = min(len(old), len(new) - added)
        if new[added : added + kept] != old[:kept]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        if kept < len(old):
            self.beginRemoveRows(ROOT, kept, len(old) - 1)
            self.rows = self.rows[:kept]
            self.endRemoveRows()
        self._insert(0, rows[:added])
        self._insert(added + kept, rows[added + kept :])
        changed = [at for at, row in enumerate(rows) if row != self.rows[at]]
        self.rows = rows
        if changed:
            self.show_changed(changed[0], changed[-1])

    def _insert(self, at: int, rows: list[EventRow]) -> None:
        if rows:
            self.beginInsertRows(ROOT, at, at + len(rows) - 1)
            self.rows = [*self.rows[:at], *rows, *self.rows[at:]]
            self.endInsertRows()

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.ForegroundRole and column == Column.STATE:
            return QColor(tone_colour(row.tone))
        if role == Qt.ItemDataRole.ToolTipRole and column == Column.FOLLOWED:
            return row.event.message
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._text(row, Column(column))

    def _text(self, row: EventRow, column: Column) -> str:
        if column is Column.WHEN:
            return since_text(row.event.last_delivery_at, self._now())
        if column is Column.PROGRAM:
            return row.event.source.program
        if column is Column.EVENT:
            return row.event_words
        if column is Column.TITLE:
            return row.title or "–"
        if column is Column.STATE:
            return row.state_words
        return row.followed if column is Column.FOLLOWED else times_text(row.event.deliveries)
