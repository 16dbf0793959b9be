"""Every quirk of TheTVDB's results (providers.md 3.3) and of its languages, each once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.providers.json_fields import UnexpectedShape
from metarr_desktop.providers.tvdb import languages
from metarr_desktop.providers.tvdb.search_mapping import map_found, map_search_page
from tests.providers.support import recorded

BASE = "https://api4.thetvdb.com/v4/"
PICTURES = "https://artworks.thetvdb.com/banners/"


def hits(wanted: tuple[str, ...] = ("en",)) -> Any:
    return map_search_page(recorded("tvdb/search.json")["data"], EntityType.TV, wanted, base_url=BASE)


def test_results_carry_numbers_names_and_ids_as_texts() -> None:
    found, dropped = hits()
    first = found[0]
    assert (first.title, first.original_title, first.year) == ("Night Harbour", "夜の港", 2019)
    assert dict(first.external_ids) == {"imdb": "tt0123456", "tmdb": "4242", "tvdb": "4711"}
    assert (first.overview, first.original_language, first.is_resolved) == (
        "Stories of a harbour.",
        "ja",
        True,
    )
    assert first.poster_url == f"{PICTURES}posters/4711-1_t.jpg"
    assert set(first.alternative_titles) == {"Harbour by Night", "Nachthafen"}
    assert dropped == 2


def test_older_results_hold_their_translations_as_text() -> None:
    assert (hits(("fr",))[0][1].title, hits(("fr",))[0][1].overview) == ("Le Port", "Un vieux port.")


def test_a_result_of_id_and_name_alone_is_one() -> None:
    bare = hits()[0][2]
    assert (bare.title, bare.provider_result_id, bare.release_date) == ("Bare", "23", None)


@pytest.mark.parametrize(
    ("item", "is_series"),
    [
        ({"id": "series-5"}, True),
        ({"id": "5", "objectID": "movie-5"}, False),
        ({"id": "movie-5"}, False),
        ({"tvdb_id": "5"}, True),
        ({"id": "movie-5", "type": "series"}, True),
        ({"id": "series-5", "type": None, "primary_type": "movie"}, False),
    ],
)
def test_a_result_that_does_not_say_its_type_says_it_in_its_id(item: dict[str, Any], is_series: bool) -> None:
    found, dropped = map_search_page([{**item, "name": "Five"}], EntityType.TV, ("en",), base_url=BASE)
    assert ([hit.provider_result_id for hit in found], dropped) == (["5"] if is_series else [], 0)


def test_a_year_without_a_day_counts_as_its_first_day_and_is_shown_as_a_year() -> None:
    released = hits()[0][1].release_date
    assert (released, str(released)) == (date(1999, 1, 1), "1999")


@pytest.mark.parametrize("data", [{}, "text", 5])
def test_no_list_of_results_is_an_unexpected_shape(data: Any) -> None:
    with pytest.raises(UnexpectedShape):
        map_search_page(data, EntityType.TV, ("en",), base_url=BASE)


def test_a_foreign_id_finds_the_kind_asked_for_alone() -> None:
    data = [
        {"series": {"id": 1, "name": "S"}}, {"movie": {"id": 1, "name": "M"}}, {"people": {"id": 1}},
        {"episode": {"id": 1}}, {"season": {"id": 1}}, {"company": {"id": 1}}, None, {"series": None},
        {"series": {"id": 1, "name": "S again"}}, {"series": {"name": "no id"}},
    ]  # fmt: skip
    assert [record["name"] for record in map_found(data, EntityType.TV)] == ["S again"]
    assert [record["name"] for record in map_found(data, EntityType.MOVIE)] == ["M"]
    assert map_found(None, EntityType.TV) == []


# ----------------------------------------------------------------------------------------- languages


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("eng", "en"), ("deu", "de"), ("ger", "de"), ("fra", "fr"), ("zho", "zh"), ("jpn", "ja"), ("pt", "pt"),
        ("por", "pt"), ("zhtw", "zh"), ("yue", "cn"), ("ENG", "en"), ("fil", "fil"), (None, None), ("", None),
        ("zxx", None), (7, None), ("english", None),
    ],
)  # fmt: skip
def test_codes_of_three_letters_become_the_domains(code: Any, expected: str | None) -> None:
    assert languages.to_domain(code) == expected


@pytest.mark.parametrize(
    ("language", "codes"),
    [
        ("en", ("eng",)), ("de-AT", ("deu",)), ("pt-BR", ("pt", "por")), ("pt_PT", ("por", "pt")),
        ("zh-TW", ("zhtw", "zho")), ("cn", ("yue", "zhtw", "zho")), ("xx", ("xx",)),
    ],
)  # fmt: skip
def test_the_users_languages_become_the_services(language: str, codes: tuple[str, ...]) -> None:
    assert languages.codes_for(language) == codes
