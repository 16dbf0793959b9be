"""Which types of the title in front are locked against automation."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.library import SelectionChange
from metarr_desktop.domain.ports import Library
from ui.assets.act_queue import ActQueue
from ui.task_scope import ErrorSink, TaskScope


class Locks(QObject):
    """Reads the locks after everything that may change them, and switches them.

    Signals:
        changed(frozenset of AssetType)
    """

    changed = Signal(object)

    def __init__(
        self, library: Library, acts: ActQueue, *, on_error: ErrorSink, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._acts = library, acts
        self._tasks = TaskScope(on_error, "locks")
        self._key: EntityKey | None = None
        self._locked: frozenset[AssetType] = frozenset()

    @property
    def locked(self) -> frozenset[AssetType]:
        """The locked types of the title in front, as far as they are known."""
        return self._locked

    def read(self) -> None:
        """Read the locks of the title in front."""
        key = self._acts.key
        if key is None:
            return
        if key != self._key:
            self._key = key
            self._show(frozenset())
        self._tasks.replace("read", self._read, key)

    def toggle(self, kind: AssetType) -> None:
        """Lock the slots of *kind*, or open them."""
        key = self._acts.key
        if key is None:
            return
        is_locked = kind not in self._locked

        async def act() -> SelectionChange:
            await self._acts.curation.set_lock(key, kind, is_locked=is_locked)
            if key == self._acts.key:
                self._show(self._locked | {kind} if is_locked else self._locked - {kind})
            return SelectionChange(key, (), lock_words(kind, is_locked))

        self._acts.change(act)

    async def close(self) -> None:
        """End every task."""
        await self._tasks.close()

    async def _read(self, key: EntityKey) -> None:
        try:
            details = await self._library.details(key)
        except MetarrError:
            return  # the one who reads the candidates says that the store cannot be read
        if key == self._acts.key:
            self._show(frozenset(slot.asset_type for slot in details.slots if slot.is_locked))

    def _show(self, locked: frozenset[AssetType]) -> None:
        if locked != self._locked:
            self._locked = locked
            self.changed.emit(locked)


def lock_words(kind: AssetType, is_locked: bool) -> str:
    """Return what locking or unlocking a type did."""
    plural = ASSET_SHAPES[kind].plural
    if is_locked:
        return f"Locked the {plural}: automation leaves them alone"
    return f"Unlocked the {plural}: automation may choose them"
