"""The page Webhooks: where it is heard, from whom, how other programs are told, and that they were heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit

from metarr_desktop.domain.automation_ports import AutomationState
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.path_mapping import PathMapping
from metarr_desktop.domain.webhooks import WebhookEvent, WebhookSettings, WebhookSource, WebhookState
from tests.async_gui import eventually
from tests.fakes import FakeCore
from ui.settings import webhook_rules as rules
from ui.settings.page import SettingsWindow
from ui.settings.webhooks_page import WebhooksPage

RADARR, SONARR = WebhookSource.RADARR, WebhookSource.SONARR
TOKEN = "correct-horse-battery"


@pytest.fixture
async def page(window: SettingsWindow) -> WebhooksPage:
    return await opened(window)


async def opened(window: SettingsWindow) -> WebhooksPage:
    window.list.show_page("webhooks")
    page = window.automatic.webhooks
    await eventually(lambda: page.paths.isEnabled())
    return page


async def reopened(window: SettingsWindow, core: FakeCore) -> WebhooksPage:
    """Show the page as it is for a core with other settings."""
    await window.detach()
    window.attach(core)
    page, settings = await opened(window), core.automation.webhooks.now
    await eventually(lambda: (page.on.isChecked(), page.port.value()) == (settings.is_on, settings.port))
    return page


async def applied(window: SettingsWindow) -> str:
    window.apply()
    await eventually(lambda: window.controller is not None and not window.controller.is_busy)
    return window.messages.texts()[-1]


def an_event(source: WebhookSource = RADARR, event: str = "Test", **values) -> WebhookEvent:
    moment = datetime.now(UTC) - timedelta(seconds=1)
    message = f"{source.program} tests the connection. It works."
    event_of = WebhookEvent(1, source, event, "1", {}, moment, moment, message=message)
    return replace(event_of, **values)


def said_by(window: SettingsWindow) -> str:
    """Everything the window shows, fields and sentences."""
    words = [each.text() for each in window.findChildren(QLabel)]
    fields = [
        each.displayText() + each.placeholderText() + each.toolTip()
        for each in window.findChildren(QLineEdit)
    ]
    return " ".join([*words, *fields])


async def test_what_is_set_waits_for_apply_which_says_what_follows(window, core, page) -> None:
    page.on.click()
    page.port.setValue(8000)
    assert core.automation.webhooks.calls == []
    assert window.bar.text.text() == "2 changes not applied yet"
    assert "They are switched on with Apply" in page.state.sentence.text()
    assert await applied(window) == core.automation.webhooks.sentence
    assert core.automation.webhooks.now == WebhookSettings(is_on=True, port=8000)
    assert window.bar.apply_button.isHidden()


async def test_settings_the_core_refuses_go_on_waiting(window, core, page) -> None:
    core.automation.webhooks.error = InvalidInput(
        "Another program listens there. The old settings still hold."
    )
    page.on.click()
    assert "Another program listens there." in await applied(window)
    assert page.on.isChecked()
    assert window.bar.text.text() == "1 change not applied yet"


async def test_other_computers_are_heard_with_a_token_only(window, core, page) -> None:
    page.anywhere.click()
    assert "Anybody who reaches this computer would be heard" in page.proof.text()
    window.apply()
    assert "Nothing was applied." in window.messages.texts()[-1]
    assert core.automation.webhooks.calls == []
    page.token.generate_button.click()
    assert page.proof.text() == "Only who shows the token is heard."
    await applied(window)
    assert core.automation.webhooks.now.host == "0.0.0.0"
    assert len(core.automation.webhooks.now.token) >= 32


async def test_an_address_that_is_none_is_refused_and_the_last_one_stays(window, page) -> None:
    page.anywhere.click()
    page.host.setText("my-nas")
    page.host.editingFinished.emit()
    assert "“my-nas” is no address" in window.messages.texts()[-1]
    assert page.host.text() == "0.0.0.0"


async def test_a_token_is_copied_and_never_shown(qtbot, window, core, page) -> None:
    qtbot.keyClicks(page.token.edit, TOKEN)
    assert TOKEN not in said_by(window)
    await applied(window)
    assert core.automation.webhooks.now.token == TOKEN
    assert page.token.edit.text() == ""
    assert "A token is set" in page.token.edit.placeholderText()
    page.cards[RADARR].token_button.click()
    assert QGuiApplication.clipboard().text() == TOKEN
    assert TOKEN not in said_by(window)
    page.token.remove_button.click()
    window.revert()  # nothing is lost before Apply
    assert "A token is set" in page.token.edit.placeholderText()


async def test_what_is_to_be_pasted_follows_what_is_set(window, core, page) -> None:
    card = page.cards[RADARR]
    assert card.address.text() == "http://127.0.0.1:7979/webhooks/radarr"
    assert card.last.text() == "3. Press Test, then Save."
    page.port.setValue(8000)
    page.token.generate_button.click()
    card.copy_button.click()
    assert QGuiApplication.clipboard().text() == "http://127.0.0.1:8000/webhooks/radarr"
    assert "X-Api-Key" in card.last.text()
    card.header_button.click()
    assert QGuiApplication.clipboard().text() == "X-Api-Key"


async def test_a_test_of_another_program_is_answered_at_once(window, core, page) -> None:
    card = page.cards[RADARR]
    assert card.state.sentence.text() == "Nothing heard yet."
    core.automation.webhooks.arrived(an_event())
    assert "Radarr’s test arrived today at" in card.state.sentence.text()
    assert "Radarr’s test arrived today at" in window.messages.texts()[-1]
    assert page.cards[SONARR].state.sentence.text() == "Nothing heard yet."


async def test_a_test_that_another_program_heard_is_answered_as_well(window, core, page) -> None:
    core.automation.webhooks.kept = [an_event()]  # nobody tells of it here
    assert page.isVisible()
    window.automatic._look.timeout.emit()
    await eventually(lambda: "Radarr’s test arrived" in page.cards[RADARR].state.sentence.text())
    assert "Radarr’s test arrived" in window.messages.texts()[-1]


async def test_what_came_last_is_told_with_what_became_of_it(window, core) -> None:
    earlier = datetime.now(UTC) - timedelta(days=3)
    failed = an_event(SONARR, "Download", state=WebhookState.FAILED, message="TheTVDB did not answer.", id=2)
    core.automation.webhooks.kept = [failed, an_event(SONARR, last_delivery_at=earlier)]
    page = await reopened(window, core)
    await eventually(lambda: "TheTVDB did not answer." in page.cards[SONARR].state.sentence.text())


async def test_the_state_is_told_in_words(window, core, page) -> None:
    core.automation.webhooks.now = WebhookSettings(is_on=True)
    page = await reopened(window, core)
    core.automation.now = AutomationState(webhook_sentence="Another program listens on port 7979.")
    core.automation.changed()
    assert page.state.accessibleName() == "not listening: Another program listens on port 7979."
    core.automation.now = AutomationState(webhook_sentence="Listening on port 7979.", webhook_port=7979)
    core.automation.changed()
    assert page.state.accessibleName() == "listening: Listening on port 7979."


async def test_what_the_environment_decides_is_read_only_and_named(window, core) -> None:
    core.automation.webhooks.now = WebhookSettings(
        is_on=True, port=8123, token=TOKEN, paths=(PathMapping("/movies", "/mnt/films"),)
    )
    core.automation.webhooks.decided = frozenset({"port", "token", "paths"})
    page = await reopened(window, core)
    assert not page.port.isEnabled()
    assert "METARR_WEBHOOK_PORT" in page.fixed["port"].text()
    assert not page.token.edit.isEnabled()
    assert "METARR_WEBHOOK_TOKEN" in page.token.fixed.text()
    assert page.token.copy_button.isEnabled()  # it is still to be pasted elsewhere
    assert not page.paths.rows[0].isEnabled()
    page.restore_button.click()
    await applied(window)
    assert core.automation.webhooks.now == replace(
        core.automation.webhooks.now, is_on=False, port=8123, token=TOKEN
    )


async def test_settings_that_cannot_be_read_are_explained_and_cannot_be_changed(window, core) -> None:
    async def refuse() -> WebhookSettings:
        raise InvalidInput("METARR_WEBHOOK_PORT is 'x'; it must be a number from 1 to 65535.")

    page = await opened(window)
    core.automation.webhooks.settings = refuse
    await window.detach()
    window.attach(core)
    await eventually(lambda: not page.problem.isHidden())
    assert "METARR_WEBHOOK_PORT" in page.problem.text()
    assert not page.on.isEnabled()


async def test_folders_are_added_tried_and_taken_away(qtbot, window, core, page) -> None:
    page.paths.add_button.click()
    row = page.paths.rows[0]
    assert window.focusWidget() is row.remote
    qtbot.keyClicks(row.remote, "/movies")
    assert "begins with /" in row.problem.text()
    window.apply()
    assert "Nothing was applied." in window.messages.texts()[-1]
    qtbot.keyClicks(row.local, "/mnt/films")
    assert row.problem.isHidden()
    page.paths.trial.setText("/movies/Alien (1979)/Alien.mkv")
    assert page.paths.answer.text() == "is /mnt/films/Alien (1979)/Alien.mkv here."
    page.paths.trial.setText("/movies-4k/Alien (1979)")
    assert page.paths.answer.text() == "is taken as it is."
    await applied(window)
    assert core.automation.webhooks.now.paths == (PathMapping("/movies", "/mnt/films"),)
    row.remove.click()
    await applied(window)
    assert core.automation.webhooks.now.paths == ()


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (PathMapping("movies", "/mnt"), "begins with / or with a drive"),
        (PathMapping("/a/../b", "/mnt"), "begins with / or with a drive"),
        (PathMapping("/tv", "series"), "begins with /"),
        (PathMapping("/movies/", "/mnt"), "in the list already"),
        (PathMapping("D:\\Films", "/mnt"), ""),
    ],
)
def test_folders_that_cannot_be_are_told_line_by_line(mapping: PathMapping, words: str) -> None:
    problems = rules.path_problems([PathMapping("/movies", "/mnt/films"), mapping])
    assert problems[0] == ""
    assert words in problems[1] if words else problems[1] == ""


def test_other_computers_call_this_one_by_its_name() -> None:
    settings = WebhookSettings(host="0.0.0.0", token=TOKEN)
    assert rules.address_of(settings, SONARR, "nas") == "http://nas:7979/webhooks/sonarr"
    assert "nas" in rules.paste_text(settings, "nas")
