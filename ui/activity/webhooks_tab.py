"""The tab "Webhooks": what Radarr, Sonarr and Lidarr reported, and what followed from it."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from metarr_desktop.domain.ports import Core
from ui.activity.lines import words_in
from ui.activity.tab import ActivityTab, Now, PaneSplitter, spaced
from ui.activity.tables import TextTable
from ui.activity.webhook_model import Column, EventTable
from ui.activity.webhook_pane import EventPane
from ui.activity.webhooks_controller import WebhooksController
from ui.buttons import act_button
from ui.empty_state import EmptyState, Offer
from ui.icons import IconLabel
from ui.message_bar import MessageBar
from ui.theme import set_role

_WIDTHS = (120, 80, 120, 210, 84, 72, 400)
_WHAT_FOR = (
    "Radarr, Sonarr and Lidarr can tell this program what they import, add or rename. The title is then found or"
    " added, and its artwork fetched, within a minute. Webhooks are off; nothing listens."
)


class WebhooksTab(ActivityTab):
    """See the module."""

    NAME, TITLE, FILTER_HINT = "webhooks", "Webhooks", "Filter events (Ctrl+F)"

    def __init__(self, messages: MessageBar, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(messages, now, parent)
        self.controller: WebhooksController | None = None
        self.model = EventTable(now, self)
        self._lay_out()
        self.table.current_changed.connect(self._show_current)
        self.table.typed.connect(self.typed)
        self.table.opened.connect(lambda _: self.pane.body_button.click())
        self.pane.replay_button.clicked.connect(lambda _=False: self._replay())
        self.pane.body_button.toggled.connect(lambda _: self._show_body())
        self.settings_button.clicked.connect(lambda _=False: self.settings_requested.emit("webhooks"))
        self.older_button.clicked.connect(lambda _=False: self._load_older())
        for keys, act in (("Ctrl+R", self._replay), ("Ctrl+D", self.pane.body_button.click)):
            QShortcut(QKeySequence(keys), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _lay_out(self) -> None:
        self._glyph = IconLabel("link", "muted", parent=self)
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.settings_button = act_button("Settings", "Address, token and paths of webhooks", self)
        row = spaced(QHBoxLayout(), 16, 8, 16, 8, 8)
        row.addWidget(self._glyph)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.settings_button)
        self._head = QWidget(self)
        self._head.setLayout(row)
        self.table = TextTable("Events of other programs", self.model, _WIDTHS, Column.TITLE, self)
        self.older_button = act_button("Show older events", "Read more events, up to 30 days", self, "link")
        body = QWidget(self)
        inner = spaced(QVBoxLayout(body), 0, 0, 0, 0, 4)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.older_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.pane = EventPane(self._now, self)
        self.splitter = PaneSplitter(body, self.pane, "webhooks", self, is_always_above=True)
        self.empty = EmptyState(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.splitter)
        self.stack.addWidget(self.empty)
        column = spaced(QVBoxLayout(self), 0, 0, 0, 0, 0)
        column.addWidget(self._head)
        column.addWidget(self.stack, 1)

    # -- core ------------------------------------------------------------------------------------------------

    def attach(self, core: Core) -> None:
        controller = WebhooksController(core, self)
        controller.read.connect(self._show)
        controller.body_read.connect(self._on_body)
        controller.told.connect(self.say)
        self.controller = controller
        self.follow(controller)

    def show_nothing(self) -> None:
        self.model.show_rows([])
        self.pane.show_row(None)

    def tick(self) -> None:
        """Look for events that another program heard."""
        if self.controller is not None and not self.controller.is_heard_here and self._may_come():
            self.controller.refresh()

    def _may_come(self) -> bool:
        controller = self.controller
        return controller is not None and (
            bool(controller.rows) or bool(controller.settings and controller.settings.is_on)
        )

    # -- showing ---------------------------------------------------------------------------------------------

    def show_filtered(self) -> None:
        self._show()

    def _show(self) -> None:
        controller = self.controller
        if controller is None or not controller.is_read:
            return
        words = words_in(self._filter)
        rows = [row for row in controller.rows if row.matches(words)] if words else controller.rows
        current = self.pane.row
        self.model.show_rows(list(rows))
        if current is not None and not self.table.currentIndex().isValid():
            place = next((at for at, row in enumerate(rows) if row.event.id == current.event.id), None)
            if place is not None:
                self.table.setCurrentIndex(self.model.index(place, 0))
        self.table.go_to_first()
        self.older_button.setVisible(controller.has_older and not words)
        self._show_state()
        self._show_emptiness(bool(rows), bool(words and controller.rows))
        self._show_current()

    def _show_state(self) -> None:
        controller = self.controller
        if controller is None:
            return
        settings = controller.settings
        is_on = settings is not None and settings.is_on
        words = controller.sentence
        if not words:
            words = (
                f"Whichever program does the automatic work listens on {settings.origin}."
                if settings is not None and is_on
                else "Webhooks are off; nothing new comes in."
            )
        self.sentence.setText(words)
        is_heard = controller.is_heard_here
        has_trouble = bool(controller.trouble) or (is_on and bool(controller.sentence) and not is_heard)
        self._glyph.set_icon(
            "warning" if has_trouble else "link", "warn" if has_trouble else "good" if is_heard else "muted"
        )
        set_role(self.sentence, "warn" if has_trouble else "")

    def _show_emptiness(self, has_rows: bool, is_filtered: bool) -> None:
        controller = self.controller
        is_on = controller is not None and controller.settings is not None and controller.settings.is_on
        self._head.setVisible(has_rows or is_on or bool(controller and controller.trouble))
        if is_filtered:
            self.empty.show_state(
                "search", "No event has these words", "Clear the filter to see all of them (Esc)."
            )
        elif is_on and controller is not None and controller.settings is not None:
            origin = controller.settings.origin
            self.empty.show_state(
                "link", "Nothing was reported yet",
                f"In Radarr, add a connection of the kind Webhook with {origin}/webhooks/radarr and press Test: it"
                " appears here. Sonarr and Lidarr likewise.",
            )  # fmt: skip
        elif not has_rows:
            offer = Offer("Set up webhooks", lambda: self.settings_requested.emit("webhooks"))
            self.empty.show_state("link", "Let other programs report what is new", _WHAT_FOR, [offer])
        self.bring_front(self.stack, self.splitter if has_rows else self.empty)

    def _show_current(self) -> None:
        index = self.table.currentIndex()
        has_row = index.isValid() and index.row() < len(self.model.rows)
        before = self.pane.row
        self.pane.show_row(self.model.rows[index.row()] if has_row else None)
        is_other = before is None or self.pane.row is None or before.event.id != self.pane.row.event.id
        if is_other and self.pane.body_button.isChecked():
            self._show_body()

    def _show_body(self) -> None:
        row, is_wanted = self.pane.row, self.pane.body_button.isChecked()
        self.pane.body.setVisible(is_wanted and row is not None)
        self.pane.body_button.setText("Hide what was sent" if is_wanted else "Show what was sent")
        self.pane.body_button.setAccessibleName(self.pane.body_button.text())
        if is_wanted and row is not None and self.controller is not None:
            self.controller.read_body(row.event)

    def _on_body(self, event_id: int, text: str) -> None:
        if self.pane.row is not None and self.pane.row.event.id == event_id:
            self.pane.body.setPlainText(text)

    def take_focus(self) -> None:
        is_listed = self.stack.currentWidget() is self.splitter
        if is_listed:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.empty.take_focus()

    # -- acts ------------------------------------------------------------------------------------------------

    def _replay(self) -> None:
        if self.pane.row is not None and self.pane.replay_button.isEnabled() and self.controller is not None:
            self.controller.replay(self.pane.row)

    def _load_older(self) -> None:
        if self.controller is not None:
            self.controller.load_older()

    # -- Qt --------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.splitter.arrange(self.width())

    def save(self, settings: QSettings) -> None:
        self.splitter.save(settings)
        self.table.save(settings, "webhooks")

    def restore(self, settings: QSettings) -> None:
        self.splitter.arrange(self.width())
        self.splitter.restore(settings)
        self.table.restore(settings, "webhooks")
