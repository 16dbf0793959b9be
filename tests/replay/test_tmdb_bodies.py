"""TMDB as it may answer tomorrow, over real sockets: everything offered arrives, in the right slot."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.providers.base import ProviderAnswer, TitleQuery
from metarr_desktop.providers.tmdb import TMDB
from tests.providers.support import Script, ask, provider
from tests.replay import tmdb_bodies as bodies
from tests.replay.provider_over_socket import kinds, provider_asking, request, slots
from tests.replay.server import Replay


def serving_bodies(**answers: Any) -> Replay:
    replay = Replay()
    replay.add("tmdb", "configuration", bodies.CONFIGURATION)
    for path, body in answers.items():
        replay.add("tmdb", path, body)
    return replay


async def fetched(
    path: str, body: Any, entity_type: EntityType, group: int = 0, languages: tuple[str, ...] = ("en",)
) -> ProviderAnswer:
    replay = serving_bodies(**{path: body})
    value = path.partition("/")[2]
    async with provider_asking(replay, TMDB, languages) as tmdb:
        asked = request(TMDB, entity_type, "tmdb", value, group, languages=languages)
        answer: ProviderAnswer = await tmdb.fetch(asked)
    return answer


def film(**changes: Any) -> Any:
    return fetched(f"movie/{bodies.FILM}", {**bodies.FILM_DETAILS, **changes}, EntityType.MOVIE)


async def test_every_picture_of_a_film_arrives_whatever_its_language_is_spelled_like() -> None:
    answer = await film()
    assert kinds(answer.images) == {group: len(items) for group, items in bodies.FILM_IMAGES.items()}
    assert slots(answer.images) == {
        ("fanart", "plain.jpg", None, None), ("fanart", "empty.jpg", None, None),
        ("fanart", "xx.jpg", None, None), ("landscape", "titled.jpg", "en", None),
        ("landscape", "fil.jpg", "fil", None), ("clearlogo", "drawn.svg", "en", None),
        ("clearlogo", "DRAWN.SVG", "de", None), ("clearlogo", "painted.png", "pt", None),
        ("clearlogo", "wordless.png", None, None), ("poster", "en.jpg", "en", None),
        ("poster", "none.jpg", None, None), ("keyart", "none.jpg", None, None),
        ("poster", "empty-text.jpg", None, None), ("keyart", "empty-text.jpg", None, None),
        ("poster", "sh.jpg", "sh", None), ("poster", "cmn.jpg", "cmn", None),
        ("poster", "webp.webp", "ja", None), ("poster", "bare.jpg", None, None),
        ("keyart", "bare.jpg", None, None),
    }  # fmt: skip
    assert (answer.dropped, answer.incomplete_parts) == (0, frozenset())


@pytest.mark.parametrize(
    ("name", "size", "thumb"),
    [
        ("plain.jpg", (3840, 2160), "w780/plain.jpg"),
        ("en.jpg", (2000, 3000), "w342/en.jpg"),
        ("painted.png", (800, 310), "w500/painted.png"),
        ("drawn.svg", (500, 120), "w500/drawn.png"),
        ("DRAWN.SVG", (500, 120), "w500/DRAWN.png"),
        ("wordless.png", (None, None), "w500/wordless.png"),
        ("bare.jpg", (None, None), "w342/bare.jpg"),
    ],
)
async def test_sizes_are_those_of_the_original_and_thumbs_those_of_the_configuration(
    name: str, size: tuple[int | None, int | None], thumb: str
) -> None:
    found = [image for image in (await film()).images if image.url == f"{bodies.IMAGE}/original/{name}"]
    assert {(image.width, image.height) for image in found} == {size}
    assert {image.thumb_url for image in found} == {f"{bodies.IMAGE}/{thumb}"}


async def test_trailers_of_youtube_and_vimeo_arrive_and_clips_stay_away() -> None:
    offered = Counter(
        (item["site"], item["type"]) for item in bodies.FILM_VIDEOS if item["site"] in ("YouTube", "Vimeo")
    )
    videos = (await film()).videos
    assert len(videos) == sum(offered[site, kind] for site, kind in offered if kind in ("Trailer", "Teaser"))
    assert [video.url for video in videos] == [
        "https://www.youtube.com/watch?v=bbbbbbbbbbb",  # official, in the user's language
        "https://vimeo.com/123456789",  # neither official nor in it; larger than unknown
        "https://www.youtube.com/watch?v=fffffffffff",
        "https://www.youtube.com/watch?v=aaaaaaaaaaa",  # a teaser comes after every trailer
    ]


async def test_a_film_not_out_yet_says_what_it_knows_and_no_zeros() -> None:
    answer = await film()
    said = answer.metadata
    assert said is not None
    assert (said.title, said.original_title, said.year) == ("High Tide", "Maré Alta", 2026)
    assert (said.runtime_min, said.vote_average, said.tagline, said.homepage) == (None, None, "", "")
    assert (said.popularity, said.certification, said.collection) == (7.0, "", "")
    assert (said.genres, said.directors, said.cast) == (("Drama",), (), ())
    assert dict(answer.external_ids) == {
        "tmdb": str(bodies.FILM), "imdb": "tt31234567", "wikidata": "Q130000001",
    }  # fmt: skip


async def test_a_translation_that_is_null_gives_way_to_the_next_language() -> None:
    languages = ("pt", "de")
    answer = await fetched(f"movie/{bodies.FILM}", bodies.FILM_DETAILS, EntityType.MOVIE, languages=languages)
    assert answer.metadata is not None
    assert answer.metadata.title == "Maré Alta"  # the original's own language
    assert answer.metadata.overview == "Das Meer kommt."


async def test_an_entry_of_nothing_but_nulls_is_known_and_has_nothing() -> None:
    answer = await fetched(f"movie/{bodies.FILM}", bodies.FILM_OF_NULLS, EntityType.MOVIE)
    assert (answer.images, answer.videos, answer.dropped, answer.incomplete_parts) == ((), (), 0, frozenset())
    assert answer.metadata is not None
    assert answer.metadata.title == "Nothing Known"
    assert dict(answer.external_ids) == {"tmdb": str(bodies.FILM)}


@pytest.mark.parametrize("name", [name for name in bodies.FILM_OF_NULLS if name not in ("id", "title")])
async def test_a_key_that_is_missing_is_like_one_that_is_null(name: str) -> None:
    without = {key: value for key, value in bodies.FILM_OF_NULLS.items() if key != name}
    read = []
    for body in (without, {**without, name: None}):
        script = Script({f"/movie/{bodies.FILM}": body, "/configuration": bodies.CONFIGURATION})
        async with provider(TMDB, script) as tmdb:
            read.append(await tmdb.fetch(ask(TMDB, str(bodies.FILM))))
    assert read[0] == read[1]


async def test_a_series_without_backdrops_brings_its_logo_posters_and_ids() -> None:
    answer = await fetched(f"tv/{bodies.SERIES}", bodies.SERIES_DETAILS, EntityType.TV)
    assert slots(answer.images) == {
        ("clearlogo", "l.svg", "ko", None), ("poster", "p.jpg", "ko", None), ("poster", "q.jpg", None, None),
        ("keyart", "q.jpg", None, None),
    }  # fmt: skip
    assert dict(answer.external_ids) == {"tmdb": str(bodies.SERIES), "tvdb": "361000"}
    said = answer.metadata
    assert said is not None
    assert (said.title, said.year, said.runtime_min, said.vote_average) == ("Lantern Street", 2019, None, 7.0)


@pytest.mark.parametrize("is_appended", [True, False])
async def test_posters_of_specials_and_of_seasons_numbered_by_year_arrive(is_appended: bool) -> None:
    pictures = {f"season/{number}/images": body for number, body in bodies.SEASON_IMAGES.items()}
    path = f"tv/{bodies.SERIES}"
    alone = {f"{path}/{name}": {"id": 5, **body} for name, body in pictures.items()}
    series = {**bodies.SERIES_DETAILS, **(pictures if is_appended else {})}
    replay = serving_bodies(**{path: series}, **({} if is_appended else alone))
    async with provider_asking(replay, TMDB) as tmdb:
        answer = await tmdb.fetch(request(TMDB, EntityType.TV, "tmdb", bodies.SERIES, group=1))
    assert slots(answer.images) == {
        ("seasonposter", "s0.jpg", "en", 0), ("seasonposter", "s1a.jpg", "en", 1),
        ("seasonposter", "s1b.jpg", None, 1), ("seasonposter", "s1c.png", "ko", 1),
        ("seasonposter", "s2020.jpg", None, 2020),
    }  # fmt: skip
    assert len(answer.images) == sum(len(body["posters"]) for body in bodies.SEASON_IMAGES.values())
    assert answer.incomplete_parts == frozenset()


async def test_an_episode_without_a_still_is_known_by_its_name() -> None:
    path = f"tv/{bodies.SERIES}/season/2019/episode/3"
    replay = serving_bodies(**{path: bodies.EPISODE_WITHOUT_STILL})
    async with provider_asking(replay, TMDB) as tmdb:
        place = f"{bodies.SERIES}/2019/3"
        answer = await tmdb.fetch(request(TMDB, EntityType.EPISODE, "tmdb_episode", place))
    assert (answer.outcome, answer.images, answer.metadata.title) == (Outcome.OK, (), "Episode 3")
    assert replay.paths("tmdb").count(path) == 1
    assert f"{path}/images" not in replay.paths("tmdb")


async def test_a_set_of_films_has_a_keyart_and_a_landscape() -> None:
    answer = await fetched(f"collection/{bodies.SET}", bodies.COLLECTION, EntityType.COLLECTION)
    assert slots(answer.images) == {
        ("landscape", "cb.jpg", "fr", None), ("poster", "c.jpg", None, None), ("keyart", "c.jpg", None, None),
    }  # fmt: skip
    assert answer.metadata is not None
    assert answer.metadata.title == "The Tide Collection"


OF_2014 = ("movie", "person", "tv")
OF_TODAY = (*OF_2014, "tv_episode", "tv_season")


@pytest.mark.parametrize("names", [OF_2014, OF_TODAY])
async def test_a_look_up_with_three_or_five_lists_finds_the_film(names: tuple[str, ...]) -> None:
    body = bodies.found(*names, movie=[{**bodies.result(bodies.FILM), "media_type": "movie"}])
    replay = serving_bodies(**{"find/tt31234567": body})
    async with provider_asking(replay, TMDB) as tmdb:
        answer = await tmdb.find(EntityType.MOVIE, ExternalIds(imdb="tt31234567"), Priority.USER)
    assert [(hit.external_ids.tmdb, hit.is_id_match) for hit in answer.hits] == [(str(bodies.FILM), True)]


@pytest.mark.parametrize("names", [(), OF_2014, OF_TODAY])
async def test_a_look_up_of_an_id_nobody_knows_is_empty(names: tuple[str, ...]) -> None:
    replay = serving_bodies(**{"find/tt31234567": bodies.found(*names)})
    async with provider_asking(replay, TMDB) as tmdb:
        assert (await tmdb.find(EntityType.MOVIE, ExternalIds(imdb="tt31234567"), Priority.USER)).hits == ()
        missing = await tmdb.fetch(request(TMDB, EntityType.MOVIE, "imdb", "tt31234567"))
    assert missing.outcome is Outcome.NOT_FOUND


async def test_an_id_of_an_episode_names_its_series_season_and_number() -> None:
    place = {"id": 55, "show_id": bodies.SERIES, "season_number": 2019, "episode_number": 3, "still_path": None,
             "media_type": "tv_episode", "runtime": None}  # fmt: skip
    path = f"tv/{bodies.SERIES}/season/2019/episode/3"
    replay = serving_bodies(
        **{"find/9000001": bodies.found(*OF_TODAY, tv_episode=[place]), path: bodies.EPISODE_WITHOUT_STILL}
    )
    async with provider_asking(replay, TMDB) as tmdb:
        answer = await tmdb.fetch(request(TMDB, EntityType.EPISODE, "tvdb", 9000001))
    assert answer.external_ids.get("tmdb_episode") == f"{bodies.SERIES}/2019/3"


async def test_pages_of_results_are_put_together_without_repeats_and_gaps() -> None:
    replay = serving_bodies()
    undated = bodies.result(20)
    del undated["release_date"]
    pages = {
        1: [bodies.result(number) for number in range(1, 20)] + [undated],
        2: [bodies.result(20), None, {"title": "without a number"}, *map(bodies.result, range(21, 36))],
    }
    for number, results in pages.items():
        body = {"page": number, "results": results, "total_pages": 2, "total_results": 38}
        replay.add("tmdb", "search/movie", body, {"page": str(number)})
    async with provider_asking(replay, TMDB) as tmdb:
        answer = await tmdb.search(TitleQuery("film", EntityType.MOVIE, limit=40))
    assert [int(hit.provider_result_id) for hit in answer.hits] == list(range(1, 36))
    assert [hit.rank for hit in answer.hits] == list(range(1, 36))
    assert answer.dropped == 2


async def test_results_say_unknown_in_the_place_of_empty_and_zero() -> None:
    page = {"page": 1, "results": [bodies.result(7, popularity=0)], "total_pages": 1, "total_results": 1}
    async with provider_asking(serving_bodies(**{"search/movie": page}), TMDB) as tmdb:
        (hit,) = (await tmdb.search(TitleQuery("film", EntityType.MOVIE))).hits
    assert (hit.release_date, hit.poster_url, hit.overview, hit.runtime_min) == (None, None, "", None)
