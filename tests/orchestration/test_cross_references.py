"""A title known by one id alone gets those of the others, so that all who know it answer: on the demo services."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import Entity, EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import FetchRequest, FetchResult
from metarr_desktop.services import Services, build_services
from metarr_desktop.settings import load_settings

FILM = {"tmdb": "27205", "imdb": "tt1375666", "tvdb": "990027205"}
SERIES = {"tmdb": "1396", "imdb": "tt0903747", "tvdb": "81189"}
NEVERMIND = "1b022e01-4da6-387b-8658-8678046e4cef"
NIRVANA = "5b11f4ce-a62d-471e-81fc-a69a8278c7da"
COMPILATION = "950092d6-45f6-4269-87da-99a9ff2fcc52"


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    built = build_services(load_settings({"METARR_HOME": str(tmp_path), "METARR_DEMO": "1"}))
    yield built
    await built.close()


async def fetched(services: Services, entity_type: EntityType, **ids: str) -> tuple[FetchResult, Entity]:
    key = EntityKey(entity_type, 901)
    result = await services.cache.fetch_assets(FetchRequest(key, ExternalIds(ids)))
    return result, await services.store.run(services.store.entities.get, key)


@pytest.mark.parametrize("kind", FILM)
async def test_a_film_known_by_one_id_is_answered_by_all(services: Services, kind: str) -> None:
    result, film = await fetched(services, EntityType.MOVIE, **{kind: FILM[kind]})
    assert result.metadata.completed_providers == ("tmdb", "fanart_tv", "tvdb")
    assert dict(film.external_ids) == FILM
    assert all(outcome.item_count for outcome in result.metadata.outcomes)


@pytest.mark.parametrize("kind", SERIES)
async def test_a_series_known_by_one_id_is_answered_by_all(services: Services, kind: str) -> None:
    result, series = await fetched(services, EntityType.TV, **{kind: SERIES[kind]})
    assert result.metadata.completed_providers == ("tmdb", "fanart_tv", "tvdb")
    assert dict(series.external_ids) == SERIES
    assert [season.number for season in series.metadata.seasons] == [0, 1, 2, 3, 4, 5]


async def test_the_seasons_of_a_series_are_those_its_pictures_go_by(services: Services) -> None:
    result, series = await fetched(services, EntityType.TV, tvdb=SERIES["tvdb"])
    pictured = {
        image.season_number
        for data in result.providers.values()
        for image in data.images.get(AssetType.SEASONPOSTER, ())
    }
    assert pictured - {None} <= {season.number for season in series.metadata.seasons}
    assert {season.episodes for season in series.metadata.seasons if season.number == 2} == {13}


async def test_an_album_known_by_its_release_group_gets_the_artist_too(services: Services) -> None:
    result, album = await fetched(services, EntityType.MUSIC, musicbrainz=NEVERMIND)
    assert result.metadata.completed_providers == ("fanart_tv", "musicbrainz")
    assert album.external_ids == ExternalIds(musicbrainz=NEVERMIND, musicbrainz_artist=NIRVANA)
    assert AssetType.ARTISTTHUMB in result.providers["fanart_tv"].images
    assert AssetType.COVER in result.providers["musicbrainz"].images


async def test_an_album_of_various_artists_has_no_pictures_of_an_artist(services: Services) -> None:
    result, album = await fetched(services, EntityType.MUSIC, musicbrainz=COMPILATION)
    assert album.external_ids == ExternalIds(musicbrainz=COMPILATION)
    of_artists = {AssetType.ARTISTART, AssetType.ARTISTTHUMB}
    assert not of_artists & {each for data in result.providers.values() for each in data.images}
    assert result.metadata.failed_providers == ()


async def test_an_album_known_by_name_alone_says_what_to_do(services: Services) -> None:
    key = await services.store.run(
        lambda: services.store.entities.create(entity_type=EntityType.MUSIC, title="Nevermind").key
    )
    result = await services.cache.fetch_assets(FetchRequest(key))
    assert set(result.metadata.skipped_providers) == {"fanart_tv", "musicbrainz"}
    for sentence in result.metadata.skipped_providers.values():
        assert sentence.endswith("and none is known. Identify the album to find one.")
