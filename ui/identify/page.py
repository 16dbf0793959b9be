"""The identification window: one title after the other is told what it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from metarr_desktop.domain import ports
from metarr_desktop.domain.entity import EntityKey
from ui.identify.controller import Done, IdentifyController, TitleView
from ui.identify.details_pane import DetailsPane
from ui.identify.query import Query
from ui.identify.queue_header import QueueHeader
from ui.identify.results_area import ResultsArea
from ui.identify.search_bar import SearchBar
from ui.identify.search_state import ChipAct, SearchSnapshot, SearchState, chip_state
from ui.identify.state_words import Offers
from ui.identify.title_queue import TitleQueue
from ui.images import PixmapCache
from ui.message_bar import MessageBar, Severity
from ui.placement import bring_to_front
from ui.subscriptions import Subscriptions

_DONE, _NOTES, _CUT, _FAILED = "done", "notes", "cut", "failed"
_PIXMAP_BYTES = 32 * 1024 * 1024


def utc_now() -> datetime:
    """Return the present moment, for the countdowns of the chips."""
    return datetime.now(UTC)


class IdentifyWindow(QWidget):
    """A window of its own, one for the whole program, reused.

    Signals:
        identified(EntityKey): the title is identified now.
        changed(EntityKey): anything about the title was written (identified, in no provider, undone).
        browse_requested(EntityKey): show its artwork.
        keys_requested(str): show where the keys of this provider are set; "" for all providers.
        closed(): the window was closed.
    """

    identified = Signal(object)
    changed = Signal(object)
    browse_requested = Signal(object)
    keys_requested = Signal(str)
    closed = Signal()

    def __init__(
        self,
        core: ports.Core,
        *,
        parent: QWidget | None = None,
        clock: Callable[[], datetime] = utc_now,
        open_address: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._providers = core.providers
        self._clock = clock
        self._controller = IdentifyController(core.cache, core.library, core.curation, core.providers, self)
        self._preferences = core.preferences
        self._listening = Subscriptions()
        self._listening.add(core.preferences.subscribe(self._on_preferences))
        self._goes_to_row = False
        offers = Offers(
            self._search_now,
            self._controller.mark_in_no_provider,
            self.keys_requested.emit,
            open_address or (lambda address: QDesktopServices.openUrl(QUrl(address))),
        )
        pixmaps = PixmapCache(_PIXMAP_BYTES)
        self.header = QueueHeader(self)
        self.messages = MessageBar(self)
        self.bar = SearchBar(self)
        self.area = ResultsArea(core.thumbnails, pixmaps, offers, self, on_error=self._on_failed)
        self.details = DetailsPane(core.thumbnails, pixmaps, self, on_error=self._on_failed)
        self._lay_out()
        self._connect()
        self.setWindowTitle("Identify")
        self.resize(1280, 800)
        self._on_searched(self._controller.snapshot)

    # -- for the main window ---------------------------------------------------------------------------------

    def open_for(self, keys: Sequence[EntityKey]) -> None:
        """Come to the front with a queue of titles, the first one already being searched for.

        Needs the running event loop.  No title, no window.
        """
        if not keys:
            return
        self.messages.clear()
        bring_to_front(self)
        self._controller.open(keys)

    @property
    def state(self) -> SearchState:
        """The state on screen."""
        return self._controller.snapshot.state

    async def aclose(self) -> None:
        """Give up everything under way and wait until it has ended."""
        self._listening.end()
        await self._controller.aclose()
        await self.area.rows.feed.close()
        await self.details.poster.feed.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._controller.pause()
        super().closeEvent(event)
        self.closed.emit()

    # -- building --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.area, 30)
        body.addWidget(self.details, 10)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for widget in (self.header, self.messages, self.bar):
            whole.addWidget(widget)
        whole.addLayout(body, 1)

    def _connect(self) -> None:
        controller, bar, rows, details = self._controller, self.bar, self.area.rows, self.details
        self.header.step_requested.connect(controller.step)
        self.header.browse_requested.connect(self._on_browse)
        bar.edited.connect(self._on_edited)
        bar.entered.connect(self._on_entered)
        bar.left_downwards.connect(self._enter_list)
        bar.was_cut.connect(self._on_cut)
        bar.providers.act_requested.connect(self._on_chip)
        rows.row_changed.connect(lambda _: self._show_row())
        rows.accept_requested.connect(lambda: self._accept(and_next=False))
        rows.text_typed.connect(bar.take_typed)
        rows.left_upwards.connect(lambda: bar.text.setFocus(Qt.FocusReason.BacktabFocusReason))
        details.accept_requested.connect(lambda and_next: self._accept(and_next=and_next))
        details.skip_requested.connect(controller.skip)
        details.in_no_provider_requested.connect(controller.mark_in_no_provider)
        controller.opening.connect(self._on_opening)
        controller.title_shown.connect(self._on_title)
        controller.searched.connect(self._on_searched)
        controller.identified.connect(self.identified)
        controller.changed.connect(self.changed)
        controller.done.connect(self._on_done)
        controller.failed.connect(self._on_failed)
        controller.writing_changed.connect(self._show_row)
        controller.finished.connect(self.close)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, lambda: self._accept(and_next=True))
        QShortcut(QKeySequence("Escape"), self, self.close)

    def _order_tabs(self) -> None:
        """Let Tab go in reading order: chips and offers are made late, which puts them at the end."""
        header, bar, details = self.header, self.bar, self.details
        stops: list[QWidget] = [header.back, header.next, header.browse]
        stops += self.messages.findChildren(QAbstractButton)
        stops += [bar.text, bar.year, *bar.kinds.findChildren(QAbstractButton)]
        stops += [*bar.providers.findChildren(QAbstractButton), self.area.rows]
        stops += self.area.more.findChildren(QAbstractButton)
        stops += [*self.area.panel.findChildren(QAbstractButton), *details.stops()]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)

    # -- from the controller ---------------------------------------------------------------------------------

    def _on_opening(self, queue: TitleQueue) -> None:
        self.header.show_queue(queue)
        self.details.set_queue_length(len(queue.keys))
        self.messages.dismiss(_CUT)
        self._goes_to_row = False
        self.area.rows.forget_choice()
        self.bar.begin()
        self._show_row()

    def _on_title(self, view: TitleView) -> None:
        self.setWindowTitle(f"Identify: {view.entity.label}")
        self.header.show_queue(view.queue)
        self.header.show_entity(view.entity)
        self.bar.prefill(view.query)
        self._show_kinds()
        self._show_row()
        self._order_tabs()

    def _on_searched(self, snapshot: SearchSnapshot) -> None:
        kind = snapshot.query.entity_type
        infos = tuple(info for info in self._providers.infos() if info.knows(kind))
        lamps = {status.provider: status.lamp for status in self._providers.statuses()}
        now, paused = self._clock(), self._preferences.current().paused
        chips = [
            chip_state(info, snapshot, lamps.get(info.name), now, is_paused=info.name in paused)
            for info in infos
        ]
        self.bar.providers.show_states(infos, chips)
        self.area.show_search(snapshot, self._controller.entity, infos, now)
        self._show_notes(snapshot)
        self._show_row()
        self._order_tabs()
        if self._goes_to_row and snapshot.is_current:
            self._enter_list()

    def _on_preferences(self) -> None:
        """Show the providers anew: one was switched on or off, paused, or has another place."""
        self._on_searched(self._controller.snapshot)

    def _show_notes(self, snapshot: SearchSnapshot) -> None:
        notes = snapshot.report.notes if snapshot.report and snapshot.is_current else ()
        if not notes:
            self.messages.dismiss(_NOTES)
            return
        more = f" And {len(notes) - 2} more of the kind." if len(notes) > 2 else ""
        text = " ".join(notes[:2]) + more
        if text not in self.messages.texts():
            self.messages.post(text, Severity.INFO, key=_NOTES)

    def _on_done(self, done: Done) -> None:
        if done.is_undoable:
            self.messages.post(
                done.text,
                Severity.GOOD,
                action="Undo",
                on_action=lambda: self._controller.undo(done.key),
                key=_DONE,
            )
        else:
            self.messages.post(done.text, Severity.INFO, key=_DONE)
        self._order_tabs()

    def _on_failed(self, sentence: str) -> None:
        self.messages.post(sentence, Severity.BAD, key=_FAILED)

    # -- from the person -------------------------------------------------------------------------------------

    def _on_edited(self, query: Query) -> None:
        self._goes_to_row = False
        self.area.rows.forget_choice()
        self._search(query)

    def _on_entered(self) -> None:
        """Move to the results if they are in, else search now and move when they are."""
        if self._is_of_text() and self.area.model.rowCount():
            self._enter_list()
        else:
            self._goes_to_row = True
            self._search(self.bar.query(), at_once=True)

    def _search(self, query: Query, *, at_once: bool = False) -> None:
        self._controller.search(query, at_once=at_once, edited=self.bar.edited_fields)

    def _enter_list(self) -> None:
        if self.area.model.rowCount():
            self._goes_to_row = False
            self.area.rows.enter()

    def _search_now(self, query: Query) -> None:
        self.bar.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bar.show_query(query)
        self._show_kinds()
        self._controller.search(query, at_once=True)

    def _show_kinds(self) -> None:
        # A film can only be a film: other kinds would end in a refusal. The bar always offers the title's own.
        self.bar.show_kinds(())

    def _on_cut(self, length: int) -> None:
        text = f"The text was cut to its first {length} characters: no title is longer."
        self.messages.post(text, Severity.INFO, key=_CUT)

    def _on_chip(self, provider: str, act: ChipAct) -> None:
        if act is ChipAct.SETTINGS:
            self.keys_requested.emit(provider)
        elif act is ChipAct.RETRY:
            self._search(self.bar.query(), at_once=True)

    def _on_browse(self) -> None:
        if self._controller.entity is not None:
            self.browse_requested.emit(self._controller.entity.key)

    def _is_of_text(self) -> bool:
        """Tell whether the rows are results of what the fields say now."""
        snapshot = self._controller.snapshot
        return snapshot.is_current and snapshot.query == self.bar.query()

    def _accept(self, *, and_next: bool) -> None:
        row, keep = self.area.rows.current_row(), self.details.keep_artwork
        if row is not None and self.details.accept.isEnabled():
            is_kept = not keep.isHidden() and keep.isChecked()
            self._controller.accept(row.result, keep_artwork=is_kept, and_next=and_next)
            self._show_row()

    def _show_row(self) -> None:
        controller = self._controller
        row = self.area.rows.current_row() if self.state is SearchState.RESULTS else None
        is_free = controller.entity is not None and not controller.is_writing
        self.details.show_row(row, controller.entity)
        self.details.set_can_accept(is_free and row is not None and self._is_of_text())
        self.details.set_can_decide(is_free)
