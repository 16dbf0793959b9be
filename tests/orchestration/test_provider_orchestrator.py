"""One search at all providers: what is found, ids, years."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.errors import (
    InvalidInput,
)
from metarr_desktop.domain.fetch import Outcome
from tests.domain.search_builders import a_hit
from tests.orchestration.search_desk import (
    ALIEN,
    ALIENS,
    INCEPTION,
    Desk,
    Service,
    outcomes,
    titles,
)
from tests.orchestration.virtual_time import in_virtual_time, now

# --------------------------------------------------------------------------------- finding and merging


@in_virtual_time
async def test_two_providers_that_agree_make_one_result_of_99() -> None:
    report = await Desk(Service(INCEPTION), Service(INCEPTION, name="tvdb")).search("Inception", year=2010)

    assert [(r.title, r.confidence, r.providers) for r in report.results] == [
        ("Inception", 99, ("tmdb", "tvdb"))
    ]
    assert (report.margin, report.is_complete, report.pending) == (99, True, ())


@in_virtual_time
async def test_a_whole_report_follows_each_provider_in_the_order_they_answer() -> None:
    desk = Desk(Service(INCEPTION, delay_s=2), Service(INCEPTION, name="tvdb", delay_s=1))
    await desk.search("Inception")

    assert [(report.pending, len(report.outcomes), report.is_complete) for report in desk.reports] == [
        (("tmdb",), 1, False),
        ((), 2, True),
    ]
    assert [report.results[0].providers for report in desk.reports] == [("tvdb",), ("tmdb", "tvdb")]


@in_virtual_time
async def test_providers_are_asked_side_by_side() -> None:
    desk = Desk(*(Service(INCEPTION, name=name, delay_s=3) for name in ("aa", "bb", "cc")))
    await desk.search("Inception")

    assert now() == pytest.approx(3, abs=0.1)


@in_virtual_time
async def test_the_order_does_not_depend_on_who_is_faster() -> None:
    psychos = (a_hit("Psycho", 1960), a_hit("Psycho", 1998))
    orders = []
    for delays in ((0, 1), (1, 0)):
        first = Service(psychos[0], name="aa", delay_s=delays[0])
        second = Service(psychos[1], name="bb", delay_s=delays[1])
        orders.append(titles(await Desk(first, second).search("Psycho")))

    assert orders == [["Psycho 1960", "Psycho 1998"]] * 2


@in_virtual_time
async def test_the_limit_cuts_after_ranking_and_the_margin_knows_the_rest() -> None:
    report = await Desk(Service(ALIENS, ALIEN)).search("Alien", year=1979, limit=1)

    assert titles(report) == ["Alien 1979"]


@in_virtual_time
async def test_a_limit_below_one_is_refused_in_words() -> None:
    with pytest.raises(InvalidInput, match="at least 1"):
        await Desk(Service()).search("Alien", limit=0)


# --------------------------------------------------------------------------------- ids


@pytest.mark.parametrize("query", ["tmdb:27205", "https://www.themoviedb.org/movie/27205-inception"])
@in_virtual_time
async def test_an_id_or_address_gives_one_result_of_100(query: str) -> None:
    service = Service(ALIEN, INCEPTION)
    report = await Desk(service).search(query)

    assert [(result.title, result.confidence) for result in report.results] == [("Inception", 100)]
    assert service.asked == []


@in_virtual_time
async def test_an_id_nobody_knows_is_no_result_and_no_error() -> None:
    report = await Desk(Service(INCEPTION)).search("tmdb:99999999")

    assert (report.results, report.margin, outcomes(report)) == ((), None, {"tmdb": Outcome.EMPTY})
    assert report.notes == ("No provider knows tmdb 99999999.",)


@in_virtual_time
async def test_ids_that_contradict_within_one_work_are_told() -> None:
    same = ExternalIds(imdb="tt1375666")
    tmdb = Service(replace(INCEPTION, external_ids=same.filled_from({"tmdb": "27205"})), title="TMDB")
    other = replace(INCEPTION, external_ids=same.filled_from({"tmdb": "5", "tvdb": "113"}))
    report = await Desk(tmdb, Service(other, name="tvdb", title="TheTVDB")).search("Inception")

    assert [result.external_ids.tmdb for result in report.results] == ["27205"]
    assert report.notes == ("TheTVDB says the TMDB id of Inception (2010) is 5; 27205 was taken.",)


@in_virtual_time
async def test_a_wrong_id_beside_a_title_still_finds_the_title() -> None:
    report = await Desk(Service(INCEPTION)).search("Inception (2010) {tmdb-5}")

    assert [(result.title, result.confidence) for result in report.results] == [("Inception", 95)]


@in_virtual_time
async def test_an_address_of_another_kind_of_title_is_not_taken_for_a_film() -> None:
    service = Service(INCEPTION)
    report = await Desk(service).search("https://www.themoviedb.org/tv/27205")

    assert (report.results, service.found_by) == ((), [])
    assert report.notes == ("The id in this text is one of series, but films are searched.",)


@in_virtual_time
async def test_a_title_found_elsewhere_joins_the_id_match_once_its_ids_are_known() -> None:
    tmdb = Service(replace(INCEPTION, external_ids=ExternalIds(tmdb=27205, imdb="tt1375666")))
    tvdb = Service(a_hit("Inception", None, provider_result_id="113"), name="tvdb")
    tvdb.resolved["113"] = {"external_ids": ExternalIds(tvdb=113, imdb="tt1375666")}
    report = await Desk(tmdb, tvdb).search("Inception tt1375666", resolve=True)

    assert [(result.confidence, result.providers) for result in report.results] == [(100, ("tmdb", "tvdb"))]


# --------------------------------------------------------------------------------- years


@in_virtual_time
async def test_a_wrong_year_still_finds_the_film_and_confidence_tells() -> None:
    service = Service(INCEPTION)
    report = await Desk(service).search("Inception", year=2014)

    assert service.asked == [("Inception", 2014), ("Inception", None)]
    assert [result.confidence for result in report.results] == [70]


@pytest.mark.parametrize(
    ("query", "film", "confidence"),
    [
        ("Alien 1979", ("Alien", 1979), 95),
        ("Alien (1979)", ("Alien", 1979), 95),
        ("2001 A Space Odyssey", ("2001 A Space Odyssey", 1968), 80),
        ("1917", ("1917", 2019), 80),
        ("300", ("300", 2006), 80),
        ("Blade Runner 2049", ("Blade Runner 2049", 2017), 80),
        ("Wonder Woman 1984", ("Wonder Woman 1984", 2020), 80),
        ("Blade Runner 2049 2017", ("Blade Runner 2049", 2017), 95),
        ("Death Race 2000 (1975)", ("Death Race 2000", 1975), 95),
    ],
)
@in_virtual_time
async def test_numbers_in_the_text_are_read_as_year_or_title_whichever_fits(
    query: str, film: tuple[str, int], confidence: int
) -> None:
    look_alikes = [a_hit(title, year) for title, year in
                   [("Blade Runner", 1982), ("Wonder Woman", 2017), ("Alien: Covenant", 2017), film]]  # fmt: skip
    report = await Desk(Service(*look_alikes)).search(query)

    assert (titles(report)[0], report.results[0].confidence) == (f"{film[0]} {film[1]}", confidence)


@in_virtual_time
async def test_a_convincing_first_answer_is_not_asked_for_again() -> None:
    service = Service(ALIEN)
    await Desk(service).search("Alien 1979")

    assert service.asked == [("Alien", 1979)]


@in_virtual_time
async def test_a_year_given_apart_counts_for_every_reading() -> None:
    service = Service(a_hit("Wonder Woman 1984", 2020), a_hit("Wonder Woman", 2017))
    report = await Desk(service).search("Wonder Woman 1984", year=2020)

    assert (titles(report)[0], report.results[0].confidence) == ("Wonder Woman 1984 2020", 95)
