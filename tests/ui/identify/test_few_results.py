"""A few results use the room that many would need, and offer what else to try."""

from __future__ import annotations

from PySide6.QtCore import Qt

from metarr_desktop.domain.entity import ExternalIds
from tests.async_gui import eventually
from tests.fakes import a_result, an_entity
from tests.ui.identify.searches import look_alikes
from tests.ui.main_window_builders import key_of
from ui.identify.results_delegate import RowLook


def test_rows_grow_when_they_are_few_and_never_past_the_room(qapp) -> None:
    heights = [RowLook.for_rows(count, 640).poster_height for count in (1, 2, 3, 4, 20)]
    assert heights[0] > heights[1] > heights[2] > heights[3] == heights[4] == RowLook().poster_height
    assert all(RowLook.for_rows(count, 640).height * count < 640 for count in (1, 2, 3))


async def test_one_result_is_large_and_stands_right_above_its_summary(window, core) -> None:
    core.cache.results = look_alikes()[:1]
    core.library.put(an_entity(1, "Solaris", 1972))
    window.resize(1280, 800)
    window.open_for([key_of(1)])
    await eventually(lambda: window.area.model.rowCount() == 1)
    rows = window.area.rows
    await eventually(lambda: rows.look.is_large and rows.height() <= rows.look.height + 4)


async def test_a_few_results_offer_to_search_without_the_year(window, core, qtbot) -> None:
    core.library.put(an_entity(1, "Solaris", 1972, external_ids=ExternalIds()))
    window.open_for([key_of(1)])
    await eventually(lambda: window.area.more.isVisible())
    assert window.area.more.words()[0] == "Search without the year"
    qtbot.mouseClick(window.area.more.button(0), Qt.MouseButton.LeftButton)
    await eventually(lambda: core.cache.searches[-1].year is None)


async def test_many_results_offer_nothing_more(window, core) -> None:
    core.cache.results = [a_result(f"Solaris {number}", 1972) for number in range(6)]
    core.library.put(an_entity(1, "Solaris", 1972))
    window.open_for([key_of(1)])
    await eventually(lambda: window.area.model.rowCount() == 6)
    assert not window.area.more.isVisible()
    assert not window.area.rows.look.is_large
