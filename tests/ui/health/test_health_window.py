"""The health page: lamps, numbers, countdown, and what can be done about it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from metarr_desktop.domain.errors import ProviderRefused, StoreError
from metarr_desktop.domain.status import Lamp, ProviderNumbers, ProviderReport, ProviderStatus
from tests.async_gui import eventually
from tests.fakes import MUSICBRAINZ_INFO, NOW, FakeCore
from tests.ui import accessibility
from tests.ui.main_window_builders import use_settings_in
from ui.application import theme_of
from ui.health import wording
from ui.health.page import HealthWindow
from ui.pill import Tone

LEFT = Qt.MouseButton.LeftButton


class Clock:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def core() -> FakeCore:
    core = FakeCore()
    core.providers.disabled = (MUSICBRAINZ_INFO,)
    core.statistics.by_provider = {"tmdb": ProviderNumbers(1212, 1208, 4, 0.212)}
    core.keys.saved = {("tmdb", "API_KEY"): "secret"}
    return core


@pytest.fixture
async def window(qtbot, qapp, tmp_path, core: FakeCore, clock: Clock) -> AsyncIterator[HealthWindow]:
    qapp.setQuitOnLastWindowClosed(False)
    use_settings_in(tmp_path)
    window = HealthWindow(core, now=clock)
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show_provider()
    yield window
    await window.detach()


def report(lamp: Lamp, sentence: str, *, until: datetime | None = None, **more) -> ProviderReport:
    return ProviderReport(ProviderStatus("tmdb", lamp, sentence, until), **more)


async def test_todays_numbers_are_those_of_the_statistics(window) -> None:
    card = window.cards["tmdb"]
    await eventually(lambda: card.values[0].text() == "1,212")
    assert [label.text() for label in card.values] == ["1,212", "1,208", "4", "212 ms"]
    assert [label.text() for label in window.cards["fanart_tv"].values] == ["0", "0", "0", "–"]


async def test_numbers_are_read_again_when_something_changed(window, core: FakeCore) -> None:
    card = window.cards["tmdb"]
    await eventually(lambda: card.values[0].text() == "1,212")
    core.statistics.by_provider = {"tmdb": ProviderNumbers(1213, 1209, 4, 0.212)}
    core.providers.changed()
    await eventually(lambda: card.values[0].text() == "1,213")


async def test_a_pause_after_failures_counts_down_and_can_be_ended(qtbot, window, core, clock: Clock) -> None:
    card = window.cards["tmdb"]
    core.providers.reports["tmdb"] = report(
        Lamp.PAUSED, "TMDB failed 5 times.", until=NOW + timedelta(seconds=252)
    )
    core.providers.changed()
    assert card.wait.text() == "Asked again in 4 min 12 s"
    assert card.state.dot.tone is Tone.WARN
    clock.now += timedelta(seconds=10)
    window.show_reports()
    assert card.wait.text().endswith("4 min 2 s")
    qtbot.mouseClick(card.try_button, LEFT)
    assert core.providers.tried_again == ["tmdb"]


async def test_the_line_to_wait_is_gone_when_nothing_is_waited_for(window) -> None:
    assert not window.cards["tmdb"].try_button.isVisible()


async def test_last_answer_and_last_error_are_told_with_their_age(window, core: FakeCore) -> None:
    core.providers.reports["tmdb"] = report(
        Lamp.READY,
        "TMDB answers.",
        last_answer_at=NOW - timedelta(minutes=3),
        last_error="TMDB did not answer in time (status 504).",
        last_error_at=NOW - timedelta(hours=2),
    )
    core.providers.changed()
    facts = window.cards["tmdb"].facts
    assert facts["Last answer"].text() == "3 min ago"
    assert facts["Last error"].text().startswith("TMDB did not answer in time. (")
    assert facts["Last error"].text().endswith(", 2 h ago)")


async def test_a_provider_switched_off_says_so(window) -> None:
    card = window.cards["musicbrainz"]
    assert card.state.sentence.text().startswith("Switched off.")
    assert card.state.dot.tone is Tone.MUTED
    assert not card.pause_button.isEnabled()


async def test_a_provider_without_keys_has_nothing_to_test(window) -> None:
    assert window.cards["musicbrainz"].test_button.isHidden()
    assert "Key" not in window.cards["musicbrainz"].facts


async def test_pause_and_resume(qtbot, window, core: FakeCore) -> None:
    card = window.cards["tmdb"]
    qtbot.mouseClick(card.pause_button, LEFT)
    await eventually(lambda: core.preferences.kept.paused == {"tmdb"})
    core.providers.reports["tmdb"] = report(Lamp.PAUSED, "You paused TMDB.", is_paused=True)
    core.providers.changed()
    assert card.pause_button.text() == "Resume"
    assert not card.try_button.isVisible()
    qtbot.mouseClick(card.pause_button, LEFT)
    await eventually(lambda: core.preferences.kept.paused == frozenset())


async def test_a_pause_that_cannot_be_kept_is_told(qtbot, window, core: FakeCore) -> None:
    core.preferences.error = StoreError("The settings could not be written. The old ones still hold.")
    qtbot.mouseClick(window.cards["tmdb"].pause_button, LEFT)
    await eventually(lambda: window.messages.texts() == (str(core.preferences.error),))


async def test_the_keys_are_tested_from_here(qtbot, window, core: FakeCore) -> None:
    card = window.cards["tmdb"]
    qtbot.mouseClick(card.test_button, LEFT)
    await eventually(lambda: card.result.text() == "TMDB accepts this key.")
    core.keys.error = ProviderRefused("tmdb", "TMDB does not accept this key.", reason="wrong")
    qtbot.mouseClick(card.test_button, LEFT)
    await eventually(lambda: card.result.text() == "TMDB does not accept this key.")


async def test_without_a_key_there_is_nothing_to_test(window) -> None:
    button = window.cards["fanart_tv"].test_button
    assert not button.isEnabled()
    assert button.toolTip() == "No key of Fanart.tv is kept; enter one in the settings"


async def test_closing_ends_a_test(qtbot, window, core: FakeCore, monkeypatch) -> None:
    ended = []

    async def never(provider: str, values: dict[str, str]) -> str:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(provider)
        return ""

    monkeypatch.setattr(core.keys, "test", never)
    card = window.cards["tmdb"]
    qtbot.mouseClick(card.test_button, LEFT)
    assert card.test_button.text() == "Cancel"
    await asyncio.sleep(0)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    await eventually(lambda: ended == ["tmdb"])
    assert card.test_button.text() == "Test"


async def test_the_settings_are_asked_for_with_the_provider(qtbot, window) -> None:
    asked = []
    window.settings_requested.connect(asked.append)
    qtbot.mouseClick(window.cards["fanart_tv"].settings_button, LEFT)
    assert asked == ["fanart_tv"]


async def test_cards_stand_side_by_side_where_there_is_room(window) -> None:
    cards = window.cards
    await eventually(lambda: cards["fanart_tv"].x() > cards["tmdb"].x())
    window.resize(700, 700)
    await eventually(lambda: cards["fanart_tv"].y() > cards["tmdb"].y())


async def test_larger_text_needs_wider_cards(window, qapp) -> None:
    cards = window.cards
    await eventually(lambda: cards["fanart_tv"].x() > cards["tmdb"].x())
    theme_of(qapp).set_text_scale(2.0)
    try:
        await eventually(lambda: cards["fanart_tv"].y() > cards["tmdb"].y())
    finally:
        theme_of(qapp).set_text_scale(1.0)


async def test_a_provider_is_brought_into_sight(window) -> None:
    window.resize(700, 400)
    window.show_provider("musicbrainz")
    card = window.cards["musicbrainz"]
    assert card.visibleRegion().isEmpty() is False


async def test_nothing_ticks_while_it_is_closed(window) -> None:
    assert window._timer.isActive()
    window.close()
    assert not window._timer.isActive()


async def test_every_control_has_a_name_and_says_what_it_does(window) -> None:
    assert accessibility.nameless(window) == []
    assert accessibility.without_tooltip(window) == []


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (3, "just now"),
        (42, "42 s ago"),
        (200, "3 min ago"),
        (7200, "2 h ago"),
        (500000, "5 days ago"),
    ],
)
def test_ages_are_told_in_words(seconds: int, words: str) -> None:
    assert wording.ago(NOW - timedelta(seconds=seconds), NOW) == words
