"""The contact sheet with real clicks and keys, over fakes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.contact_sheet import ContactSheet, SheetRow
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds, IdentityState
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.thumbnail import Size
from tests.async_gui import eventually
from tests.fakes import FakeContactSheets, FakeCore, a_series, an_album, an_asset, an_entity
from tests.ui.accessibility import actions_without_key_in_tooltip, ambiguous_keys, nameless, without_tooltip
from tests.ui.main_window_builders import a_core, opened, use_settings_in
from ui.about import HelpDialog
from ui.sheet.page import SheetWindow

SERIES, FILM = a_series(2001), an_entity(1001)
Key, Mod, LEFT = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
Open = Callable[..., Awaitable[SheetWindow]]


@dataclass
class Sheets(FakeContactSheets):
    """Rows as the cache has them now; the first two candidates of each stand in columns, the rest remain."""

    core: FakeCore | None = None
    error: Exception | None = None
    gate: asyncio.Event | None = None

    async def of_seasons(self, key: EntityKey, asset_type: AssetType) -> ContactSheet:
        if self.error is not None:
            raise self.error
        assert self.core is not None
        by_season: dict[int, list[CachedAsset]] = {}
        for asset in self.core.cache.assets.get(key, []):
            if asset.asset_type is asset_type and asset.season_number is not None:
                by_season.setdefault(asset.season_number, []).append(asset)
        self.rows = tuple(
            SheetRow(key, asset_type, number, f"Season {number}", tuple(by_season.get(number, ())))
            for number in (1, 2, 3)
        )
        sheet = await super().of_seasons(key, asset_type)
        return sheet if not self.looked else await self._columns(sheet)

    async def look(self, sheet: ContactSheet, box: Size) -> ContactSheet:
        if self.gate is not None:
            await self.gate.wait()
        self.looked += 1
        return await self._columns(sheet)

    async def _columns(self, sheet: ContactSheet) -> ContactSheet:
        laid = await FakeContactSheets().look(sheet, Size(1, 1))
        return replace(laid, columns=laid.columns[:2])


@pytest.fixture
def core() -> FakeCore:
    """A series: seasons 1 and 2 have four posters, season 3 has one."""
    core = FakeCore()
    core.library.put(SERIES, FILM)
    core.cache.assets[SERIES.key] = [
        an_asset(AssetType.SEASONPOSTER, season_number=number, score=90 - place)
        for number, count in ((1, 4), (2, 4), (3, 1))
        for place in range(count)
    ]
    core.contact_sheets = Sheets(core=core)
    return core


@pytest.fixture
async def open_sheet(qtbot: Any, core: FakeCore) -> AsyncIterator[Open]:
    windows: list[SheetWindow] = []

    async def open_it(key: EntityKey = SERIES.key, kind: AssetType | None = None) -> SheetWindow:
        window = SheetWindow(core)
        windows.append(window)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        window.open_for(key, kind)
        return window

    yield open_it
    for window in windows:
        await window.aclose()
        window.close()
        window.deleteLater()


async def shown(window: SheetWindow) -> SheetWindow:
    """Return when the sheet is laid out and has the focus."""
    await eventually(lambda: window.parts.is_table_shown and window.model.has_styles)
    window.parts.table.setFocus()
    await eventually(window.parts.table.hasFocus)
    return window


def picked(window: SheetWindow) -> list[int | None]:
    return [window.picks.of(row) for row in window.model.sheet.rows]


def cell(window: SheetWindow, row: int, column: int) -> QPoint:
    return window.parts.table.visualRect(window.model.index(row, column)).center()


def press(window: SheetWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Mod.NoModifier) -> None:
    QTest.keyClick(window.parts.table, key, modifiers)


def ids(core: FakeCore, season: int) -> list[int]:
    return [each.id for each in core.cache.assets[SERIES.key] if each.season_number == season]


# -- picking -------------------------------------------------------------------------------------------------


async def test_seasons_are_rows_styles_are_columns_and_each_says_how_many_it_covers(open_sheet: Open) -> None:
    window = await shown(await open_sheet())
    model = window.model
    assert [row.label for row in model.sheet.rows] == ["Season 1", "Season 2", "Season 3"]
    assert [model.badge(column) for column in range(2)] == ["3 of 3", "2 of 3"]
    assert model.headerData(1, Qt.Orientation.Horizontal) == (
        "Style 2, has 2 of 3. Use this style (Shift+Enter)"
    )
    assert window.parts.members.text() == "3 seasons · 0 of 3 have one selected"


async def test_one_style_for_all_is_one_act_and_one_undo(core: FakeCore, open_sheet: Open) -> None:
    window = await shown(await open_sheet())
    changed: list[EntityKey] = []
    window.changed.connect(changed.append)
    press(window, Key.Key_Return, Mod.ShiftModifier)
    assert picked(window) == [ids(core, season)[0] for season in (1, 2, 3)]
    assert window.parts.actions.apply.text() == "Select 3 pictures"
    press(window, Key.Key_Return, Mod.ControlModifier)
    await eventually(lambda: len(core.curation.done) == 1)
    assert sum(asset.is_selected for asset in core.cache.assets[SERIES.key]) == 3
    await eventually(lambda: window.parts.members.text() == "3 seasons · 3 of 3 have one selected")
    assert window.parts.messages.texts() == ("Selected 3 pictures.",)
    assert picked(window) == [None, None, None]
    press(window, Key.Key_Z, Mod.ControlModifier)
    await eventually(lambda: not any(asset.is_selected for asset in core.cache.assets[SERIES.key]))
    await eventually(lambda: window.parts.members.text() == "3 seasons · 0 of 3 have one selected")
    assert changed == [SERIES.key, SERIES.key]


async def test_the_heading_of_a_style_picks_it_and_drops_it_again(core: FakeCore, open_sheet: Open) -> None:
    window = await shown(await open_sheet())
    header = window.parts.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(1) + 20, 12)
    QTest.mouseClick(header.viewport(), LEFT, Mod.NoModifier, at)
    assert picked(window) == [ids(core, 1)[1], ids(core, 2)[1], None]
    QTest.mouseClick(header.viewport(), LEFT, Mod.NoModifier, at)
    assert picked(window) == [None, None, None]


async def test_cells_are_picked_by_click_and_enter_and_nothing_is_done_before_it_is_applied(
    core: FakeCore, open_sheet: Open
) -> None:
    window = await shown(await open_sheet())
    QTest.mouseClick(window.parts.table.viewport(), LEFT, Mod.NoModifier, cell(window, 0, 1))
    press(window, Key.Key_Down)
    press(window, Key.Key_Left)
    press(window, Key.Key_Return)
    assert picked(window) == [ids(core, 1)[1], ids(core, 2)[0], None]
    press(window, Key.Key_Return)
    assert picked(window) == [ids(core, 1)[1], None, None]
    assert core.curation.done == []
    assert window.parts.actions.clear.isEnabled()
    press(window, Key.Key_Backspace)
    assert window.picks.count() == 0


async def test_what_is_selected_already_is_not_selected_again(core: FakeCore, open_sheet: Open) -> None:
    first = ids(core, 1)[0]
    await core.curation.select(first)
    core.curation.done.clear()
    window = await shown(await open_sheet())
    assert "selected now" in str(window.model.data(window.model.index(0, 0)))
    press(window, Key.Key_Return, Mod.ShiftModifier)
    assert window.parts.actions.apply.text() == "Select 2 pictures"
    assert window.parts.picked.text() == "3 pictures marked, 1 of them selected already"


async def test_the_rest_of_a_row_is_reached_by_m(core: FakeCore, open_sheet: Open) -> None:
    window = await shown(await open_sheet())
    assert window.model.data(window.model.index(0, 2)) == "Season 1: 2 more to choose from (M)"
    press(window, Key.Key_M)
    dialog = window.picking.more
    assert dialog is not None
    assert [asset.id for asset in dialog.model.items] == ids(core, 1)[2:]
    assert nameless(dialog) == []
    QTest.keyClick(dialog.grid, Key.Key_Right)
    QTest.keyClick(dialog.grid, Key.Key_Return)
    assert picked(window)[0] == ids(core, 1)[3]
    asset = window.model.asset(0, window.model.more_column)
    assert asset is not None
    assert asset.id == ids(core, 1)[3]


async def test_a_row_without_more_says_so(open_sheet: Open) -> None:
    window = await shown(await open_sheet())
    QTest.mouseClick(window.parts.table.viewport(), LEFT, Mod.NoModifier, cell(window, 2, 2))
    assert window.picking.more is None
    assert window.parts.messages.texts() == ("Season 3 has no more pictures.",)


async def test_esc_drops_what_is_picked_and_then_closes(open_sheet: Open) -> None:
    window = await shown(await open_sheet())
    press(window, Key.Key_Return)
    press(window, Key.Key_Escape)
    assert window.picks.count() == 0
    assert window.isVisible()
    press(window, Key.Key_Escape)
    assert not window.isVisible()


async def test_picks_of_one_type_wait_while_another_is_looked_at(core: FakeCore, open_sheet: Open) -> None:
    core.cache.assets[SERIES.key] += [
        an_asset(AssetType.SEASONFANART, season_number=number) for number in (1, 2)
    ]
    window = await shown(await open_sheet())
    press(window, Key.Key_Return)
    chip = window.parts.kinds.chip
    fanart, posters = chip(AssetType.SEASONFANART), chip(AssetType.SEASONPOSTER)
    QTest.mouseClick(fanart, LEFT)
    await eventually(lambda: window.model.sheet.rows[0].asset_type is AssetType.SEASONFANART)
    assert window.picks.count() == 0
    QTest.mouseClick(posters, LEFT)
    await eventually(lambda: window.model.sheet.rows[0].asset_type is AssetType.SEASONPOSTER)
    assert window.picks.count() == 1


# -- honest states -------------------------------------------------------------------------------------------


async def test_it_says_how_far_the_looking_is(core: FakeCore, open_sheet: Open) -> None:
    core.contact_sheets.gate = gate = asyncio.Event()
    window = await open_sheet()
    await eventually(lambda: window.parts.progress.isVisible())
    assert window.parts.words.text == "0 of 3 rows looked at."
    gate.set()
    await shown(window)
    assert not window.parts.progress.isVisible()


async def test_an_unidentified_series_offers_to_identify_it(core: FakeCore, open_sheet: Open) -> None:
    series = a_series(2002, "Lost", state=IdentityState.UNIDENTIFIED, external_ids=ExternalIds())
    core.library.put(series)
    window = await open_sheet(series.key)
    asked: list[EntityKey] = []
    window.identify_requested.connect(asked.append)
    await eventually(lambda: window.parts.words.offers() == ("Identify…",))
    window.parts.words.button("Identify…").click()
    assert asked == [series.key]


async def test_what_was_never_fetched_is_fetched_from_here(core: FakeCore, open_sheet: Open) -> None:
    series = a_series(2003, "Severance")
    core.library.put(series)
    core.cache.arriving[series.key] = [
        an_asset(AssetType.SEASONPOSTER, season_number=number) for number in (1, 2)
    ]
    window = await open_sheet(series.key)
    await eventually(lambda: "Fetch now" in window.parts.words.offers())
    window.parts.words.button("Fetch now").click()
    await shown(window)
    assert [request.key for request in core.cache.fetches] == [series.key]


@pytest.mark.parametrize(
    ("collection", "title", "offers"),
    [
        ("", "Inception stands by itself", ("Browse artwork",)),
        ("Dream Collection", "Inception is alone", ("Browse artwork",)),
    ],
)
async def test_a_film_without_others_says_why(
    core: FakeCore, open_sheet: Open, collection: str, title: str, offers: tuple[str, ...]
) -> None:
    core.library.put(replace(FILM, metadata=replace(FILM.metadata, collection=collection)))
    poster = an_asset()
    core.cache.assets[FILM.key] = [poster]
    core.contact_sheets = FakeContactSheets(
        [SheetRow(FILM.key, AssetType.POSTER, None, "Inception", (poster,))]
    )
    window = await open_sheet(FILM.key)
    asked: list[tuple[EntityKey, AssetType]] = []
    window.browse_requested.connect(lambda *what: asked.append(what))
    await eventually(lambda: window.parts.words.offers() == offers)
    assert window.parts.words.title == title
    QTest.keyClick(window, Key.Key_B, Mod.ControlModifier)
    assert asked == [(FILM.key, AssetType.POSTER)]


async def test_films_that_were_never_fetched_are_named_and_fetched(core: FakeCore, open_sheet: Open) -> None:
    sequel = an_entity(1002, "Dune", 2021)
    core.library.put(sequel)
    core.cache.assets[FILM.key] = [an_asset(), an_asset()]
    rows = [
        SheetRow(FILM.key, AssetType.POSTER, None, "Inception", tuple(core.cache.assets[FILM.key])),
        SheetRow(sequel.key, AssetType.POSTER, None, "Dune (2021)", ()),
    ]
    core.contact_sheets = FakeContactSheets(rows)
    window = await shown(await open_sheet(FILM.key))
    assert window.parts.messages.texts() == ("Dune (2021) has no posters yet: not everything was fetched.",)
    window.parts.messages.line("missing").action_triggered.emit()
    await eventually(lambda: {each.key for each in core.cache.fetches} == {FILM.key, sequel.key})


async def test_an_unreadable_store_says_so_and_can_be_read_again(core: FakeCore, open_sheet: Open) -> None:
    core.contact_sheets.error = StoreError("The library cannot be read.", reason="locked")
    window = await open_sheet()
    await eventually(lambda: window.parts.words.text == "The library cannot be read.")
    core.contact_sheets.error = None
    window.parts.words.button("Read again").click()
    await shown(window)


async def test_pictures_like_no_other_still_get_a_column_of_the_best(
    core: FakeCore, open_sheet: Open
) -> None:
    core.contact_sheets._columns = _no_columns
    window = await open_sheet()
    await eventually(lambda: window.parts.is_table_shown)
    assert window.model.column_title(0) == "Best of each"
    assert window.model.asset(1, 0).id == ids(core, 2)[0]


async def _no_columns(sheet: ContactSheet) -> ContactSheet:
    return replace(sheet, columns=(), unseen=0)


async def test_the_list_of_keys_is_that_of_the_sheet(open_sheet: Open) -> None:
    QTest.keyClick(window := await shown(await open_sheet()), Key.Key_F1)
    dialog = next(each for each in window.findChildren(HelpDialog) if each.isVisible())
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert "Mark a picture, or drop the mark" in words
    assert "Select several titles" not in words


# -- for everybody -------------------------------------------------------------------------------------------


async def test_every_control_and_cell_has_a_name_and_every_key_one_owner(open_sheet: Open) -> None:
    window = await shown(await open_sheet())
    assert nameless(window) == []
    assert without_tooltip(window) == []
    assert actions_without_key_in_tooltip(window) == []
    assert ambiguous_keys(window) == {}
    model = window.model
    words = [model.data(model.index(2, column), Qt.ItemDataRole.AccessibleTextRole) for column in range(3)]
    assert words == [
        "Season 3, Style 1, TMDB · English · 2000×3000, score 90",
        "Season 3, Style 2: no picture like it",
        "Season 3: no more pictures",
    ]


async def test_the_library_offers_it_for_films_and_series_and_not_for_albums(
    qtbot: Any, tmp_path: Any
) -> None:
    use_settings_in(tmp_path)
    core = a_core()
    core.library.put(an_album())
    async with opened(qtbot, core) as window:
        window.library.titles.wall.setFocus()
        await eventually(lambda: window.library.titles.current_key() is not None)
        assert window.acts.sheet.isEnabled()
        window.acts.sheet.trigger()
        assert window.windows is not None
        sheet = window.windows.sheet_window
        assert sheet is not None
        await eventually(sheet.isVisible)
        window.library.show_kind(EntityType.MUSIC)
        await eventually(lambda: not window.acts.sheet.isEnabled())


async def test_few_rows_are_shown_larger_and_a_message_changes_no_size(open_sheet: Open) -> None:
    window = await shown(await open_sheet())
    table = window.parts.table
    before = table.rowHeight(0)
    assert table.rowAt(table.viewport().height() - 1) in (-1, 2)  # all three are in sight
    window.parts.messages.post("Something happened.")
    await asyncio.sleep(0.02)
    assert table.rowHeight(0) == before
    press(window, Key.Key_Minus, Mod.ControlModifier)
    assert table.rowHeight(0) < before
    press(window, Key.Key_Plus, Mod.ControlModifier)
    assert table.rowHeight(0) == before
