"""What the library page remembers from one start to the next."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from ui.library.arrangement import Sort
from ui.library.wall import LARGEST, SMALLEST, USUAL


class LibraryPreferences:
    """Typed access to the page's part of *settings*; a value that cannot be used counts as absent."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def view(self) -> str:
        """``wall`` or ``table``."""
        return str(self._settings.value("library/view", "wall"))

    @view.setter
    def view(self, value: str) -> None:
        self._settings.setValue("library/view", value)

    @property
    def sort(self) -> Sort:
        try:
            return Sort(str(self._settings.value("library/sort", Sort.TITLE.value)))
        except ValueError:
            return Sort.TITLE

    @sort.setter
    def sort(self, value: Sort) -> None:
        self._settings.setValue("library/sort", value.value)

    @property
    def is_descending(self) -> bool:
        return str(self._settings.value("library/is_descending", "false")).lower() == "true"

    @is_descending.setter
    def is_descending(self, value: bool) -> None:
        self._settings.setValue("library/is_descending", value)

    @property
    def tile_width(self) -> int:
        """Logical px."""
        text = str(self._settings.value("library/tile_width", USUAL))
        return min(LARGEST, max(SMALLEST, int(text))) if text.isdecimal() else USUAL

    @tile_width.setter
    def tile_width(self, value: int) -> None:
        self._settings.setValue("library/tile_width", value)

    @property
    def splitter(self) -> QByteArray:
        return self._bytes("library/splitter")

    @splitter.setter
    def splitter(self, value: QByteArray) -> None:
        self._settings.setValue("library/splitter", value)

    @property
    def columns(self) -> QByteArray:
        return self._bytes("library/columns")

    @columns.setter
    def columns(self, value: QByteArray) -> None:
        self._settings.setValue("library/columns", value)

    def _bytes(self, name: str) -> QByteArray:
        value = self._settings.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()
