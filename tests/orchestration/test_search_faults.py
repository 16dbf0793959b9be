"""One search at all providers: look-ups, failures, awkward texts."""

from __future__ import annotations

import asyncio

import pytest

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import (
    ProviderBusy,
    ProviderRefused,
    ProviderUnreachable,
)
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.query import ParsedTitle
from tests.domain.search_builders import a_hit
from tests.orchestration.scripted import EVERYTHING, ScriptedProvider, an_answer, an_info
from tests.orchestration.search_desk import (
    ALIEN,
    ALIENS,
    BROKEN,
    INCEPTION,
    Desk,
    Service,
    outcomes,
    titles,
)
from tests.orchestration.virtual_time import clock, in_virtual_time, now

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
async def test_asking_once_more_tries_a_provider_that_is_paused() -> None:
    service = Service(INCEPTION)
    service.errors = [BROKEN] * 1000
    desk = Desk(service)
    for _ in range(6):
        await desk.search("Inception")
    service.errors = []
    paused = (await desk.search("Inception")).outcomes[0]
    retried = await desk.search("Inception", is_retry=True)

    assert (paused.outcome, paused.error_kind) == (Outcome.SKIPPED, "paused")
    assert titles(retried) == ["Inception 2010"]


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
async def test_a_provider_that_searches_other_kinds_only_is_not_said_to_have_no_search() -> None:
    series = {EntityType.MOVIE: (EVERYTHING,), EntityType.TV: (EVERYTHING,)}
    report = await Desk(Service(INCEPTION, title="TMDB", answers=series)).search(
        "Dark", entity_type=EntityType.TV
    )

    assert [outcome.message for outcome in report.outcomes] == ["TMDB has no search for series."]


@in_virtual_time
async def test_no_provider_for_this_kind_is_a_report_too() -> None:
    desk = Desk(Service(INCEPTION))
    report = await desk.search("Queen", entity_type=EntityType.MUSIC)

    assert (outcomes(report), report.is_complete, desk.reports) == ({}, True, [report])
    assert report.notes == ("No provider that is switched on knows albums.",)


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
