"""The tab "History": the acts of all titles, what was undone, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from metarr_desktop.domain.library import HistoryEntry
from metarr_desktop.domain.ports import Core
from ui.activity.history_controller import HistoryController, HistoryLines
from ui.activity.line_delegate import CompactLineDelegate
from ui.activity.line_view import LineView
from ui.activity.lines import Line, words_in
from ui.activity.tab import ActivityTab, Now, spaced
from ui.buttons import act_button
from ui.chips import ChipRow, ChipSpec
from ui.empty_state import EmptyState
from ui.flow_layout import FlowLayout
from ui.message_bar import MessageBar, Severity
from ui.task_scope import TaskScope
from ui.text import count_text, since_text
from ui.theme import set_role

_WHO = {"all": "All", "mine": "By me", "automatic": "Automatic"}
_WHO_HINTS = {
    "all": "Show every act",
    "mine": "Show only what a person did",
    "automatic": "Show only what automation did",
}
_ONLY = {"all": None, "mine": False, "automatic": True}


class HistoryTab(ActivityTab):
    """See the module."""

    NAME, TITLE, FILTER_HINT = "history", "History", "Filter acts (Ctrl+F)"

    def __init__(self, messages: MessageBar, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(messages, now, parent)
        self.controller: HistoryController | None = None
        self._entries: dict[str, HistoryEntry] = {}
        self._maker = HistoryLines(now)
        self._tasks = TaskScope(None, "history lines")
        self._lay_out()
        self.list.selection_moved.connect(self._show_possible)
        self.list.current_changed.connect(self._show_possible)
        self.list.delete_pressed.connect(self._take_back)
        self.list.opened.connect(self._on_opened)
        self.list.typed.connect(self.typed)
        self.who.chip_toggled.connect(lambda *_: self.show_filtered())
        self.back_button.clicked.connect(lambda _=False: self._take_back())
        self.restore_button.clicked.connect(lambda _=False: self._ask_restore())
        self.open_button.clicked.connect(lambda _=False: self._open_current())
        self.older_button.clicked.connect(lambda _=False: self._load_older())
        for keys, act in (
            ("Ctrl+Z", self._undo),
            ("Ctrl+Shift+Z", self._redo),
            ("Ctrl+B", self._open_current),
        ):
            QShortcut(QKeySequence(keys), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _lay_out(self) -> None:
        self.who = ChipRow(self, is_exclusive=True)
        self.who.set_chips(
            [ChipSpec(key, words, is_on=key == "all", tooltip=_WHO_HINTS[key]) for key, words in _WHO.items()]
        )
        self.list = LineView("Acts of all titles", self, delegate=CompactLineDelegate(self), is_uniform=True)
        self.older_button = act_button("Show older acts", "Read more of the history", self, "link")
        self.back_button = act_button(
            "Take back", "Take back the selected acts; they need not be the last ones (Del)", self
        )
        self.restore_button = act_button(
            "Restore to this moment…", "Take back everything that came after this act", self
        )
        self.open_button = act_button("Open title", "Browse the artwork of this title (Enter)", self)
        self.count = QLabel(self)
        set_role(self.count, "caption")
        head = spaced(QHBoxLayout(), 16, 8, 16, 4, 8)
        head.addWidget(self.who, 1)
        body = self._body = QWidget(self)
        inner = spaced(QVBoxLayout(body), 0, 0, 0, 0, 4)
        inner.addWidget(self.list, 1)
        inner.addWidget(self.older_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.empty = EmptyState(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(body)
        self.stack.addWidget(self.empty)
        self.foot = QWidget(self)
        buttons = QWidget(self.foot)
        flow = FlowLayout(buttons)
        for button in (self.back_button, self.restore_button, self.open_button):
            flow.addWidget(button)
        row = spaced(QHBoxLayout(self.foot), 16, 8, 16, 10, 12)
        row.addWidget(buttons, 1)
        row.addWidget(self.count)
        column = spaced(QVBoxLayout(self), 0, 0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.stack, 1)
        column.addWidget(self.foot)
        self.older_button.hide()

    # -- core ------------------------------------------------------------------------------------------------

    def attach(self, core: Core) -> None:
        self._tasks = TaskScope(self.say_bad, "history lines")
        controller = HistoryController(core, self)
        controller.read.connect(self.show_filtered)
        controller.told.connect(self._on_told)
        controller.taken_back.connect(self.titles_changed)
        self.controller = controller
        controller.is_followed = self._is_shown
        self.follow(controller)

    async def detach(self) -> None:
        await self._tasks.close()
        await super().detach()

    def show_nothing(self) -> None:
        self._entries.clear()
        self._maker = HistoryLines(self._now)
        self.list.lines.clear()

    def set_shown(self, is_shown: bool) -> None:
        if self.controller is not None:
            self.controller.is_followed = is_shown
        super().set_shown(is_shown)

    def refresh_if_shown(self) -> None:
        """Acts are done in other windows: read them when a person comes back."""
        if self._is_shown:
            self.refresh()

    # -- showing ---------------------------------------------------------------------------------------------

    def show_filtered(self) -> None:
        if self.controller is not None and self.controller.is_read:
            self._tasks.replace("lines", self._show_lines)

    async def _show_lines(self) -> None:
        controller = self.controller
        if controller is None:
            return
        entries, words = controller.entries, words_in(self._filter)
        only = _ONLY[next(iter(self.who.on_keys()), "all")]
        lines = await self._maker.lines(entries, words, only)
        self._entries = {f"act:{entry.id}": entry for entry in entries}
        self.list.show_lines(lines)
        self.older_button.setVisible(controller.has_older)
        is_filtered = bool(words) or only is not None
        self._show_emptiness(bool(lines), is_filtered=is_filtered, has_older=controller.has_older)
        shown = sum(not line.is_section for line in lines)
        of = f"{shown:,} of " if is_filtered else ""
        self.count.setText(f"{of}{count_text(len(entries), 'act')}" if lines else "")
        self.list.go_to_first()
        self._show_possible()

    def _show_emptiness(self, has_lines: bool, *, is_filtered: bool, has_older: bool) -> None:
        if not has_lines and is_filtered:
            older = " Older acts can be read as well." if has_older else ""
            self.empty.show_state(
                "search", "No act is like that", f"Clear the filter to see all of them (Esc).{older}"
            )
        elif not has_lines:
            self.empty.show_state(
                "history", "Nothing was changed yet",
                "What you or automation select, reject, lock or identify appears here, and can be taken back.",
            )  # fmt: skip
        self.bring_front(self.stack, self._body if has_lines else self.empty)
        self.foot.setVisible(has_lines)

    def _show_possible(self) -> None:
        selected = self.selected_entries()
        standing = [entry for entry in selected if not entry.is_undone]
        words = "Take back" if len(standing) < 2 else f"Take back {count_text(len(standing), 'act')}"
        self.back_button.setText(words)
        self.back_button.setAccessibleName(words)
        self.enable(self.back_button, bool(standing))
        current = self.current_entry()
        has_later = (
            current is not None and self.controller is not None and bool(self.controller.later_than(current))
        )
        self.enable(self.restore_button, len(selected) == 1 and has_later)
        self.open_button.setEnabled(current is not None and current.key is not None)

    def selected_entries(self) -> list[HistoryEntry]:
        """Return the acts that are selected, newest first."""
        lines = self.list.selected_lines()
        return [self._entries[line.key] for line in lines if line.key in self._entries]

    def current_entry(self) -> HistoryEntry | None:
        """Return the act with the focus."""
        line = self.list.current_line()
        return None if line is None else self._entries.get(line.key)

    def take_focus(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- acts ------------------------------------------------------------------------------------------------

    def _take_back(self) -> None:
        standing = [entry for entry in self.selected_entries() if not entry.is_undone]
        if standing and self.controller is not None:
            self.controller.take_back(standing)

    def _ask_restore(self) -> None:
        entry, controller = self.current_entry(), self.controller
        if entry is not None and controller is not None:
            self._ask_restore_to(entry, len(controller.later_than(entry)))

    def _ask_restore_to(self, entry: HistoryEntry, count: int) -> None:
        state = "takes its old state" if count == 1 else "take their old state"
        moment = since_text(entry.happened_at, self._now())
        what = "the 1 act after it" if count == 1 else f"the {count:,} acts after it"
        self._messages.post(
            f"Restoring to **{moment}** ({entry.text}) takes back {what}. No picture is deleted, and Redo brings"
            " them again one by one.",
            Severity.WARN, action="Restore", action_hint=f"Now; {count_text(count, 'act')} {state} back",
            on_action=lambda: self._restore(entry, count), key="restore",
        )  # fmt: skip
        for button in self._messages.line("restore").findChildren(QPushButton):
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restore(self, entry: HistoryEntry, told: int) -> None:
        if self.controller is None:
            return
        count = len(self.controller.later_than(entry))
        if count == told:
            self.controller.restore_to(entry)
        elif count:  # something was done since it was asked: nobody agreed to take that back
            self._ask_restore_to(entry, count)

    def _on_told(self, words: str, is_redone_back: bool) -> None:
        self._messages.dismiss("restore")  # it counts what came after, which is no longer so
        self._messages.dismiss("problem")
        name, keys, act = (
            ("Redo", "Ctrl+Shift+Z", self._redo) if is_redone_back else ("Undo", "Ctrl+Z", self._undo)
        )
        self._messages.post(
            words, Severity.INFO, key="told", action=name, action_hint=f"{name} this ({keys})", on_action=act
        )

    def _undo(self) -> None:
        if self.controller is not None:
            self.controller.undo()

    def _redo(self) -> None:
        if self.controller is not None:
            self.controller.redo()

    def _load_older(self) -> None:
        if self.controller is not None:
            self.controller.load_older()

    def _open_current(self) -> None:
        entry = self.current_entry()
        if entry is not None and entry.key is not None:
            self.title_requested.emit(entry.key)

    def _on_opened(self, line: Line) -> None:
        if line.entity is not None:
            self.title_requested.emit(line.entity)
