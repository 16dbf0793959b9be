"""What automation proposes, seen and decided in the browser."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from metarr_desktop.domain.asset import AssetType
from tests.async_gui import eventually
from tests.fakes import FakeCore, an_asset
from tests.fakes.automation import a_proposal
from tests.ui import accessibility
from tests.ui.assets.conftest import INCEPTION

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def propose(core: FakeCore) -> int:
    """Let automation propose the fifth poster, and two fanart pictures; returns the id of the poster."""
    fanart = [an_asset(AssetType.FANART), an_asset(AssetType.FANART)]
    core.cache.assets[INCEPTION.key] += fanart
    poster = core.cache.assets[INCEPTION.key][4]
    core.automation.proposals.waiting = [a_proposal(INCEPTION.key, asset=each) for each in (poster, *fanart)]
    return poster.id


async def test_the_proposed_picture_is_marked_and_named_above_the_tiles(core: FakeCore, open_browser) -> None:
    poster = propose(core)
    browser = await open_browser()
    bar, model = browser.parts.proposal, browser.parts.pane.model
    await eventually(bar.isVisible)
    assert bar.text.text() == "Automation proposes this poster of TMDB. Highest score: 91."
    assert model.index_of(poster).data().endswith("proposed by automation")
    tabs = browser.parts.header.tabs
    assert "2 proposed by automation" in tabs.tabToolTip(2)
    tabs.choose(AssetType.FANART)
    assert bar.text.text() == "Automation proposes 2 fanart pictures."
    assert accessibility.nameless(browser) == []
    assert accessibility.ambiguous_keys(browser) == {}


async def test_j_goes_to_it_and_ctrl_j_uses_it(core: FakeCore, open_browser) -> None:
    poster = propose(core)
    browser = await open_browser()
    changed: list[object] = []
    browser.choice_changed.connect(changed.append)
    await eventually(browser.parts.proposal.isVisible)
    QTest.keyClick(browser.parts.pane.grid, Key.Key_J)
    assert browser.parts.pane.current.id == poster
    assert browser.parts.proposal.use.text() == "Use it (P)"
    stage, keys = browser.parts.stage, browser.parts.pane.grid
    assert browser.parts.panel._state.text() == "✦ Proposed"
    QTest.keyClick(keys, Key.Key_Space)
    assert stage.loupe._state.text() == stage.loupe.panel._state.text() == "✦ Proposed"
    assert "proposed by automation" in stage.loupe.canvas.accessibleName()
    QTest.keyClick(stage.loupe.canvas, Key.Key_C)
    assert "Candidate · proposed" in stage.compare.right.caption.text()
    QTest.keyClick(stage.compare, Key.Key_G)
    QTest.keyClick(browser.parts.pane.grid, Key.Key_J, CTRL)
    await eventually(lambda: browser.parts.pane.model.find(poster).is_selected)
    await eventually(lambda: not browser.parts.proposal.isVisible())
    assert changed == [INCEPTION.key]


async def test_dismissing_leaves_the_picture_a_candidate(core: FakeCore, open_browser, qtbot) -> None:
    poster = propose(core)
    browser = await open_browser()
    await eventually(browser.parts.proposal.isVisible)
    qtbot.mouseClick(browser.parts.proposal.dismiss, Qt.MouseButton.LeftButton)
    await eventually(lambda: not browser.parts.proposal.isVisible())
    assert not browser.parts.pane.model.find(poster).is_rejected
    assert browser.parts.act.text() == "Dismissed 1 proposal · Ctrl+Z takes it back"
