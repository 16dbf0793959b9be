"""Ages on screen go on by themselves."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from metarr_desktop.domain.library import EntityDetails, LibraryRow
from tests.fakes import NOW, an_entity
from ui.ages import tell_ages
from ui.assets.header import BrowserHeader
from ui.library.facts import FactsGrid
from ui.library.library_model import LibraryModel
from ui.library.wall import Wall

ROW = LibraryRow(an_entity(), fetched_at=NOW)


def test_nothing_is_repainted_while_nobody_looks(qtbot) -> None:
    widget, told = QWidget(), []
    qtbot.addWidget(widget)
    timer = tell_ages(widget, lambda: told.append(True), every_ms=1)
    timer.timeout.emit()
    assert not told
    widget.show()
    qtbot.waitUntil(lambda: bool(told))


def test_a_tile_looks_otherwise_when_its_data_is_older(qtbot) -> None:
    now = [NOW]
    model = LibraryModel(clock=lambda: now[0])
    model.merge([ROW])
    wall = Wall(model, ROW.key.entity_type)
    qtbot.addWidget(wall)
    before = wall.tiles.look_of(ROW)
    now[0] = NOW + timedelta(minutes=14)
    assert wall.tiles.look_of(ROW) != before
    assert "14 min" in str(wall.tiles.look_of(ROW))


def test_the_inspector_tells_the_age_of_this_moment(qtbot) -> None:
    now = [NOW]
    facts = FactsGrid(clock=lambda: now[0])
    qtbot.addWidget(facts)
    facts.show_details(EntityDetails(ROW, (), NOW + timedelta(days=7)), ())
    assert facts.value("Cache").text() == "just fetched · next look in 7 days"
    now[0] = NOW + timedelta(hours=6)
    facts.tell_age()
    assert facts.value("Cache").text() == "6 h 0 min old · next look in 6.8 days"


def test_the_browser_tells_the_age_of_this_moment(qtbot) -> None:
    now = [NOW]
    header = BrowserHeader()
    qtbot.addWidget(header)
    header.show_age(ROW, lambda: now[0])
    assert header.age == "as of just now"
    now[0] = NOW + timedelta(minutes=14)
    header.tell_age()
    assert header.age == "as of 14 minutes ago"
