"""Which rows of a view are selected."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel


def selected_rows(model: QItemSelectionModel) -> list[int]:
    """Return the selected rows in order. Asked for range by range: cell by cell, 2,000 would take a frame."""
    selection = model.selection()
    parts = [selection.at(place) for place in range(selection.count())]
    return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
