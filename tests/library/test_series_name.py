"""What names say of a series."""

from __future__ import annotations

import subprocess
import sys

import pytest

from metarr_desktop.library.series_name import (
    is_season_folder,
    parse_series_name,
    series_of_path,
    show_of_episode,
)


@pytest.mark.parametrize(
    ("name", "title", "year"),
    [
        ("Dark (2017)", "Dark", 2017),
        ("Dark (2017-2020) [1080p]", "Dark", 2017),
        ("Mr. Robot", "Mr. Robot", None),
        ("S.W.A.T.", "S.W.A.T.", None),
        ("24", "24", None),
        ("1883", "1883", None),
        ("Space 1999", "Space 1999", None),
        ("Battlestar.Galactica.2003", "Battlestar Galactica", 2003),
        ("Dark - Season 1", "Dark", None),
        ("Dark Staffel 2", "Dark", None),
        ("Dark.S01.COMPLETE.German.1080p.WEB", "Dark", None),
        ("Law & Order SVU S01-S20", "Law & Order SVU", None),
        ("Breaking.Bad.Complete.1080p.BluRay.x264", "Breaking Bad", None),
        ("[Group] Cowboy Bebop [BD 1080p]", "Cowboy Bebop", None),
        ("Dexter - New Blood", "Dexter - New Blood", None),
        ("進撃の巨人 (2013)", "進撃の巨人", 2013),
    ],
)
def test_title_and_year_of_a_folder_are_found(name: str, title: str, year: int | None) -> None:
    parsed = parse_series_name(name)

    assert (parsed.title, parsed.year) == (title, year)


@pytest.mark.parametrize(
    ("stem", "title", "year"),
    [
        ("Dark.S01E01.1080p.WEB", "Dark", None),
        ("Doctor.Who.2005.S01E01", "Doctor Who", 2005),
        ("Dark (2017) - S01E01 - Secrets", "Dark", 2017),
        ("1883.S01E02", "1883", None),
        ("Dark 1x02 - Lies", "Dark", None),
        ("The.Daily.Show.2020.01.15.Guest.720p", "The Daily Show", None),
        ("[Group] Cowboy Bebop - 05v2 [1080p]", "Cowboy Bebop", None),
        ("One Piece - 1044", "One Piece", None),
        ("S01E01", "", None),
        ("01 - Pilot", "", None),
        ("Episode 3", "", None),
    ],
)
def test_an_episode_names_its_series(stem: str, title: str, year: int | None) -> None:
    show = show_of_episode(stem, is_counted=True)

    assert show is not None
    assert (show.title, show.year) == (title, year)


@pytest.mark.parametrize(
    "stem",
    [
        "Alien (1979)",
        "12 Monkeys (1995)",
        "Blade Runner 2049",
        "300",
        "film 1920x1080",
        "Alien - 1979",
        "IMG_2034",
        "",
    ],
)
def test_films_are_no_episodes(stem: str) -> None:
    assert show_of_episode(stem, is_counted=True) is None


@pytest.mark.parametrize(
    ("name", "is_season"),
    [
        ("Season 1", True), ("season 01", True), ("S01", True), ("Specials", True), ("Staffel 3", True),
        ("Season 1 (2017)", True), ("Season 2 - The End", True), ("2. Staffel", True), ("Disc 1", True),
        ("Series 7 The Contenders", False), ("Dark Season 1", False), ("S Club", False), ("24", False),
    ],
)  # fmt: skip
def test_folders_of_seasons_are_known(name: str, is_season: bool) -> None:
    assert is_season_folder(name) is is_season


@pytest.mark.parametrize(
    ("path", "title", "year"),
    [
        ("/tv/Dark (2017)/Season 01/Dark.S01E01.mkv", "Dark", 2017),
        (r"D:\TV\House\S01\x.mkv", "House", None),
        ("/downloads/Dark.S01E02.mkv", "Dark", None),
        ("/tv/Dark (2017)", "Dark", 2017),
        ("Dark.S01E01.1080p.mkv", "Dark", None),
    ],
)
def test_a_path_names_its_series(path: str, title: str, year: int | None) -> None:
    parsed = series_of_path(path)

    assert (parsed.title, parsed.year) == (title, year)


@pytest.mark.parametrize(
    "name", ["", " ", ".", "/", "-", "()", "[]", "\udc80", "🎬", "a" * 9999, "S01E01-" * 200, "(" * 999]
)
def test_odd_names_are_never_an_error(name: str) -> None:
    assert len(parse_series_name(name).title) <= 255
    assert len(series_of_path(name).title) <= 255
    show_of_episode(name, is_counted=True)


def test_usual_names_never_load_guessit() -> None:
    code = (
        "import sys; from metarr_desktop.library.series_name import *; "
        "parse_series_name('Dark (2017) {tvdb-334824}'); show_of_episode('Dark.S01E01.1080p.WEB', is_counted=True); "
        "sys.exit('guessit' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
