"""The coroutines behind *Your picture*: each picture that was brought is read, shown, and added if wanted."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.library import SelectionChange
from metarr_desktop.domain.own_picture import OwnPicture
from metarr_desktop.domain.ports import OwnPictures
from metarr_desktop.domain.thumbnail import Size
from ui.dropped import Brought, source_of
from ui.images import image_from_thumbnail
from ui.own.dialog import OwnPictureDialog
from ui.own.wording import Target
from ui.task_scope import ErrorSink, TaskScope
from ui.text import sentence_of

PREVIEW = Size(1200, 1000)
"""What the preview is made for, device px."""


class OwnPictureDesk(QObject):
    """Takes pictures one after the other; several that are brought at once wait in a queue.

    Args:
        above: the window the panel opens over.

    Signals:
        added(SelectionChange): a picture was kept and selected.
        ended(): the panel closed.
    """

    added = Signal(object)
    ended = Signal()

    def __init__(self, shelf: OwnPictures, above: QWidget, *, on_error: ErrorSink) -> None:
        super().__init__(above)
        self._shelf, self._above = shelf, above
        self._tasks = TaskScope(on_error, "own pictures")
        self._waiting: deque[tuple[Target, Brought]] = deque()
        self._place = self._total = 0
        self._target: Target | None = None
        self.dialog: OwnPictureDialog | None = None

    def bring(self, target: Target, pictures: Sequence[Brought]) -> None:
        """Show *pictures*, which are for *target*, one after the other."""
        if not pictures:
            return
        is_idle = self.dialog is None
        self._waiting.extend((target, each) for each in pictures)
        self._total += len(pictures)
        if is_idle:
            self.dialog = dialog = OwnPictureDialog(self._above)
            dialog.add_wanted.connect(self._on_add)
            dialog.skip_wanted.connect(self._go_on)
            dialog.left.connect(self._end)
            self._go_on()
            dialog.open()

    async def close(self) -> None:
        """End every task; the panel goes."""
        await self._tasks.close()
        if self.dialog is not None:
            self.dialog.reject()

    def _go_on(self) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        if not self._waiting:
            dialog.reject()
            return
        self._target, brought = self._waiting.popleft()
        self._place += 1
        dialog.show_looking(self._target, brought.name, self._place, self._total)
        self._tasks.replace("look", self._look, brought)

    async def _look(self, brought: Brought) -> None:
        errors = []
        for way in brought.ways:
            try:
                picture = await self._shelf.look(await asyncio.to_thread(source_of, way))
                await self._show(picture)
                return
            except MetarrError as error:
                errors.append(sentence_of(error))
        if self.dialog is not None:
            self.dialog.show_unusable(errors[0])  # the others were only stand-ins for the first

    async def _show(self, picture: OwnPicture) -> None:
        thumbnail = await self._shelf.preview(picture, PREVIEW)
        image = await asyncio.to_thread(image_from_thumbnail, thumbnail)
        if self.dialog is not None:
            self.dialog.show_picture(picture, QPixmap.fromImage(image))

    def _on_add(self) -> None:
        dialog, target = self.dialog, self._target
        if dialog is None or target is None or dialog.picture is None:
            return
        dialog.show_adding()
        self._tasks.start("add", self._add, dialog, target, dialog.picture)

    async def _add(self, dialog: OwnPictureDialog, target: Target, picture: OwnPicture) -> None:
        try:
            change: SelectionChange = await self._shelf.add(
                target.key,
                target.asset_type,
                picture,
                crop=dialog.crop,
                season_number=dialog.season_number,
            )
        except MetarrError as error:
            if dialog is self.dialog:
                dialog.show_error(sentence_of(error))
            return
        self.added.emit(change)
        if dialog is self.dialog:
            self._go_on()

    def _end(self) -> None:
        if self.dialog is None:
            return
        dialog, self.dialog = self.dialog, None
        self._tasks.cancel("look")  # what is being added already is kept
        self._waiting.clear()
        self._place = self._total = 0
        dialog.deleteLater()
        self.ended.emit()
