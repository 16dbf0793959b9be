"""Providers: which are asked, in which order, with which keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from metarr_desktop.domain.ports import Core
from metarr_desktop.domain.status import Lamp
from ui.settings import wording
from ui.settings.apart_card import ApartCard
from ui.settings.draft import PROVIDERS, Draft
from ui.settings.page_frame import SettingsPage, a_text
from ui.settings.provider_card import ProviderCard
from ui.task_scope import TaskScope

_KEPT = (
    "Keys stay on this computer, in its keyring or else in a file only you can read, and are sent to their "
    "provider only."
)


class ProvidersPage(SettingsPage):
    """Signals: key_saved(str) of this provider, pause_clicked(str)."""

    NAME, TITLE = PROVIDERS, "Providers"

    key_saved = Signal(str)
    pause_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, ProviderCard] = {}
        self.cards_apart: dict[str, ApartCard] = {}
        self._core: Core | None = None
        self._draft: Draft | None = None
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.order_text = a_text("", "caption")
        self.body.addWidget(self.order_text)
        self.body.addLayout(self._list)
        self._list_apart = QVBoxLayout()
        self._list_apart.setSpacing(8)
        self.body.addLayout(self._list_apart)
        self.body.addStretch(1)

    def attach(self, core: Core, tasks: TaskScope) -> None:
        """Show the providers of *core*; what was typed and not saved stays typed."""
        typed = {name: card.keys.typed() for name, card in self.cards.items() if card.keys is not None}
        opened = {name for name, card in self.cards.items() if card.is_showing_keys}
        is_first = not self.cards
        self._core = core
        for card in self.cards.values():
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = {info.name: self._card(core, info.name, tasks) for info in core.providers.all_infos()}
        for name, card in self.cards.items():
            lamp = core.providers.report(name).status.lamp
            is_wanting = is_first and lamp in (Lamp.NO_KEY, Lamp.REFUSED)
            card.show_keys(name in opened or is_wanting or bool(typed.get(name)))
            for field, text in typed.get(name, {}).items():
                if card.keys is not None and field in card.keys.fields:
                    card.keys.fields[field].setText(text)
        self._attach_apart(core, tasks)
        self.say_intro(_explanation(is_demo=core.demo is not None))
        self.show_reports()

    def show_reports(self) -> None:
        """Show the states as they are now."""
        if self._core is not None:
            for name, card in self.cards.items():
                card.show_report(self._core.providers.report(name))

    def show_draft(self, draft: Draft, kept_off: frozenset[str] = frozenset()) -> None:
        """Show what *draft* says; *kept_off* are switched off now."""
        self._draft = draft
        order = [name for name in draft.now.order if name in self.cards]
        before: QWidget = self.restore_button
        for place, name in enumerate(order):
            card = self.cards[name]
            if self._list.indexOf(card) != place:
                self._list.removeWidget(card)
                self._list.insertWidget(place, card)
            is_enabled = name not in draft.now.disabled
            is_waiting = is_enabled == (name in kept_off)
            card.show_option(is_enabled, is_waiting=is_waiting, place=place, count=len(order))
            before = _follow(before, card)
        self.order_text.setText(wording.provider_order_text(order))

    def search(self, words: str) -> int:
        """Open the keys that say *words*, then mark as every page does."""
        wanted = words.strip().casefold()
        for card in self.cards.values():
            if len(wanted) > 1 and card.keys is not None and card.keys.says(wanted):
                card.show_keys(True)
        return super().search(words)

    def open_keys(self, provider: str = "") -> None:
        """Open the keys of *provider*, else of the first that has any, and put the cursor there."""
        with_keys = [name for name in (self._order()) if self.cards[name].keys is not None]
        name = provider if provider in with_keys else next(iter(with_keys), "")
        card = self.cards.get(name)
        if card is None or card.keys is None:
            return
        card.show_keys(True)
        fields = [edit for edit in card.keys.fields.values() if edit.isEnabled()]
        if fields:
            fields[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(card, 0, 12)

    def cancel_tests(self) -> None:
        """Stop asking providers about keys."""
        for card in self.cards.values():
            if card.keys is not None:
                card.keys.cancel_test()

    # -- inside ----------------------------------------------------------------------------------------------

    def _card(self, core: Core, name: str, tasks: TaskScope) -> ProviderCard:
        info = next(each for each in core.providers.all_infos() if each.name == name)
        card = ProviderCard(info, core.keys, tasks)
        self._list.addWidget(card)
        card.show()  # now, not with the next layout: a search looks at what is shown
        card.moved.connect(lambda steps: self._move(name, steps))
        card.dragged.connect(lambda place: self._drag(name, place))
        card.enabled_changed.connect(lambda is_on: self._change(lambda draft: draft.set_enabled(name, is_on)))
        card.pause_clicked.connect(lambda: self.pause_clicked.emit(name))
        card.saved.connect(lambda: self.key_saved.emit(name))
        return card

    def _attach_apart(self, core: Core, tasks: TaskScope) -> None:
        """Offer the keys of providers that take no part in the demo: entering one is how to leave it."""
        typed = {name: card.keys.typed() for name, card in self.cards_apart.items()}
        for card in self.cards_apart.values():
            self._list_apart.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards_apart = {info.name: ApartCard(info, core.keys, tasks) for info in core.keys.apart()}
        for name, card in self.cards_apart.items():
            self._list_apart.addWidget(card)
            card.show()
            card.keys.saved.connect(partial(self.key_saved.emit, name))
            for field, text in typed.get(name, {}).items():
                if field in card.keys.fields:
                    card.keys.fields[field].setText(text)

    def _order(self) -> list[str]:
        order = self._draft.now.order if self._draft is not None else tuple(self.cards)
        return [name for name in order if name in self.cards]

    def _change(self, change: Callable[[Draft], object]) -> None:
        if self._draft is not None:
            change(self._draft)
            self.changed.emit()

    def _move(self, name: str, steps: int) -> None:
        focus: object = self.window().focusWidget()  # None where nothing has it
        self._change(lambda draft: draft.move(name, steps))
        card = self.cards[name]
        if isinstance(focus, QWidget) and card.isAncestorOf(focus) and focus.isEnabled():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)  # taking it out of the list lost it
        self.area.ensureWidgetVisible(card, 0, 12)

    def _drag(self, name: str, place: QPoint) -> None:
        """Move past a neighbour once the mouse is beyond its middle."""
        order = self._order()
        here = order.index(name)

        def is_passed(at: int) -> bool:
            card = self.cards[order[at]]
            middle = card.mapToGlobal(card.rect().center()).y()
            return (at < here and place.y() < middle) or (at > here and place.y() > middle)

        passed = next(filter(is_passed, range(len(order))), None)
        if passed is not None:
            self._change(lambda draft: draft.move(name, passed - here))


def _follow(before: QWidget, card: ProviderCard) -> QWidget:
    """Let Tab go through *card* after *before*; its parts were made in reading order. Return the last."""
    for stop in card.findChildren(QWidget):
        if stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
            QWidget.setTabOrder(before, stop)
            before = stop
    return before


def _explanation(*, is_demo: bool) -> str:
    if is_demo:
        return (
            "You are looking at the demo catalogue. As soon as the first key is saved, your own library opens in its "
            f"place; the demo is kept apart from it. {_KEPT}"
        )
    return f"Each provider asks for a key of your own where it needs one; all of them are free. {_KEPT}"
