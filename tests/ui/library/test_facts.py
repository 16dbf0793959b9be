"""The facts of a title in the inspector."""

from __future__ import annotations

from dataclasses import replace

from metarr_desktop.domain.library import EntityDetails, LibraryRow
from tests.fakes import TMDB_INFO, an_entity
from ui.library.facts import FactsGrid


def test_a_long_file_name_is_never_wider_than_the_panel(qtbot) -> None:
    grid = FactsGrid()
    qtbot.addWidget(grid)
    entity = replace(an_entity(1), path="/films/Inception.2010.2160p.UHD.BluRay.x265.mkv")
    grid.show_details(EntityDetails(LibraryRow(entity), (), None), [TMDB_INFO])
    grid.resize(200, 200)
    grid.show()
    assert grid.minimumSizeHint().width() <= 200
    assert grid.value("File").height() >= 2 * grid.value("File").fontMetrics().height()
    assert grid.value("File").toolTip() == entity.path


def test_what_is_not_known_takes_no_room(qtbot) -> None:
    grid = FactsGrid()
    qtbot.addWidget(grid)
    entity = replace(an_entity(1), path=None)
    grid.show_details(EntityDetails(LibraryRow(entity), (), None), [])
    assert grid.value("File").isHidden()
