"""Walking through what a refresh brought: the act behind "Show new"."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.entity import EntityKey
from ui.assets.front import Front
from ui.assets.title_fetch import AssetsRead
from ui.assets.window_parts import WindowParts

NewIds = Mapping[AssetType, tuple[int, ...]]


class NewPictures(QObject):
    """Makes one new picture after the other the current tile."""

    def __init__(self, parts: WindowParts, front: Front, parent: QObject) -> None:
        super().__init__(parent)
        self._parts, self._front = parts, front
        self._key: EntityKey | None = None
        self._ids: NewIds = {}
        self._shown: int | None = None
        self._awaited: AssetType | None = None

    def begin(self, key: EntityKey, ids: NewIds) -> None:
        """Take the new pictures *ids* of *key*; the next `step` goes to the first."""
        self._key, self._ids = key, {kind: new for kind, new in ids.items() if new}
        self._shown = self._awaited = None

    def step(self) -> None:
        """Go to the next new picture, after the last to the first.

        Without one in the tab in front, the tab of the first type that has some comes to the front.
        """
        kind = self._front.kind
        if kind not in self._ids:
            kind = next(iter(self._ids), kind)
        if kind is not self._front.kind:
            self._shown, self._awaited = None, kind
            self._parts.header.tabs.choose(kind)
        elif self._front.was_read:
            self._show_next()
        else:
            self._awaited = kind

    def on_read(self, read: AssetsRead) -> None:
        """Go to the new picture that waited for its tab to be read; the tiles are on screen by now."""
        awaited, self._awaited = self._awaited, None
        if (read.key, read.asset_type) == (self._key, awaited):
            self._show_next()

    def _show_next(self) -> None:
        kind, model = self._front.kind, self._parts.pane.model
        new = self._ids.get(kind, ())
        if any(asset.id in new and model.row_of(asset.id) is None for asset in self._front.assets):
            self._front.set_season(None)  # some are of other seasons than the one in front
        rows = sorted(row for row in map(model.row_of, new) if row is not None)
        if not rows:
            is_there = any(asset.id in new for asset in self._front.assets)
            why = "hidden by the filters" if is_there else "no longer there"
            self._parts.act.setText(f"The new {ASSET_SHAPES[kind].plural} are {why}")
            return
        last = None if self._shown is None else model.row_of(self._shown)
        row = next((each for each in rows if last is not None and each > last), rows[0])
        self._shown = model.items[row].id
        self._parts.pane.focus_id(self._shown)
