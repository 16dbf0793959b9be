"""What the library page remembers from one start to the next."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from metarr_desktop.domain.entity import EntityType
from ui.kinds import KINDS
from ui.library.arrangement import Sort, usual_sort
from ui.library.wall import LARGEST, SMALLEST, USUAL


class _Values:
    """Typed access to a part of *settings*."""

    def __init__(self, settings: QSettings, prefix: str) -> None:
        self._settings, self._prefix = settings, prefix

    def _text(self, name: str, default: str) -> str:
        return str(self._settings.value(f"{self._prefix}/{name}", default))

    def _bytes(self, name: str) -> QByteArray:
        value = self._settings.value(f"{self._prefix}/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def _keep(self, name: str, value: object) -> None:
        self._settings.setValue(f"{self._prefix}/{name}", value)


class ShelfPreferences(_Values):
    """How the titles of one kind are looked at; a value that cannot be used counts as absent."""

    def __init__(self, settings: QSettings, entity_type: EntityType) -> None:
        # Films keep the names they had when there was nothing else.
        is_first = entity_type is EntityType.MOVIE
        super().__init__(settings, "library" if is_first else f"library/{entity_type.value}")
        self._usual_sort = usual_sort(entity_type)

    @property
    def view(self) -> str:
        """``wall`` or ``table``."""
        return self._text("view", "wall")

    @view.setter
    def view(self, value: str) -> None:
        self._keep("view", value)

    @property
    def sort(self) -> Sort:
        try:
            return Sort(self._text("sort", self._usual_sort.value))
        except ValueError:
            return self._usual_sort

    @sort.setter
    def sort(self, value: Sort) -> None:
        self._keep("sort", value.value)

    @property
    def is_descending(self) -> bool:
        return self._text("is_descending", "false").lower() == "true"

    @is_descending.setter
    def is_descending(self, value: bool) -> None:
        self._keep("is_descending", value)

    @property
    def tile_width(self) -> int:
        """Logical px."""
        text = self._text("tile_width", str(USUAL))
        return min(LARGEST, max(SMALLEST, int(text))) if text.isdecimal() else USUAL

    @tile_width.setter
    def tile_width(self, value: int) -> None:
        self._keep("tile_width", value)

    @property
    def columns(self) -> QByteArray:
        return self._bytes("columns")

    @columns.setter
    def columns(self, value: QByteArray) -> None:
        self._keep("columns", value)

    @property
    def current(self) -> int | None:
        """The number of the title the person was at."""
        text = self._text("current", "")
        return int(text) if text.isdecimal() else None

    @current.setter
    def current(self, value: int | None) -> None:
        self._keep("current", "" if value is None else value)

    @property
    def folder(self) -> str:
        """The folder titles were added from last, empty if none was."""
        return self._text("folder", "")

    @folder.setter
    def folder(self, value: str) -> None:
        self._keep("folder", value)


class LibraryPreferences(_Values):
    """What belongs to the page as a whole."""

    def __init__(self, settings: QSettings) -> None:
        super().__init__(settings, "library")

    def of(self, entity_type: EntityType) -> ShelfPreferences:
        """Return those of one kind."""
        return ShelfPreferences(self._settings, entity_type)

    @property
    def kind(self) -> EntityType:
        """The kind in front."""
        known = {each.value: each for each in KINDS}
        return known.get(self._text("kind", ""), EntityType.MOVIE)

    @kind.setter
    def kind(self, value: EntityType) -> None:
        self._keep("kind", value.value)

    @property
    def splitter(self) -> QByteArray:
        return self._bytes("splitter")

    @splitter.setter
    def splitter(self, value: QByteArray) -> None:
        self._keep("splitter", value)
