"""Metadata and ids out of TMDB's details (providers.md 1.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from metarr_desktop.providers.json_fields import UnexpectedShape
from metarr_desktop.providers.tmdb.details_mapping import (
    map_certification,
    map_external_ids,
    map_metadata,
)
from metarr_desktop.providers.tmdb.image_addresses import documented_addresses
from tests.providers.support import recorded

ADDRESSES = documented_addresses("https://api.themoviedb.org/3/")
MOVIE = recorded("tmdb/movie.json")


def metadata(*languages: str, **changes: Any) -> Any:
    return map_metadata({**MOVIE, **changes}, languages or ("en",), ADDRESSES)


def test_everything_descriptive_is_taken_over() -> None:
    found = metadata()
    assert (found.title, found.original_title, found.original_language) == (
        "Night Harbour", "Le Port de nuit", "fr",
    )  # fmt: skip
    assert (found.release_date, found.runtime_min, found.status) == (date(1998, 3, 4), 101, "Released")
    assert (found.genres, found.countries) == (("Drama", "Mystery"), ("FR", "BE"))
    assert (found.collection, found.keywords) == ("The Harbour Collection", ("harbour", "ship"))
    assert (found.vote_average, found.vote_count, found.popularity) == (6.812, 214, 12.5)
    assert found.poster_url == "https://image.tmdb.org/t/p/w342/harbourPoster1.jpg"


def test_directors_are_those_with_that_job() -> None:
    assert metadata().directors == ("Director One", "Director Two")


def test_the_cast_is_the_first_ten_as_billed() -> None:
    cast = metadata().cast
    assert (len(cast), cast[:2]) == (10, ("First Name", "Second Name"))


@pytest.mark.parametrize(
    ("languages", "title"),
    [
        (("en",), "Night Harbour"),
        (("de", "en"), "Nachthafen"),
        (("fr", "en"), "Le Port de nuit"),  # an empty translated title means: as in the original
        (("pt-BR",), "O Porto Noturno"),
        (("pt",), "Porto da Noite"),
        (("ko", "de"), "Nachthafen"),
        (("ko",), "Night Harbour"),
    ],
)
def test_the_title_is_in_the_first_language_that_has_one(languages: tuple[str, ...], title: str) -> None:
    assert metadata(*languages).title == title


@pytest.mark.parametrize(
    ("languages", "beginning"),
    [(("de", "en"), "Ein Lotse"), (("fr",), "Un pilote"), (("ko", "en"), "A pilot")],
)
def test_the_overview_is_in_the_first_language_that_has_one(
    languages: tuple[str, ...], beginning: str
) -> None:
    assert metadata(*languages).overview.startswith(beginning)


def test_an_empty_translated_tagline_gives_way_to_the_next_language() -> None:
    assert metadata("de", "en").tagline == "No light, no land."


@pytest.mark.parametrize(
    ("languages", "expected"),
    [(("de",), "12"), (("en",), "PG-13"), (("fr",), "PG-13"), (("en-GB",), "PG-13")],
)
def test_the_certificate_is_of_the_users_region_else_american(
    languages: tuple[str, ...], expected: str
) -> None:
    assert map_certification(MOVIE, languages) == expected


def test_other_titles_hold_translations_and_not_the_title_itself() -> None:
    assert metadata().alternative_titles == (
        "The Night Port",
        "Nachthafen",
        "Porto da Noite",
        "O Porto Noturno",
    )


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"release_date": ""}, "release_date", None),
        ({"release_date": "1998"}, "release_date", None),
        ({"release_date": "1998-02-31"}, "release_date", None),
        ({"runtime": 0}, "runtime_min", None),
        ({"runtime": None}, "runtime_min", None),
        ({"vote_count": 0, "vote_average": 0}, "vote_average", None),
        ({"homepage": "javascript:alert(1)"}, "homepage", ""),
        ({"homepage": "https://example.org/x"}, "homepage", "https://example.org/x"),
        ({"homepage": None}, "homepage", ""),
        ({"poster_path": None}, "poster_url", None),
        ({"belongs_to_collection": None}, "collection", ""),
        ({"production_countries": [], "origin_country": ["FR", 5]}, "countries", ("FR",)),
        ({"title": "half \ud800 a pair\x00"}, "title", "half ? a pair"),
    ],
)
def test_zero_empty_and_odd_values_mean_unknown(
    changes: dict[str, Any], field: str, expected: object
) -> None:
    assert getattr(metadata(**changes), field) == expected


def test_ids_that_stand_for_this_work_alone_are_learned() -> None:
    assert dict(map_external_ids(MOVIE)) == {"tmdb": "4711", "imdb": "tt0123456", "wikidata": "Q4711"}


@pytest.mark.parametrize("imdb", [None, "", 5, "nm0000001", "tt12"])
def test_an_imdb_id_that_is_none_stays_unknown(imdb: object) -> None:
    assert "imdb" not in map_external_ids({"id": 1, "imdb_id": imdb, "external_ids": {"imdb_id": imdb}})


@pytest.mark.parametrize("number", [None, "x", 0, -1, [], True])
def test_an_entry_without_an_id_cannot_be_used(number: object) -> None:
    with pytest.raises(UnexpectedShape, match="no id"):
        map_external_ids({**MOVIE, "id": number})
