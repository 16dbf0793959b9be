"""Jobs and their reports in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.jobs import Job, JobKind, JobPriority, JobProgress, JobState
from metarr_desktop.domain.schedule import QuietHours, ScheduleSettings, ScheduleState
from ui.activity import wording
from ui.activity.job_lines import JobLines
from ui.activity.job_pane import lines_of
from ui.activity.report import followers_of, may_retry, report_of
from ui.activity.schedule_model import ScheduleRow, facts_of

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ALIEN = EntityKey(EntityType.MOVIE, 1)


def a_job(kind: str, **changes) -> Job:
    job = Job(1, kind, kind, {}, JobPriority.USER, JobState.QUEUED, 0, NOW, NOW)
    return replace(job, **changes)


def names(key: EntityKey) -> str:
    return "Alien (1979)" if key == ALIEN else ""


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (a_job(JobKind.ENRICH_TITLES, payload={"titles": [["movie", 1], ["movie", 2]]}), "Enrich 2 titles"),
        (a_job(JobKind.ENRICH_TITLES, payload={"titles": [["movie", 1]]}), "Enrich Alien (1979)"),
        (a_job(JobKind.ENRICH, payload={"entity_type": "movie", "entity_id": 1}), "Enrich Alien (1979)"),
        (a_job(JobKind.ENRICH, payload={"entity_type": "movie", "entity_id": 9}), "Enrich 1 title"),
        (a_job(JobKind.UPDATE), "Weekly update"),
        (a_job("future"), "Work of another version of this program (future)"),
    ],
)
def test_a_job_is_named_by_what_it_does(job: Job, words: str) -> None:
    assert wording.job_title(job, names) == words


def test_a_job_that_follows_a_webhook_is_named_by_what_was_said() -> None:
    job = a_job(JobKind.WEBHOOK, payload={"event_id": 5})
    assert (
        wording.job_title(job, names, "Radarr imported Alien (1979). More.") == "Radarr imported Alien (1979)"
    )


def test_a_running_job_says_where_it_is() -> None:
    running = a_job(
        JobKind.ENRICH_TITLES, state=JobState.RUNNING, started_at=NOW - timedelta(minutes=3),
        progress=JobProgress(10, 40, "Scoring: Dune (2021)"),
    )  # fmt: skip
    assert wording.progress_text(running) == "10 of 40 · Scoring: Dune (2021)"


def test_what_is_left_is_estimated_from_what_this_run_did() -> None:
    lines = JobLines(names, {})
    job = a_job(JobKind.ENRICH_TITLES, state=JobState.RUNNING, started_at=NOW, progress=JobProgress(20, 40))
    assert lines.live_line(job, NOW, is_paused=False).side == "0 s"  # taken up again: twenty were done before
    later = replace(job, progress=JobProgress(22, 40))
    assert (
        lines.live_line(later, NOW + timedelta(minutes=1), is_paused=False).side == "1 min · about 9 min left"
    )


def test_a_job_that_failed_says_when_it_is_tried_again() -> None:
    job = a_job(
        JobKind.UPDATE, attempts=2, error="TMDB could not be reached.", due_at=NOW + timedelta(days=1)
    )
    again = wording.moment_text(job.due_at, NOW)
    assert again.startswith("tomorrow at ")
    assert (
        wording.waiting_text(job, NOW, is_paused=True) == f"TMDB could not be reached. Tried again {again}."
    )
    assert (
        wording.waiting_text(a_job(JobKind.UPDATE), NOW, is_paused=True) == "Waits until automation goes on"
    )
    paused = replace(job, error="Automatic work is paused.", due_at=NOW, progress=JobProgress(9, 16))
    assert wording.waiting_text(paused, NOW, is_paused=True) == "9 of 16 done. Automatic work is paused."


@pytest.mark.parametrize(
    "value", [{"entity_type": "movie", "entity_id": 1}, ["movie", 1], ["movie", 1, 5], "movie 1"]
)
def test_a_key_is_understood_however_it_is_written(value: object) -> None:
    assert wording.key_in(value) == ALIEN


@pytest.mark.parametrize("value", [None, 7, "film 1", ["movie"], {"entity_id": "x", "entity_type": "movie"}])
def test_what_is_no_key_is_none(value: object) -> None:
    assert wording.key_in(value) is None


def a_title(outcome: str, **choices) -> dict[str, object]:
    return {"key": ["movie", 1], "title": "Alien (1979)", "outcome": outcome, "message": "Why.", **choices}


CHOICE = {
    "asset_type": "seasonposter",
    "season_number": 2,
    "provider": "tvdb",
    "reason": "Highest score: 91.",
}


def test_a_cancelled_job_says_how_far_it_came() -> None:
    job = a_job(JobKind.ENRICH_TITLES, state=JobState.CANCELLED, progress=JobProgress(10, 16))
    assert wording.ended_text(job) == "Cancelled after 10 of 16; what was done before stays."
    assert wording.ended_text(replace(job, progress=JobProgress())).startswith("Cancelled; ")


def test_a_report_tells_apart_what_failed_was_proposed_and_was_prevented() -> None:
    proposing = a_title("done", proposed=[CHOICE], would_have_changed=[CHOICE])
    result = {
        "titles": [a_title("failed", failures=["Poster: gone.", "Disc: gone."]), proposing, a_title("skipped")],
        "done": 30, "failed": 1, "skipped": 1, "proposed": 1,
    }  # fmt: skip
    job = a_job(JobKind.ENRICH_TITLES, state=JobState.DONE, result=result)
    report = report_of(job, names, {"tvdb": "TheTVDB"}.__getitem__)
    assert [(group.name, group.count) for group in report.groups] == [
        ("Failed", 1),
        ("Proposed", 1),
        ("Would have changed, but is locked", 1),
        ("Left alone", 1),
        ("Nothing to change", 29),
    ]
    failed = report.groups[0].items[0]
    assert (failed.text, failed.hint) == ("Poster: gone.", "Why.\nPoster: gone.\nDisc: gone.")
    assert JobLines(names, {}).lines((), (job,), now=NOW)[-1].side == "1 failed"  # not simply done
    proposed = report.groups[1].items[0]
    assert proposed.text == "Season poster of season 2 from TheTVDB: Highest score: 91"
    assert proposed.key == ALIEN
    assert may_retry(job, report)


def test_a_title_with_several_pictures_names_its_slots_and_tells_why_at_length() -> None:
    fanart = {"asset_type": "fanart", "provider": "tmdb", "reason": "No text."}
    job = a_job(
        JobKind.ENRICH, state=JobState.DONE, result=a_title("done", proposed=[CHOICE, fanart, fanart])
    )
    (group,) = report_of(job, names, str.upper).groups
    assert group.items[0].text == "Season poster of season 2, fanart × 2"
    assert group.items[0].hint.splitlines()[1] == "Fanart from TMDB: No text"
    assert group.count_words == "3 in 1 title"


def test_a_single_title_is_a_report_as_well() -> None:
    job = a_job(JobKind.ENRICH, state=JobState.DONE, result=a_title("done", selected=[CHOICE]))
    report = report_of(job, names, str)
    assert [group.name for group in report.groups] == ["Selected"]
    assert not may_retry(job, report)


@pytest.mark.parametrize(
    "result",
    [
        {},
        {"titles": 3},
        {"titles": [None, {"outcome": "done", "proposed": "x"}]},
        {"changed": [1], "failed": "1"},
    ],
)
@pytest.mark.parametrize("kind", [JobKind.ENRICH_TITLES, JobKind.UPDATE, JobKind.WEBHOOK, "future"])
def test_a_report_of_another_shape_is_no_crash(kind: str, result: dict[str, object]) -> None:
    report = report_of(a_job(kind, state=JobState.DONE, result=result), names, str)
    assert lines_of(report.groups) is not None
    assert report.failed == 0


def test_a_weekly_update_reports_its_counts() -> None:
    result = {
        "refreshed": 120,
        "failed": 1,
        "new_pictures": 31,
        "changed": {"tmdb": 7},
        "gone": 0,
        "without": ["tmdb"],
    }
    report = report_of(a_job(JobKind.UPDATE, state=JobState.DONE, result=result), names, str.upper)
    assert [group.name for group in report.groups] == [
        "1 title could not be refreshed",
        "120 titles refreshed",
        "31 new pictures",
        "TMDB left out: requests of the day used up",
        "TMDB announced changes of 7 titles",
    ]


def test_a_weekly_update_names_titles_and_what_followed_for_their_artwork() -> None:
    def named(number: int, outcome: str, pictures: int, *failures: str) -> dict[str, object]:
        return {
            "key": ["movie", number], "title": f"Film {number}", "outcome": outcome, "new_pictures": pictures,
            "failures": list(failures),
        }  # fmt: skip

    result = {
        "refreshed": 52, "failed": 1, "new_pictures": 2, "enriched_next": 1, "enrichment_jobs": [7],
        "named": [
            named(1, "failed", 0, "Nobody could be asked.", "TMDB is slow."), named(2, "refreshed", 2),
            named(3, "refreshed", 0),
        ],
    }  # fmt: skip
    job = a_job(JobKind.UPDATE, payload={"report": result})  # it waits for its next round
    before = report_of(job, names, str)
    assert [line.title for line in lines_of(before.groups)] == [
        "Could not be refreshed", "Film 1", "Refreshed", "Film 2", "Film 3", "50 more titles", "2 new pictures",
        "1 title with new pictures: artwork is looked for",
    ]  # fmt: skip
    failed, news, nothing = (item for group in before.groups[:2] for item in group.items)
    assert (failed.text, failed.hint) == (
        "Nobody could be asked.",
        "Nobody could be asked.\nTMDB is slow.",
    )
    assert (news.text, news.key, nothing.text) == (
        "2 new pictures",
        EntityKey(EntityType.MOVIE, 2),
        "nothing new",
    )
    assert followers_of(job) == [7]
    followed = a_job(JobKind.ENRICH, state=JobState.DONE, result=a_title("done", proposed=[CHOICE]))
    after = report_of(job, names, str, [followed])
    assert [group.name for group in after.groups] == [
        "Could not be refreshed", "Artwork: proposed", "Refreshed", "2 new pictures",
    ]  # fmt: skip
    assert (after.proposed, may_retry(job, after)) == (1, False)


def test_a_schedule_says_what_is_set_in_words() -> None:
    at = datetime(2026, 1, 1, 22).time()
    settings = ScheduleSettings(
        quiet=QuietHours(at, at.replace(hour=6)), budgets={"tmdb": 2000, "tvdb": 0}, enriches=False
    )
    facts = dict(facts_of(settings, {"tmdb": "TMDB", "tvdb": "TheTVDB"}))
    assert facts["Rests"].startswith("From 22:00 to 06:00, but for what you begin yourself")
    assert facts["Requests a day"] == "At most TMDB 2,000; TheTVDB never asked"
    assert facts["Afterwards"] == "Nothing more"


def test_a_run_that_is_due_in_quiet_hours_says_when_they_end() -> None:
    local = NOW.astimezone()
    quiet = QuietHours((local - timedelta(hours=1)).time(), (local + timedelta(hours=1)).time())
    state = ScheduleState(replace(ScheduleSettings(), quiet=quiet), next_run_at=NOW - timedelta(days=5))
    end = wording.moment_text(NOW + timedelta(hours=1), NOW)
    assert ScheduleRow(state).texts(NOW)[5] == f"{end.capitalize()}, after the quiet hours"
    loud = replace(state, settings=ScheduleSettings())
    assert ScheduleRow(loud).texts(NOW)[5] == "Now"
