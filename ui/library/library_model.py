"""The titles as Qt models: one list for the wall, the same rows in columns for the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.library import LibraryRow
from ui.keyed_list_model import ItemRole, KeyedListModel
from ui.kinds import words_of
from ui.library.arrangement import SORTS_OF, Sort, ids_text
from ui.library.wording import artwork_cell, episodes_of, identity_text, row_sentence, seasons_of
from ui.qt_types import ROOT, AnyIndex
from ui.text import short_age_text, utc_now


class LibraryModel(KeyedListModel[EntityKey, LibraryRow]):
    """The rows shown now, in order; the wall draws them.

    Args:
        clock: aware UTC; ages are told from it whenever they are painted.
    """

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(lambda row: row.key, parent)
        self.clock = clock

    def text(self, item: LibraryRow) -> str:
        return row_sentence(item)

    def touch_pictures(self, urls: Iterable[str], among: Iterable[EntityKey]) -> None:
        """Say of those titles *among* whose picture has one of these addresses that they look otherwise now."""
        came = frozenset(urls)
        rows = filter(None, map(self.find, among))
        self.touch([row.key for row in rows if picture_url(row) in came])


def picture_url(row: LibraryRow) -> str | None:
    """Return the address of the rendition the tile of *row* shows."""
    return None if row.poster is None else row.poster.thumb_url or row.poster.url


COLUMNS: Mapping[Sort, tuple[str, Callable[[LibraryRow, datetime], str]]] = {
    Sort.TITLE: ("Title", lambda row, _: row.entity.title),
    Sort.ARTIST: ("Artist", lambda row, _: row.entity.metadata.artist),
    Sort.YEAR: ("Year", lambda row, _: str(row.entity.year or "")),
    Sort.EDITION: ("Edition", lambda row, _: row.entity.edition),
    Sort.SEASONS: ("Seasons", lambda row, _: str(seasons_of(row.entity) or "")),
    Sort.EPISODES: ("Episodes", lambda row, _: str(episodes_of(row.entity) or "")),
    Sort.IDENTITY: ("Identity", lambda row, _: identity_text(row.entity.state)),
    Sort.ARTWORK: ("Artwork", lambda row, _: artwork_cell(row)),
    Sort.CACHE_AGE: ("Cache age", lambda row, now: short_age_text(row.age_days(now))),
    Sort.IDS: ("Ids", lambda row, _: ids_text(row.entity)),
    Sort.PATH: ("File", lambda row, _: row.entity.path or ""),
}
_RIGHT = (Sort.YEAR, Sort.SEASONS, Sort.EPISODES, Sort.ARTWORK, Sort.CACHE_AGE)


def column_title(sort: Sort, entity_type: EntityType) -> str:
    """Return the head of a column: a film lies in a file, a series in a folder."""
    return words_of(entity_type).place if sort is Sort.PATH else COLUMNS[sort][0]


class LibraryTableModel(QAbstractTableModel):
    """The rows of a `LibraryModel` in the columns of their kind; passes every change on and stores none."""

    def __init__(self, source: LibraryModel, entity_type: EntityType, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._entity_type = entity_type
        self.sorts = SORTS_OF[entity_type]
        self._moved: list[tuple[EntityKey, int, QModelIndex]] = []
        source.rowsAboutToBeInserted.connect(
            lambda _, first, last: self.beginInsertRows(QModelIndex(), first, last)
        )
        source.rowsInserted.connect(lambda *_: self.endInsertRows())
        source.rowsAboutToBeRemoved.connect(
            lambda _, first, last: self.beginRemoveRows(QModelIndex(), first, last)
        )
        source.rowsRemoved.connect(lambda *_: self.endRemoveRows())
        source.rowsAboutToBeMoved.connect(
            lambda _, first, last, __, to: self.beginMoveRows(QModelIndex(), first, last, QModelIndex(), to)
        )
        source.rowsMoved.connect(lambda *_: self.endMoveRows())
        source.layoutAboutToBeChanged.connect(self._on_about_to_be_ordered)
        source.layoutChanged.connect(self._on_ordered)
        source.dataChanged.connect(self._on_data_changed)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else self._source.rowCount()

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.sorts)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        row, sort = self._source.item(index.row()), self.sorts[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return COLUMNS[sort][1](row, self._source.clock())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(sort)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row_sentence(row) if sort is Sort.TITLE else COLUMNS[sort][1](row, self._source.clock())
        if role == ItemRole.KEY:
            return row.key
        if role == ItemRole.ITEM:
            return row
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return column_title(self.sorts[section], self._entity_type)
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(self.sorts[section])
        return None

    @staticmethod
    def _alignment(sort: Sort) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if sort in _RIGHT else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _on_about_to_be_ordered(self) -> None:
        self.layoutAboutToBeChanged.emit()
        self._moved = [
            (self._source.item(index.row()).key, index.column(), index)
            for index in self.persistentIndexList()
        ]

    def _on_ordered(self) -> None:
        old = [index for _, _, index in self._moved]
        new = []
        for key, column, _ in self._moved:
            row = self._source.row_of(key)
            new.append(QModelIndex() if row is None else self.index(row, column))
        self._moved = []
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex, roles: list[int]) -> None:
        self.dataChanged.emit(self.index(first.row(), 0), self.index(last.row(), len(self.sorts) - 1), roles)


def key_at(index: QModelIndex | QPersistentModelIndex) -> EntityKey | None:
    """Return the title an index of either model stands for."""
    key = index.data(ItemRole.KEY) if index.isValid() else None
    return key if isinstance(key, EntityKey) else None
