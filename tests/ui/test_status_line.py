"""The status bar: lamps that count down, the network in words, cache hits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QMainWindow

from metarr_desktop.domain.status import CacheStatistics, Lamp, ProviderStatus
from tests.async_gui import eventually
from tests.fakes import NOW, FakeCore
from ui.status_line import StatusLine


@pytest.fixture
def core() -> FakeCore:
    return FakeCore()


@pytest.fixture
async def line(qtbot, core: FakeCore) -> AsyncIterator[StatusLine]:
    line = StatusLine(now=lambda: NOW)
    qtbot.addWidget(line)
    line.show()
    line.attach(core)
    yield line
    await line.detach()


def tell(core: FakeCore, lamp: Lamp, **values) -> None:
    core.providers.states["tmdb"] = ProviderStatus("tmdb", lamp, f"TMDB is {lamp}.", **values)
    core.providers.changed()


async def test_there_is_one_lamp_per_provider(line: StatusLine) -> None:
    assert [line.lamps.lamp(name).label() for name in ("tmdb", "fanart_tv")] == ["TMDB", "Fanart.tv"]


async def test_a_waiting_provider_counts_down(line: StatusLine, core: FakeCore) -> None:
    tell(core, Lamp.WAITING, until=NOW + timedelta(seconds=7.2))
    assert line.lamps.lamp("tmdb").label() == "TMDB · waiting 8 s"


@pytest.mark.parametrize(
    ("lamp", "label"),
    [
        (Lamp.REFUSED, "TMDB · key refused"),
        (Lamp.NO_KEY, "TMDB · no key"),
        (Lamp.FAILING, "TMDB · failing"),
        (Lamp.PAUSED, "TMDB · paused"),
        (Lamp.READY, "TMDB"),
        (Lamp.WORKING, "TMDB"),
    ],
)
async def test_every_state_but_the_good_ones_says_its_word(line, core, lamp: Lamp, label: str) -> None:
    tell(core, lamp)
    assert line.lamps.lamp("tmdb").label() == label
    assert "TMDB is" in line.lamps.lamp("tmdb").toolTip()


async def test_the_network_is_told_in_words(line: StatusLine, core: FakeCore) -> None:
    assert line.network.text() == "Idle"
    tell(core, Lamp.WORKING)
    assert line.network.text() == "TMDB: fetching…"


async def test_nobody_is_idle_beside_automation(line: StatusLine) -> None:
    line.show_automation("Enriching 3 of 15")
    assert (line.network.isHidden(), line.automation.text()) == (True, "Enriching 3 of 15")
    line.show_automation("")
    assert (line.network.isHidden(), line.network.text()) == (False, "Idle")


async def test_a_job_takes_the_place_of_the_network_and_can_be_stopped(line: StatusLine) -> None:
    line.show_job("Fetching artwork 3 of 15")
    assert (line.network.text(), line.stop.isVisible()) == ("Fetching artwork 3 of 15", True)
    line.show_job("")
    assert (line.network.text(), line.stop.isVisible()) == ("Idle", False)


async def test_nothing_that_is_told_makes_the_window_wider(qtbot, line: StatusLine) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setStatusBar(line)
    window.resize(5000, 100)
    window.show()
    line.show_automation("Weekly update: 15 of 10,000 titles")
    line.show_job("Fetching artwork 3 of 15 " * 9)
    await eventually(lambda: line.hits.isVisible())
    parts = (line.automation, line.network)
    await eventually(lambda: all(part.shown == part.text() for part in parts))
    window.resize(460, 100)
    assert window.width() == 460
    await eventually(lambda: line.hits.isHidden() and line.network.shown.endswith("…"))
    line.setParent(None)  # the fixture lets go of it


async def test_cache_hits_are_shown_as_a_share(line: StatusLine) -> None:
    await eventually(lambda: line.hits.text() == "cache hits 91 %")


async def test_without_data_no_share_is_made_up(line: StatusLine, core: FakeCore) -> None:
    core.statistics.numbers = CacheStatistics()
    tell(core, Lamp.READY)
    await eventually(lambda: line.hits.text() == "")


async def test_first_fetches_alone_are_no_share(line: StatusLine, core: FakeCore) -> None:
    core.statistics.numbers = CacheStatistics(hits=1, misses=16, hit_rate=1 / 17)
    tell(core, Lamp.READY)
    await eventually(lambda: line.hits.text() == "")


async def test_it_lets_go_of_the_core(line: StatusLine, core: FakeCore) -> None:
    await line.detach()
    assert core.providers.listeners == []
    with pytest.raises(KeyError):
        line.lamps.lamp("tmdb")
