"""What names of files and folders say."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.library.filename import FileNameParser, without_ending

PARSER = FileNameParser()


@pytest.mark.parametrize(
    ("name", "title", "year"),
    [
        ("(500) Days of Summer (2009).mkv", "(500) Days of Summer", 2009),
        ("(500).Days.of.Summer.2009.1080p.mkv", "(500) Days of Summer", 2009),
        ("Inception.2010.1080p.BluRay.x264-GRP.mkv", "Inception", 2010),
        ("2001 A Space Odyssey (1968)", "2001 A Space Odyssey", 1968),
        ("WALL·E (2008).mkv", "WALL·E", 2008),
        ("WALL-E.2008.mkv", "WALL-E", 2008),
        ("Blade.Runner.2049.2017.mkv", "Blade Runner 2049", 2017),
        ("Blade Runner 2049", "Blade Runner 2049", None),
        ("1917.2019.1080p.mkv", "1917", 2019),
        ("1917.mkv", "1917", None),
        ("300.mkv", "300", None),
        ("9.2009.mkv", "9", 2009),
        ("Kill.Bill.Vol.2.2004.1080p.BluRay.mkv", "Kill Bill Vol 2", 2004),
        (
            "Harry.Potter.and.the.Deathly.Hallows.Part.2.2011.mkv",
            "Harry Potter and the Deathly Hallows Part 2",
            2011,
        ),
        ("Mission Impossible - Fallout 2018", "Mission Impossible - Fallout", 2018),
        ("[Group] Title (1080p)", "Title", None),
        ("Face/Off", "Face/Off", None),
        ("Dr. No (1962).mp4", "Dr. No", 1962),
        ("M (1931).avi", "M", 1931),
        ("Seven (1995) [1080p] [YTS]", "Seven", 1995),
        ("千と千尋の神隠し (2001).mkv", "千と千尋の神隠し", 2001),
        ("千と千尋の神隠し.2001.mkv", "千と千尋の神隠し", 2001),
        ("The.Italian.Job.2003.mkv", "The Italian Job", 2003),
        ("/Movies/Alien (1979)/al-x.mkv", "Alien", 1979),
        (r"D:\Films\Heat.1995.mkv", "Heat", 1995),
        ("(2010).mkv", "(2010)", None),
        ("IMG_2034.mp4", "IMG_2034", None),
        ("DSC-2012.mov", "DSC-2012", None),
        ("VID-20200115-WA0003.mp4", "VID-20200115-WA0003", None),
        ("IMG_20190724_101112.mp4", "IMG_20190724_101112", None),
        ("GX012019.MP4", "GX012019", None),
        ("IMG_2034 (1).mp4", "IMG_2034 (1)", None),
        ("Holidays (2019)/IMG_2034.mp4", "Holidays", 2019),
        ("Pi.1998.mkv", "Pi", 1998),
        ("P2.2007.mkv", "P2", 2007),
    ],
)
def test_title_and_year_are_found(name: str, title: str, year: int | None) -> None:
    parsed = PARSER.parse(name)

    assert (parsed.title, parsed.year) == (title, year)


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("Alien (1979) - [Director's Cut].mkv", "Director's Cut"),
        ("Alien (1979) {edition-Assembly Cut}.mkv", "Assembly Cut"),
        ("Blade Runner (1982) The Final Cut 1080p BluRay.mkv", "The Final Cut"),
        ("Alien.1979.Directors.Cut.1080p.mkv", "Director's Cut"),
        ("Solaris.1972.RESTORED.mkv", "Restored"),
        ("Inception (2010) [1080p] [YTS].mkv", ""),
        ("Extended (2020).mkv", ""),
    ],
)
def test_editions_are_kept(name: str, edition: str) -> None:
    assert PARSER.parse(name).edition == edition


def test_ids_in_names_are_taken_and_leave_the_title() -> None:
    parsed = PARSER.parse("Amélie (2001) [imdbid-tt0211915] {tmdb-194}.mkv")

    assert (parsed.title, parsed.ids) == ("Amélie", ExternalIds(imdb="tt0211915", tmdb=194))


def test_only_endings_of_videos_are_cut_off() -> None:
    assert [without_ending(name) for name in ("A.mkv", "Dr. No", "S.W.A.T.", ".mkv", "A.NFO")] == [
        "A", "Dr. No", "S.W.A.T.", ".mkv", "A",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["", " ", ".", "/", "-", "()", "{}", "[]", ".mkv", "\udc80.mkv", "🎬.mkv", "a" * 9999]
)
def test_odd_names_are_never_an_error(name: str) -> None:
    assert len(PARSER.parse(name).title) <= 255


def test_a_name_made_to_be_slow_is_cut_first() -> None:
    PARSER.parse("warm.up.2010.mkv")
    started = time.process_time()
    PARSER.parse("S01E01-" * 200)

    assert time.process_time() - started < 4  # uncut it takes 7.5 s and more, cut 0.5


def test_neat_names_never_load_guessit() -> None:
    code = (
        "import sys; from metarr_desktop.library.filename import FileNameParser as P; "
        "P().parse('Alien (1979) {tmdb-348}.mkv'); sys.exit('guessit' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
