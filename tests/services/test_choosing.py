"""What people need for choosing, through the whole core on the demo: weights, slots, stacks, own pictures, sheets."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.fetch import FetchRequest
from metarr_desktop.domain.own_picture import PictureSource
from metarr_desktop.domain.ranking import BALANCED, PRESETS, Weights
from metarr_desktop.domain.thumbnail import Size
from tests.services.one_film import FILM, asked, change, posters

BOX = Size(342, 513)


def a_poster() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1000, 1500), "teal").save(out, "JPEG")
    return out.getvalue()


async def test_weights_and_slots_are_there_after_a_restart(program):
    services = program()
    text = await change(
        services,
        weights={AssetType.POSTER: PRESETS["Biggest"], AssetType.FANART: BALANCED},
        several=frozenset({AssetType.FANART, AssetType.POSTER}),
    )
    await services.close()

    kept = program().preferences.current()
    assert kept.weights == {AssetType.POSTER: PRESETS["Biggest"]}  # balanced is what holds anyway
    assert kept.several == {AssetType.FANART, AssetType.POSTER}
    assert text == "Candidates are ranked by the new weights. Several posters can be selected for a title."


async def test_weights_change_no_stored_score_and_ask_nobody(fetched):
    before = await posters(fetched)
    await change(fetched, weights={AssetType.POSTER: PRESETS["Community"]})

    assert await posters(fetched) == before
    assert asked(fetched) == set()


@pytest.mark.parametrize(
    "weights", [Weights(0, 0, 0, 0, 0), Weights(101, 1, 1, 1, 1), Weights(-1, 2, 2, 2, 2)]
)
async def test_impossible_weights_are_refused_and_nothing_changes(program, weights):
    services = program()
    with pytest.raises(InvalidInput, match="posters must lie between 0 and 100"):
        await change(services, weights={AssetType.POSTER: weights})

    assert services.preferences.current().weights == {}


async def test_a_slot_that_may_hold_several_holds_several(fetched):
    assets = await fetched.cache.get_cached_assets(FILM, AssetType.POSTER)
    await change(fetched, several=frozenset({AssetType.POSTER}))
    for asset in assets[:3]:
        await fetched.curation.add(asset.id)

    after = await fetched.cache.get_cached_assets(FILM, AssetType.POSTER)
    assert {asset.id for asset in after if asset.is_selected} == {asset.id for asset in assets[:3]}


async def test_stacks_are_found_by_looking_at_the_renditions(fetched):
    assert await fetched.stacks.stacks(FILM, AssetType.CLEARLOGO) == ()
    logos = await fetched.cache.get_cached_assets(FILM, AssetType.CLEARLOGO)
    examination = await fetched.stacks.examine(FILM, AssetType.CLEARLOGO, BOX)

    assert 0 < examination.seen <= len(logos)
    numbers = [number for stack in await fetched.stacks.stacks(FILM, AssetType.CLEARLOGO) for number in stack]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) <= {logo.id for logo in logos}


async def test_an_own_picture_is_shown_from_the_disk(fetched):
    picture = await fetched.own_pictures.look(PictureSource(data=a_poster()))
    change = await fetched.own_pictures.add(FILM, AssetType.POSTER, picture)

    (own,) = [asset for asset in change.changed if asset.provider_name == "user"]
    thumbnail = await fetched.thumbnails.load(own.url, BOX)
    assert (thumbnail.width, thumbnail.height) == (342, 513)
    assert asked(fetched) == set()


async def test_an_own_picture_survives_a_forced_refresh(fetched):
    picture = await fetched.own_pictures.look(PictureSource(data=a_poster()))
    await fetched.own_pictures.add(FILM, AssetType.POSTER, picture)
    await fetched.cache.fetch_assets(FetchRequest(FILM, force=True))

    assets = await fetched.cache.get_cached_assets(FILM, AssetType.POSTER)
    assert [asset.is_selected for asset in assets if asset.provider_name == "user"] == [True]


async def test_the_seasons_of_a_series_lie_on_one_sheet(program):
    services = program()
    series = EntityKey(EntityType.TV, 1)
    await services.cache.fetch_assets(FetchRequest(series, ExternalIds(tmdb="1396")))
    sheet = await services.contact_sheets.of_seasons(series, AssetType.SEASONPOSTER)

    assert [row.label for row in sheet.rows][:2] == ["Season 1", "Season 2"]
    assert sheet.unseen > 0
    seen = await services.contact_sheets.look(sheet, Size(92, 138))
    assert seen.unseen == 0
    assert seen.columns == tuple(sorted(seen.columns, key=lambda column: -column.coverage))
