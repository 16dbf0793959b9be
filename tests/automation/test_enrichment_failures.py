"""What goes wrong with the enrichment of a title, and its jobs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from metarr_desktop.automation.enrichment_jobs import enrich_job
from metarr_desktop.domain.enrichment import EnrichmentOutcome, EnrichmentReport
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.errors import AllProvidersFailed, EntityUnknown, StoreError, ThumbnailUnavailable
from metarr_desktop.domain.fetch import Outcome, ProviderOutcome
from metarr_desktop.domain.jobs import Job, JobState
from tests.automation.enrichment_bench import (
    BROKEN,
    FANART,
    LATE,
    SELECTING,
    EnrichmentBench,
    an_enrichment_bench,
    liked,
    picture,
)
from tests.builders import MOVIE
from tests.invariants import assert_sound


@pytest.fixture
def selecting(tmp_path: Path) -> Iterator[EnrichmentBench]:
    with an_enrichment_bench(tmp_path) as bench:
        bench.prefer(automation=SELECTING)
        yield bench
        assert_sound(bench.file)


# --------------------------------------------------------------------------------------- what goes wrong


async def test_a_broken_original_is_not_chosen_but_the_next_best_is(selecting):
    selecting.offer(liked("broken", 50), liked("next", 1))
    selecting.network.broken["broken"] = BROKEN
    report = await selecting.enrich()
    assert (selecting.selected(), report.unusable, report.outcome) == (["next"], 1, EnrichmentOutcome.DONE)


async def test_bytes_that_are_no_picture_are_a_broken_original(selecting):
    selecting.offer(liked("half", 50), liked("next", 1))
    selecting.network.files["half"] = picture()[:5000]
    await selecting.enrich()
    assert selecting.selected() == ["next"]
    assert len([each for each in selecting.originals.rglob("*/*") if each.is_file()]) == 1


async def test_a_broken_original_is_tried_again_after_a_week(selecting):
    selecting.offer(liked("broken", 50))
    selecting.network.broken["broken"] = BROKEN
    for _ in range(2):
        await selecting.enrich()
    assert len(selecting.network.asked) == 1
    selecting.clock.advance(days=7, seconds=1)
    del selecting.network.broken["broken"]
    await selecting.enrich()
    assert selecting.selected() == ["broken"]


async def test_a_place_all_of_whose_originals_are_broken_is_left_for_another_time(selecting):
    selecting.offer(liked("old", 1))
    await selecting.enrich()
    new = [liked(f"new-{number}", 900, width=2000, height=3000) for number in range(30)]
    selecting.offer(liked("old", 1), *new)
    selecting.network.broken = {f"new-{number}": BROKEN for number in range(30)}
    selecting.network.asked = []
    report = await selecting.enrich()
    assert (len(selecting.network.asked), selecting.selected()) == (5, ["old"])
    assert report.failures == (
        "Poster: images.example sent no usable picture 5 times in a row. It is tried again later.",
    )
    selecting.network.broken = {}
    await selecting.enrich()
    assert selecting.selected()[0].startswith("new-")


async def test_an_original_that_does_not_come_now_leaves_its_slot_as_it_was(selecting):
    selecting.offer(liked("late", 90), liked("next", 1), liked("wall", 5, FANART, width=1920, height=1080))
    selecting.network.broken["late"] = LATE
    report = await selecting.enrich()
    assert (selecting.selected(), selecting.selected(FANART)) == ([], ["wall"])
    assert report.outcome is EnrichmentOutcome.FAILED
    assert report.failures == ("Poster: images.example did not send the picture in time.",)


async def test_offline_every_selection_stays_and_the_network_is_not_tried_for_long(selecting):
    selecting.offer(liked("old", 1), *(liked(f"f{n}", n, FANART, width=1920, height=1080) for n in range(4)))
    await selecting.enrich()
    before = (selecting.selected(), selecting.selected(FANART))
    selecting.offer(
        liked("new", 900, width=2000, height=3000),
        *(liked(f"g{n}", 900, FANART, width=3840, height=2160) for n in range(9)),
    )
    selecting.network.is_down, selecting.network.asked = True, []
    report = await selecting.enrich()
    assert (selecting.selected(), selecting.selected(FANART)) == before
    assert report.outcome is EnrichmentOutcome.FAILED
    assert len(selecting.network.asked) <= 4


async def test_where_no_provider_answers_nothing_changes_and_the_reason_is_kept(selecting):
    selecting.offer(liked("good", 50))
    selecting.cache.error = AllProvidersFailed("No provider could give anything.", ())
    with pytest.raises(AllProvidersFailed):
        await selecting.enrich()
    state = selecting.store.call(selecting.store.enrichments.find, MOVIE)
    assert (selecting.selected(), state.state) == ([], "failed")
    assert state.report["message"] == "No provider could give anything."


async def test_a_provider_that_cannot_be_asked_is_named_and_the_others_take_part(selecting):
    selecting.offer(liked("good", 50))
    refused = "TMDB does not accept the key."
    selecting.cache.outcomes = (
        ProviderOutcome("tmdb", Outcome.FAILED, "refused", refused),
        ProviderOutcome("tvdb", Outcome.SKIPPED, "no_id", "TheTVDB has no id to go by."),
    )
    report = await selecting.enrich()
    assert (selecting.selected(), report.unreached) == (["good"], (refused,))
    assert report.message == f"1 selected. {refused}"
    words = EnrichmentReport((report,)).text
    assert words.endswith("Not every provider could be asked for 1 title.")


async def test_a_failed_title_costs_only_itself(selecting):
    selecting.offer(liked("good", 50))
    report = await selecting.enrichment.run([EntityKey(EntityType.MOVIE, 99), MOVIE])
    assert [title.outcome for title in report.titles] == [EnrichmentOutcome.FAILED, EnrichmentOutcome.DONE]
    assert report.text == (
        "1 title enriched: 1 selected, 0 proposed. 1 title failed; what was selected there is as it was."
    )


async def test_a_full_disk_ends_the_run_and_leaves_everything(selecting, monkeypatch):
    selecting.offer(liked("old", 1))
    await selecting.enrich()
    selecting.offer(liked("new", 900, width=2000, height=3000))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match=r"the disk is full. What is selected is as it was") as caught:
        await selecting.enrichment.run([MOVIE])
    assert caught.value.reason == "disk_full"
    assert selecting.selected() == ["old"]
    assert list(selecting.originals.rglob("*.part")) == []


# -------------------------------------------------------------------------------------------------- jobs


class Context:
    def __init__(self) -> None:
        self.steps: list[tuple[int, int, str]] = []

    def progress(self, done: int, total: int, words: str = "") -> None:
        self.steps.append((done, total, words))


def job_of(bench: EnrichmentBench, key: EntityKey = MOVIE):
    new, now = enrich_job(key), bench.clock()
    return Job(1, new.kind, new.key, new.payload, new.priority, JobState.RUNNING, 1, now, now)


async def test_a_job_enriches_its_title_and_its_result_is_the_report(selecting):
    selecting.offer(liked("good", 50))
    context = Context()
    job = job_of(selecting)
    result = await selecting.jobs.handle(job, context)
    assert job.key == "enrich:movie:1"
    assert json.loads(json.dumps(result))["titles"][0]["selected"][0]["asset_type"] == "poster"
    assert context.steps[-1] == (4, 5, "Selecting: Inception (2010)")


async def test_a_job_with_originals_missing_is_tried_again(selecting):
    selecting.offer(liked("late", 90))
    selecting.network.broken["late"] = LATE
    with pytest.raises(ThumbnailUnavailable, match="its slots are as they were"):
        await selecting.jobs.handle(job_of(selecting), Context())


async def test_a_job_for_a_title_that_was_removed_is_over(selecting):
    result = await selecting.jobs.handle(job_of(selecting, EntityKey(EntityType.MOVIE, 5)), Context())
    assert (result["skipped"], result["titles"][0]["outcome"]) == (1, "skipped")


async def test_an_unknown_title_is_refused(selecting):
    with pytest.raises(EntityUnknown):
        await selecting.enrich(EntityKey(EntityType.MOVIE, 99))
