"""The Developer menu sets faults of the demo services and shows those in force."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction

from tests.fakes import FakeDemo
from ui.developer_menu import DeveloperMenu


@pytest.fixture
def demo() -> FakeDemo:
    return FakeDemo()


@pytest.fixture
def menu(qtbot, demo: FakeDemo) -> DeveloperMenu:
    menu = DeveloperMenu(demo, {"tmdb": "TMDB"})
    qtbot.addWidget(menu)
    return menu


def action(menu: DeveloperMenu, service: str, words: str) -> QAction:
    submenu = next(each.menu() for each in menu.actions() if each.text() == service)
    return next(each for each in submenu.actions() if each.text() == words)


def test_a_fault_is_switched_on_for_one_service(menu: DeveloperMenu, demo: FakeDemo) -> None:
    action(menu, "TMDB", "Never answers").trigger()
    assert demo.active == {"tmdb": "hang"}
    assert action(menu, "TMDB", "Never answers").isChecked()
    assert action(menu, "Fanart Tv", "Works").isChecked()


def test_works_switches_it_off(menu: DeveloperMenu, demo: FakeDemo) -> None:
    action(menu, "TMDB", "Never answers").trigger()
    action(menu, "TMDB", "Works").trigger()
    assert demo.active == {}


def test_all_services_can_be_made_unreachable_and_well_again(menu: DeveloperMenu, demo: FakeDemo) -> None:
    both = next(each for each in menu.actions() if each.text() == "All services unreachable")
    both.trigger()
    assert demo.active == {"tmdb": "unreachable", "fanart_tv": "unreachable"}
    both.trigger()
    assert demo.active == {}


def test_what_was_switched_elsewhere_is_shown_when_it_opens(menu: DeveloperMenu, demo: FakeDemo) -> None:
    demo.set_fault("tmdb", "hang")
    menu.aboutToShow.emit()
    assert action(menu, "TMDB", "Never answers").isChecked()


def test_a_service_behind_a_provider_has_a_readable_name(qtbot, demo: FakeDemo) -> None:
    menu = DeveloperMenu(demo, {})
    qtbot.addWidget(menu)
    assert [each.text() for each in menu.actions()][:2] == ["Tmdb", "Fanart Tv"]
