"""The settings window: pages at the left with a search line above, the page at the right, Apply below."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from metarr_desktop.domain.ports import Core
from ui.message_bar import MessageBar, Severity
from ui.placement import bring_to_front
from ui.settings.about_page import AboutPage
from ui.settings.apply_bar import ApplyBar
from ui.settings.automation_part import AutomationPart
from ui.settings.controller import SettingsController
from ui.settings.draft import PROVIDERS, Draft
from ui.settings.languages_page import LanguagesPage
from ui.settings.look_page import LookPage
from ui.settings.page_frame import SettingsPage
from ui.settings.page_list import PageList
from ui.settings.providers_page import ProvidersPage
from ui.task_scope import TaskScope
from ui.tool_dialog import ToolDialog

_PAGE = "settings/page"
_SIZE = QSize(1150, 720)


class SettingsWindow(ToolDialog):
    """Options wait for *Apply*, buttons act at once, and so does the look.

    Args:
        core: shown from the start, where there is one.
        themes, text_sizes: the actions of the View menu; without them there is no page for the look.

    Signals:
        keys_saved(): a provider key was saved or removed.
        activity_requested(str): the person wants to see a tab of the activity window.
    """

    keys_saved = Signal()
    activity_requested = Signal(str)

    def __init__(
        self,
        core: Core | None = None,
        parent: QWidget | None = None,
        *,
        themes: QActionGroup | None = None,
        text_sizes: QActionGroup | None = None,
    ) -> None:
        super().__init__("Settings", "settings/window", parent)
        self._core: Core | None = None
        self._draft: Draft | None = None
        self._was_demo, self._saved = False, ""
        self.controller: SettingsController | None = None
        self.messages = MessageBar(self)
        self._tasks = TaskScope(self._say_bad, "settings")
        self.list = PageList(self)  # parts are made in reading order, which is the order of the Tab key
        self.providers, self.languages = ProvidersPage(self), LanguagesPage(self)
        self.automatic = AutomationPart(self)
        self.look = LookPage(themes, text_sizes, self) if themes and text_sizes else None
        self.about = AboutPage(self)
        self._waiting = (self.providers, self.languages, self.automatic.automation, self.automatic.webhooks)
        every: tuple[SettingsPage | None, ...] = (*self._waiting, self.look, self.about)
        self.list.add_pages([page for page in every if page is not None])
        self.bar = ApplyBar(self)
        self._lay_out()
        self._connect()
        self.open_in_place(_SIZE)
        self.list.show_page(str(self._settings.value(_PAGE, PROVIDERS)))
        if core is not None:
            self.attach(core)

    def attach(self, core: Core) -> None:
        """Show the settings of *core*; changes that waited go on waiting, unless the library is another one."""
        self._core = core
        self.setEnabled(True)
        is_demo = core.demo is not None
        names = [info.name for info in core.providers.all_infos()]
        kept, defaults = core.preferences.current(), core.preferences.defaults()
        waiting, self._draft = self._draft, Draft(kept, defaults, names)
        if waiting is not None and is_demo == self._was_demo:
            self._draft = waiting
            self._draft.rebase(kept)
        controller = SettingsController(core.preferences, core.automation, self._tasks, self)
        controller.scheduled.connect(self.automatic.show_state_of)
        controller.applied.connect(self._on_applied)
        controller.failed.connect(self._say_bad)
        controller.busy_changed.connect(lambda _: self._show_draft())
        self.controller = controller
        self.providers.attach(core, self._tasks)
        self.automatic.attach(core, self._draft, self._tasks)
        self.about.show_providers(core.providers.all_infos())
        self.bar.follow(self.about.last_stop())
        self._listening.add(
            core.providers.subscribe(self.providers.show_reports),
            core.preferences.subscribe(self._on_kept_changed),
        )
        self._tell_saved(has_left_demo=self._was_demo and not is_demo)
        self._was_demo = is_demo
        self._show_draft()

    async def detach(self) -> None:
        """Let go of the core; the window may stay open until the next one is there."""
        self._listening.end()
        self.automatic.detach()
        self._core = None
        await self._tasks.close()
        self._tasks = TaskScope(self._say_bad, "settings")
        if self.controller is not None:
            self.controller.deleteLater()
        self.controller = None
        self.setEnabled(False)

    def show_page(self, page: str = "", provider: str = "") -> None:
        """Open the window at *page*, the last one where empty; *provider* opens its keys there."""
        self.list.clear_search()
        self.list.show_page(page or (PROVIDERS if provider else ""))
        bring_to_front(self)
        if self.list.current is self.providers and (page or provider):
            self.providers.open_keys(provider)
        else:
            self.list.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def waiting(self) -> int:
        """How many changes wait for *Apply*."""
        return self._draft.changes() if self._draft is not None else 0

    # -- parts -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.messages)
        right.addWidget(self.list.stack, 1)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.list)
        body.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self.bar)

    def _connect(self) -> None:
        for page in self._waiting:
            page.changed.connect(self._show_draft)
            page.refused.connect(self._say_warn)
            page.defaults_wanted.connect(lambda name=page.NAME: self._restore(name))
        self.automatic.known.connect(self._show_draft)
        self.automatic.activity_requested.connect(self.activity_requested)
        self.automatic.said.connect(lambda words: self.messages.post(words, Severity.INFO, key="said"))
        self.providers.key_saved.connect(self._on_key_saved)
        self.providers.pause_clicked.connect(self._on_pause)
        self.bar.apply_button.clicked.connect(self.apply)
        self.bar.revert_button.clicked.connect(self.revert)
        self.bar.close_button.clicked.connect(self.close)
        QShortcut(QKeySequence("Ctrl+S"), self, self.apply)
        QShortcut(QKeySequence("Ctrl+F"), self, self.list.search.setFocus)

    # -- acts ------------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Take over what waits."""
        if self._draft is None or not self._draft.is_changed or self.controller is None:
            return
        if self._draft.problem:
            self._say_warn(f"{self._draft.problem} Nothing was applied.")
            self.list.show_page(self.automatic.webhooks.NAME)
        else:
            self.controller.apply(self._draft)

    def revert(self) -> None:
        """Forget what waits."""
        if self._draft is not None:
            self._draft.revert()
            self.messages.dismiss("outcome")
            self._show_draft()

    def _restore(self, page: str) -> None:
        if self._draft is not None:
            self._draft.restore_defaults(page)
            self._show_draft()

    def _on_pause(self, provider: str) -> None:
        if self.controller is not None:
            self.controller.toggle_pause(provider)

    def _on_key_saved(self, provider: str) -> None:
        self._saved = provider  # the cards are made anew with the core: the next one says it
        self.keys_saved.emit()

    def _tell_saved(self, *, has_left_demo: bool) -> None:
        card = self.providers.cards.get(self._saved)
        if card is not None and card.keys is not None:
            card.keys.tell_saved("Your own library is open now." if has_left_demo else "")
            card.show_keys(True)
        self._saved = ""

    # -- showing ---------------------------------------------------------------------------------------------

    def _on_kept_changed(self) -> None:
        if self._core is not None and self._draft is not None:
            self._draft.rebase(self._core.preferences.current())
            self._show_draft()
            self.providers.show_reports()

    def _on_applied(self, words: str) -> None:
        self.messages.dismiss("problem")
        if words:
            self.messages.post(words, Severity.INFO, key="outcome")
        self._show_draft()

    def _show_draft(self) -> None:
        draft = self._draft
        if draft is None or self._core is None:
            return
        self.providers.show_draft(draft, self._core.preferences.current().disabled)
        for each in (self.languages, self.automatic.automation, self.automatic.webhooks):
            each.show_draft(draft)
        for page in self._waiting:
            page.restore_button.setEnabled(not draft.is_default(page.NAME))
        self.list.mark_changed({page.NAME for page in self._waiting if draft.is_page_changed(page.NAME)})
        is_busy = self.controller is not None and self.controller.is_busy
        self.bar.show_waiting(draft.changes(), is_busy=is_busy)

    def _say_bad(self, sentence: str) -> None:
        self.messages.post(sentence, Severity.BAD, key="problem")

    def _say_warn(self, sentence: str) -> None:
        self.messages.post(sentence, Severity.WARN, key="problem")

    # -- Qt --------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Esc: first out of the search, then out of the window."""
        if self.list.search.text():
            self.list.clear_search()
        else:
            super().reject()

    def prepare_close(self) -> None:
        if self.list.current is not None:
            self._settings.setValue(_PAGE, self.list.current.NAME)
        self.providers.cancel_tests()
