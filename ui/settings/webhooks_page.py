"""Webhooks: what Radarr, Sonarr and Lidarr report; where it is heard, from whom, and how they are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QSysInfo, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from metarr_desktop.domain.automation_ports import AutomationState
from metarr_desktop.domain.webhooks import WebhookEvent, WebhookSource
from ui.ages import tell_ages
from ui.buttons import act_button
from ui.provider_state import StateLabel
from ui.settings import webhook_rules as rules
from ui.settings.calm_fields import CalmSpinBox
from ui.settings.draft import WEBHOOKS, Draft
from ui.settings.option_rows import INDENT, a_check, a_label, a_row, add_option, mark
from ui.settings.page_frame import SettingsPage, a_card, a_text
from ui.settings.path_rows import PathRows
from ui.settings.program_card import ProgramCard
from ui.settings.secret_row import SecretRow
from ui.text import utc_now
from ui.theme import set_role


class WebhooksPage(SettingsPage):
    """Signals:
    renew_wanted(): it came into sight.
    activity_requested(): the person wants to see the messages that came.
    said(str): what a button did.
    """

    NAME, TITLE = WEBHOOKS, "Webhooks"

    renew_wanted = Signal()
    activity_requested = Signal()
    said = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        now: Callable[[], datetime] = utc_now,
        machine: str = "",
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._draft: Draft | None = None
        self._state = AutomationState()
        self._heard: dict[WebhookSource, WebhookEvent] = {}
        self.fixed: dict[str, QLabel] = {}
        self.say_intro(rules.INTRO)
        self.problem = a_text("", "bad", self)
        self.body.addWidget(self.problem)
        self.problem.hide()
        self.body.addWidget(self._listening_card())
        self.body.addWidget(self._proof_card())
        self.cards: dict[WebhookSource, ProgramCard] = {}
        for source in WebhookSource:
            card = ProgramCard(source, machine or QSysInfo.machineHostName(), self)
            card.copied.connect(self.said)
            card.token_wanted.connect(self.token.copy)
            self.cards[source] = card
            self.body.addWidget(card)
        self.paths = PathRows(self)
        self.paths.changed.connect(lambda paths: self._set(paths=paths))
        self.body.addWidget(self.paths)
        self.body.addStretch(1)
        self._timer = tell_ages(self, self._renew)

    # -- showing ---------------------------------------------------------------------------------------------

    def show_draft(self, draft: Draft) -> None:
        """Show what *draft* says; its changes go there."""
        self._draft = draft
        webhooks, settings = draft.webhooks, draft.webhooks.now
        if webhooks.is_known:
            self.problem.hide()
        mark(self.on, settings.is_on)
        self._show_host(settings.host)
        self.port.show_number(settings.port)
        if self.user.text().strip() != settings.user:
            self.user.setText(settings.user)
        for row, name in ((self.token, "token"), (self.password, "password")):
            row.show_secret(
                getattr(settings, name),
                is_waiting=webhooks.differs(name),
                is_fixed=name in webhooks.fixed,
            )
        self._settle()
        self.paths.show_paths(settings.paths, is_fixed="paths" in webhooks.fixed)
        self.paths.setEnabled(webhooks.is_known)
        words, is_open = rules.proof_text(settings)
        self.proof.setText(f"⚠ {words}" if is_open else words)
        set_role(self.proof, "warn" if is_open else "muted")
        for card in self.cards.values():
            card.show_settings(settings)
        self._show_listening()

    def show_state(self, state: AutomationState) -> None:
        """Show whether and where this program listens."""
        self._state = state
        self._show_listening()

    def show_refusal(self, sentence: str) -> None:
        """Say why the settings cannot be read, as with a variable of the environment that makes no sense."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def show_events(self, events: Sequence[WebhookEvent]) -> list[WebhookEvent]:
        """Show of each program what came last; returns what was not shown before."""
        before = dict(self._heard)
        for event in events:
            last = self._heard.get(event.source)
            if last is None or event.last_delivery_at >= last.last_delivery_at:
                self._heard[event.source] = event
        self._renew()
        return [
            event
            for source, event in self._heard.items()
            if source not in before or event.last_delivery_at > before[source].last_delivery_at
        ]

    def forget_events(self) -> None:
        """Another library has heard something else."""
        self._heard.clear()
        self._renew()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.renew_wanted.emit()

    # -- parts -----------------------------------------------------------------------------------------------

    def _listening_card(self) -> QFrame:
        card, column = a_card(self)
        column.addWidget(a_text("Listening", "heading"))
        self.state = StateLabel(card)
        column.addWidget(self.state)
        self.on = a_check("Hear webhooks", rules.ON, card)
        self.on.toggled.connect(lambda is_on: self._set(is_on=is_on))
        add_option(column, self.on, rules.ON)
        column.addWidget(self._fixed("is_on", card))
        self.here = self._radio("Only programs on this computer", rules.LOCAL_TEXT, card)
        self.anywhere = self._radio("Programs on other computers as well, on", rules.OTHERS_TEXT, card)
        group = QButtonGroup(card)
        for radio in (self.here, self.anywhere):
            group.addButton(radio)
        self.here.clicked.connect(lambda _=False: self._choose_here())
        self.anywhere.clicked.connect(lambda _=False: self._choose_anywhere())
        self.host = QLineEdit(rules.ANYWHERE, card)
        self.host.setAccessibleName("Address to listen on")
        self.host.setToolTip(f"An address of this computer in numbers; {rules.ANYWHERE} is all of them")
        self.host.setMaximumWidth(self.host.fontMetrics().horizontalAdvance("0" * 22))
        self.host.editingFinished.connect(self._on_host)
        self.port = CalmSpinBox("Port to listen on", "A number no other program uses, from 1 to 65535", card)
        self.port.setRange(1, 65_535)
        self.port.valueChanged.connect(lambda port: self._set(port=port))
        add_option(column, self.here, rules.LOCAL_TEXT)
        column.addLayout(a_row(self.anywhere, self.host))
        reach = a_text(rules.OTHERS_TEXT, "caption", card)
        reach.setContentsMargins(INDENT, 0, 0, 0)
        column.addWidget(reach)
        column.addWidget(self._fixed("host", card))
        column.addLayout(a_row(a_label("Port", self.port, card), self.port))
        column.addWidget(self._fixed("port", card))
        self.activity_button = act_button(
            "Open Activity › Webhooks", "See each message that came and what followed from it", card, "link"
        )
        self.activity_button.setProperty("place", "edge")
        self.activity_button.clicked.connect(lambda _=False: self.activity_requested.emit())
        column.addLayout(a_row(self.activity_button))
        return card

    def _proof_card(self) -> QFrame:
        card, column = a_card(self)
        column.addWidget(a_text("Who is heard", "heading"))
        self.proof = a_text("", "muted", card)
        column.addWidget(self.proof)
        self.token = SecretRow("token", "token", card, can_make=True)
        self.token.changed.connect(lambda token: self._set(token=token))
        self.token.copied.connect(self.said)
        self.user = QLineEdit(card)
        self.user.setMaxLength(200)
        self.user.setAccessibleName("User name of webhooks")
        self.user.setToolTip("The user name a program shows with the password")
        self.user.textEdited.connect(lambda user: self._set(user=user.strip()))
        self.password = SecretRow("password", "password", card)
        self.password.changed.connect(lambda password: self._set(password=password))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setHorizontalSpacing(16)
        form.addRow(a_label("Token", self.token.edit, card), self.token)
        form.addRow(a_label("User", self.user, card), self.user)
        form.addRow(a_label("Password", self.password.edit, card), self.password)
        column.addLayout(form)
        column.addWidget(self._fixed("user", card))
        return card

    def _radio(self, text: str, tooltip: str, card: QWidget) -> QRadioButton:
        radio = QRadioButton(text, card)
        radio.setToolTip(tooltip)
        radio.setAccessibleName(text)
        return radio

    def _fixed(self, field: str, card: QWidget) -> QLabel:
        self.fixed[field] = label = a_text("", "caption", card)
        return label

    # -- changing --------------------------------------------------------------------------------------------

    def _set(self, **values: object) -> None:
        if self._draft is not None and self._draft.webhooks.is_known:
            self._draft.webhooks.change(**values)
            self.show_draft(self._draft)
            self.changed.emit()

    def _choose_here(self) -> None:
        if self._draft is not None and not rules.is_local(self._draft.webhooks.now.host):
            kept = self._draft.webhooks.kept.host
            self._set(host=kept if rules.is_local(kept) else rules.LOCAL)

    def _choose_anywhere(self) -> None:
        self._set(host=self.host.text().strip() or rules.ANYWHERE)

    def _on_host(self) -> None:
        self.host.setModified(False)
        text = self.host.text().strip()
        if self._draft is None or not self.anywhere.isChecked() or text == self._draft.webhooks.now.host:
            return
        problem = rules.host_problem(text)
        if problem:
            self.refused.emit(problem)
            self._show_host(self._draft.webhooks.now.host)
        else:
            self._set(host=text)

    # -- inside ----------------------------------------------------------------------------------------------

    def _show_host(self, host: str) -> None:
        is_here = rules.is_local(host)
        self.here.setChecked(is_here)
        self.anywhere.setChecked(not is_here)
        if not (is_here or self.host.isModified()):  # else it is being written
            self.host.setText(host)

    def _settle(self) -> None:
        """Let only be changed what is known and not decided by the environment."""
        if self._draft is None:
            return
        webhooks = self._draft.webhooks
        controls: dict[str, tuple[QWidget, ...]] = {
            "is_on": (self.on,),
            "host": (self.here, self.anywhere),
            "port": (self.port,),
            "user": (self.user,),
            "token": (self.token,),
            "password": (self.password,),
        }
        for name, widgets in controls.items():
            is_fixed = name in webhooks.fixed
            for widget in widgets:
                # A row with a secret knows itself which of its parts are fixed.
                widget.setEnabled(webhooks.is_known and (not is_fixed or isinstance(widget, SecretRow)))
            if (label := self.fixed.get(name)) is not None:
                label.setText(rules.given_by(name) if is_fixed else "")
                label.setVisible(is_fixed)
        self.host.setEnabled(self.anywhere.isEnabled() and self.anywhere.isChecked())

    def _show_listening(self) -> None:
        if self._draft is None or not self._draft.webhooks.is_known:
            return
        webhooks = self._draft.webhooks
        is_waiting = webhooks.now.is_on and not webhooks.kept.is_on
        line = rules.listening(self._state, webhooks.kept, is_waiting=is_waiting)
        self.state.show_state(line.tone, line.word, line.sentence)

    def _renew(self) -> None:
        for source, card in self.cards.items():
            card.show_event(self._heard.get(source), self._now())
