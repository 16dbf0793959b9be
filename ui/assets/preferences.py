"""What the browser remembers between two runs, per type of artwork."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from metarr_desktop.domain.asset import AssetType
from ui.assets.asset_filter import AssetFilter, AssetSort
from ui.transparency import Ground


class AssetPreferences:
    """Filters, order and tile size per type; size and place of the window.

    Args:
        settings: None takes the settings of the application.
    """

    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings if settings is not None else QSettings()

    def filter_of(self, kind: AssetType) -> AssetFilter:
        """Return the filter of *kind*, none when what is kept cannot be read."""
        return AssetFilter.from_text(str(self._settings.value(f"assets/{kind}/filter", "")))

    def keep_filter(self, kind: AssetType, wanted: AssetFilter) -> None:
        self._settings.setValue(f"assets/{kind}/filter", wanted.to_text())

    def sort_of(self, kind: AssetType) -> AssetSort:
        """Return the order of *kind*, best first when nothing else is kept."""
        kept = str(self._settings.value(f"assets/{kind}/sort", ""))
        return AssetSort(kept) if kept in {each.value for each in AssetSort} else AssetSort.BEST

    def keep_sort(self, kind: AssetType, order: AssetSort) -> None:
        self._settings.setValue(f"assets/{kind}/sort", order.value)

    def stacks_of(self, kind: AssetType) -> bool:
        """Return whether pictures of *kind* that look the same are one tile, which they are unless switched off."""
        return str(self._settings.value(f"assets/{kind}/stacks", "on")) != "off"

    def keep_stacks(self, kind: AssetType, is_on: bool) -> None:
        self._settings.setValue(f"assets/{kind}/stacks", "on" if is_on else "off")

    def tile_width_of(self, kind: AssetType, widths: tuple[int, int, int]) -> int:
        """Return the tile width of *kind* within smallest, usual and largest of *widths*."""
        smallest, usual, largest = widths
        kept = str(self._settings.value(f"assets/{kind}/tile_width", ""))
        return min(largest, max(smallest, int(kept))) if kept.isdecimal() else usual

    def keep_tile_width(self, kind: AssetType, width: int) -> None:
        self._settings.setValue(f"assets/{kind}/tile_width", width)

    def is_unfolded(self) -> bool:
        """Tell whether the parts of the scores stand under the tiles."""
        return str(self._settings.value("assets/unfolded", "")) == "true"

    def keep_unfolded(self, is_unfolded: bool) -> None:
        self._settings.setValue("assets/unfolded", "true" if is_unfolded else "false")

    def ground(self) -> Ground:
        """Return what transparent pictures are shown on."""
        kept = str(self._settings.value("assets/ground", ""))
        return Ground(kept) if kept in {each.value for each in Ground} else Ground.AUTOMATIC

    def keep_ground(self, ground: Ground) -> None:
        self._settings.setValue("assets/ground", ground.value)

    def kept_bytes(self, name: str) -> QByteArray:
        """Return a layout kept as *name*, empty when there is none."""
        value = self._settings.value(f"assets/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_bytes(self, name: str, value: QByteArray) -> None:
        self._settings.setValue(f"assets/{name}", value)
