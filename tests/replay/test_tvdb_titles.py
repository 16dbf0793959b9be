"""The whole program at a TheTVDB that answers in full width, in all the forms it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from metarr_desktop.domain.asset import ASSET_TYPES
from metarr_desktop.domain.entity import EntityType
from tests.replay import tvdb_bodies as tvdb
from tests.replay.loopback import Reply, answer, page, service
from tests.replay.tvdb_service import NOT_FOUND, SERIES_PATH, TheTvdb, fetched

Run = Callable[..., Any]
# type of artwork: where its pictures are listed; a textless poster once more under keyart
SLOTS = {
    1: "banner", 2: "poster", 3: "fanart", 6: "seasonbanner", 7: "seasonposter", 8: "seasonfanart", 14: "poster",
    15: "fanart", 16: "banner", 22: "clearart", 23: "clearlogo", 24: "clearart", 25: "clearlogo",
}  # fmt: skip


def offered(record: dict[str, Any]) -> Counter[tuple[str, int | None]]:
    """Count the pictures of a body by slot and season, without a line of the program."""
    seasons = {each["id"]: each["number"] for each in record.get("seasons", ()) if each["type"]["id"] == 1}
    found: Counter[tuple[str, int | None]] = Counter()
    for art in record["artworks"]:
        slot, season = SLOTS.get(art["type"]), seasons.get(art.get("seasonId"))
        if slot is None or (slot.startswith("season") and season is None):
            continue
        slot = "landscape" if slot == "fanart" and art["includesText"] else slot
        found[slot, season] += 1
        found["keyart", None] += slot == "poster" and not art["includesText"]
    return found


def arrived(given: dict[str, Any]) -> Counter[tuple[str, int | None]]:
    return Counter(
        (slot, each["season_number"]) for slot, images in given["images"].items() for each in images
    )


def by_name(given: dict[str, Any], slot: str) -> dict[str, dict[str, Any]]:
    return {each["url"].rpartition("/")[2]: each for each in given["images"][slot]}


# ---------------------------------------------------------------------------------- artwork


@pytest.mark.parametrize(("kind", "number"), [("tv", tvdb.SERIES), ("movie", tvdb.FILM)])
def test_every_picture_offered_arrives_in_its_slot_and_season(fetch: Run, kind: str, number: int) -> None:
    body = tvdb.series() if kind == "tv" else tvdb.film()
    given, outcome, _ = fetch(TheTvdb(), kind, "1", "--tvdb", str(number))
    assert arrived(given) == +offered(body["data"])
    assert (outcome["outcome"], outcome["dropped"]) == ("ok", 0)
    assert not [slot for slot in given["images"] if slot not in ASSET_TYPES[EntityType(kind)]]


def test_languages_sizes_and_small_renditions_are_those_of_the_record(fetch: Run) -> None:
    given, _, _ = fetch(TheTvdb(), "tv", "1", "--tvdb", str(tvdb.SERIES))
    posters = by_name(given, "poster")
    languages = {
        "5f4d4a.jpg": "en", "por.jpg": "pt", "pt.jpg": "pt", "zhtw.jpg": "zh", "yue.jpg": "cn",
        "null-text.jpg": "und", "textless.jpg": None, "eng-textless.jpg": None,
    }  # fmt: skip
    assert {name: posters[name]["language"] for name in languages} == languages
    relative = posters[f"{tvdb.SERIES}-5.jpg"]
    assert relative["url"] == f"{tvdb.ART}/posters/{tvdb.SERIES}-5.jpg"
    assert relative["thumb_url"] == f"{tvdb.ART}/posters/{tvdb.SERIES}-5_t.jpg"
    assert posters[f"{tvdb.SERIES}-4.jpg"]["thumb_url"] == f"{tvdb.ART}/posters/{tvdb.SERIES}-4_t.jpg"
    assert (posters["pt.jpg"]["width"], posters["pt.jpg"]["height"]) == (680, 1000)
    banner = by_name(given, "banner")[f"{tvdb.SERIES}.jpg"]
    assert (banner["width"], banner["height"], banner["language"]) == (None, None, None)
    assert set(by_name(given, "keyart")) == {"textless.jpg", "eng-textless.jpg"}
    assert [each["language"] for each in given["images"]["fanart"]] == [None, None]
    assert not [each for images in given["images"].values() for each in images if ".mp4" in each["url"]]


def test_text_and_trailers_of_a_series_arrive_in_the_users_language(fetch: Run, monkeypatch: Any) -> None:
    given, _, _ = fetch(TheTvdb(), "tv", "1", "--tvdb", str(tvdb.SERIES))
    said = given["metadata"]
    assert (said["title"], said["overview"]) == ("Game of Thrones", "Seven noble families fight.")
    assert (said["release_date"], said["countries"], said["certification"]) == ("2011-04-17", ["US"], "TV-MA")
    assert (said["cast"], said["collection"]) == (
        ["Peter Dinklage", "Emilia Clarke"],
        "A Song of Ice and Fire",
    )
    assert [each["url"][-11:] for each in given["videos"]["trailer"]] == ["KPLWWIOCOOQ", "BpJYNVhGf1s"]


def test_a_record_that_comes_without_translations_is_translated_by_a_request_of_its_own(fetch: Run) -> None:
    original = {"name": "進撃の巨人", "originalLanguage": "jpn", "overview": "…", "translations": ...}
    body = tvdb.series(**original, nameTranslations=["deu,eng", "jpn"], overviewTranslations=None)
    words = {"name": "Attack on Titan", "overview": "Titans eat people.", "language": "eng", "aliases": []}
    served = TheTvdb(**{SERIES_PATH: body, f"series/{tvdb.SERIES}/translations/eng": tvdb.success(words)})
    given, _, running = fetch(served, "tv", "1", "--tvdb", str(tvdb.SERIES))
    said = given["metadata"]
    assert (said["title"], said["overview"]) == ("Attack on Titan", "Titans eat people.")
    assert said["original_title"] == "進撃の巨人"
    assert len([path for path in running.paths() if "translations" in path]) == 1


@pytest.mark.parametrize(
    ("names", "reply"),
    [
        (None, NOT_FOUND),
        (["fra"], NOT_FOUND),
        (["eng"], NOT_FOUND),
        (["eng"], page(404)),
        (["eng"], answer(tvdb.success(None))),
        (["eng"], answer(tvdb.success({"name": None, "language": "eng"}))),
    ],
    ids=["none named", "another language", "404", "page", "null", "without a name"],
)
async def test_without_a_translation_the_records_own_words_do(names: Any, reply: Reply) -> None:
    body = tvdb.series(name="進撃の巨人", originalLanguage="jpn", translations=None, overviewTranslations=[])
    body["data"]["nameTranslations"] = names
    got = await fetched(TheTvdb(**{SERIES_PATH: body, f"series/{tvdb.SERIES}/translations/eng": reply}))
    assert got.metadata is not None
    assert got.metadata.title == "進撃の巨人"


def test_a_record_in_the_users_own_language_needs_no_translation(fetch: Run) -> None:
    body = tvdb.series(translations=..., nameTranslations=["deu,eng"])
    given, _, running = fetch(TheTvdb(**{SERIES_PATH: body}), "tv", "1", "--tvdb", str(tvdb.SERIES))
    assert given["metadata"]["title"] == "Game of Thrones"
    assert not [path for path in running.paths() if "translations" in path]


def test_a_film_is_read_in_snake_and_in_camel_case(fetch: Run) -> None:
    given, _, _ = fetch(TheTvdb(), "movie", "1", "--tvdb", str(tvdb.FILM))
    said = given["metadata"]
    assert (said["release_date"], said["runtime_min"], said["countries"]) == ("2010-07-08", 148, ["US", "GB"])
    assert (said["directors"], said["status"]) == (["Christopher Nolan"], "Released")


@pytest.mark.parametrize(
    "types",
    [tvdb.artwork_types(2, 7), tvdb.success([]), tvdb.failure("x"), page(502, "Bad Gateway"), NOT_FOUND,
     Reply(b'{"status":"success","data":[{"id":')],
    ids=["in part", "empty", "failure", "page", "404", "cut"],
)  # fmt: skip
async def test_a_poor_table_of_artwork_types_costs_no_picture(types: Any) -> None:
    got = await fetched(TheTvdb(**{"artwork/types": types}))
    found = Counter((str(image.asset_type), image.season_number) for image in got.images)
    assert found == +offered(tvdb.series()["data"])


@pytest.mark.parametrize("image", [None, "", tvdb.MISSING, ...])
async def test_a_record_without_picture_has_no_poster_of_its_own(image: Any) -> None:
    got = await fetched(TheTvdb(**{SERIES_PATH: tvdb.series(image=image)}))
    assert got.metadata is not None
    assert got.metadata.poster_url is None


def test_bad_entries_are_counted_and_cost_nothing_else(fetch: Run) -> None:
    bad = [None, 7, {}, {"id": 1, "type": 2, "image": None}, {"type": "x", "image": f"{tvdb.ART}/x.jpg"},
           tvdb.artwork(9, 7, f"{tvdb.ART}/s.jpg", seasonId=1), tvdb.artwork(9, 2, "javascript:alert(1)"),
           tvdb.artwork(9, 2, "http://127.0.0.1:9/x.jpg")]  # fmt: skip
    served = TheTvdb(**{SERIES_PATH: tvdb.series(artworks=[*bad, *tvdb.series_artworks()])})
    given, outcome, _ = fetch(served, "tv", "1", "--tvdb", str(tvdb.SERIES))
    assert arrived(given) == +offered(tvdb.series()["data"])
    assert (outcome["outcome"], outcome["dropped"]) == ("ok", len(bad))


def test_spoilt_artwork_leaves_the_texts_and_says_so(fetch: Run) -> None:
    served = TheTvdb(**{SERIES_PATH: tvdb.series(artworks=[{"type": 2, "image": 5}], seasons=[])})
    given, outcome, _ = fetch(served, "tv", "1", "--tvdb", str(tvdb.SERIES))
    assert given["metadata"]["title"] == "Game of Thrones"
    assert outcome["outcome"] == "failed"
    assert "answered only in part" in outcome["message"]


# ---------------------------------------------------------------------------------- search and ids


@pytest.mark.parametrize("item", [tvdb.search_item(), tvdb.old_search_item()], ids=["2026", "older"])
def test_a_search_result_of_any_year_is_found_with_its_ids(program: Run, item: dict[str, Any]) -> None:
    with service(TheTvdb(search=tvdb.success([item], links=tvdb.links("x")))) as running:
        status, document = program(
            {"tvdb": running.origin + "/v4/"}, "search", "das lied von eis und feuer", "--type", "tv"
        )
    best = document["results"][0]
    assert (status, best["title"], best["year"]) == (0, "Game of Thrones", 2011)
    assert best["external_ids"] == {
        "imdb": "tt0944947",
        "tmdb": "1399",
        "tvdb": "121361",
        "wikidata": "Q23572",
    }
    assert best["overview"].startswith("Seven noble families")
    sent = next(call.query for call in running.calls if call.path.endswith("/search"))
    assert {"query", "type", "limit"} == set(sent)


@pytest.mark.parametrize(
    "found",
    [
        [{"people": {"id": 5, "image": "/banners/person/5.jpg"}}, {"series": {"id": tvdb.SERIES, "name": "GoT"}},
         {"company": {"id": 5}}, {"episode": {"id": 5}}, "x", None],
        [{"series": {"id": str(tvdb.SERIES), "name": "GoT"}}],
    ],
)  # fmt: skip
def test_an_imdb_id_finds_the_series_among_foreign_hits(fetch: Run, found: Any) -> None:
    served = TheTvdb(**{"search/remoteid/tt0944947": tvdb.success(found)})
    given, _, _ = fetch(served, "tv", "1", "--imdb", "tt0944947")
    assert given["metadata"]["title"] == "Game of Thrones"


@pytest.mark.parametrize(
    "found", [tvdb.success([]), tvdb.success(None), NOT_FOUND], ids=["[]", "null", "404"]
)
def test_an_id_nobody_has_is_not_found_in_all_its_forms(program: Run, found: Any) -> None:
    with service(TheTvdb(**{"search/remoteid/tt0000009": found})) as running:
        addresses = {"tvdb": running.origin + "/v4/"}
        status, document = program(addresses, "search", "tt0000009", "--type", "tv")
        fetched, got = program(addresses, "fetch", "tv", "1", "--imdb", "tt0000009")
    assert (status, document["results"]) == (0, [])
    assert fetched == 0
    assert [each["outcome"] for each in got["metadata"]["outcomes"] if each["provider"] == "tvdb"] == [
        "not_found"
    ]


def test_a_look_up_whose_details_are_gone_still_finds_the_series(program: Run) -> None:
    base = {"id": 77, "name": "Lost Details", "year": "1999", "image": "/banners/posters/77-1.jpg"}
    with service(TheTvdb(**{"search/remoteid/tt0000077": tvdb.success([{"series": base}])})) as running:
        status, document = program({"tvdb": running.origin + "/v4/"}, "search", "tt0000077", "--type", "tv")
    best = document["results"][0]
    assert (status, best["title"], best["confidence"]) == (0, "Lost Details", 100)
    assert (best["year"], best["release_date"]) == (1999, "1999")
    assert best["poster_url"] == f"{tvdb.ART}/posters/77-1_t.jpg"


# ---------------------------------------------------------------------------------- episodes


def test_an_episode_has_its_still_by_number(fetch: Run) -> None:
    given, _, _ = fetch(TheTvdb(), "episode", "1", "--tvdb", str(tvdb.EPISODE))
    (still,) = given["images"]["thumb"]
    assert still["url"] == f"{tvdb.ART}/episodes/{tvdb.SERIES}/{tvdb.EPISODE}.jpg"
    assert (still["metadata"]["kind"], given["metadata"]["title"]) == ("episode 16:9 screencap", "Chapter 1")


def test_an_episode_is_found_by_its_place_in_the_series(fetch: Run) -> None:
    listed = tvdb.success(
        {"series": {"id": tvdb.SERIES}, "episodes": [tvdb.episode(2), tvdb.episode(1)]}, links=tvdb.links()
    )
    served = TheTvdb(**{f"series/{tvdb.SERIES}/episodes/default": listed})
    given, _, running = fetch(served, "episode", "1", "--tvdb", f"{tvdb.SERIES}/1/1")
    assert given["images"]["thumb"][0]["url"].endswith(f"/{tvdb.EPISODE}.jpg")
    query = next(call.query for call in running.calls if "/episodes/default" in call.path)
    assert query == {"page": "0", "season": "1", "episodeNumber": "1"}


def test_where_a_series_has_no_list_the_episode_is_found_in_its_season(fetch: Run) -> None:
    season = {**tvdb.season(1, 1), "episodes": [tvdb.episode(1)], "trailers": [], "artwork": []}
    served = TheTvdb(**{f"seasons/{tvdb.SEASONS[1, 1]}/extended": tvdb.success(season)})
    given, _, running = fetch(served, "episode", "1", "--tvdb", f"{tvdb.SERIES}/1/1")
    assert given["metadata"]["title"] == "Chapter 1"
    asked = [path.removeprefix(f"/v4/series/{tvdb.SERIES}/") for path in running.paths()]
    assert asked.index("episodes/default") < asked.index("episodes/official") < asked.index("extended")
    assert len([path for path in asked if "/seasons/" in path]) == 1


@pytest.mark.parametrize("place", [f"{tvdb.SERIES}/9/9", "5/1/1"])
def test_a_place_without_an_episode_is_not_found(fetch: Run, place: str) -> None:
    listed = tvdb.success({"series": {"id": tvdb.SERIES}, "episodes": []}, links=tvdb.links())
    served = TheTvdb(**{f"series/{tvdb.SERIES}/episodes/default": listed})
    _, outcome, _ = fetch(served, "episode", "1", "--tvdb", place)
    assert (outcome["outcome"], outcome["message"]) == ("not_found", f"TheTVDB has no entry {place}.")
