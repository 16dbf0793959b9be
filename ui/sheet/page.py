"""The contact sheet: a window of its own, one for all sets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from metarr_desktop.domain.asset import USER_PROVIDER, AssetType
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.library import BatchChange, UndoOutcome
from metarr_desktop.domain.ports import Core
from ui.chips import ChipSpec
from ui.empty_state import Offer
from ui.message_bar import Severity
from ui.own.wording import MINE
from ui.sheet.controller import SheetController, SheetRead
from ui.sheet.model import SheetModel
from ui.sheet.parts import SheetParts
from ui.sheet.picking import Picking
from ui.sheet.picks import Picks
from ui.sheet.state import SheetAction, SheetState, problem_state, sheet_state
from ui.sheet.wording import kind_title, kinds_of, members_text, missing_text


class SheetWindow(QMainWindow):
    """Shows the pictures of a set in columns of one style; what is picked is selected in one act.

    Signals:
        changed(EntityKey): something of the title was selected, or that was taken back.
        browse_requested(EntityKey, AssetType), identify_requested(EntityKey), closed()
    """

    changed = Signal(object)
    browse_requested = Signal(object, object)
    identify_requested = Signal(object)
    closed = Signal()

    def __init__(self, core: Core, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._key: EntityKey | None = None
        self._kind = AssetType.POSTER
        self._read: SheetRead | None = None
        self._picks: dict[AssetType, Picks] = {}
        self._is_fetching = False
        self.model = SheetModel(Picks(), self)
        self.parts = SheetParts(self, self.model, core.thumbnails)
        self.controller = SheetController(
            core.contact_sheets,
            core.curation,
            core.library,
            core.cache,
            on_error=self._tell,
            parent=self,
        )
        self.picking = Picking(self, self.parts, self.model, self._titles)
        self._connect()
        self.setWindowTitle("Contact sheet")
        self.resize(1280, 800)

    def open_for(self, key: EntityKey, kind: AssetType | None = None) -> None:
        """Show the set *key* belongs to; *kind* if sets of its kind have that type, else the first one."""
        kinds = kinds_of(key.entity_type)
        if not kinds:
            raise ValueError(f"{key.entity_type} has no sets")
        if key != self._key:
            self._picks.clear()
            self.parts.messages.clear()
        self._key = key
        self._show_kind(kind if kind in kinds else self._kind if self._kind in kinds else kinds[0])

    def reload(self) -> None:
        """Read the sheet again: something was selected elsewhere."""
        if self._key is not None and self.isVisible():
            self.controller.open(self._key, self._kind)

    @property
    def picks(self) -> Picks:
        """What is picked for the type in front."""
        return self.model.picks

    async def aclose(self) -> None:
        """End every task."""
        self.picking.leave_more()
        await self.controller.close()
        await self.parts.close()

    # -- what is shown ---------------------------------------------------------------------------------------

    def _show_kind(self, kind: AssetType) -> None:
        assert self._key is not None
        if kind is not self._kind or self._read is None or self._read.entity.key != self._key:
            self._read = None
            self.parts.show_waiting("Reading the sheet…", "")
        self._kind = kind
        self.model.picks = self._picks.setdefault(kind, Picks())
        self.parts.kinds.set_chips(
            ChipSpec(each.value, kind_title(each), is_on=each is kind, tooltip=f"Compare {kind_title(each)}")
            for each in kinds_of(self._key.entity_type)
        )
        self.controller.open(self._key, kind)
        self._show_picks()

    def _on_read(self, read: SheetRead) -> None:
        if read.entity.key != self._key or read.kind is not self._kind:
            return
        self._read = read
        title = read.sheet.title.rpartition(": ")[0]
        self.setWindowTitle(f"Contact sheet: {title}")
        state = sheet_state(read.sheet, read.entity, read.kind, was_fetched=read.was_fetched)
        self.parts.title.setText(title)
        self.parts.members.setText(
            "" if state is not None else members_text(read.sheet, read.entity.key.entity_type)
        )
        if state is not None:
            self._show_state(state)
        elif read.sheet.columns or not read.sheet.unseen:
            self.parts.table.show_sheet(read.sheet, read.kind, self._titles())
            self.parts.show_table()
            self._show_missing(read)
        else:
            self.parts.show_waiting("Looking at the pictures…", "What looks alike will stand in one column.")
        if not read.sheet.unseen or state is not None:
            self.parts.show_progress(0, 0)
        self._show_picks()

    def _show_missing(self, read: SheetRead) -> None:
        """Offer to fetch what was never fetched; what the providers do not have is said in its row."""
        empty = [row.label for row in read.sheet.rows if not row.candidates]
        if read.was_fetched or not empty:
            self.parts.messages.dismiss("missing")
            return
        self.parts.messages.post(
            missing_text(empty, read.kind), key="missing", action="Fetch now",
            action_hint="Ask the providers for these titles", on_action=self.controller.fetch,
        )  # fmt: skip

    def _show_state(self, state: SheetState) -> None:
        words = {SheetAction.IDENTIFY: "Ctrl+I", SheetAction.BROWSE: "Ctrl+B"}
        offers = [Offer(each.value, self._act(each), words.get(each, "")) for each in state.actions]
        self.parts.show_words(state.icon, state.title, state.text, offers)

    def _show_picks(self) -> None:
        sheet = self.model.sheet
        changes = len(self.picks.changes(sheet)) if sheet.rows else 0
        self.parts.show_picks(self.picks.count(), changes)
        self.model.picks_changed()

    def _is_table(self) -> bool:
        return self.parts.is_table_shown

    def _titles(self) -> dict[str, str]:
        return {info.name: info.title for info in self._core.providers.all_infos()} | {USER_PROVIDER: MINE}

    # -- acts ------------------------------------------------------------------------------------------------

    def _on_apply(self) -> None:
        if ids := self.picks.changes(self.model.sheet):
            self.controller.apply(ids)

    def _on_applied(self, change: BatchChange) -> None:
        self.picks.clear()
        self.parts.messages.post(
            f"{change.text}.", Severity.GOOD, key="act", action="Undo",
            action_hint="Take all of it back (Ctrl+Z)", on_action=self.controller.steps.undo,
        )  # fmt: skip
        for key in dict.fromkeys(each.key for each in change.changes):
            self.changed.emit(key)
        self.reload()
        self._show_picks()

    def _on_undone(self, outcome: UndoOutcome) -> None:
        self.parts.messages.post(f"{outcome.text}.", key="act")
        for key in self._read.keys if self._read is not None else ():
            self.changed.emit(key)
        if outcome.key is not None and (self._read is None or outcome.key not in self._read.keys):
            self.changed.emit(outcome.key)
        self.reload()

    def _act(self, action: SheetAction) -> Callable[[], object]:
        acts = {
            SheetAction.IDENTIFY: self._on_identify,
            SheetAction.FETCH: self.controller.fetch,
            SheetAction.BROWSE: self._on_browse,
            SheetAction.READ_AGAIN: self.reload,
        }
        return acts[action]

    def _on_identify(self) -> None:
        if self._key is not None:
            self.identify_requested.emit(self._key)

    def _on_browse(self) -> None:
        row = self.parts.table.currentIndex().row()
        is_there = self._is_table() and 0 <= row < self.model.rowCount()
        key = self.model.row(row).key if is_there else self._key
        if key is not None:
            self.browse_requested.emit(key, self._kind)

    def _on_failed(self, sentence: str) -> None:
        self.parts.show_progress(0, 0)
        self._show_state(problem_state(sentence))
        self._show_picks()

    def _on_fetching(self, is_fetching: bool) -> None:
        self._is_fetching = is_fetching
        if is_fetching:
            self.parts.show_waiting("Fetching…", "The providers are being asked.")

    def _on_problem(self, sentence: str) -> None:
        self._tell(sentence)
        if not self._is_table() and self._key is not None and self._read is not None:
            self._on_read(self._read)

    def _tell(self, sentence: str) -> None:
        self.parts.messages.post(sentence, Severity.BAD, key=f"problem:{sentence}")

    def _connect(self) -> None:
        parts, actions, controller, table = self.parts, self.parts.actions, self.controller, self.parts.table
        self.picking.changed.connect(self._show_picks)
        controller.sheet_read.connect(self._on_read)
        controller.looking.connect(parts.show_progress)
        controller.failed.connect(self._on_failed)
        controller.problem.connect(self._on_problem)
        controller.applied.connect(self._on_applied)
        controller.undone.connect(self._on_undone)
        controller.nothing_to_undo.connect(lambda words: parts.messages.post(words, key="act"))
        controller.fetching.connect(self._on_fetching)
        parts.kinds.chip_toggled.connect(lambda kind, _: self._show_kind(AssetType(kind)))
        actions.apply.triggered.connect(lambda: self._on_apply())
        actions.undo.triggered.connect(lambda: controller.steps.undo())
        actions.redo.triggered.connect(lambda: controller.steps.redo())
        actions.browse.triggered.connect(lambda: self._on_browse())
        actions.larger.triggered.connect(lambda: table.zoom(1))
        actions.smaller.triggered.connect(lambda: table.zoom(-1))
        actions.leave.triggered.connect(lambda: self.close())

    # -- Qt --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            if self.picks.count():
                self.picking.clear()
                self.parts.picked.setText("Nothing marked any more. Esc again closes the sheet.")
            else:
                self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.controller.stop()
        self.closed.emit()
