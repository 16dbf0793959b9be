"""Looks in the background which candidates are one picture, when nobody is in the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.ports import Stacks
from metarr_desktop.domain.thumbnail import Size
from ui.assets.stack_view import Groups
from ui.assets.title_fetch import AssetsRead
from ui.task_scope import ErrorSink, TaskScope
from ui.timers import delay

_QUIET_MS = 400


class StackWatch(QObject):
    """Examines the type in front once its pictures in sight are there and nothing has moved for a while.

    Scrolling and dragging stop it at once (what was seen is kept), and it goes on afterwards.

    Args:
        is_busy: True while pictures in sight are on their way or tiles are being dragged to another size.

    Signals:
        found(key, asset type, Groups): the groups there are now.
        rejected_again(key, asset type, ids): pictures that were rejected before under another address.
    """

    found = Signal(object, object, object)
    rejected_again = Signal(object, object, tuple)

    def __init__(
        self,
        stacks: Stacks,
        is_busy: Callable[[], bool],
        *,
        on_error: ErrorSink,
        quiet_ms: int = _QUIET_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._stacks, self._is_busy, self._on_error = stacks, is_busy, on_error
        self._tasks = TaskScope(on_error, "stacks")
        self._box = Size(0, 0)
        self._waiting: AssetsRead | None = None
        self._seen: tuple[EntityKey, AssetType, frozenset[int]] | None = None
        self._quiet = delay(self, quiet_ms, self._begin)

    async def groups(self, key: EntityKey, kind: AssetType) -> Groups:
        """Return the groups known already; for the one who reads the candidates."""
        return () if kind is AssetType.TRAILER else await self._stacks.stacks(key, kind)

    def on_read(self, read: AssetsRead, box: Size) -> None:
        """Look at what was read, unless all of it was looked at already.

        Args:
            box: that of the tiles, so that no picture is made twice.
        """
        ids = frozenset(asset.id for asset in read.assets)
        is_known = self._seen == (read.key, read.asset_type, ids)
        if read.asset_type is AssetType.TRAILER or len(ids) < 2 or is_known:
            return
        self._waiting, self._box = read, box
        self.pause()

    def pause(self) -> None:
        """Something moves under the hand: stop, and go on when it rests."""
        if self._waiting is not None:
            self._tasks.cancel("examine")
            self._quiet.start()

    def leave(self) -> None:
        """Another title or type is in front, or the window is closed: stop for good."""
        self._waiting, self._seen = None, None
        self._quiet.stop()
        self._tasks.cancel("examine")

    @property
    def is_idle(self) -> bool:
        """True when nothing is left to be looked at."""
        return self._waiting is None

    async def close(self) -> None:
        """End everything."""
        self.leave()
        await self._tasks.close()

    def _begin(self) -> None:
        read = self._waiting
        if read is None:
            return
        if self._is_busy():
            self._quiet.start()
        else:
            self._tasks.replace("examine", self._examine, read)

    async def _examine(self, read: AssetsRead) -> None:
        key, kind = read.key, read.asset_type
        try:
            examination = await self._stacks.examine(key, kind, self._box)
            groups = await self._stacks.stacks(key, kind)
        except MetarrError as error:
            self._waiting = None
            self._on_error(str(error))
            return
        self._waiting = None
        self._seen = key, kind, frozenset(asset.id for asset in read.assets)
        self.found.emit(key, kind, groups)
        if examination.rejected:
            self.rejected_again.emit(key, kind, examination.rejected)
