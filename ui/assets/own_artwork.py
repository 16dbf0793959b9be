"""Own pictures in the browser: chosen as files, pasted, dropped; they appear as a selected tile."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMainWindow

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.library import LibraryRow, SelectionChange
from metarr_desktop.domain.ports import OwnPictures
from ui.assets.asset_filter import AssetFilter
from ui.assets.controller import BrowserController
from ui.assets.drag_out import DragOut
from ui.assets.front import Front
from ui.assets.seasons import SEASON_TYPES, season_title
from ui.assets.title_fetch import AssetsRead
from ui.assets.window_parts import WindowParts
from ui.assets.wording import label_of
from ui.drop_zone import DropZone
from ui.dropped import Brought, brought, from_files
from ui.message_bar import Severity
from ui.own.desk import OwnPictureDesk
from ui.own.wording import Target
from ui.shortcuts import is_typing
from ui.toolbar import make_action

_FILES = "Pictures (*.jpg *.jpeg *.png *.webp *.gif *.bmp *.tif *.tiff);;All files (*)"
_FOLDER = "own/folder"
_NOTHING = (
    "There is no picture in the clipboard. Copy a picture, a file or the address of one, then paste again."
)
_DROPPED_NOTHING = (
    "What was dropped holds no picture, and nothing was added. Copy it, and paste it here (Ctrl+V)."
)
_TRAILER = "A trailer cannot be added. Choose a type of picture first."


class OwnArtwork(QObject):
    """Takes what a person brings for the type in front, and shows what came of it.

    Signals:
        choice_changed(EntityKey)
    """

    choice_changed = Signal(object)

    def __init__(
        self,
        shelf: OwnPictures,
        parts: WindowParts,
        controller: BrowserController,
        front: Front,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._parts, self._controller, self._front, self._window = parts, controller, front, window
        self._pending: tuple[Brought, ...] = ()
        self._added: SelectionChange | None = None
        self.desk = OwnPictureDesk(shelf, window, on_error=parts.tell_problem)
        self.add = make_action(
            self, "Add your own…", "add", shortcut="O", tooltip="Add a picture of your own from a file",
            on_triggered=self._on_add,
        )  # fmt: skip
        self.paste = make_action(
            self, "Paste picture", "copy", shortcut="Ctrl+V", on_triggered=self.take_clipboard,
            tooltip="Add the picture, file or address in the clipboard",
        )  # fmt: skip
        self.paste.setShortcuts(QKeySequence.StandardKey.Paste)
        window.addActions([self.add, self.paste])
        parts.actions.edit_menu.addSeparator()
        parts.actions.edit_menu.addActions([self.add, self.paste])
        self.zone = DropZone(parts.ground, self._invitation)
        self.zone.dropped.connect(self._on_dropped)
        self.drag_out = DragOut(parts.pane)
        self.file_dialog: QFileDialog | None = None
        self.desk.added.connect(self._on_added)
        self.desk.ended.connect(self._on_ended)
        controller.title_read.connect(self._on_title_read)
        controller.assets_read.connect(self._on_read)

    def bring(self, pictures: Sequence[Brought]) -> None:
        """Show *pictures* one after the other, to be added to the title and type in front."""
        if not pictures:
            return
        if self._front.kind is AssetType.TRAILER:
            self._parts.messages.post(_TRAILER, Severity.WARN, key="own")
            return
        self._parts.messages.dismiss("own")
        row = self._front.row
        if row is None or row.key != self._controller.key:  # the title is being read
            self._pending = tuple(pictures)
            return
        self.desk.bring(self._target(row), pictures)

    def take_clipboard(self) -> None:
        """Bring what was copied."""
        pictures = brought(QGuiApplication.clipboard().mimeData(), prefers_bitmap=True)
        if pictures:
            self.bring(pictures)
        else:
            self._parts.messages.post(_NOTHING, Severity.WARN, key="own")

    def _on_dropped(self, pictures: Sequence[Brought]) -> None:
        """Bring what was dropped; a program may promise a picture and then hand over nothing."""
        if pictures:
            self.bring(pictures)
        else:
            self._parts.messages.post(_DROPPED_NOTHING, Severity.WARN, key="own")

    async def close(self) -> None:
        """End every task, and close what lies above the window."""
        if self.file_dialog is not None:
            self.file_dialog.reject()
        await self.desk.close()

    def _on_add(self) -> None:
        if is_typing() or self.file_dialog is not None:
            return
        if self._front.kind is AssetType.TRAILER:
            self._parts.messages.post(_TRAILER, Severity.WARN, key="own")
            return
        folder = str(QSettings().value(_FOLDER, ""))
        title = f"Add your own {ASSET_SHAPES[self._front.kind].title.lower()}"
        self.file_dialog = dialog = QFileDialog(self._window, title, folder, _FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_files)
        dialog.finished.connect(self._on_file_dialog_closed)
        dialog.open()

    def _on_files(self, paths: list[str]) -> None:
        if self.file_dialog is not None:
            QSettings().setValue(_FOLDER, self.file_dialog.directory().absolutePath())
        self.bring(from_files(paths))

    def _on_file_dialog_closed(self) -> None:
        if self.file_dialog is not None:
            self.file_dialog.deleteLater()
            self.file_dialog = None

    def _invitation(self) -> str:
        row, kind = self._front.row, self._front.kind
        if row is None or kind is AssetType.TRAILER:
            return ""
        return f"Drop to add your own {ASSET_SHAPES[kind].title.lower()} of {label_of(row.entity)}"

    def _target(self, row: LibraryRow) -> Target:
        kind = self._front.kind
        if kind not in SEASON_TYPES:
            return Target(row.key, kind, label_of(row.entity))
        known = {season.number: season for season in row.entity.metadata.seasons}
        numbers = {each.season_number for each in self._front.assets if each.season_number is not None}
        ordered = sorted(known.keys() | numbers or {0, 1}, key=lambda number: (number == 0, number))
        seasons = tuple((number, season_title(number, known)) for number in ordered)
        return Target(row.key, kind, label_of(row.entity), seasons, self._front.season)

    # -- what came of it -------------------------------------------------------------------------------------

    def _on_title_read(self, row: LibraryRow) -> None:
        if self._pending:
            pictures, self._pending = self._pending, ()
            self.bring(pictures)

    def _on_added(self, change: SelectionChange) -> None:
        self._parts.act.setText(f"{change.text} · Ctrl+Z takes it back" if change.text else "")
        self.choice_changed.emit(change.key)
        if change.key == self._controller.key:
            self._added = change
            self._controller.reload()

    def _on_ended(self) -> None:
        self._window.activateWindow()
        self._parts.pane.take_focus()

    def _on_read(self, read: AssetsRead) -> None:
        """Put the focus on the tile of what was added, whatever filters hide it."""
        change = self._added
        mine = {asset.id for asset in read.assets} if change is not None and change.key == read.key else set()
        new = (
            next((each for each in change.changed if each.is_selected), None) if change is not None else None
        )
        if new is None or new.id not in mine:
            return
        self._added = None
        pane, front = self._parts.pane, self._front
        if pane.model.row_of(new.id) is None and front.season not in (None, new.season_number):
            front.set_season(new.season_number)
        if pane.model.row_of(new.id) is None:
            front.set_filter(AssetFilter())
        pane.focus_id(new.id)
