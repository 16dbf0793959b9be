"""A database that is damaged, locked, read-only or on a full disk: fresh data all the same, earlier rows intact."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.demo.server import DemoServer
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.fetch import FetchResult
from metarr_desktop.domain.search import SearchRequest
from metarr_desktop.services import Services, build_services
from metarr_desktop.settings import load_settings
from tests.builders import FakeClock
from tests.invariants import assert_sound, decisions
from tests.proofs.broken_disks import damaged, locked_by_another_process, read_only_file, small_disk
from tests.proofs.rig import (
    FORCED,
    INCEPTION,
    MOVIE,
    a_program,
    all_assets,
    assert_fit_for_people,
    database_of,
    pulse,
    request_for,
    without_times,
)

Program = Callable[..., Any]
CommandLine = Callable[..., tuple[int, dict[str, Any], str]]
OTHER_FILM = request_for(2, "348")


async def a_library_with_a_choice(program: Program) -> list[Any]:
    """Fetch Inception, choose a poster; return all rows."""
    async with program() as services:
        await services.cache.fetch_assets(INCEPTION)
        poster = (await services.cache.get_cached_assets(MOVIE, AssetType.POSTER))[2]
        await services.curation.select(poster.id)
        return await all_assets(services)


async def be_impatient(services: Services) -> None:
    """Wait for a lock of others for a twentieth of a second instead of five."""
    await services.store.run(services.store._database.rows, "PRAGMA busy_timeout = 50")


def assert_fresh_but_not_saved(result: FetchResult) -> None:
    assert (result.is_saved, result.cached) == (False, False)
    assert set(result.metadata.completed_providers) == {"tmdb", "fanart_tv"}
    for name, data in result.providers.items():
        assert data.images[AssetType.POSTER], name
        assert not data.is_stale
    assert result.providers["tmdb"].metadata is not None


async def writing_is_refused_in_words(services: Services, words: str) -> None:
    posters = await services.cache.get_cached_assets(MOVIE, AssetType.POSTER)
    with pytest.raises(StoreError, match=words) as refused:
        await services.curation.reject(posters[0].id)
    assert_fit_for_people(str(refused.value))


# ---------------------------------------------------------------------------------------------- damaged


async def test_a_file_that_is_no_database_is_said_and_left_alone(home: Path, server: DemoServer) -> None:
    path = database_of(home)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"Dear diary, " * 1000)

    with pytest.raises(StoreError) as refused:
        build_services(load_settings({"METARR_HOME": str(home), **server.environment()}))

    assert refused.value.reason == "corrupt"
    assert_fit_for_people(str(refused.value))
    assert path.read_bytes() == b"Dear diary, " * 1000


async def test_a_damaged_table_is_a_miss_for_fetching_and_an_error_for_the_browser(
    home: Path, program: Program
) -> None:
    rows = await a_library_with_a_choice(program)
    decided = decisions(database_of(home))
    with damaged(database_of(home), "provider_assets"):
        async with program() as services, pulse() as felt:
            assert_fresh_but_not_saved(await services.cache.fetch_assets(INCEPTION))
            with pytest.raises(StoreError, match="damaged") as refused:
                await services.cache.get_cached_assets(MOVIE, AssetType.POSTER)
            found = await services.cache.search(SearchRequest("alien"))  # needs no database
        assert_fit_for_people(str(refused.value))
        assert refused.value.reason == "corrupt"
        assert found.results
        assert felt.longest_s < 1.0

    async with program() as services:  # a backup was put in its place
        assert await all_assets(services) == rows
    assert decisions(database_of(home)) == decided
    assert_sound(database_of(home))


# ----------------------------------------------------------------------------------------------- locked


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
async def test_a_database_locked_by_another_program_costs_saving_only(
    home: Path, program: Program, how: str
) -> None:
    rows = await a_library_with_a_choice(program)
    with locked_by_another_process(database_of(home), how):
        async with program() as services:  # starting needs no lock
            await be_impatient(services)
            async with pulse() as felt:
                assert_fresh_but_not_saved(await services.cache.fetch_assets(FORCED))
                assert_fresh_but_not_saved(await services.cache.fetch_assets(OTHER_FILM))
                await writing_is_refused_in_words(services, "in use by another program")
            assert await all_assets(services) == rows
            assert felt.longest_s < 1.0
    async with program() as services:
        assert (await services.cache.fetch_assets(FORCED)).is_saved
        assert without_times(await all_assets(services)) == without_times(rows)
    assert_sound(database_of(home))


async def test_the_lock_of_another_program_ends_and_the_same_program_saves_again(
    home: Path, program: Program
) -> None:
    await a_library_with_a_choice(program)
    async with program() as services:
        await be_impatient(services)
        with locked_by_another_process(database_of(home)):
            assert not (await services.cache.fetch_assets(OTHER_FILM)).is_saved
        result = await services.cache.fetch_assets(OTHER_FILM)
        assert (result.is_saved, result.cached) == (True, False)
        assert (await services.cache.fetch_assets(OTHER_FILM)).cached
    assert_sound(database_of(home))


@pytest.mark.soak
async def test_a_lock_of_another_program_at_the_real_patience(home: Path, program: Program) -> None:
    rows = await a_library_with_a_choice(program)
    with locked_by_another_process(database_of(home)):
        async with program() as services:
            async with pulse() as felt:
                assert_fresh_but_not_saved(await services.cache.fetch_assets(FORCED))
            assert await all_assets(services) == rows
            assert felt.longest_s < 1.0


# -------------------------------------------------------------------------------------------- read-only


async def test_a_read_only_file_can_be_read_and_fetched_beside(home: Path, program: Program) -> None:
    rows = await a_library_with_a_choice(program)
    with read_only_file(database_of(home)):
        async with program() as services:
            assert_fresh_but_not_saved(await services.cache.fetch_assets(FORCED))
            assert_fresh_but_not_saved(await services.cache.fetch_assets(OTHER_FILM))
            assert await all_assets(services) == rows
            await writing_is_refused_in_words(services, "read-only")
    async with program() as services:
        assert (await services.cache.fetch_assets(FORCED)).is_saved
    assert_sound(database_of(home))


async def test_a_library_on_a_disk_that_turned_read_only_is_refused_in_words_and_comes_back(
    home: Path, server: DemoServer
) -> None:
    with small_disk(home) as disk:
        async with a_program(home, server.environment()) as services:
            await services.cache.fetch_assets(INCEPTION)
            rows = await all_assets(services)
        disk.make_read_only()
        with pytest.raises(StoreError) as refused:
            build_services(load_settings({"METARR_HOME": str(home), **server.environment()}))
        disk.make_writable()
        async with a_program(home, server.environment()) as services:
            assert await all_assets(services) == rows
    assert refused.value.reason == "read_only"
    assert_fit_for_people(str(refused.value))


async def test_starting_on_a_read_only_disk_is_refused_in_words(home: Path, server: DemoServer) -> None:
    with small_disk(home) as disk:
        disk.make_read_only()
        with pytest.raises(StoreError) as refused:
            build_services(load_settings({"METARR_HOME": str(home), **server.environment()}))
    assert refused.value.reason == "read_only"
    assert_fit_for_people(str(refused.value))


# --------------------------------------------------------------------------------------------- full disk


@pytest.mark.parametrize("leave_bytes", [0, pytest.param(24_576, marks=pytest.mark.soak), 90_000])
async def test_a_full_disk_costs_saving_only(home: Path, server: DemoServer, leave_bytes: int) -> None:
    """With a little space left the disk fills up in the middle of saving."""
    with small_disk(home) as disk:
        clock = FakeClock()
        async with a_program(home, server.environment(), clock=clock) as services:
            await services.cache.fetch_assets(INCEPTION)
            poster = (await services.cache.get_cached_assets(MOVIE, AssetType.POSTER))[2]
            await services.curation.select(poster.id)
            rows = await all_assets(services)
            disk.fill(leave_bytes=leave_bytes)

            clock.advance(hours=1)
            assert_fresh_or_partly_saved(await services.cache.fetch_assets(FORCED))
            new = await services.cache.fetch_assets(OTHER_FILM)
            assert new.is_saved is False
            assert new.providers["fanart_tv"].images[AssetType.POSTER]
            assert without_times(await all_assets(services)) == without_times(rows)
            assert_sound(database_of(home))

            disk.empty()
            saved = await services.cache.fetch_assets(OTHER_FILM)
            assert (saved.is_saved, saved.cached) == (True, False)
        assert_sound(database_of(home))


def assert_fresh_or_partly_saved(result: FetchResult) -> None:
    assert not result.cached
    assert set(result.metadata.completed_providers) == {"tmdb", "fanart_tv"}
    assert all(data.images[AssetType.POSTER] for data in result.providers.values())


async def test_a_database_that_may_not_grow_costs_saving_only(home: Path, program: Program) -> None:
    """The same where no disk can be mounted: SQLite itself says that the disk is full."""
    rows = await a_library_with_a_choice(program)
    async with program() as services:
        ((pages,),) = await services.store.run(services.store._database.rows, "PRAGMA page_count")
        await services.store.run(services.store._database.rows, f"PRAGMA max_page_count = {pages}")
        result = await services.cache.fetch_assets(OTHER_FILM)
        assert result.is_saved is False
        assert result.providers["tmdb"].images[AssetType.POSTER]
        assert await all_assets(services) == rows
        await services.store.run(services.store._database.rows, "PRAGMA max_page_count = 1000000")
        assert (await services.cache.fetch_assets(OTHER_FILM)).is_saved
    assert_sound(database_of(home))


def test_the_command_line_says_a_full_disk_and_returns_what_it_fetched(
    home: Path, command_line: CommandLine
) -> None:
    with small_disk(home) as disk:
        assert command_line("fetch", "movie", "1", "--tmdb", "27205")[0] == 0
        disk.fill(leave_bytes=120_000)
        status, document, words = command_line("fetch", "movie", "2", "--tmdb", "348")
    assert (status, document["is_saved"]) == (0, False)
    assert document["providers"]["tmdb"]["images"]["poster"]
    assert "The disk is full" in words
    assert "rollback" not in words


def test_the_command_line_says_that_a_disk_is_too_full_to_start(
    home: Path, command_line: CommandLine
) -> None:
    with small_disk(home) as disk:
        assert command_line("fetch", "movie", "1", "--tmdb", "27205")[0] == 0
        disk.fill()
        status, refused, _ = command_line("assets", "movie", "1", "poster")
        disk.empty()
        _, document, _ = command_line("assets", "movie", "1", "poster")
    assert (status, refused["error"]["kind"]) == (1, "store")
    assert "The disk is full" in refused["error"]["message"]
    assert_fit_for_people(refused["error"]["message"])
    assert len(document["assets"]) > 5
