"""What follows from an event: the title is found or added, and fetched without force."""

from __future__ import annotations

import pytest

from metarr_desktop.domain.entity import EntityKey, EntityMetadata, EntityType, ExternalIds, IdentityState
from metarr_desktop.domain.errors import AllProvidersFailed
from metarr_desktop.domain.fetch import Consumer, Priority
from metarr_desktop.domain.path_mapping import PathMapping
from metarr_desktop.domain.webhooks import WebhookState
from tests.automation.webhooks.bench import LIDARR, SONARR, WebhookBench
from tests.automation.webhooks.bodies import (
    ARTIST,
    INCEPTION,
    RELEASE_GROUP,
    lidarr,
    lidarr_download,
    radarr,
    radarr_download,
    radarr_rename,
    sonarr,
    sonarr_download,
)
from tests.builders import MOVIE, an_entity

HERE = "/mnt/films/Inception (2010)/Inception (2010) Bluray-1080p.mkv"
FILMS = PathMapping("/movies", "/mnt/films")


async def test_a_new_film_is_added_and_fetched_without_force(webhooks: WebhookBench) -> None:
    webhooks.paths = (FILMS,)
    webhooks.files.add(HERE)
    report = await webhooks.report(radarr_download())
    (film,) = webhooks.titles()
    assert (film.label, film.path, film.state) == ("Inception (2010)", HERE, IdentityState.IDENTIFIED)
    assert dict(film.external_ids) == {"tmdb": "27205", "imdb": "tt1375666"}
    (request,) = webhooks.cache.requests
    assert (request.key, request.force, request.priority, request.consumer) == (
        film.key, False, Priority.AUTOMATION, Consumer.WEBHOOK,
    )  # fmt: skip
    assert report["sentence"] == "Inception (2010) was added: 2 new pictures."
    assert (webhooks.event().state, webhooks.event().message) == (WebhookState.DONE, report["sentence"])


async def test_a_series_and_an_album_are_added_with_their_folders(webhooks: WebhookBench) -> None:
    webhooks.files |= {"/tv/Game of Thrones", "/music/Miles Davis/Kind of Blue (1959)"}
    await webhooks.report(sonarr_download(), SONARR)
    await webhooks.report(lidarr_download(), LIDARR)
    assert [(each.label, each.path) for each in webhooks.titles()] == [
        ("Game of Thrones (2011)", "/tv/Game of Thrones"),
        ("Miles Davis - Kind of Blue (1959)", "/music/Miles Davis/Kind of Blue (1959)"),
    ]


async def test_events_in_any_order_are_one_title(webhooks: WebhookBench) -> None:
    before, after = INCEPTION, "/movies/Inception (2010)/new.mkv"
    webhooks.files.add(after)
    for body in (
        radarr_rename(before, after),
        radarr_download(before),
        radarr("MovieAdded", addMethod="manual"),
    ):
        await webhooks.report(body)
    (film,) = webhooks.titles()
    assert film.path == after


async def test_a_job_done_twice_has_one_effect(webhooks: WebhookBench) -> None:
    delivery = await webhooks.take(radarr_download())
    assert delivery.job is not None
    await webhooks.do(delivery.job)
    once = webhooks.titles()
    await webhooks.do(delivery.job)
    assert webhooks.titles() == once


async def test_a_file_that_is_not_here_gives_no_path_and_says_so(webhooks: WebhookBench) -> None:
    report = await webhooks.report(radarr_download())
    assert webhooks.titles()[0].path is None
    assert f"There is no {INCEPTION} on this machine; a path mapping" in report["sentence"]


async def test_a_title_is_found_by_an_id_and_its_unknown_ids_are_filled(webhooks: WebhookBench) -> None:
    an_entity(webhooks.store, external_ids=ExternalIds(imdb="tt1375666"), path="/elsewhere/inception.mkv")
    webhooks.files.add(INCEPTION)
    await webhooks.report(radarr_download())
    (film,) = webhooks.titles()
    assert dict(film.external_ids) == {"imdb": "tt1375666", "tmdb": "27205"}
    assert film.path == "/elsewhere/inception.mkv"  # the library knows it elsewhere


async def test_of_two_editions_the_one_with_the_file_is_fetched(webhooks: WebhookBench) -> None:
    an_entity(webhooks.store)
    an_entity(webhooks.store, entity_id=2, edition="Extended", path=INCEPTION)
    webhooks.files.add(INCEPTION)
    await webhooks.report(radarr_download())
    assert [request.key.entity_id for request in webhooks.cache.requests] == [2]


