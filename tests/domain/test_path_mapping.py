"""Paths of another program, by whole names."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.path_mapping import PathMapping, folder_of, to_local

FILMS = PathMapping("/movies", "/mnt/films")
WINDOWS = PathMapping("D:\\Films", "/mnt/films")


@pytest.mark.parametrize(
    ("path", "mapping", "local"),
    [
        ("/movies/Alien/a.mkv", FILMS, "/mnt/films/Alien/a.mkv"),
        ("/movies", FILMS, "/mnt/films"),
        ("/movies-4k/a.mkv", FILMS, "/movies-4k/a.mkv"),
        ("/Movies/a.mkv", FILMS, "/Movies/a.mkv"),
        ("/movies//./a.mkv", FILMS, "/mnt/films/a.mkv"),
        ("/movies/a.mkv", PathMapping("/movies/", "/mnt/films/"), "/mnt/films/a.mkv"),
        ("/a/b.mkv", PathMapping("/", "/mnt"), "/mnt/a/b.mkv"),
        ("D:\\Films\\Alien\\a.mkv", WINDOWS, "/mnt/films/Alien/a.mkv"),
        ("d:\\films/Alien/a.mkv", WINDOWS, "/mnt/films/Alien/a.mkv"),
        ("D:\\Films2\\a.mkv", WINDOWS, None),
        ("\\\\nas\\films\\a.mkv", PathMapping("\\\\NAS\\films", "/mnt"), "/mnt/a.mkv"),
        ("\\nas\\films\\a.mkv", PathMapping("\\\\nas\\films", "/mnt"), None),
        ("/movies/back\\slash.mkv", FILMS, "/mnt/films/back\\slash.mkv"),
        ("/movies/../etc/passwd", FILMS, None),
        ("D:\\Films\\..\\secret", WINDOWS, None),
        ("movies/a.mkv", FILMS, None),
        ("", FILMS, None),
        ("/movies/a\0.mkv", FILMS, None),
        ("D:Films\\a.mkv", WINDOWS, None),
    ],
)
def test_a_path_is_mapped_by_whole_names(path: str, mapping: PathMapping, local: str | None) -> None:
    assert to_local(path, [mapping]) == local


def test_the_mapping_with_most_in_common_wins_in_any_order() -> None:
    mappings = [PathMapping("/m", "/a"), PathMapping("/m/4k", "/b"), PathMapping("/", "/c")]
    for order in (mappings, mappings[::-1]):
        assert to_local("/m/4k/x.mkv", order) == "/b/x.mkv"
        assert to_local("/m/x.mkv", order) == "/a/x.mkv"


@given(st.text(max_size=60), st.sampled_from([(), (FILMS,), (WINDOWS,)]))
def test_whatever_is_sent_stays_below_the_root_it_names(text: str, mappings: tuple[PathMapping, ...]) -> None:
    for path in (text, f"/movies/{text}", f"D:\\Films\\{text}"):
        local = to_local(path, mappings)
        assert local is None or (os.path.isabs(local) and ".." not in local.split("/"))
        if local is not None and mappings == (FILMS,) and path == f"/movies/{text}":
            assert local == "/mnt/films" or local.startswith("/mnt/films/")


@pytest.mark.parametrize(
    ("path", "folder"), [("/a/b/c.flac", "/a/b"), ("D:\\a\\c.flac", "D:\\a"), ("/c.flac", ""), ("c", "")]
)
def test_the_folder_of_a_path_is_found_in_the_way_of_its_system(path: str, folder: str) -> None:
    assert folder_of(path) == folder
