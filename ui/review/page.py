"""The review of proposals: what automation would select, title by title, and a person's word on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.enrichment import Proposal
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.jobs import Job, JobKind, JobState
from metarr_desktop.domain.library import BatchChange, UndoOutcome
from metarr_desktop.domain.ports import Core
from ui.about import keys_dialog
from ui.automation_words import status_text
from ui.empty_state import Offer
from ui.kinds import KINDS, words_of
from ui.message_bar import Severity
from ui.placement import bring_to_front, kept_geometry, open_at
from ui.review.controller import ReviewController
from ui.review.deciding import Deciding
from ui.review.model import ProposalModel
from ui.review.parts import KEYS_OF_TILES, ReviewParts
from ui.review.wording import EMPTY_TEXT, EMPTY_TITLE, count_line, kinds_in, running_text
from ui.subscriptions import Subscriptions

_PLACE = "review/window"
_SIZE = QSize(1200, 780)


class ReviewWindow(QMainWindow):
    """Non-modal; follows every change while it is visible. Outlives a core, as the settings do.

    Signals:
        changed(EntityKey): something of the title was selected or taken back.
        browse_requested(EntityKey, AssetType): its candidates are wanted.
        closed() by the person.
    """

    changed = Signal(object)
    browse_requested = Signal(object, object)
    closed = Signal()

    def __init__(self, core: Core | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.controller: ReviewController | None = None
        self.setWindowTitle("Proposals")
        self._settings = QSettings()
        self._core: Core | None = None
        self._all: list[Proposal] = []
        self._kind: AssetType | None = None
        self._running: list[Job] = []
        self._brought_back: EntityKey | None = None
        self._is_stale = True
        self._listening = Subscriptions()
        self.model = ProposalModel(self)
        self.parts = ReviewParts(self, self.model, self._settings)
        self.deciding = Deciding(self.parts, self.model, lambda: self.controller, self.take_off, self)
        self._connect()
        self.resize(_SIZE)
        open_at(self, kept_geometry(self._settings, _PLACE), parent)
        if core is not None:
            self.attach(core)

    def attach(self, core: Core) -> None:
        """Show what waits in *core*."""
        self._core = core
        self.setEnabled(True)
        self.parts.pictures.attach(core.thumbnails)
        self.controller = controller = ReviewController(core, self)
        controller.read.connect(self._on_read)
        controller.selected_read.connect(self._on_selected)
        controller.decided.connect(self._on_decided)
        controller.undone.connect(self._on_undone)
        controller.nothing_to_undo.connect(lambda words: self.parts.messages.post(words, key="act"))
        controller.enriching.connect(self._on_enriching)
        controller.failed.connect(self._on_failed)
        controller.problem.connect(self._tell_problem)
        self._listening.add(
            core.automation.proposals.subscribe(self._on_changed),
            core.automation.subscribe(self._on_automation),
            core.automation.jobs.subscribe(self._on_job),
        )
        self._is_stale = True
        if self.isVisible():
            self._read_anew()

    async def detach(self) -> None:
        """Let go of the core; the window may stay open until the next one is there."""
        self._listening.end()
        self._core = None
        controller, self.controller = self.controller, None
        await self.parts.pictures.detach()
        if controller is not None:
            await controller.close()
            controller.deleteLater()
        self._all, self._running = [], []
        self.model.clear()
        self.setEnabled(False)

    def show_review(self) -> None:
        """Open the window, or bring it to the front."""
        bring_to_front(self)
        if self.parts.is_grid_shown:
            self.parts.grid.setFocus()

    # -- what is shown ---------------------------------------------------------------------------------------

    def _on_read(self, proposals: Sequence[Proposal]) -> None:
        self._all = list(proposals)
        if self._core is not None:
            infos = self._core.providers.all_infos()
            self.model.providers = {info.name: info.title for info in infos}
            self.model.several = self._core.preferences.current().several
        self._show()

    def _show(self) -> None:
        """Show what waits of the type in front; the cursor stays where it is, or goes to what comes after."""
        kinds = kinds_in(self._all)
        if self._kind not in kinds:
            self._kind = None
        shown = self._all
        if self._kind is not None:
            shown = [each for each in self._all if each.asset.asset_type is self._kind]
        grid, row = self.parts.grid, max(0, self.parts.grid.currentIndex().row())
        anchor = grid.anchor()
        self.model.merge(shown)
        sections = self.model.sections()
        grid.show_sections(sections)
        if not shown:
            self._show_empty()
            return
        grid.restore_anchor(anchor)
        self.parts.show_grid()
        back = [] if self._brought_back is None else self.model.of_title(self._brought_back)
        self._brought_back = None
        if back and (current := grid.current()) is not None and current.key != back[0].key:
            grid.go_to(self.model.row_of(back[0].id) or 0)
        elif not grid.currentIndex().isValid():
            grid.go_to(row)
        self.parts.kinds.show_kinds(kinds, self._kind)
        self.parts.counts.setText(count_line(len(shown), len(sections)))
        self._show_marked()
        self._want()

    def _show_empty(self) -> None:
        """Say what enriching is, and offer it; if it is under way, say so."""
        if self._core is None:
            return
        state = self._core.automation.state()
        under_way = status_text(state, self._running)
        if self._running and under_way:
            words = "What is proposed appears here as it comes; you can go on meanwhile."
            self.parts.show_words("automation", under_way, words)
            return
        text = " ".join(filter(None, [EMPTY_TEXT, running_text(state)]))
        offers = [self._offer("Enrich all titles", KINDS, "all titles")]
        for kind in KINDS:
            many = words_of(kind).many
            offers.append(self._offer(f"Only {many}", (kind,), f"all {many}"))
        self.parts.show_words("automation", EMPTY_TITLE, text, offers)

    def _offer(self, text: str, kinds: Sequence[EntityType], what: str) -> Offer:
        return Offer(text, lambda: self._enrich(kinds, what))

    def _show_marked(self) -> None:
        grid, acts = self.parts.grid, self.parts
        current = grid.current()
        acts.side.show_marked(grid.marked(), current)
        count = self.model.rowCount()
        acts.use_all.setText(f"Use all {count:,}")
        acts.use_all.setAccessibleName(acts.use_all.text())
        mine = 0 if current is None else len(self.model.of_title(current.key, self.model.row_of(current.id)))
        acts.use_title.setText(f"Use all {mine:,} of this title")
        acts.dismiss_title.setText(f"Dismiss all {mine:,} of this title")
        for button in (acts.use_title, acts.dismiss_title):
            button.setAccessibleName(button.text())
            button.setEnabled(mine > 0)

    def _on_selected(self, key: EntityKey, asset_type: AssetType, assets: Sequence[CachedAsset]) -> None:
        if self.model.set_selected((key, asset_type), assets):
            self.parts.grid.want()
            self.parts.side.pair.update()

    def _want(self) -> None:
        self.parts.grid.want()
        if self.controller is not None:
            self.controller.want_selected(self.parts.grid.in_sight(), self.model.several)

    def take_off(self, proposals: Sequence[Proposal]) -> None:
        """Show them no more: they are being decided about."""
        gone = {each.id for each in proposals}
        self._all = [each for each in self._all if each.id not in gone]
        self._show()

    def _browse(self) -> None:
        current = self.parts.grid.current()
        if current is not None:
            self.browse_requested.emit(current.key, current.asset.asset_type)

    def _enrich(self, kinds: Sequence[EntityType], what: str) -> None:
        if self.controller is not None:
            self.controller.enrich(kinds, what)

    def _on_kind(self, kind: AssetType | None) -> None:
        self._kind = kind
        self._show()

    # -- answers ---------------------------------------------------------------------------------------------

    def _on_decided(self, change: BatchChange) -> None:
        self.parts.messages.post(
            f"{change.text}.", Severity.GOOD, key="act", action="Undo",
            action_hint="Take it back (Ctrl+Z)", on_action=self._undo, is_closed_by_action=False,
        )  # fmt: skip
        for key in dict.fromkeys(each.key for each in change.changes):
            self.changed.emit(key)

    def _on_undone(self, outcome: UndoOutcome) -> None:
        self.parts.messages.post(f"{outcome.text}.", key="act")
        keys = outcome.keys or (() if outcome.key is None else (outcome.key,))
        self._brought_back = outcome.key
        for key in keys:
            self.changed.emit(key)

    def _on_enriching(self, what: str) -> None:
        hint = "" if self._core is None else running_text(self._core.automation.state())
        words = f"Enriching {what}. What is proposed appears here as it comes."
        self.parts.messages.post(hint or words, key="enrich")

    def _on_failed(self, sentence: str) -> None:
        offer = Offer("Read again", self._read_anew, "F5")
        self.parts.show_words("error", "The proposals cannot be read", sentence, [offer])

    def _tell_problem(self, sentence: str) -> None:
        self.parts.messages.post(sentence, Severity.BAD, key="problem")

    def _on_changed(self) -> None:
        self._is_stale = True
        if self.isVisible() and self.controller is not None:
            self._is_stale = False
            self.controller.open_soon()

    def _on_automation(self) -> None:
        if self.isVisible() and not self.parts.is_grid_shown and not self._all:
            self._show_empty()

    def _on_job(self, job: Job) -> None:
        """Say in the place of the proposals how far the enriching is that may bring some."""
        is_it = job.kind in (JobKind.ENRICH, JobKind.ENRICH_TITLES) and job.state is JobState.RUNNING
        was = self._running
        self._running = [*(each for each in was if each.id != job.id), *([job] if is_it else [])]
        if self._running != was:
            self._on_automation()

    def _read_anew(self) -> None:
        self._is_stale = False
        if self.controller is not None:
            self.controller.open()

    def _undo(self) -> None:
        if self.controller is not None:
            self.controller.steps.undo()

    def _redo(self) -> None:
        if self.controller is not None:
            self.controller.steps.redo()

    # -- connecting ------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        parts, acts, grid = self.parts, self.parts.actions, self.parts.grid
        acts.browse.triggered.connect(lambda: self._browse())
        acts.undo.triggered.connect(lambda: self._undo())
        acts.redo.triggered.connect(lambda: self._redo())
        acts.larger.triggered.connect(lambda: grid.zoom(1))
        acts.smaller.triggered.connect(lambda: grid.zoom(-1))
        acts.renew.triggered.connect(lambda: self._read_anew())
        acts.keys.triggered.connect(lambda: keys_dialog(acts.all, self, KEYS_OF_TILES).open())
        grid.marked_changed.connect(self._show_marked)
        grid.visible_rows_changed.connect(lambda *_: self._want())
        parts.side.browse_requested.connect(self._browse)
        parts.kinds.kind_chosen.connect(self._on_kind)

    # -- Qt --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.close()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._read_anew()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        is_back = event.type() == QEvent.Type.ActivationChange and self.isActiveWindow()
        if is_back and self.controller is not None:  # another program may have decided meanwhile
            self.controller.open_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.parts.is_grid_shown:
            self._show_marked()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.setValue(_PLACE, self.saveGeometry())
        super().closeEvent(event)
        self.closed.emit()
