"""What bodies of the three programs say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.webhook_payload import WebhookTitle, read_notice
from metarr_desktop.domain.webhooks import WebhookSource
from tests.automation.webhooks.bodies import (
    ARTIST,
    HEALTH,
    INCEPTION,
    RADARR_TEST,
    RELEASE_GROUP,
    UPDATE,
    Body,
    lidarr,
    lidarr_download,
    radarr,
    radarr_download,
    radarr_rename,
    sonarr,
    sonarr_download,
)

RADARR, SONARR, LIDARR = WebhookSource.RADARR, WebhookSource.SONARR, WebhookSource.LIDARR


def title_of(source: WebhookSource, body: Body) -> WebhookTitle:
    title = read_notice(source, body).title
    assert title is not None
    return title


def test_an_imported_film_has_its_ids_and_its_file() -> None:
    title = title_of(RADARR, radarr_download())
    assert (title.entity_type, title.label, title.path) == (EntityType.MOVIE, "Inception (2010)", INCEPTION)
    assert dict(title.ids) == {"tmdb": "27205", "imdb": "tt1375666"}


def test_an_upgrade_names_the_file_it_replaces() -> None:
    notice = read_notice(RADARR, radarr_download(old="/movies/Inception (2010)/old.mkv"))
    assert notice.sentence == "Radarr has a better file of Inception (2010)."
    assert notice.title is not None
    assert "/movies/Inception (2010)/old.mkv" in notice.title.former_paths


def test_a_rename_names_both_files() -> None:
    title = title_of(RADARR, radarr_rename("/movies/a.mkv", "/movies/b.mkv"))
    assert (title.path, title.former_paths[0]) == ("/movies/b.mkv", "/movies/a.mkv")


def test_a_film_added_has_no_file_yet() -> None:
    assert title_of(RADARR, radarr("MovieAdded", addMethod="manual")).path == ""


def test_a_series_has_its_folder() -> None:
    for body in (sonarr_download(), sonarr("SeriesAdd"), sonarr("Rename", renamedEpisodeFiles=[])):
        title = title_of(SONARR, body)
        assert (title.entity_type, title.label) == (EntityType.TV, "Game of Thrones (2011)")
        assert title.path == "/tv/Game of Thrones"
        assert dict(title.ids) == {"tvdb": "121361", "tmdb": "1399", "imdb": "tt0944947"}


def test_an_album_is_its_release_group_in_the_folder_of_its_tracks() -> None:
    title = title_of(
        LIDARR, lidarr_download("/music/A/B/CD1/1.flac", "/music/A/B/CD1/2.flac", "/music/A/B/CD2/1.flac")
    )
    assert (title.label, title.year, title.path) == ("Miles Davis - Kind of Blue (1959)", 1959, "/music/A/B")
    assert dict(title.ids) == {"musicbrainz": RELEASE_GROUP, "musicbrainz_artist": ARTIST}


@pytest.mark.parametrize("event", ["ArtistAdd", "Rename", "Retag"])
def test_what_is_about_an_artist_is_about_all_albums(event: str) -> None:
    title = title_of(LIDARR, lidarr(event))
    assert title.is_artist
    assert dict(title.ids) == {"musicbrainz_artist": ARTIST}


@pytest.mark.parametrize(
    ("source", "body", "sentence"),
    [
        (RADARR, RADARR_TEST, "Radarr tests the connection. It works."),
        (SONARR, sonarr("Test"), "Sonarr tests the connection. It works."),
        (RADARR, radarr("Grab"), "Radarr grabbed Inception (2010). Its artwork is fetched when it is imported."),
        (RADARR, HEALTH, "Radarr reports: Indexers unavailable due to failures."),
        (RADARR, {**HEALTH, "eventType": "HealthRestored"},
         "Radarr reports that this is over: Indexers unavailable due to failures."),
        (RADARR, UPDATE, "Radarr was updated from 5.1 to 5.2."),
        (RADARR, radarr("MovieDelete", deletedFiles=True),
         "Radarr deleted Inception (2010). The library keeps the title and what was chosen for it."),
        (RADARR, radarr("MovieFileDelete", deleteReason="upgrade"),
         "Radarr deleted a file of Inception (2010). The library keeps the title and what was chosen for it."),
        (SONARR, sonarr("SeriesDelete", deletedFiles=False),
         "Sonarr deleted Game of Thrones (2011). The library keeps the title and what was chosen for it."),
        (LIDARR, lidarr("ArtistDelete", deletedFiles=False),
         "Lidarr deleted Miles Davis. The library keeps the title and what was chosen for it."),
        (RADARR, radarr("Sparkle"),
         "Radarr sent an event this program does not know: Sparkle. It is kept; nothing follows."),
        (RADARR, {}, "Radarr sent something without the name of an event. It is kept; nothing follows."),
        (SONARR, radarr_download(), "Sonarr imported something it does not name. There is nothing to fetch by that."),
    ],
)  # fmt: skip
def test_what_needs_no_fetch_is_told_in_a_sentence(source: WebhookSource, body: Body, sentence: str) -> None:
    notice = read_notice(source, body)
    assert (notice.sentence, notice.title) == (sentence, None)


@pytest.mark.parametrize("value", [0, -1, 2**31, True, 1.5, None, "x", "0", "१", [], {"a": 1}, 10**400])
def test_an_id_that_can_be_none_is_none(value: Any) -> None:
    body = radarr_download()
    body["movie"]["tmdbId"] = body["remoteMovie"]["tmdbId"] = value
    assert "tmdb" not in title_of(RADARR, body).ids


_NAMES = st.sampled_from(
    ["eventType", "movie", "series", "artist", "album", "albums", "movieFile", "trackFiles", "deletedFiles", "path",
     "title", "year", "tmdbId", "imdbId", "mbId", "releaseDate", "renamedMovieFiles", "previousPath", "folderPath",
     "relativePath", "message"]
)  # fmt: skip
_WORDS = st.sampled_from(["Download", "Rename", "MovieAdded", "Health", "Grab"]) | st.text(max_size=20)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_NAMES, inner, max_size=6),
    max_leaves=20,
)


@given(st.dictionaries(_NAMES, _VALUES, max_size=8), st.sampled_from(WebhookSource))
def test_any_body_at_all_is_understood_or_said_not_to_be(body: dict[str, Any], source: WebhookSource) -> None:
    notice = read_notice(source, body)
    assert notice.sentence.startswith(source.program)
    notice.sentence.encode()  # no half of a pair, which no database holds
    assert notice.sentence.isprintable()
