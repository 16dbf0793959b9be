"""One search at all providers: what is asked, what is merged, what is said of each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import (
    InvalidInput,
    ProviderBusy,
    ProviderFailed,
    ProviderRefused,
    ProviderUnreachable,
)
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.domain.query import ParsedTitle
from metarr_desktop.domain.search import ProviderHit, SearchReport, SearchRequest
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.orchestration.provider_call import ProviderCaller
from metarr_desktop.orchestration.provider_orchestrator import ProviderOrchestrator
from metarr_desktop.providers.base import SearchAnswer, TitleQuery
from tests.domain.search_builders import a_hit
from tests.orchestration.scripted import ScriptedProvider, an_answer, an_info
from tests.orchestration.virtual_time import clock, in_virtual_time, now

INCEPTION = a_hit("Inception", 2010, provider_result_id="27205", external_ids=ExternalIds(tmdb=27205))
ALIEN = a_hit("Alien", 1979, provider_result_id="348", external_ids=ExternalIds(tmdb=348))
ALIENS = a_hit("Aliens", 1986, rank=2, provider_result_id="679", external_ids=ExternalIds(tmdb=679))
FILMS = frozenset({EntityType.MOVIE})
BROKEN = ProviderFailed("tmdb", "TMDB answered with an error of its own (500).", status=500)


class Service:
    """A provider whose films are given; answers by title, filters by year where it is asked to."""

    def __init__(self, *films: ProviderHit, name: str = "tmdb", delay_s: float = 0.0, **info: Any) -> None:
        self._info = an_info(name, search_types=FILMS, **info)
        self.films = [replace(film, provider=name) for film in films]
        self.delay_s = delay_s
        self.errors: list[Exception] = []
        self.resolve_errors: dict[str, Exception] = {}
        self.resolved: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[str, int | None]] = []
        self.looked_up: list[str] = []
        self.found_by: list[ExternalIds] = []
        self.before_resolve: Callable[[], Awaitable[None]] | None = None

    @property
    def info(self) -> Any:
        return self._info

    async def search(self, query: TitleQuery) -> SearchAnswer:
        self.asked.append((query.title, query.year))
        await asyncio.sleep(self.delay_s)
        if self.errors:
            raise self.errors[0] if len(self.errors) == 1 else self.errors.pop(0)
        wanted = query.title.casefold()
        found = [
            film for film in self.films if wanted in film.title.casefold() and query.year in (None, film.year)
        ]
        return SearchAnswer(tuple(replace(film, rank=rank) for rank, film in enumerate(found, start=1)))

    async def find(self, entity_type: EntityType, ids: ExternalIds, priority: Priority) -> SearchAnswer:
        self.found_by.append(ids)
        await asyncio.sleep(self.delay_s)
        found = [film for film in self.films if film.external_ids.shares_any_with(ids)]
        return SearchAnswer(tuple(replace(film, rank=1, is_id_match=True) for film in found))

    async def resolve(self, hit: ProviderHit, priority: Priority) -> ProviderHit:
        self.looked_up.append(hit.provider_result_id)
        await asyncio.sleep(0)
        if self.before_resolve is not None:
            await self.before_resolve()
        if hit.provider_result_id in self.resolve_errors:
            raise self.resolve_errors[hit.provider_result_id]
        return replace(hit, is_resolved=True, **self.resolved.get(hit.provider_result_id, {}))


class Desk:
    def __init__(self, *services: Any, title_parser: Any = None) -> None:
        self.health = ProviderHealth([service.info for service in services], clock=clock, now=now)
        caller = ProviderCaller(self.health, random_share=lambda: 0.5)
        self.orchestrator = ProviderOrchestrator(services, caller, clock, title_parser)
        self.reports: list[SearchReport] = []

    async def search(self, query: str, *, resolve: bool = False, **request: Any) -> SearchReport:
        return await self.orchestrator.search(
            SearchRequest(query, resolve=resolve, **request), self.reports.append
        )


def titles(report: SearchReport) -> list[str]:
    return [f"{result.title} {result.year}" for result in report.results]


def outcomes(report: SearchReport) -> dict[str, Outcome]:
    return {outcome.provider: outcome.outcome for outcome in report.outcomes}


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


# --------------------------------------------------------------------------------- looking up details


@in_virtual_time
async def test_another_title_learned_by_looking_up_changes_the_ranking() -> None:
    other, wanted = (
        a_hit("Alien 2: On Earth", 1980),
        a_hit("Aliens (Alien 2)", 1986, provider_result_id="679"),
    )
    service = Service(other, wanted)
    service.resolved["679"] = {"alternative_titles": ("Alien 2",)}
    desk = Desk(service)
    await desk.search("Alien 2", resolve=True)

    assert (titles(desk.reports[0])[0], titles(desk.reports[-1])[0]) == (
        "Alien 2: On Earth 1980",
        "Aliens (Alien 2) 1986",
    )


@in_virtual_time
async def test_the_first_five_and_up_to_ten_good_ones_are_looked_up() -> None:
    good = [a_hit("Psycho", 1900 + number, provider_result_id=str(number)) for number in range(14)]
    service = Service(*good)
    await Desk(service).search("Psycho", resolve=True)
    poor = Service(*(a_hit(f"Psycho of the House {number}", 1990) for number in range(14)))
    await Desk(poor).search("Psycho", resolve=True)

    assert (len(service.looked_up), len(poor.looked_up)) == (10, 5)


@in_virtual_time
async def test_nothing_is_looked_up_unless_asked_for() -> None:
    service = Service(INCEPTION)
    await Desk(service).search("Inception", resolve=False)

    assert service.looked_up == []


@in_virtual_time
async def test_a_failed_look_up_keeps_the_result_and_is_named() -> None:
    service = Service(ALIEN, ALIENS)
    service.resolve_errors["348"] = ProviderRefused("tmdb", "no", reason="wrong")
    report = await Desk(service).search("Alien", resolve=True)

    assert titles(report) == ["Alien 1979", "Aliens 1986"]
    assert report.notes == ("The details of Alien (1979) could not be looked up at TMDB.",)
    assert service.looked_up.count("348") == 1


@in_virtual_time
async def test_a_report_follows_each_look_up() -> None:
    desk = Desk(Service(ALIEN, ALIENS))
    await desk.search("Alien", resolve=True)

    assert [sum(result.is_resolved for result in report.results) for report in desk.reports] == [0, 1, 2]
    assert [report.is_complete for report in desk.reports] == [False, False, True]


@in_virtual_time
async def test_looking_up_does_not_wait_for_a_slower_provider() -> None:
    quick, slow = Service(ALIEN), Service(ALIENS, name="tvdb", delay_s=5)
    seen: list[float] = []

    async def note() -> None:
        seen.append(now())

    quick.before_resolve = note
    await Desk(quick, slow).search("Alien", resolve=True)

    assert seen[0] < 1


@in_virtual_time
async def test_look_ups_end_with_the_deadline_and_are_named() -> None:
    service = Service(ALIEN, delay_s=4)

    async def hang() -> None:
        await asyncio.Event().wait()

    service.before_resolve = hang
    report = await Desk(service).search("Alien", resolve=True)

    assert now() == pytest.approx(10, abs=0.1)
    assert (titles(report), outcomes(report)) == (["Alien 1979"], {"tmdb": Outcome.OK})
    assert report.notes == ("The details of Alien (1979) could not be looked up at TMDB.",)


# --------------------------------------------------------------------------------- failures


@in_virtual_time
async def test_a_slow_provider_times_out_and_the_others_are_shown() -> None:
    report = await Desk(Service(INCEPTION), Service(name="tvdb", delay_s=60)).search("Inception")

    assert (titles(report), outcomes(report)) == (
        ["Inception 2010"],
        {"tmdb": Outcome.OK, "tvdb": Outcome.TIMED_OUT},
    )
    assert report.outcomes[1].message == "TVDB did not answer in time."
    assert now() == pytest.approx(10, abs=0.1)


@in_virtual_time
async def test_when_all_fail_the_report_says_so_of_each() -> None:
    refused = Service(name="tmdb")
    refused.errors = [ProviderRefused("tmdb", "TMDB does not accept the key.", reason="wrong")]
    down = Service(name="tvdb")
    down.errors = [ProviderUnreachable("tvdb", "TVDB cannot be reached.")]
    report = await Desk(refused, down).search("Inception")

    assert report.results == ()
    assert [(o.outcome, o.error_kind, o.message) for o in report.outcomes] == [
        (Outcome.FAILED, "refused", "TMDB does not accept the key."),
        (Outcome.FAILED, "unreachable", "TVDB cannot be reached."),
    ]


@in_virtual_time
async def test_a_passing_failure_is_retried() -> None:
    service = Service(INCEPTION)
    service.errors = [BROKEN, BROKEN]

    async def recover() -> None:
        await asyncio.sleep(0.5)
        service.errors = []

    report, _ = await asyncio.gather(Desk(service).search("Inception"), recover())

    assert titles(report) == ["Inception 2010"]


@in_virtual_time
async def test_a_provider_that_asks_for_a_rest_names_its_end() -> None:
    service = Service()
    service.errors = [ProviderBusy("tmdb", "TMDB asked for a rest.", retry_after_s=30)]
    desk = Desk(service)
    outcome = (await desk.search("Inception")).outcomes[0]
    again = (await desk.search("Inception")).outcomes[0]

    assert (outcome.outcome, outcome.error_kind) == (Outcome.FAILED, "busy")
    assert outcome.retry_at is not None
    assert (outcome.retry_at - clock()).total_seconds() == pytest.approx(30, abs=0.1)
    assert (again.outcome, again.error_kind) == (Outcome.SKIPPED, "paused")


@in_virtual_time
async def test_a_fault_in_one_provider_s_code_leaves_the_others_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    faulty = Service(name="tvdb")
    faulty.errors = [KeyError("results")]
    report = await Desk(Service(INCEPTION), faulty).search("Inception")

    assert (titles(report), report.outcomes[1].error_kind) == (["Inception 2010"], "unexpected")
    assert "KeyError" in caplog.text


@in_virtual_time
async def test_a_provider_without_search_is_skipped_with_the_reason() -> None:
    fanart = ScriptedProvider(an_info("fanart_tv", title="Fanart.tv"), an_answer())
    desk = Desk(Service(INCEPTION), fanart)
    report = await desk.search("Inception")

    assert (report.outcomes[1].outcome, report.outcomes[1].message) == (
        Outcome.SKIPPED,
        "Fanart.tv has no search.",
    )
    assert desk.reports[-1].is_complete


@in_virtual_time
async def test_no_provider_for_this_kind_is_a_report_too() -> None:
    desk = Desk(Service(INCEPTION))
    report = await desk.search("Queen", entity_type=EntityType.MUSIC)

    assert (outcomes(report), report.is_complete, desk.reports) == ({"tmdb": Outcome.SKIPPED}, True, [report])


@in_virtual_time
async def test_cancelling_a_search_cancels_its_requests() -> None:
    desk = Desk(Service(INCEPTION, delay_s=5))
    task = asyncio.create_task(desk.search("Inception"))
    await asyncio.sleep(1)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert desk.health.line(desk.health.infos()[0]).running == 0


# --------------------------------------------------------------------------------- texts


@pytest.mark.parametrize("query", ["", "   ", "\u200f", "\n\t"])
@in_virtual_time
async def test_an_empty_text_asks_nobody(query: str) -> None:
    service = Service(INCEPTION)
    report = await Desk(service).search(query)

    assert (report.results, report.outcomes, service.asked) == ((), (), [])
    assert report.notes == ("Type a title, an id or an address.",)


@in_virtual_time
async def test_ten_thousand_characters_are_cut_and_that_is_said() -> None:
    service = Service(INCEPTION)
    report = await Desk(service).search("x" * 10_000)

    assert [len(title) for title, _ in service.asked] == [255]
    assert report.notes == ("Only the first 255 characters were searched for.",)


@pytest.mark.parametrize("query", ["🎬🍿", "فيلم", "דיבוק 1937", "\udc80", "!!!"])
@in_virtual_time
async def test_any_script_and_sign_can_be_searched(query: str) -> None:
    report = await Desk(Service(INCEPTION)).search(query)

    assert (report.results, report.is_complete) == ((), True)


class _Parser:
    def parse(self, name: str) -> ParsedTitle:
        return ParsedTitle("Inception", 2010, "Extended") if "1080p" in name else ParsedTitle(name)


async def test_names_of_files_are_read_by_the_title_parser() -> None:
    service = Service(INCEPTION)
    report = await Desk(service, title_parser=_Parser()).search("inception.2010.1080p.x264-GRP.mkv")

    assert service.asked == [("Inception", 2010)]
    assert report.results[0].confidence == 95
