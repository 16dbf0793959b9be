"""The activity window: the history of all titles, and the events of other programs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QTest

from metarr_desktop.domain.library import HistoryEntry, UndoOutcome
from metarr_desktop.domain.webhooks import WebhookEvent, WebhookSource, WebhookState
from tests.async_gui import eventually
from tests.fakes import NOW, FakeCore, an_entity
from ui.activity.page import ActivityWindow
from ui.activity.webhook_model import EventRow, EventTable

LEFT, KEYS = Qt.MouseButton.LeftButton, Qt.Key
ALIEN, DUNE = an_entity(1, "Alien", 1979), an_entity(2, "Dune", 2021)
DAY = timedelta(days=1)
BODY = {"eventType": "Download", "movie": {"title": "Dune", "year": 2021, "tmdbId": 438631}}


class Acts:
    """The history of ``core.curation``, whatever it is asked for."""

    def __init__(self, entries: list[HistoryEntry]) -> None:
        self.entries = entries
        self.calls: list[tuple[object, ...]] = []

    async def history(self, limit: int = 500) -> list[HistoryEntry]:
        return self.entries[:limit]

    async def take_back(self, act_ids) -> UndoOutcome:
        self.calls.append(("take_back", tuple(act_ids)))
        self.entries = [
            replace(each, is_undone=each.is_undone or each.id in act_ids) for each in self.entries
        ]
        return UndoOutcome(f"Took back {len(act_ids)} acts", ALIEN.key)

    async def restore_to(self, act_id: int) -> UndoOutcome:
        self.calls.append(("restore_to", act_id))
        return UndoOutcome("Undone: 2 acts", DUNE.key)


@pytest.fixture
def acts() -> Acts:
    return Acts(
        [
            HistoryEntry(4, NOW, "Selected a poster from TMDB", ALIEN.key, title=ALIEN.label),
            HistoryEntry(3, NOW, "Rejected 2 posters", DUNE.key, title=DUNE.label),
            HistoryEntry(2, NOW - DAY, "Locked posters", DUNE.key, is_undone=True, title=DUNE.label),
            HistoryEntry(
                1, NOW - 9 * DAY, "Automatically selected", ALIEN.key, title=ALIEN.label, is_automatic=True
            ),
        ]
    )


@pytest.fixture
def core(acts: Acts, monkeypatch) -> FakeCore:
    core = FakeCore()
    for name in ("history", "take_back", "restore_to"):
        monkeypatch.setattr(core.curation, name, getattr(acts, name))
    core.automation.webhooks.kept = [
        WebhookEvent(
            7, WebhookSource.RADARR, "Download", "k", BODY, NOW, NOW, 3, WebhookState.DONE, 1,
            "Dune (2021) was added: 54 new pictures.",
        )
    ]  # fmt: skip
    return core


@pytest.fixture
async def window(open_activity) -> AsyncIterator[ActivityWindow]:
    async with open_activity("history", lambda window: window.history.list.lines.rowCount() > 3) as window:
        yield window


def lines(window: ActivityWindow) -> list[str]:
    return [line.title for line in window.history.list.lines.items]


async def test_acts_stand_below_their_days_and_undone_ones_say_so(window) -> None:
    shown = lines(window)
    assert shown[:3] == ["Today", "Selected a poster from TMDB", "Rejected 2 posters"]
    assert shown[3:5] == ["Yesterday", "Locked posters"]
    undone = window.history.list.lines.items[4]
    assert (undone.badge, undone.is_struck) == ("undone", True)
    assert "undone" in window.history.list.lines.text(undone)


async def test_acts_are_filtered_by_words_and_by_who_did_them(qtbot, window) -> None:
    window.filter.setText("dune")
    await eventually(lambda: lines(window) == ["Today", "Rejected 2 posters", "Yesterday", "Locked posters"])
    window.filter.clear()
    qtbot.mouseClick(window.history.who.chip("automatic"), LEFT)
    await eventually(lambda: lines(window)[1:] == ["Automatically selected"])
    assert window.history.count.text() == "1 of 4 acts"


async def test_several_acts_are_taken_back_as_one_step(window, acts: Acts) -> None:
    view, changed = window.history.list, []
    window.changed.connect(changed.append)
    view.go_to("act:4")
    view.selectionModel().select(view.lines.index_of("act:3"), QItemSelectionModel.SelectionFlag.Select)
    assert window.history.back_button.text() == "Take back 2 acts"
    QTest.keyClick(view, KEYS.Key_Delete)
    await eventually(lambda: acts.calls == [("take_back", (4, 3))])
    await eventually(
        lambda: all(line.is_struck for line in view.lines.items if line.key in ("act:4", "act:3"))
    )
    assert changed == [ALIEN.key, DUNE.key]
    assert window.messages.texts() == ("Took back 2 acts",)


async def test_a_button_that_has_nothing_more_to_do_leaves_the_keyboard_to_the_list(window) -> None:
    window.history.back_button.setFocus()
    QTest.keyClick(window.history.back_button, KEYS.Key_Space)
    await eventually(lambda: not window.history.back_button.isEnabled())
    assert window.history.list.hasFocus()  # not on Open title, which a second Space would press


async def test_restoring_says_what_it_costs_before_it_is_done(qtbot, window, acts: Acts) -> None:
    window.history.list.go_to("act:1")
    qtbot.mouseClick(window.history.restore_button, LEFT)
    assert "takes back the 2 acts after it" in window.messages.texts()[0]
    assert acts.calls == []
    window.messages.line("restore").action_triggered.emit()
    await eventually(lambda: acts.calls == [("restore_to", 1)])


async def test_what_came_since_restoring_was_asked_for_is_asked_about_anew(qtbot, window, acts: Acts) -> None:
    window.history.list.go_to("act:1")
    qtbot.mouseClick(window.history.restore_button, LEFT)
    acts.entries = [HistoryEntry(5, NOW, "Automatically selected", DUNE.key, title=DUNE.label), *acts.entries]
    window.history.refresh()
    await eventually(lambda: window.history.count.text() == "5 acts")
    window.messages.line("restore").action_triggered.emit()
    assert "takes back the 3 acts after it" in window.messages.texts()[0]
    assert acts.calls == []


async def test_an_act_that_is_undone_or_the_last_one_offers_nothing_useless(window) -> None:
    window.history.list.go_to("act:2")
    assert not window.history.back_button.isEnabled()
    window.history.list.go_to("act:4")
    assert not window.history.restore_button.isEnabled()


async def test_events_say_what_followed_and_are_replayed(qtbot, window, core: FakeCore) -> None:
    window.show_tab("webhooks")
    tab = window.webhooks
    await eventually(lambda: tab.model.rowCount() == 1)
    texts = [tab.model.index(0, column).data() for column in range(1, tab.model.columnCount())]
    assert texts == [
        "Radarr",
        "Imported",
        "Dune (2021)",
        "Done",
        "3 times",
        "Dune (2021) was added: 54 new pictures.",
    ]
    assert tab.pane.said.text() == "Radarr imported Dune (2021)."
    qtbot.mouseClick(tab.pane.replay_button, LEFT)
    await eventually(lambda: core.automation.webhooks.calls == [("replay", 7)])


async def test_what_was_sent_is_shown_on_demand(window) -> None:
    window.show_tab("webhooks")
    tab = window.webhooks
    await eventually(lambda: tab.model.rowCount() == 1)
    assert not tab.pane.body.isVisible()
    QTest.keyClick(tab.table, KEYS.Key_Return)
    await eventually(lambda: '"tmdbId": 438631' in tab.pane.body.toPlainText())


async def test_an_event_that_comes_in_appears_and_the_focus_stays(window, core: FakeCore) -> None:
    window.show_tab("webhooks")
    tab, webhooks = window.webhooks, core.automation.webhooks
    await eventually(lambda: tab.model.rowCount() == 1)
    grab = {"eventType": "Grab", "series": {"title": "Dark", "year": 2017, "tvdbId": 334824}}
    webhooks.arrived(
        replace(webhooks.kept[0], id=8, source=WebhookSource.SONARR, event="Grab", payload=grab,
                state=WebhookState.STORED, message="")
    )  # fmt: skip
    await eventually(lambda: tab.model.rowCount() == 2)
    assert tab.model.index(0, 3).data() == "Dark (2017)"
    assert tab.pane.row.event.id == 7


def test_a_new_event_leaves_a_full_list_where_it_is(qapp) -> None:
    def rows(*numbers: int) -> list[EventRow]:
        events = (
            WebhookEvent(each, WebhookSource.RADARR, "Test", f"{each}", {}, NOW, NOW) for each in numbers
        )
        return [EventRow(event, "", "", False) for event in events]

    table = EventTable(lambda: NOW)
    table.show_rows(rows(3, 2, 1))
    resets: list[None] = []
    table.modelReset.connect(lambda: resets.append(None))
    looked_at = QPersistentModelIndex(table.index(1, 0))
    table.show_rows(rows(5, 4, 3, 2))  # 1 is beyond what is read
    assert [row.event.id for row in table.rows] == [5, 4, 3, 2]
    assert looked_at.row() == 3
    table.show_rows(rows(5, 4, 3, 2, 1, 0))  # older ones were asked for
    assert table.rowCount() == 6
    assert looked_at.row() == 3
    assert not resets
