"""The rows of the cache table; of hundreds of thousands, only those in sight are read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from metarr_desktop.domain.cache_report import CacheEntry, CachePage, CachePair
from metarr_desktop.domain.provider import METADATA
from ui.qt_types import ROOT, AnyIndex
from ui.statistics.cache_words import (
    HEADS,
    NOTHING,
    STATE_WORDS,
    Column,
    expires_text,
    fetched_text,
    part_text,
    result_text,
    row_sentence,
)
from ui.text import age_text, size_text

PAGE = 200
"""Rows read at once."""
STATE_LOOK = int(Qt.ItemDataRole.UserRole)
"""Role of the icon of a state and its colour."""
_MOST_PAGES = 40
_Role = Qt.ItemDataRole
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ROLES = frozenset(
    int(role)
    for role in (
        _Role.DisplayRole, _Role.TextAlignmentRole, _Role.ToolTipRole, _Role.AccessibleTextRole, STATE_LOOK,
    )
)  # fmt: skip
_NUMBERS = (Column.ROWS, Column.THUMBNAILS)


class CacheModel(QAbstractTableModel):
    """As many rows as there are entries; a row that was not read yet says ``…``.

    Args:
        now: aware UTC; ages are told from it.
    """

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._total = 0
        self._pages: OrderedDict[int, tuple[CacheEntry, ...]] = OrderedDict()
        self._old: set[int] = set()
        self.titles: Mapping[str, str] = {}

    # -- rows ------------------------------------------------------------------------------------------------

    def begin(self, page: CachePage) -> None:
        """Show other entries: *page* is the first one."""
        self.beginResetModel()
        self._total = page.total
        self._pages = OrderedDict({0: page.entries})
        self._old = set()
        self.endResetModel()

    def put(self, number: int, page: CachePage) -> bool:
        """Take in page *number*; returns whether rows that were shown are other entries now."""
        before = self._pages.get(number)
        is_moved = page.total != self._total or (
            before is not None and [each.pair for each in before] != [each.pair for each in page.entries]
        )
        self._resize(page.total)
        if page.entries:
            self._pages[number] = page.entries
            self._pages.move_to_end(number)
        else:
            self._pages.pop(number, None)
        self._old.discard(number)
        while len(self._pages) > _MOST_PAGES:
            self._old.discard(self._pages.popitem(last=False)[0])
        first = number * PAGE
        if first < self._total:
            last = min(first + PAGE, self._total) - 1
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))
        return is_moved

    def let_age(self) -> None:
        """Something changed in the store: what is shown stays until it is read again."""
        self._old = set(self._pages)

    def wanted(self, first: int, last: int) -> list[int]:
        """Return the pages of rows *first* to *last* that must be read."""
        if not self._total:
            return [0] if 0 in self._old else []
        last = min(last, self._total - 1)
        pages = range(max(0, first) // PAGE, last // PAGE + 1) if last >= 0 else ()
        return [page for page in pages if page not in self._pages or page in self._old]

    def entry(self, row: int) -> CacheEntry | None:
        """Return the entry at *row*, None if it was not read."""
        page = self._pages.get(row // PAGE)
        at = row % PAGE
        return page[at] if page is not None and at < len(page) else None

    def runs(self, first: int, last: int) -> Iterator[tuple[list[CacheEntry] | None, tuple[int, int]]]:
        """Yield the rows *first* to *last* in runs: their entries, None if they were not read; first and last row."""
        while first <= last:
            end = min(last, (first // PAGE + 1) * PAGE - 1)
            page = self._pages.get(first // PAGE)
            start = first % PAGE
            yield None if page is None else list(page[start : start + end - first + 1]), (first, end)
            first = end + 1

    def rows_of(self, pairs: Iterable[CachePair]) -> list[int]:
        """Return where *pairs* are among the rows that were read."""
        wanted = set(pairs)
        return [
            number * PAGE + at
            for number, page in self._pages.items()
            for at, entry in enumerate(page)
            if entry.pair in wanted
        ]

    def _resize(self, total: int) -> None:
        if total > self._total:
            self.beginInsertRows(ROOT, self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(ROOT, total, self._total - 1)
            self._total = total
            self._pages = OrderedDict((n, page) for n, page in self._pages.items() if n * PAGE < total)
            self._old &= set(self._pages)
            self.endRemoveRows()

    # -- Qt --------------------------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def data(self, index: AnyIndex, role: int = _Role.DisplayRole) -> object:
        if role not in _ROLES:  # painting one cell asks for ten of them
            return None
        column = index.column()
        if role == _Role.TextAlignmentRole:
            return _RIGHT if column in _NUMBERS else None
        entry = self.entry(index.row())
        if entry is None:
            return "…" if role == _Role.DisplayRole and column == Column.TITLE else None
        if role == _Role.DisplayRole:
            return self._text(entry, column)
        if role == STATE_LOOK:
            return STATE_WORDS[entry.state][1:3]
        if role == _Role.ToolTipRole:
            return self._hint(entry, column)
        if role == _Role.AccessibleTextRole and column == Column.TITLE:
            return row_sentence(entry, self.titles.get(entry.provider, entry.provider), self._now())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        word, order, more = HEADS[section]
        if role == _Role.DisplayRole:
            return word
        if role == _Role.ToolTipRole:
            return f"{more} Click to sort.".strip() if order is not None else more
        return _RIGHT if role == _Role.TextAlignmentRole and section in _NUMBERS else None

    def _text(self, entry: CacheEntry, column: int) -> str:
        match column:
            case Column.TITLE:
                return entry.title
            case Column.PART:
                return part_text(entry.part)
            case Column.PROVIDER:
                return self.titles.get(entry.provider, entry.provider)
            case Column.ROWS:
                return NOTHING if entry.part == METADATA else f"{entry.rows:,}"
            case Column.THUMBNAILS:
                return size_text(entry.thumbnail_bytes) if entry.thumbnail_bytes else NOTHING
            case Column.FETCHED:
                return fetched_text(entry, self._now())
            case Column.EXPIRES:
                return expires_text(entry, self._now())
            case Column.STATE:
                return STATE_WORDS[entry.state][0]
        return result_text(entry)

    def _hint(self, entry: CacheEntry, column: int) -> str | None:
        if column == Column.STATE:
            return STATE_WORDS[entry.state][3]
        if column == Column.RESULT and entry.message:
            return entry.message
        moment = {Column.FETCHED: entry.fetched_at, Column.EXPIRES: entry.expires_at}.get(column)
        if moment is None:
            return None
        days = (self._now() - moment).total_seconds() / 86400
        local = f"{moment.astimezone():%d %b %Y %H:%M}"
        return f"{local} ({age_text(days)})" if days >= 0 else local
