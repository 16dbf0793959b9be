"""Every recorded answer of an endpoint in use goes through the mapping, and those that do not are named with a reason.

A file that appears in the folder of recordings and fits no line of the table fails here: it is either of an endpoint in
use and needs a reader, or it is none of ours and needs a reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from metarr_desktop.domain.errors import ProviderBusy, ProviderFailed, ProviderNotFound
from tests.cassettes import Exchange, read_cassette
from tests.providers import recorded_readers as read
from tests.providers.recorded_readers import COLLECTION, MOVIE, TV, Reader

RECORDINGS = Path(__file__).resolve().parents[3] / "shared/recordings"


@dataclass(frozen=True)
class NotOurs:
    """Why nothing reads a file."""

    reason: str


NOT_ASKED = NotOurs("an endpoint the program never asks")
LISTS_OF_OTHERS = NotOurs("people, companies and keywords are no works")
SIGNING_IN = NotOurs("sessions of TMDB users; the program reads with a key")
SPECIFICATION = NotOurs("a description, no answer; tests/demo checks the demo against it")
CASSETTE = NotOurs("exchanges of several endpoints, each read below")

FILES: tuple[tuple[str, Reader | NotOurs], ...] = (
    ("specs/*", SPECIFICATION),
    ("*/subliminal-vcr/*.yaml", CASSETTE),
    ("*/inkstak-vcr/*.yml", CASSETTE),
    ("README.md", SPECIFICATION),
    # --- TMDB: the examples of the official description
    ("tmdb/openapi-examples/authentication-validate-key.401.*", read.refused),
    ("tmdb/openapi-examples/authentication-validate-key.200.*", NotOurs("one flag; test_tmdb_client.py has it")),
    ("tmdb/openapi-examples/configuration-details.*", read.tmdb_configuration),
    ("tmdb/openapi-examples/configuration-languages.*", NOT_ASKED),
    ("tmdb/openapi-examples/find-by-id.*", read.tmdb_found),
    ("tmdb/openapi-examples/movie-details.*", read.tmdb_details(MOVIE)),
    ("tmdb/openapi-examples/tv-series-details.*", read.tmdb_details(TV)),
    ("tmdb/openapi-examples/collection-details.*", read.tmdb_details(COLLECTION)),
    ("tmdb/openapi-examples/tv-episode-details.*", read.tmdb_episode),
    ("tmdb/openapi-examples/tv-season-details.*", NotOurs("of a season only its pictures are asked for")),
    ("tmdb/openapi-examples/tv-season-images.*", read.tmdb_season_images),
    ("tmdb/openapi-examples/person-images.*", NotOurs("no slot for photographs of actors")),
    ("tmdb/openapi-examples/*-images.*", read.tmdb_images),
    ("tmdb/openapi-examples/movie-external-ids.*", read.tmdb_external_ids(MOVIE)),
    ("tmdb/openapi-examples/tv-series-external-ids.*", read.tmdb_external_ids(TV)),
    ("tmdb/openapi-examples/*-videos.*", read.tmdb_videos),
    ("tmdb/openapi-examples/movie-release-dates.*", read.tmdb_release_dates),
    ("tmdb/openapi-examples/tv-series-content-ratings.*", read.tmdb_ratings),
    ("tmdb/openapi-examples/tv-series-aggregate-credits.*", read.tmdb_credits),
    ("tmdb/openapi-examples/search-movie.*", read.tmdb_page(MOVIE)),
    ("tmdb/openapi-examples/search-tv.*", read.tmdb_page(TV)),
    ("tmdb/openapi-examples/search-collection.*", read.tmdb_page(COLLECTION)),
    # --- TMDB: trimmed answers of all its endpoints
    ("tmdb/leandcesar/authentication/*", SIGNING_IN),
    ("tmdb/leandcesar/guest_sessions/*", SIGNING_IN),
    ("tmdb/leandcesar/*/account_states.json", SIGNING_IN),
    ("tmdb/leandcesar/configuration/api.json", read.tmdb_configuration),
    ("tmdb/leandcesar/configuration/*", NOT_ASKED),
    ("tmdb/leandcesar/find/find.json", read.tmdb_found),
    ("tmdb/leandcesar/search/movie.json", read.tmdb_page(MOVIE)),
    ("tmdb/leandcesar/search/tv.json", read.tmdb_page(TV)),
    ("tmdb/leandcesar/search/collection.json", read.tmdb_page(COLLECTION)),
    ("tmdb/leandcesar/search/multi.json", NOT_ASKED),
    ("tmdb/leandcesar/search/*", LISTS_OF_OTHERS),
    ("tmdb/leandcesar/movies/details*.json", read.tmdb_details(MOVIE)),
    ("tmdb/leandcesar/movies/latest.json", read.tmdb_details(MOVIE)),
    ("tmdb/leandcesar/tv/details*.json", read.tmdb_details(TV)),
    ("tmdb/leandcesar/tv/latest.json", read.tmdb_details(TV)),
    ("tmdb/leandcesar/collections/details.json", read.tmdb_details(COLLECTION)),
    ("tmdb/leandcesar/tv_episodes/details.json", read.tmdb_episode),
    ("tmdb/leandcesar/tv_seasons/images.json", read.tmdb_season_images),
    ("tmdb/leandcesar/tv_seasons/*", NotOurs("of a season only its pictures are asked for")),
    ("tmdb/leandcesar/tv_episodes/images.json", read.tmdb_images),
    ("tmdb/leandcesar/tv_episodes/external_ids.json", read.tmdb_episode_ids),
    ("tmdb/leandcesar/tv_episodes/credits.json", read.tmdb_credits),
    ("tmdb/leandcesar/tv_episodes/translations.json", read.tmdb_translations),
    ("tmdb/leandcesar/tv_episodes/*", NOT_ASKED),
    ("tmdb/leandcesar/movies/images.json", read.tmdb_images),
    ("tmdb/leandcesar/tv/images.json", read.tmdb_images),
    ("tmdb/leandcesar/collections/images.json", read.tmdb_images),
    ("tmdb/leandcesar/movies/external_ids.json", read.tmdb_external_ids(MOVIE)),
    ("tmdb/leandcesar/tv/external_ids.json", read.tmdb_external_ids(TV)),
    ("tmdb/leandcesar/movies/videos.json", read.tmdb_videos),
    ("tmdb/leandcesar/tv/videos.json", read.tmdb_videos),
    ("tmdb/leandcesar/movies/alternative_titles.json", read.tmdb_titles),
    ("tmdb/leandcesar/tv/alternative_titles.json", read.tmdb_titles),
    ("tmdb/leandcesar/movies/translations.json", read.tmdb_translations),
    ("tmdb/leandcesar/tv/translations.json", read.tmdb_translations),
    ("tmdb/leandcesar/collections/translations.json", read.tmdb_translations),
    ("tmdb/leandcesar/movies/keywords.json", read.tmdb_keywords),
    ("tmdb/leandcesar/tv/keywords.json", read.tmdb_keywords),
    ("tmdb/leandcesar/movies/credits.json", read.tmdb_credits),
    ("tmdb/leandcesar/tv/aggregate_credits.json", read.tmdb_credits),
    ("tmdb/leandcesar/movies/release_dates.json", read.tmdb_release_dates),
    ("tmdb/leandcesar/tv/content_ratings.json", read.tmdb_ratings),
    # pages in the shape of a search, from endpoints nobody asks: more answers for the same reader
    ("tmdb/leandcesar/movies/[nptu]o*.json", read.tmdb_page(MOVIE)),
    ("tmdb/leandcesar/movies/upcoming.json", read.tmdb_page(MOVIE)),
    ("tmdb/leandcesar/movies/recommendations.json", read.tmdb_page(MOVIE)),
    ("tmdb/leandcesar/movies/similar.json", read.tmdb_page(MOVIE)),
    ("tmdb/leandcesar/movies/*", NOT_ASKED),
    ("tmdb/leandcesar/tv/airing_today.json", read.tmdb_page(TV)),
    ("tmdb/leandcesar/tv/on_the_air.json", read.tmdb_page(TV)),
    ("tmdb/leandcesar/tv/[pt]op*.json", read.tmdb_page(TV)),
    ("tmdb/leandcesar/tv/recommendations.json", read.tmdb_page(TV)),
    ("tmdb/leandcesar/tv/similar.json", read.tmdb_page(TV)),
    ("tmdb/leandcesar/tv/*", NOT_ASKED),
    ("tmdb/leandcesar/discover/movie.json", read.tmdb_page(MOVIE)),
    ("tmdb/leandcesar/discover/tv.json", read.tmdb_page(TV)),
    ("tmdb/leandcesar/trending/movie.json", read.tmdb_page(MOVIE)),
    ("tmdb/leandcesar/trending/tv.json", read.tmdb_page(TV)),
    ("tmdb/leandcesar/trending/person.json", LISTS_OF_OTHERS),
    *((f"tmdb/leandcesar/{name}/*", NOT_ASKED) for name in (
        "certifications", "changes", "companies", "credits", "genres", "keywords", "networks", "people", "reviews",
        "tv_episode_groups", "watch_providers",
    )),
    # --- Fanart.tv, MusicBrainz, Cover Art Archive
    ("fanart_tv/opacam-v3/movie_*.json", read.FANART["movie"]),
    ("fanart_tv/opacam-v3/tv_*.json", read.FANART["tv"]),
    ("fanart_tv/opacam-v3/music_*.json", read.FANART["artist"]),
    ("musicbrainz/picard/release_group.json", read.release_group),
    ("musicbrainz/picard/*_null.json", read.nothing_but_null),
    ("musicbrainz/picard/artist.json", NotOurs("an artist is only searched for, never looked up")),
    ("musicbrainz/beets/*_release.json", read.release),
    ("cover_art_archive/*.html", NotOurs("pages of errors, read below")),
    ("cover_art_archive/*.json", read.covers),
)  # fmt: skip

EXCHANGES: tuple[tuple[str, Reader | NotOurs | type[Exception]], ...] = (
    (r"404 .*", ProviderNotFound),
    (r"400 .*", ProviderFailed),
    (r"503 .*", ProviderBusy),
    (r"200 \S+themoviedb\S+/search/movie\?.*", read.tmdb_page(MOVIE)),
    (r"200 \S+themoviedb\S+/search/tv\?.*", read.tmdb_page(TV)),
    (r"200 \S+themoviedb\S+/movie/\d+\?.*", read.tmdb_details(MOVIE)),
    (r"200 \S+themoviedb\S+/tv/\d+\?.*", read.tmdb_details(TV)),
    (r"200 \S+themoviedb\S+/tv/\d+/season/\d+/episode/\d+\?.*", read.tmdb_episode),
    (r"200 \S+/release-group/\S+", read.release_group),
    (r"200 \S+/release-group\?\S+", read.release_groups),
    (r"200 \S+/artist\?\S+", read.artists),
    (r"200 \S+/artist/\S+", NotOurs("an artist is only searched for, never looked up")),
    (r"200 \S+/release/\S+", read.release_without_album),
    (r"200 \S+/release\?\S+", NotOurs("editions are looked up by id, never searched")),
    (r"200 \S+/recording\S+", NotOurs("songs are no works of the library")),
)


def files() -> list[str]:
    """Return the recorded files, so that each is a test of its own; none where the folder is absent."""
    return sorted(path.relative_to(RECORDINGS).as_posix() for path in RECORDINGS.rglob("*") if path.is_file())


def rule_for(name: str) -> Reader | NotOurs | None:
    return next((rule for pattern, rule in FILES if fnmatchcase(name, pattern)), None)


@pytest.mark.parametrize("name", files() or ["README.md"])
def test_every_recorded_file_is_read_without_a_loss_or_left_out_for_a_reason(
    recordings: Path, name: str
) -> None:
    rule = rule_for(name)
    assert rule is not None, f"{name} is new: give it a reader, or say why it needs none"
    if isinstance(rule, NotOurs):
        return
    expected, got = rule(json.loads((recordings / name).read_bytes()))
    assert expected, f"{name} holds nothing to be counted"
    assert got == expected


def test_every_line_of_the_table_has_a_file(recordings: Path) -> None:
    used = {next((pattern for pattern, _ in FILES if fnmatchcase(name, pattern)), "") for name in files()}
    assert [pattern for pattern, _ in FILES if pattern not in used] == []


def exchanges(recordings: Path) -> Iterator[tuple[str, Exchange]]:
    for path in sorted((*recordings.glob("*/*-vcr/*.yaml"), *recordings.glob("*/*-vcr/*.yml"))):
        for exchange in read_cassette(path):
            yield f"{exchange.status} {exchange.address}", exchange


def test_every_exchange_of_every_cassette_is_read_without_a_loss(recordings: Path) -> None:
    used: set[str] = set()
    for name, exchange in exchanges(recordings):
        pattern, rule = next((line for line in EXCHANGES if re.fullmatch(line[0], name)), ("", None))
        assert rule is not None, f"{name} is new: give it a reader, or say why it needs none"
        used.add(pattern)
        if isinstance(rule, NotOurs):
            continue
        if isinstance(rule, type):
            media_type = exchange.headers["content-type"]
            assert type(read.musicbrainz_error(exchange.status, media_type, exchange.body)) is rule, name
            continue
        expected, got = rule(exchange.json())
        assert got == expected, name
    assert used == {pattern for pattern, _ in EXCHANGES}


def test_cassettes_are_read_to_the_byte(recordings: Path) -> None:
    edited = "/recording/"  # the recorder changed two bodies and left the length
    stated = [
        (name, int(exchange.headers["content-length"]), len(exchange.body))
        for name, exchange in exchanges(recordings)
        if "content-length" in exchange.headers and edited not in name
    ]
    assert len(stated) > 40
    assert [each for each in stated if each[1] != each[2]] == []


def test_the_archives_page_of_a_bad_request_is_a_failure(recordings: Path) -> None:
    # its page of "no pictures" is understood by the client of the archive alone: test_music_recordings.py
    page = (recordings / "cover_art_archive/inkstak/400.html").read_bytes()
    assert isinstance(read.musicbrainz_error(400, "text/html; charset=utf-8", page), ProviderFailed)
