"""One core on the library page: what is fetched, added and undone, and what the person is told of it."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QDir, QObject, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from metarr_desktop.domain.entity import EntityKey, EntityType, IdentityState
from metarr_desktop.domain.library import AddReport, UndoOutcome
from metarr_desktop.domain.ports import Core
from metarr_desktop.domain.search import SearchResult
from ui.kinds import count_of, kind_of_all, words_of
from ui.library.add_title import AddTitleDialog
from ui.library.fill_controller import FillController
from ui.library.page import LibraryPage
from ui.library.refresh_controller import RefreshController, RefreshEnd, refresh_sentence
from ui.library.wording import added_sentence, counts_text, label_of
from ui.message_bar import MessageBar, Severity
from ui.status_line import StatusLine
from ui.take_over import tell_taken_over

_MOST_READ_SINGLY = 200
_LOOK_MS = 3000
"""How often is looked whether another program added titles."""


class LibrarySession(QObject):
    """Lives from `MainWindow.attach` to `detach`.

    Signals:
        refresh_changed(): a refresh began or ended.
        identify_wanted(list[EntityKey]): titles were added that are not identified yet.
        providers_changed(): other providers are enabled now, or in another order.
    """

    refresh_changed = Signal()
    identify_wanted = Signal(object)
    providers_changed = Signal()

    def __init__(
        self, core: Core, page: LibraryPage, messages: MessageBar, status: StatusLine, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._core, self._page, self._messages, self._status = core, page, messages, status
        self._dialogs: set[AddTitleDialog] = set()
        self.refresh = RefreshController(core.cache, self)
        self.fill = FillController(core.cache, lambda: page.titles.visible_keys(), self)
        self.library = page.attach(core, self.tell_problem)
        status.attach(core)
        self._connect()
        self._unsubscribe = core.preferences.subscribe(self._on_preferences)
        self._on_preferences()
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self.look_around)
        self._looking.start()

    async def close(self) -> None:
        """End everything and wait for it; then this object goes too."""
        self._unsubscribe()
        self._looking.stop()
        for dialog in list(self._dialogs):
            dialog.close()
            await dialog.aclose()
        await asyncio.gather(self.refresh.close(), self.fill.close())
        await self._page.detach()
        await self._status.detach()
        self.deleteLater()

    # -- acts ------------------------------------------------------------------------------------------------

    def refresh_selected(self, *, force: bool, provider: str | None = None) -> None:
        """Ask the providers for the selected titles that are identified."""
        selected = [row.entity for row in self._page.titles.selected_rows()]
        known = [entity for entity in selected if entity.state is IdentityState.IDENTIFIED]
        only = None if provider is None else frozenset({provider})
        self.refresh.refresh(known, force=force, providers=only)

    def fill_again(self) -> None:
        """Fetch what could not be fetched before: a key was saved meanwhile."""
        self.fill.forget_all()
        for kind in EntityType:
            self.fill.add(self.library.rows_of(kind))

    def title_changed(self, key: EntityKey, *, is_other_work: bool = False) -> None:
        """Read *key* anew: another window changed it."""
        if is_other_work:
            self.fill.forget(key)
        self.library.reload([key])

    def look_around(self) -> None:
        """Show titles that another program added; not while nobody can see them."""
        if self._page.isVisible():
            self.library.look()

    def titles_changed(self, keys: list[EntityKey]) -> None:
        """Read *keys* anew, or all titles where nobody can say which changed."""
        if keys and len(keys) <= _MOST_READ_SINGLY:
            self.library.reload(keys)
        else:
            self.library.load(self._page.kind)

    def ask_for_folder(self, parent: QWidget, entity_type: EntityType = EntityType.MOVIE) -> QFileDialog:
        """Let the person choose a folder whose titles are added."""
        preferences, words = self._page.preferences.of(entity_type), words_of(entity_type)
        places = QStandardPaths.StandardLocation
        usual = places.MusicLocation if entity_type is EntityType.MUSIC else places.MoviesLocation
        known = (preferences.folder, QStandardPaths.writableLocation(usual))
        start = next((each for each in known if each and QDir(each).exists()), QDir.homePath())
        dialog = QFileDialog(parent, f"Add {words.folder}", start)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, f"Add {words.folder}")
        dialog.fileSelected.connect(lambda path: setattr(preferences, "folder", path))
        dialog.fileSelected.connect(lambda path: self.add_folder(path, entity_type))
        dialog.finished.connect(lambda _: dialog.deleteLater())
        dialog.open()
        return dialog

    def add_folder(self, path: str, entity_type: EntityType = EntityType.MOVIE) -> None:
        """Add the titles of a kind below *path*."""
        self._messages.post(f"Reading {path} …", key="add", is_closable=False)
        self.library.add_folder(path, entity_type)

    def ask_for_title(self, parent: QWidget, text: str = "") -> AddTitleDialog:
        """Let the person type a title, or choose one that a provider finds."""
        dialog = AddTitleDialog(self._core, text, parent, entity_type=self._page.kind)
        self._dialogs.add(dialog)
        dialog.finished.connect(lambda _: self._dialogs.discard(dialog))
        dialog.title_typed.connect(self.library.add_title)
        dialog.result_chosen.connect(self._add_result)
        dialog.open()
        return dialog

    def tell_problem(self, sentence: str) -> None:
        """Show a sentence about something that did not work."""
        self._messages.dismiss("add")
        self._messages.post(sentence, Severity.BAD)

    # -- inside ----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        library, refresh, fill, page = self.library, self.refresh, self.fill, self._page
        library.loaded.connect(lambda kind: fill.add(library.rows_of(kind)))
        library.rows_changed.connect(
            lambda kinds: fill.add(row for kind in kinds for row in library.rows_of(kind))
        )
        library.added.connect(self._on_added)
        library.taken_over.connect(lambda count: tell_taken_over(self._messages, count))
        library.undone.connect(self._on_undone)
        page.rows_shown.connect(self._show_counts)
        page.kind_shown.connect(lambda _: self._show_counts())
        page.selection_changed.connect(self._show_counts)
        refresh.started.connect(lambda _: self._on_refresh())
        refresh.progressed.connect(lambda *_: self._show_job())
        refresh.title_done.connect(lambda key: library.reload([key]))
        refresh.ended.connect(self._on_refreshed)
        refresh.failed.connect(self.tell_problem)
        fill.progressed.connect(lambda *_: self._show_job())
        fill.busy_changed.connect(self._show_busy)
        fill.some_came.connect(lambda key: library.reload([key]))
        fill.title_done.connect(lambda key: library.reload([key]))
        fill.ended.connect(self._on_filled)
        fill.failed.connect(self.tell_problem)
        self._status.stop_clicked.connect(self._on_stop)

    def _add_result(self, result: SearchResult) -> None:
        self.library.add_result(result)

    def _show_counts(self) -> None:
        total = len(self._page.rows())
        shown = self._page.titles.model.rowCount()
        selected = len(self._page.titles.selected_keys())
        self._status.show_counts(counts_text(total, shown, selected, self._page.kind))

    def _on_refresh(self) -> None:
        """Show that a refresh began or ended: what can be done is another thing then, and only then."""
        self._show_busy()
        self.refresh_changed.emit()

    def _show_busy(self) -> None:
        self._page.centre.set_busy(self.fill.busy | frozenset(self.refresh.keys))
        self._show_job()

    def _show_job(self) -> None:
        self._status.show_job(self._job())

    def _job(self) -> str:
        if self.refresh.is_running:
            keys = self.refresh.keys
            row = self.library.row(keys[0])
            if len(keys) == 1 and row is not None:
                return f"Refreshing {label_of(row.entity)}…"
            return f"Refreshing {min(self.refresh.done + 1, len(keys)):,} of {len(keys):,}…"
        if self.fill.is_running:
            at, total = self.fill.position
            return f"Fetching artwork {at:,} of {total:,}"
        return ""

    def _on_stop(self) -> None:
        if self.refresh.is_running:
            self.refresh.cancel()
        else:
            self.fill.stop()

    def _on_preferences(self) -> None:
        self._page.inspector.set_providers(self._core.providers.all_infos())
        self._status.show_providers()
        self.providers_changed.emit()

    def _on_refreshed(self, end: RefreshEnd) -> None:
        titles = {info.name: info.title for info in self._core.providers.infos()}
        severity = Severity.GOOD if end.is_good else Severity.WARN if end.results else Severity.BAD
        if end.is_cancelled:
            severity = Severity.INFO
        self._messages.post(refresh_sentence(end, titles), severity, key="refresh")
        self.library.reload([title.key for title in end.titles])
        self._on_refresh()

    def _on_filled(self, sentence: str) -> None:
        if sentence:
            self._messages.post(sentence, Severity.WARN, key="fill")
        self._show_busy()

    def _on_added(self, report: AddReport, entity_type: EntityType) -> None:
        severity = Severity.WARN if report.skipped else Severity.GOOD if report.added else Severity.INFO
        open_ones = [each.key for each in report.added if each.state is IdentityState.UNIDENTIFIED]
        is_queue = len(report.added) > 1 and bool(open_ones)
        self._messages.post(
            added_sentence(report, entity_type),
            severity,
            key="add",
            action=f"Identify {count_of(len(open_ones), kind_of_all(report.added))}" if is_queue else "",
            on_action=lambda: self.identify_wanted.emit(open_ones),
        )
        if report.added:
            self._page.focus_title(report.added[0].key)
            if not is_queue and open_ones:
                self.identify_wanted.emit(open_ones)

    def _on_undone(self, outcome: UndoOutcome | None, is_redo: bool) -> None:
        if outcome is None:
            word = "redo" if is_redo else "undo"
            self._messages.post(f"There is nothing to {word}.", key="undo")
            return
        act = self.library.undo if is_redo else self.library.redo
        word = "Undo" if is_redo else "Redo"
        self._messages.post(outcome.text, Severity.GOOD, key="undo", action=word, on_action=act)
        if outcome.key is not None:
            self._page.focus_title(outcome.key)
