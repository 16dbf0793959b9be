"""How sure a result is: the worked examples, and the traps the original design fell into."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.confidence import (
    confidence_of,
    contradicts_runtime,
    margin_of,
    rank_points,
    title_points,
    title_similarity,
    year_points,
)
from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.merging import rank_works
from metarr_desktop.domain.search import ProviderHit
from tests.domain.search_builders import a_hit, expecting

TITLES = {"tmdb": "TMDB", "tvdb": "TheTVDB"}


def confidence(text: str, *hits: ProviderHit, **more: object) -> int:
    return confidence_of(hits, expecting(text, **more), TITLES)[0]


def test_inception_of_2010_at_one_provider_is_95() -> None:
    assert confidence("Inception (2010)", a_hit("Inception", 2010)) == 95


def test_inception_of_2010_at_two_providers_is_99() -> None:
    hits = (a_hit("Inception", 2010), a_hit("Inception", 2010, provider="tvdb"))

    assert confidence("Inception (2010)", *hits) == 99


def test_only_an_id_is_100() -> None:
    hit = a_hit("Inception", 2010, external_ids=ExternalIds(tmdb=27205), is_id_match=True, rank=7)
    result, parts = confidence_of([hit], expecting("tmdb:27205"), TITLES)

    assert (result, parts.is_id_match, parts.reasons) == (100, True, ("Same id: tmdb 27205",))


@given(st.text(min_size=1, max_size=20), st.integers(1, 30), st.booleans())
def test_no_title_is_ever_100(title: str, rank: int, agree: bool) -> None:
    hits = [a_hit(title, 2010, rank=rank)] + ([a_hit(title, 2010, provider="tvdb")] if agree else [])

    assert 0 <= confidence(f"{title} (2010)", *hits) <= 99


def test_the_parts_add_up_and_say_why() -> None:
    hits = (a_hit("Solaris", 1972, runtime_min=167), a_hit("Solaris", 1972, provider="tvdb", rank=2))
    _, parts = confidence_of(hits, expecting("Solaris 1972", runtime_min=167), TITLES)

    assert (parts.title, parts.year, parts.rank, parts.agreement, parts.runtime) == (60, 25, 10, 5, 0)
    assert parts.reasons == (
        "Title, same as file",
        "Year 1972 = 1972",
        "First at TMDB",
        "Two providers agree",
        "Running time 167 = 167 min",
    )


def test_alien_2_is_not_alien() -> None:
    assert title_points(title_similarity("Alien 2", ["Alien"])) == 15
    assert title_points(title_similarity("Alien 2", ["Aliens"])) == 15
    assert confidence("Alien 2", a_hit("Alien", 1979)) < 40


def test_alien_2_is_aliens_by_its_other_name() -> None:
    hit = a_hit("Aliens", 1986, rank=3, alternative_titles=("Alien 2",))

    assert confidence("Alien 2", hit) > confidence("Alien 2", a_hit("Alien", 1979))


@pytest.mark.parametrize(
    ("wanted", "other"),
    [
        ("The Ring 2", "The Ring 3"),
        ("The Ring Two", "The Ring 3"),
        ("Kill Bill: Vol. 1", "Kill Bill: Vol. 2"),
        ("Kill Bill Volume 1", "Kill Bill"),
        ("Harry Potter and the Deathly Hallows: Part 1", "Harry Potter and the Deathly Hallows: Part 2"),
        ("Harry Potter and the Deathly Hallows Part I", "Harry Potter and the Deathly Hallows Part II"),
        ("The Godfather", "The Godfather Part II"),
        ("Rocky II", "Rocky III"),
        ("It", "It Chapter Two"),
        ("Blade Runner 2049", "Blade Runner"),
    ],
)
def test_another_number_is_another_film_however_alike_the_titles(wanted: str, other: str) -> None:
    assert title_similarity(wanted, [other]) <= 0.70


@pytest.mark.parametrize(
    ("wanted", "same"),
    [
        ("Kill Bill 2", "Kill Bill: Vol. 2"),
        ("Deathly Hallows Part 2", "Deathly Hallows: Part II"),
        ("wall e", "WALL·E"),
        ("WALLE", "WALL-E"),
        ("Face Off", "Face/Off"),
        ("MASH", "M*A*S*H"),
        ("Alien3", "Alien³"),
    ],
)
def test_another_spelling_is_the_same_film(wanted: str, same: str) -> None:
    assert title_similarity(wanted, [same]) > 0.70


@pytest.mark.parametrize(
    "title", ["It Follows", "It Happened One Night", "Italian Job", "The Iron Giant", "Id"]
)
def test_it_does_not_match_everything(title: str) -> None:
    assert title_points(title_similarity("It", [title])) == 0


def test_the_best_of_title_original_and_alternatives_counts() -> None:
    hit = a_hit(
        "Spirited Away", 2001, original_title="千と千尋の神隠し", alternative_titles=("Chihiros Reise",)
    )

    for text in ("Spirited Away", "千と千尋の神隠し", "Chihiros Reise"):
        assert confidence_of([hit], expecting(text), TITLES)[1].title == 60


@pytest.mark.parametrize(
    ("wanted", "found", "points"),
    [
        (2010, 2010, 25),
        (2010, 2011, 15),
        (2010, 2008, 5),
        (2010, 2013, 0),
        (None, 2010, 10),
        (2010, None, 10),
    ],
)
def test_years_count_by_their_distance(wanted: int | None, found: int | None, points: int) -> None:
    assert year_points(wanted, found) == points


@pytest.mark.parametrize(("rank", "points"), [(1, 10), (2, 9), (10, 1), (11, 0), (50, 0)])
def test_the_provider_s_own_order_counts_up_to_ten(rank: int, points: int) -> None:
    assert rank_points(rank) == points


@pytest.mark.parametrize(
    ("wanted", "found", "contradicts"),
    [
        (100, 118, True),
        (100, 115, False),
        (200, 218, False),
        (200, 160, True),
        (None, 90, False),
        (90, 0, False),
    ],
)
def test_running_times_contradict_only_beyond_both_limits(
    wanted: int | None, found: int, contradicts: bool
) -> None:
    assert contradicts_runtime(wanted, found) is contradicts


def test_another_running_time_costs_15_unless_an_edition_explains_it() -> None:
    hit = a_hit("Alien", 1979, runtime_min=117)

    assert confidence("Alien (1979)", hit, runtime_min=60) == 80
    assert confidence("Alien (1979)", hit, runtime_min=60, edition="Assembly Cut") == 95


def test_both_readings_of_a_number_find_their_film() -> None:
    alien, blade_runner = a_hit("Alien", 1979), a_hit("Blade Runner 2049", 2017)

    assert confidence("Alien 1979", alien) == 95
    assert confidence("Blade Runner 2049", blade_runner) == 80


def test_the_margin_is_the_distance_to_the_next_other_work() -> None:
    works = [(a_hit("Solaris", 1972),), (a_hit("Solaris", 2002, rank=2),)]
    results = [result for result, _ in rank_works(works, expecting("Solaris (1972)"), TITLES)]

    assert [result.confidence for result in results] == [95, 69]
    assert (margin_of(results), margin_of(results[:1]), margin_of([])) == (26, 95, None)
