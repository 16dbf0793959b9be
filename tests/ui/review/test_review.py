"""Going through what automation proposes, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.jobs import JobProgress, JobState
from tests.async_gui import eventually
from tests.fakes import FakeCore, an_asset, an_entity
from tests.fakes.automation import a_proposal
from tests.ui import accessibility, main_window_builders
from ui.application import theme_of
from ui.review.model import ProposalModel, in_order
from ui.review.page import ReviewWindow

Key, SHIFT, CTRL = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def key_of(number: int) -> EntityKey:
    return EntityKey(EntityType.MOVIE, number)


def a_core(*, titles: int = 2, each: int = 3) -> FakeCore:
    """Alien and those after it, each with a poster, a fanart picture and a logo to decide about."""
    core = FakeCore()
    kinds = (AssetType.POSTER, AssetType.FANART, AssetType.CLEARLOGO)
    for number, name in enumerate(("Alien (1979)", "Dune (2021)", "Heat (1995)")[:titles], 1):
        core.library.put(an_entity(number, name[:-7], int(name[-5:-1])))
        for kind in kinds[:each]:
            asset = an_asset(kind)
            core.cache.assets.setdefault(key_of(number), []).append(asset)
            core.automation.proposals.waiting.append(a_proposal(key_of(number), title=name, asset=asset))
    return core


@pytest.fixture(autouse=True)
def own_settings(qapp, tmp_path):
    qapp.setQuitOnLastWindowClosed(False)
    main_window_builders.use_settings_in(tmp_path)


@pytest.fixture
def core() -> FakeCore:
    return a_core()


@pytest.fixture
async def window(qapp, core: FakeCore) -> AsyncIterator[ReviewWindow]:
    window = ReviewWindow(core)  # not qtbot's: it deletes before the tasks have ended
    window.show_review()
    await eventually(lambda: window.model.rowCount() == len(core.automation.proposals.waiting))
    yield window
    await window.detach()
    window.close()
    window.deleteLater()


def press(window: ReviewWindow, key: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.parts.grid, key, modifiers)


def decided(core: FakeCore) -> list[tuple]:
    return [call for call in core.automation.proposals.calls if call[0] != "open"]


def left(core: FakeCore) -> list[tuple[str, AssetType]]:
    return [(each.title, each.asset.asset_type) for each in core.automation.proposals.waiting]


def test_types_are_in_the_order_of_their_tabs_and_films_come_before_albums() -> None:
    album = EntityKey(EntityType.MUSIC, 1)
    proposals = [
        a_proposal(album, title="Ågætis", asset=an_asset(AssetType.DISCART)),
        a_proposal(album, title="Ågætis", asset=an_asset(AssetType.COVER)),
        a_proposal(key_of(2), title="dune", asset=an_asset(AssetType.FANART)),
        a_proposal(key_of(1), title="Zodiac", asset=an_asset()),
    ]
    assert [(each.title, each.asset.asset_type) for each in in_order(proposals)] == [
        ("dune", AssetType.FANART),
        ("Zodiac", AssetType.POSTER),
        ("Ågætis", AssetType.COVER),
        ("Ågætis", AssetType.DISCART),
    ]


async def test_p_uses_what_the_cursor_is_on_and_goes_on(window: ReviewWindow, core: FakeCore) -> None:
    first = core.automation.proposals.waiting[0]
    heard: list[EntityKey] = []
    window.changed.connect(heard.append)
    press(window, Key.Key_P)
    assert window.parts.grid.current().asset.asset_type is AssetType.FANART  # at once, nothing is waited for
    await eventually(lambda: decided(core) == [("accept", (first.id,))])
    await eventually(lambda: heard == [first.key])
    assert window.parts.messages.texts() == ("Accepted 1 proposal.",)


async def test_shift_x_dismisses_and_goes_to_the_next_title(window: ReviewWindow, core: FakeCore) -> None:
    press(window, Key.Key_X, SHIFT)
    await eventually(lambda: len(left(core)) == 5)
    assert decided(core)[0][0] == "dismiss"
    assert window.parts.grid.current().title == "Dune (2021)"


async def test_marked_ones_are_decided_together(window: ReviewWindow, core: FakeCore) -> None:
    press(window, Key.Key_Right, SHIFT)
    assert window.parts.side.use.text() == "Use 2 pictures"
    press(window, Key.Key_Return)
    await eventually(lambda: len(left(core)) == 4)
    assert len(decided(core)[0][1]) == 2


async def test_all_of_a_title_and_all_that_is_shown(window: ReviewWindow, core: FakeCore, qtbot) -> None:
    qtbot.mouseClick(window.parts.dismiss_title, Qt.MouseButton.LeftButton)
    await eventually(lambda: {title for title, _ in left(core)} == {"Dune (2021)"})
    window.parts.kinds.chips.chip("fanart").click()
    assert window.parts.use_all.text() == "Use all 1"
    qtbot.mouseClick(window.parts.use_all, Qt.MouseButton.LeftButton)
    await eventually(
        lambda: left(core) == [("Dune (2021)", each) for each in (AssetType.POSTER, AssetType.CLEARLOGO)]
    )


async def test_what_cannot_be_decided_is_there_again(window: ReviewWindow, core: FakeCore) -> None:
    core.automation.proposals.error = StoreError("The library could not be written. Nothing was changed.")
    press(window, Key.Key_P)
    assert window.model.rowCount() == 5
    await eventually(lambda: window.model.rowCount() == 6)
    assert window.parts.messages.texts() == ("The library could not be written. Nothing was changed.",)


def test_reading_a_slot_again_paints_nothing_anew(qapp) -> None:
    model = ProposalModel()
    poster, fanart = an_asset(), an_asset(AssetType.FANART)
    model.merge([a_proposal(key_of(1), asset=poster), a_proposal(key_of(1), asset=fanart)])
    painted: list[int] = []
    model.dataChanged.connect(lambda first, last: painted.extend(range(first.row(), last.row() + 1)))
    there = replace(an_asset(AssetType.FANART), is_selected=True)
    for _ in range(2):  # every word on a proposal lets what is in sight be read again
        model.set_selected((key_of(1), AssetType.POSTER), [])
        model.set_selected((key_of(1), AssetType.FANART), [there])
    assert painted == [1]


async def test_the_picture_in_the_slot_stands_beside_the_proposed_one(qtbot) -> None:
    core = a_core(titles=1, each=1)
    old = an_asset(is_selected=True, selected_by="auto")
    core.cache.assets[key_of(1)].append(old)
    proposal = core.automation.proposals.waiting[0]
    core.automation.proposals.waiting = [a_proposal(key_of(1), asset=proposal.asset, replaces=old.id)]
    window = ReviewWindow(core)
    qtbot.addWidget(window)
    window.show_review()
    await eventually(
        lambda: window.model.rowCount() == 1 and window.model.current_of(window.model.item(0)) == old
    )
    await eventually(lambda: window.parts.pictures.pixmap(old) is not None)
    await window.detach()


async def test_the_panel_has_room_for_its_buttons_at_double_text_size(qapp, window: ReviewWindow) -> None:
    theme_of(qapp).set_text_scale(2.0)
    try:
        window.resize(900, 740)
        press(window, Key.Key_End)
        await eventually(lambda: window.parts.side.isVisible())
        side = window.parts.side
        await eventually(lambda: side.least_width() <= side.width())
    finally:
        theme_of(qapp).set_text_scale(1.0)


async def test_undo_is_the_one_of_the_library(window: ReviewWindow, core: FakeCore) -> None:
    await core.curation.select(core.automation.proposals.waiting[0].asset.id)
    press(window, Key.Key_Z, CTRL)
    await eventually(
        lambda: (
            window.parts.messages.texts()[-1:] and window.parts.messages.texts()[-1].startswith("Undone: ")
        )
    )


async def test_nothing_waiting_explains_enriching_and_offers_it(qtbot) -> None:
    core = a_core()
    core.automation.proposals.waiting = []
    window = ReviewWindow(core)
    qtbot.addWidget(window)
    window.show_review()
    await eventually(lambda: "Enrich all titles" in window.parts.words.offers())
    films = window.parts.words.button("Only films")
    films.setFocus()
    core.automation.changed()
    assert window.focusWidget() is films  # a Space there is not to enrich everything
    window.parts.words.button("Enrich all titles").click()
    await eventually(lambda: bool(core.automation.enriching.calls))
    assert core.automation.enriching.calls[0][1] == (key_of(1), key_of(2))
    job = next(iter(core.automation.jobs.kept.values()))
    core.automation.jobs.put(replace(job, state=JobState.RUNNING, progress=JobProgress(1, 2)))
    await eventually(lambda: window.parts.words.title == "Enriching 1 of 2")
    core.automation.proposals.waiting = [a_proposal(key_of(1))]
    core.automation.proposals.changed()
    await eventually(lambda: window.parts.is_grid_shown)
    await window.detach()


async def test_every_control_can_be_named_and_reached(window: ReviewWindow) -> None:
    assert accessibility.nameless(window) == []
    assert accessibility.without_tooltip(window) == []
    assert accessibility.ambiguous_keys(window) == {}
    text = window.model.index(0, 0).data()
    assert text.startswith("Poster of Alien (1979), 1 of 6, for an empty place, TMDB")