async def test_a_title_found_by_its_path_is_identified(webhooks: WebhookBench) -> None:
    an_entity(webhooks.store, title="inception bluray", year=None, external_ids=ExternalIds(), path=INCEPTION)
    webhooks.files.add(INCEPTION)
    report = await webhooks.report(radarr_download())
    film = webhooks.title(MOVIE)
    assert (film.label, film.state, film.external_ids.tmdb) == (
        "Inception (2010)",
        IdentityState.IDENTIFIED,
        "27205",
    )
    assert "It was not identified yet and is now." in report["sentence"]
    assert webhooks.store.call(webhooks.store.history.next_to_undo) is not None


@pytest.mark.parametrize("state", [IdentityState.IDENTIFIED, IdentityState.IN_NO_PROVIDER])
async def test_what_a_person_said_a_title_is_stands(webhooks: WebhookBench, state: IdentityState) -> None:
    ids = ExternalIds(tmdb=603) if state is IdentityState.IDENTIFIED else ExternalIds()
    before = an_entity(
        webhooks.store, title="The Matrix", year=1999, external_ids=ids, path=INCEPTION, state=state
    )
    webhooks.files.add(INCEPTION)
    report = await webhooks.report(radarr_download())
    assert webhooks.titles() == [before]
    assert "stands" in report["sentence"] or "stays so" in report["sentence"]


async def test_a_renamed_and_a_replaced_file_are_followed(webhooks: WebhookBench) -> None:
    webhooks.paths = (FILMS,)
    an_entity(webhooks.store, path="/mnt/films/a.mkv")
    webhooks.files |= {"/mnt/films/b.mkv", "/mnt/films/c.mkv"}
    await webhooks.report(radarr_rename("/movies/a.mkv", "/movies/b.mkv"))
    assert webhooks.title(MOVIE).path == "/mnt/films/b.mkv"
    await webhooks.report(radarr_download("/movies/c.mkv", old="/movies/b.mkv"))
    assert webhooks.title(MOVIE).path == "/mnt/films/c.mkv"


async def test_a_title_nobody_monitors_is_left_alone(webhooks: WebhookBench) -> None:
    an_entity(webhooks.store)
    webhooks.store.call(webhooks.store.entities.set_monitored, MOVIE, is_monitored=False)
    report = await webhooks.report(radarr_download())
    assert webhooks.cache.requests == []
    assert "is not monitored" in report["sentence"]


async def test_an_artist_means_the_albums_the_library_has_of_them(webhooks: WebhookBench) -> None:
    report = await webhooks.report(lidarr("ArtistAdd"), LIDARR)
    assert (webhooks.titles(), webhooks.cache.requests) == ([], [])
    assert report["sentence"] == "The library has no album of Miles Davis yet; nothing was fetched."
    for number in (1, 2):
        an_entity(
            webhooks.store, entity_type=EntityType.MUSIC, entity_id=number, title=f"Album {number}",
            external_ids=ExternalIds(musicbrainz=f"{RELEASE_GROUP[:-1]}{number}", musicbrainz_artist=ARTIST),
        )  # fmt: skip
    await webhooks.report(lidarr("Retag", trackFile={"id": 1, "path": "/music/x.flac"}), LIDARR)
    assert [request.key for request in webhooks.cache.requests] == [
        EntityKey(EntityType.MUSIC, n) for n in (1, 2)
    ]


async def test_another_album_of_the_same_artist_is_another_title(webhooks: WebhookBench) -> None:
    await webhooks.report(lidarr_download(), LIDARR)
    other = lidarr_download("/music/Miles Davis/Bitches Brew/1.flac")
    other["album"] |= {"mbId": RELEASE_GROUP.replace("1", "2"), "title": "Bitches Brew"}
    await webhooks.report(other, LIDARR)
    assert [each.title for each in webhooks.titles()] == ["Kind of Blue", "Bitches Brew"]


async def test_a_title_without_ids_is_the_one_called_the_same(webhooks: WebhookBench) -> None:
    body = sonarr("SeriesAdd")
    body["series"] |= {"tvdbId": 0, "tmdbId": 0, "imdbId": ""}
    an_entity(webhooks.store, entity_type=EntityType.TV, title="Game of thrones", year=2011, external_ids=ExternalIds(),
              metadata=EntityMetadata())  # fmt: skip
    await webhooks.report(body, SONARR)
    assert len(webhooks.titles()) == 1


async def test_when_nobody_answers_the_job_fails_and_the_title_stays_for_the_next_try(
    webhooks: WebhookBench,
) -> None:
    webhooks.cache.error = AllProvidersFailed("Nobody answered.", ())
    delivery = await webhooks.take(radarr_download())
    assert delivery.job is not None
    with pytest.raises(AllProvidersFailed):
        await webhooks.do(delivery.job)
    webhooks.cache.error = None
    await webhooks.do(delivery.job)
    assert len(webhooks.titles()) == 1
    assert webhooks.event().state is WebhookState.DONE
