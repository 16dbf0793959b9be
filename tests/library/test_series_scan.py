"""Which series a folder holds: one for all their episodes; nothing there is opened or written."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.library.series_scan import SeriesScanner
from metarr_desktop.library.walk import ScanResult
from tests.library.trees import file_no_text_names, scandir_without, tree


def scan(root: Path) -> ScanResult:
    return SeriesScanner().scan(str(root))


def found(root: Path) -> list[tuple[str, int | None, str]]:
    """Return title, year and path below *root* of what is found there."""
    return [
        (title.parsed.title, title.parsed.year, os.path.relpath(title.path, root))
        for title in scan(root).found
    ]


def test_a_folder_with_seasons_is_one_series(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Dark (2017)/Season 01/Dark (2017) - S01E01 - Secrets.mkv",
        "Dark (2017)/Season 01/Dark (2017) - S01E02 - Lies.mkv",
        "Dark (2017)/Season 02/Dark (2017) - S02E01.mkv",
        "Dark (2017)/Specials/Making of.mkv",
        "House/Staffel 1/01 - Pilot.avi",
    )

    assert found(tmp_path) == [("Dark", 2017, "Dark (2017)"), ("House", None, "House")]


def test_episodes_directly_in_the_folder_of_their_series_are_one_series(tmp_path: Path) -> None:
    tree(tmp_path, "Dark/Dark.S01E01.mkv", "Dark/Dark.S02E01.mkv", "The Office (US)/1x01 Pilot.mkv")

    assert found(tmp_path) == [("Dark", None, "Dark"), ("The Office (US)", None, "The Office (US)")]


def test_loose_episodes_side_by_side_are_one_series_each(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Dark.S01E01.1080p.WEB.mkv",
        "Dark.S01E02.1080p.WEB.mkv",
        "Doctor.Who.2005.S01E01.mkv",
        "Downloads/The Wire S01E01.mkv",
        "Downloads/Narcos S01E01.mkv",
    )

    assert found(tmp_path) == [
        ("Dark", None, "Dark.S01E01.1080p.WEB.mkv"),
        ("Doctor Who", 2005, "Doctor.Who.2005.S01E01.mkv"),
        ("Narcos", None, "Downloads/Narcos S01E01.mkv"),
        ("The Wire", None, "Downloads/The Wire S01E01.mkv"),
    ]


def test_a_loose_episode_of_a_series_with_a_folder_adds_nothing(tmp_path: Path) -> None:
    tree(tmp_path, "Dark.S01E03.mkv", "Dark (2017)/Season 1/Dark S01E01.mkv", "new/Dark.S01E04.mkv")

    assert found(tmp_path) == [("Dark", 2017, "Dark (2017)")]


def test_a_folder_per_season_or_episode_is_one_series_all_the_same(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Dark.S01.COMPLETE.1080p.WEB-GRP/Dark.S01E01.mkv",
        "Dark.S02.COMPLETE.1080p.WEB-GRP/Dark.S02E01.mkv",
        "House.S01E01.720p-GRP/house.101.mkv",
        "House.S01E02.720p-GRP/house.102.mkv",
        "Narcos (2015)/Narcos Season 1/Narcos S01E01.mkv",
        "Narcos (2015)/Narcos Season 2/Narcos S02E01.mkv",
        "Vikings/Season 1/Vikings.S01E01-GRP/vikings.s01e01.mkv",
    )

    assert found(tmp_path) == [
        ("Dark", None, "Dark.S01.COMPLETE.1080p.WEB-GRP"),
        ("House", None, "House.S01E01.720p-GRP"),
        ("Narcos", 2015, "Narcos (2015)"),
        ("Vikings", None, "Vikings"),
    ]


def test_arcs_of_an_anime_and_its_counted_episodes_are_one_series(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "One Piece/Romance Dawn/One Piece - 001 [1080p].mkv",
        "One Piece/Alabasta/One Piece - 092 [1080p].mkv",
        "Cowboy Bebop/[Group] Cowboy Bebop - 05v2 [BD 1080p].mkv",
        "[Group] Trigun [BD 1080p]/[Group] Trigun - 01.mkv",
    )

    assert found(tmp_path) == [
        ("Trigun", None, "[Group] Trigun [BD 1080p]"),
        ("Cowboy Bebop", None, "Cowboy Bebop"),
        ("One Piece", None, "One Piece"),
    ]


def test_twins_of_other_years_are_two_series(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Battlestar Galactica (1978)/Season 1/a.mkv",
        "Battlestar Galactica (2003)/Season 1/a.mkv",
    )

    assert [year for _, year, _ in found(tmp_path)] == [1978, 2003]


def test_folders_of_genres_and_franchises_give_no_name(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Scifi/Star Trek/Star Trek Picard/Season 1/S01E01.mkv",
        "Scifi/Star Trek/Discovery/S01E01.mkv",
    )

    assert [title for title, _, _ in found(tmp_path)] == ["Discovery", "Star Trek Picard"]


def test_a_name_given_with_care_wins_over_that_of_the_files(tmp_path: Path) -> None:
    tree(tmp_path, "Die Brücke (2011)/Bron.S01E01.mkv")

    assert found(tmp_path) == [("Die Brücke", 2011, "Die Brücke (2011)")]


@pytest.mark.parametrize("inside", ["", "Season 01"])
def test_the_folder_of_a_series_or_season_can_be_chosen_itself(tmp_path: Path, inside: str) -> None:
    tree(tmp_path, "Dark (2017)/Season 01/Dark S01E01.mkv")
    (title,) = scan(tmp_path / "Dark (2017)" / inside).found

    assert (title.parsed.title, title.parsed.year, title.path) == (
        "Dark",
        2017,
        str(tmp_path / "Dark (2017)"),
    )


def test_ids_in_names_of_folders_are_taken(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Dark (2017) {tvdb-334824}/Season 1/a.mkv",
        "Sherlock [tmdbid-19885]/Sherlock.S01E01.mkv",
        "Vikings {imdb-tt2306299}/S01/a.mkv",
    )

    assert [title.parsed.ids for title in scan(tmp_path).found] == [
        ExternalIds(tvdb=334824),
        ExternalIds(tmdb=19885),
        ExternalIds(imdb="tt2306299"),
    ]


def test_extras_samples_and_hidden_files_make_no_series(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Dark/Extras/Dark S00E01.mkv",
        "Dark/sample.mkv",
        "Dark/Dark S01E01-sample.mkv",
        "Dark/.Dark S01E01.mkv",
        "Dark/Dark S01E01.srt",
        ".hidden/House S01E01.mkv",
        "@eaDir/House S01E01.mkv",
    )

    assert found(tmp_path) == []


def test_films_are_named_and_left_out(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Alien (1979)/Alien (1979).mkv",
        "Heat (1995)/BDMV/STREAM/0.m2ts",
        "Dark/Dark S01E01.mkv",
        "Dark/Making of/film.mkv",
    )
    reason = "looks like a film; add the folder as films to have it"

    assert [title for title, _, _ in found(tmp_path)] == ["Dark"]
    assert scan(tmp_path).skipped == {
        str(tmp_path / "Alien (1979)"): reason,
        str(tmp_path / "Heat (1995)"): reason,
    }


def test_the_discs_of_a_season_are_its_series(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "House (2004)/Season 1/Disc 1/VIDEO_TS/VTS_01_1.VOB",
        "House (2004)/Season 1/Disc 2/BDMV/a.m2ts",
    )

    assert found(tmp_path) == [("House", 2004, "House (2004)")]


def test_loops_of_links_end_and_linked_series_count_once(tmp_path: Path) -> None:
    tree(tmp_path, "tv/Dark/Season 1/Dark S01E01.mkv")
    (tmp_path / "tv" / "Dark" / "loop").symlink_to(tmp_path / "tv", target_is_directory=True)
    (tmp_path / "again").symlink_to(tmp_path / "tv", target_is_directory=True)

    assert len(found(tmp_path)) == 1


def test_an_unreadable_season_is_named_and_the_rest_is_found(tmp_path: Path) -> None:
    tree(tmp_path, "Dark/Season 1/a.mkv", "House/Season 1/a.mkv")

    result = SeriesScanner(scandir=scandir_without("Dark/Season 1")).scan(str(tmp_path))

    assert [title.parsed.title for title in result.found] == ["House"]
    assert result.skipped == {str(tmp_path / "Dark" / "Season 1"): "cannot be read (Permission denied)"}


def test_a_series_whose_name_is_no_text_is_named_and_not_added(tmp_path: Path) -> None:
    file_no_text_names(tmp_path, b"Caf\xe9 (2010)", b"Season 1", b"a.mkv")
    result = scan(tmp_path)

    assert result.found == ()
    assert ["rename it" in reason for reason in result.skipped.values()] == [True]


def test_a_folder_that_is_none_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="does not exist"):
        scan(tmp_path / "nowhere")


def test_a_stopped_scan_keeps_what_it_found(tmp_path: Path) -> None:
    tree(tmp_path, *(f"Show {number}/Show {number} S01E01.mkv" for number in range(9)))
    asked: list[int] = []

    def is_stopped() -> bool:
        asked.append(1)
        return len(asked) > 3

    assert len(SeriesScanner(is_stopped=is_stopped).scan(str(tmp_path)).found) == 2


def test_ten_thousand_episodes_take_no_time(tmp_path: Path) -> None:
    class Entry:
        def __init__(self, folder: str, name: str, like: os.stat_result) -> None:
            self.name, self.path, self._like = name, os.path.join(folder, name), like

        def stat(self) -> os.stat_result:
            return self._like

    class Listed:
        def __init__(self, entries: list[Any]) -> None:
            self.entries = entries

        def __enter__(self) -> list[Any]:
            return self.entries

        def __exit__(self, *_: object) -> None:
            pass

    (tmp_path / "file").touch()
    (tmp_path / "tv").mkdir()
    like = (tmp_path / "file").stat()

    def scandir(path: str) -> Any:
        names = [f"Show {show:03}.S{season:02}E{number:02}.mkv" for show in range(100) for season in range(10)
                 for number in range(10)]  # fmt: skip
        return Listed([Entry(path, name, like) for name in names])

    started = time.process_time()
    result = SeriesScanner(scandir=scandir).scan(str(tmp_path / "tv"))

    assert len(result.found) == 100
    assert time.process_time() - started < 3
