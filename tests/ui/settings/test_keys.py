"""The keys of the providers: masked, tested, saved, removed; sentences for what went wrong."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from metarr_desktop.domain.errors import InvalidInput, ProviderRefused
from tests.async_gui import eventually
from tests.fakes import FakeCore, FakeDemo
from tests.fakes.values import TMDB_INFO
from ui.settings.key_block import KeyBlock
from ui.settings.page import SettingsWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def core() -> FakeCore:
    return FakeCore(demo=FakeDemo())


def block_of(window: SettingsWindow, provider: str) -> KeyBlock:
    card = window.providers.cards[provider]
    card.show_keys(True)
    assert card.keys is not None
    return card.keys


@pytest.fixture
def tmdb(window: SettingsWindow) -> KeyBlock:
    return block_of(window, "tmdb")


async def test_keys_are_masked(tmdb: KeyBlock) -> None:
    assert tmdb.fields["API_KEY"].echoMode() is QLineEdit.EchoMode.Password


async def test_nothing_can_be_tested_or_saved_before_something_is_typed(qtbot, tmdb: KeyBlock) -> None:
    assert (tmdb.test_button.isEnabled(), tmdb.save_button.isEnabled()) == (False, False)
    qtbot.keyClicks(tmdb.fields["API_KEY"], "abc")
    assert (tmdb.test_button.isEnabled(), tmdb.save_button.isEnabled()) == (True, True)


async def test_a_saved_key_is_kept_and_never_shown_back(qtbot, window, tmdb, core) -> None:
    saved = []
    window.keys_saved.connect(lambda: saved.append(True))
    qtbot.keyClicks(tmdb.fields["API_KEY"], "secret")
    qtbot.mouseClick(tmdb.save_button, LEFT)
    await eventually(lambda: saved)
    assert core.keys.saved == {("tmdb", "API_KEY"): "secret"}
    assert tmdb.fields["API_KEY"].text() == ""
    assert "A key is saved" in tmdb.fields["API_KEY"].placeholderText()


async def test_enter_saves(qtbot, tmdb, core) -> None:
    qtbot.keyClicks(tmdb.fields["API_KEY"], "secret")
    qtbot.keyClick(tmdb.fields["API_KEY"], Qt.Key.Key_Return)
    await eventually(lambda: core.keys.saved)


async def test_the_test_says_what_the_provider_answered(qtbot, tmdb) -> None:
    qtbot.keyClicks(tmdb.fields["API_KEY"], "secret")
    qtbot.mouseClick(tmdb.test_button, LEFT)
    await eventually(lambda: tmdb.result.text() == "TMDB accepts this key.")


@pytest.mark.parametrize(
    "error",
    [
        InvalidInput("This is no key of TMDB: it has 3 characters. Copy it again."),
        ProviderRefused("tmdb", "TMDB does not accept this key. Copy it again.", reason="wrong"),
    ],
)
async def test_a_key_that_is_refused_stays_typed_and_is_explained(qtbot, tmdb, core, error) -> None:
    core.keys.error = error
    qtbot.keyClicks(tmdb.fields["API_KEY"], "abc")
    qtbot.mouseClick(tmdb.save_button, LEFT)
    await eventually(lambda: tmdb.result.text() == str(error))
    assert tmdb.fields["API_KEY"].text() == "abc"


async def test_the_demo_explains_that_the_first_key_opens_the_real_library(window: SettingsWindow) -> None:
    assert "your own library opens" in window.providers.intro.text()


async def test_one_optional_key_of_two_is_enough(qtbot, window, core) -> None:
    block = block_of(window, "fanart_tv")
    qtbot.keyClicks(block.fields["CLIENT_KEY"], "personal")
    qtbot.mouseClick(block.save_button, LEFT)
    await eventually(lambda: core.keys.saved == {("fanart_tv", "CLIENT_KEY"): "personal"})


async def test_the_cursor_is_where_a_key_is_to_be_pasted(qtbot, window: SettingsWindow) -> None:
    assert window.focusWidget() is window.providers.cards["tmdb"].keys.fields["API_KEY"]


async def test_after_the_first_key_the_next_core_says_what_came_of_it(qtbot, window, tmdb) -> None:
    saved = []
    window.keys_saved.connect(lambda: saved.append(True))
    qtbot.keyClicks(tmdb.fields["API_KEY"], "secret")
    qtbot.mouseClick(tmdb.save_button, LEFT)
    await eventually(lambda: saved)
    await window.detach()
    window.attach(FakeCore())
    assert block_of(window, "tmdb").result.text() == "Saved. Your own library is open now."
    assert block_of(window, "fanart_tv").result.isHidden()


async def test_a_key_that_was_typed_and_not_saved_survives_the_next_core(qtbot, window, tmdb) -> None:
    qtbot.keyClicks(block_of(window, "fanart_tv").fields["CLIENT_KEY"], "personal")
    await window.detach()
    window.attach(FakeCore())
    assert block_of(window, "fanart_tv").typed() == {"CLIENT_KEY": "personal"}


async def test_where_a_key_is_kept_is_said(qtbot, window, core, tmdb) -> None:
    qtbot.keyClicks(tmdb.fields["API_KEY"], "secret")
    qtbot.mouseClick(tmdb.save_button, LEFT)
    await eventually(lambda: tmdb.places["API_KEY"].text() == "Saved in the keyring")
    assert "secret" not in tmdb.summary()


async def test_a_key_of_the_environment_is_shown_as_such_and_cannot_be_changed(
    window, core, monkeypatch
) -> None:
    monkeypatch.setattr(
        core.keys, "place_of", lambda provider, field: "by the environment (METARR_TMDB_API_KEY)"
    )
    window.attach(core)
    tmdb = block_of(window, "tmdb")
    assert not tmdb.fields["API_KEY"].isEnabled()
    assert tmdb.places["API_KEY"].text() == "Given by the environment (METARR_TMDB_API_KEY)"
    assert tmdb.remove_buttons["API_KEY"].isHidden()
    assert tmdb.test_button.isEnabled()


async def test_a_key_is_removed_by_a_second_click_only(qtbot, window, core, tmdb) -> None:
    core.keys.saved = {("tmdb", "API_KEY"): "secret"}
    window.attach(core)
    tmdb = block_of(window, "tmdb")
    saved = []
    window.keys_saved.connect(lambda: saved.append(True))
    remove = tmdb.remove_buttons["API_KEY"]
    qtbot.mouseClick(remove, LEFT)
    assert core.keys.saved[("tmdb", "API_KEY")] == "secret"
    assert remove.text() == "Remove it for good"
    qtbot.mouseClick(remove, LEFT)
    await eventually(lambda: saved)
    assert core.keys.saved[("tmdb", "API_KEY")] == ""


async def test_a_test_says_that_it_runs_and_can_be_cancelled(qtbot, window, core, tmdb, monkeypatch) -> None:
    ended = []

    async def never(provider: str, values: dict[str, str]) -> str:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(provider)
        return ""

    monkeypatch.setattr(core.keys, "test", never)
    qtbot.keyClicks(tmdb.fields["API_KEY"], "secret")
    qtbot.mouseClick(tmdb.test_button, LEFT)
    await eventually(lambda: tmdb.test_button.text() == "Cancel")
    assert tmdb.result.text() == "Asking TMDB…"
    await asyncio.sleep(0)
    window.close()
    await eventually(lambda: ended == ["tmdb"])
    assert (tmdb.test_button.text(), tmdb.result.isHidden()) == ("Test", True)


async def test_a_provider_that_takes_no_part_in_the_demo_can_be_given_its_key(
    qtbot, core: FakeCore, window: SettingsWindow
) -> None:
    shelf = replace(TMDB_INFO, name="shelf", title="Shelf")
    core.keys.infos_apart = (shelf,)
    window.attach(core)
    block = window.providers.cards_apart["shelf"].keys
    qtbot.keyClicks(block.fields["API_KEY"], "half")
    window.attach(core)  # what was typed outlives another core
    block = window.providers.cards_apart["shelf"].keys
    assert block.fields["API_KEY"].text() == "half"
    qtbot.mouseClick(block.save_button, LEFT)
    await eventually(lambda: core.keys.saved)
    assert core.keys.saved == {("shelf", "API_KEY"): "half"}
