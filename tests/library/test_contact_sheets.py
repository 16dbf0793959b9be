"""Contact sheets over a real store; only the look at a picture is scripted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityMetadata, EntityType, ExternalIds, Season
from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.domain.thumbnail import Size
from metarr_desktop.library.contact_sheets import ContactSheetMaker
from metarr_desktop.store import Store
from tests.builders import MOVIE, FakeClock, a_store, an_answer, an_entity, an_image

POSTER, SEASON, BOX = AssetType.POSTER, AssetType.SEASONPOSTER, Size(342, 513)
SECOND, STRANGER = EntityKey(EntityType.MOVIE, 2), EntityKey(EntityType.MOVIE, 3)
SERIES = EntityKey(EntityType.TV, 7)


@dataclass
class Eyes:
    """Pictures named alike (``dark-1``, ``dark-2``) are of one style; names with ``broken`` cannot be loaded."""

    asked: list[str] = field(default_factory=list)

    async def style_of(self, url: str, box: Size) -> bytes:
        name = url.rsplit("/", 1)[-1]
        self.asked.append(name)
        if "broken" in name:
            raise ThumbnailUnavailable("The picture is damaged.", is_permanent=True)
        return bytes([{"dark": 20, "light": 230}.get(name.split("-")[0], len(name) * 7 % 256)] * 12)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two films of one collection, one of none, and a series with two seasons and specials."""
    with a_store(tmp_path, FakeClock()) as opened:
        for number, title, year, collection in (
            (1, "Alien", 1979, "Alien Collection"),
            (2, "Aliens", 1986, "alien collection"),
            (3, "Heat", 1995, ""),
        ):
            an_entity(opened, entity_id=number, title=title, year=year, external_ids=ExternalIds(tmdb=number))
            key = EntityKey(EntityType.MOVIE, number)
            opened.call(opened.entities.fill_metadata, key, EntityMetadata(collection=collection), "tmdb")
            pictures = [an_image(f"dark-{number}"), an_image(f"light-{number}")]
            opened.call(opened.answers.save, an_answer(*pictures, key=key))
        an_entity(
            opened,
            entity_type=EntityType.TV,
            entity_id=7,
            title="Dark",
            year=2017,
            external_ids=ExternalIds(tmdb=9),
        )
        opened.call(opened.entities.set_seasons, SERIES, (Season(0, "Specials"), Season(1), Season(2)))
        pictures = [an_image(f"dark-s{number}", SEASON, season_number=number) for number in (1, 2)]
        opened.call(opened.answers.save, an_answer(*pictures, key=SERIES))
        yield opened


async def test_films_of_one_collection_are_rows_by_year(store):
    sheet = await ContactSheetMaker(store, Eyes()).of_collection(SECOND, POSTER)

    assert [row.label for row in sheet.rows] == ["Alien (1979)", "Aliens (1986)"]
    assert (sheet.columns, sheet.unseen) == ((), 4)


async def test_looking_lays_styles_out_in_columns(store):
    maker = ContactSheetMaker(store, Eyes())
    sheet = await maker.look(await maker.of_collection(MOVIE, POSTER), BOX)

    names = {asset.id: asset.url.rsplit("/", 1)[-1] for row in sheet.rows for asset in row.candidates}
    assert {tuple(names[number] for number in column.asset_ids) for column in sheet.columns} == {
        ("dark-1", "dark-2"),
        ("light-1", "light-2"),
    }
    assert sheet.unseen == 0


async def test_nobody_looks_twice(store):
    eyes = Eyes()
    maker = ContactSheetMaker(store, eyes)
    await maker.look(await maker.of_collection(MOVIE, POSTER), BOX)
    sheet = await maker.look(await maker.of_collection(MOVIE, POSTER), BOX)

    assert len(eyes.asked) == 4
    assert len(sheet.columns) == 2


async def test_a_film_of_no_collection_stands_alone(store):
    sheet = await ContactSheetMaker(store, Eyes()).of_collection(STRANGER, POSTER)

    assert [row.label for row in sheet.rows] == ["Heat (1995)"]


async def test_every_season_is_a_row_specials_last(store):
    sheet = await ContactSheetMaker(store, Eyes()).of_seasons(SERIES, SEASON)

    assert [row.label for row in sheet.rows] == ["Season 1", "Season 2", "Specials"]
    assert sheet.rows[2].candidates == ()


async def test_a_picture_that_cannot_be_loaded_stands_in_no_column(store):
    store.call(store.answers.save, an_answer(an_image("broken"), key=SECOND))
    maker = ContactSheetMaker(store, Eyes())
    sheet = await maker.look(await maker.of_collection(MOVIE, POSTER), BOX)

    shown = {number for column in sheet.columns for number in column.asset_ids}
    broken = next(asset for row in sheet.rows for asset in row.candidates if asset.url.endswith("broken"))
    assert broken.id not in shown
    assert sheet.unseen == 0


async def test_rejected_candidates_are_not_on_the_sheet(store):
    asset = store.call(store.assets.list, MOVIE, POSTER)[0]
    await Curator(store).reject(asset.id)
    sheet = await ContactSheetMaker(store, Eyes()).of_collection(MOVIE, POSTER)

    assert asset.id not in {each.id for each in sheet.rows[0].candidates}
