"""What is picked on a contact sheet, before any of it is done; no Qt."""

from __future__ import annotations

from metarr_desktop.domain.asset import CachedAsset
from metarr_desktop.domain.contact_sheet import ContactSheet, SheetRow
from metarr_desktop.domain.entity import EntityKey

Member = tuple[EntityKey, int | None]
"""A row wherever it stands: title and season."""


def member_of(row: SheetRow) -> Member:
    """Return what a row is about."""
    return row.key, row.season_number


def selected_of(row: SheetRow) -> CachedAsset | None:
    """Return the picture of a row that is selected now, the first one of several."""
    chosen = [asset for asset in row.candidates if asset.is_selected]
    return min(chosen, key=lambda asset: asset.selection_order or 0, default=None)


class Picks:
    """At most one candidate for each row; picks of rows and pictures that are gone are dropped by `keep`."""

    def __init__(self) -> None:
        self._ids: dict[Member, int] = {}

    def of(self, row: SheetRow) -> int | None:
        """Return the candidate picked for *row*."""
        return self._ids.get(member_of(row))

    def pick(self, row: SheetRow, asset_id: int) -> None:
        """Pick a candidate of *row*; picked before, it is dropped."""
        if self.of(row) == asset_id:
            del self._ids[member_of(row)]
        else:
            self._ids[member_of(row)] = asset_id

    def use_column(self, sheet: ContactSheet, column: int) -> None:
        """Pick the pictures of one style in every row; if they are all picked already, drop them."""
        ids = sheet.columns[column].asset_ids
        if self.has_column(sheet, column):
            for row in sheet.rows:
                self._ids.pop(member_of(row), None)
            return
        for row, asset_id in zip(sheet.rows, ids, strict=True):
            if asset_id is not None:
                self._ids[member_of(row)] = asset_id

    def has_column(self, sheet: ContactSheet, column: int) -> bool:
        """True when every picture of the style is picked."""
        pairs = zip(sheet.rows, sheet.columns[column].asset_ids, strict=True)
        return all(asset_id is None or self.of(row) == asset_id for row, asset_id in pairs)

    def changes(self, sheet: ContactSheet) -> tuple[int, ...]:
        """Return the picked candidates that are not selected already, in the order of the rows."""
        found = []
        for row in sheet.rows:
            picked, selected = self.of(row), selected_of(row)
            if picked is not None and (selected is None or selected.id != picked):
                found.append(picked)
        return tuple(found)

    def count(self) -> int:
        """Return in how many rows something is picked."""
        return len(self._ids)

    def clear(self) -> None:
        """Drop all."""
        self._ids.clear()

    def keep(self, sheet: ContactSheet) -> None:
        """Drop what *sheet* does not have."""
        there = {member_of(row): {asset.id for asset in row.candidates} for row in sheet.rows}
        self._ids = {
            member: asset_id for member, asset_id in self._ids.items() if asset_id in there.get(member, ())
        }
