"""Lines of a list that falls into sections: headings cannot be selected, lines can."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from metarr_desktop.domain.entity import EntityKey
from ui.keyed_list_model import ItemRole, KeyedListModel
from ui.pill import Tone
from ui.qt_types import AnyIndex

_MOST_MERGED = 1500


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        key: never changes as long as it means the same thing.
        title: in bold; of a section its heading, with ``count`` behind it.
        detail: below it, or behind it where the list has one row a line.
        side, side_detail: at the right, one above the other.
        icon, tone: of the mark at the left; ``mark`` says in a word what it means.
        progress: 0 to 1 draws a bar at the right, ``None`` none.
        badge: a word in a frame, as "undone"; ``is_struck`` strikes the title out.
        entity: the title that Enter opens.
        hint: the detail at length, for the tool tip.
    """

    key: str
    title: str
    detail: str = ""
    side: str = ""
    side_detail: str = ""
    icon: str = ""
    tone: Tone = Tone.NEUTRAL
    mark: str = ""
    progress: float | None = None
    badge: str = ""
    is_struck: bool = False
    entity: EntityKey | None = None
    is_section: bool = False
    count: str = ""
    hint: str = ""

    def matches(self, words: tuple[str, ...]) -> bool:
        """Whether each of *words*, in lower case, is in what the line says."""
        text = f"{self.title} {self.detail} {self.side} {self.mark} {self.badge}".casefold()
        return all(word in text for word in words)


class LineRole(IntEnum):
    """What the delegate asks for beside the roles of Qt."""

    LINE = int(ItemRole.ITEM)


def section(name: str, title: str, count: int | str = "") -> Line:
    """Return the heading of a section."""
    return Line(
        f"section:{name}", title, is_section=True, count=f"{count:,}" if isinstance(count, int) else count
    )


class LineModel(KeyedListModel[str, Line]):
    """Lines and headings in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda line: line.key, parent)

    def show(self, lines: list[Line]) -> bool:
        """Make the rows equal to *lines*; returns False if the view has to find its place anew.

        Rows that only came behind cost what they are; very many others are laid out anew, for telling a view of
        each change would take longer.
        """
        here = len(self._items)
        if len(lines) >= here and all(
            old is new or old == new for old, new in zip(self._items, lines, strict=False)
        ):
            if len(lines) > here:
                self._insert(here, lines[here:])
            return True
        if max(here, len(lines)) <= _MOST_MERGED:
            self.merge(lines)
            return True
        self.beginResetModel()
        self._items, self._keys, self._rows = lines, [line.key for line in lines], None
        self.endResetModel()
        return False

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid() or self.item(index).is_section:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag
        return flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemNeverHasChildren

    def text(self, item: Line) -> str:
        if item.is_section:
            return f"{item.title} {item.count}".strip()
        parts = (item.mark, item.title, item.badge, item.detail, item.side, item.side_detail)
        return ". ".join(part.rstrip(".") for part in parts if part)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if role == Qt.ItemDataRole.ToolTipRole and index.isValid():
            line = self.item(index)
            return "\n".join(filter(None, (line.title, line.hint or line.detail))) if line.detail else None
        return super().data(index, role)

    def first_line(self) -> Line | None:
        """Return the first one that is no heading."""
        return next((line for line in self.items if not line.is_section), None)


def words_in(text: str) -> tuple[str, ...]:
    """Return what a filter looks for: every word of *text*, in lower case."""
    return tuple(text.casefold().split())
