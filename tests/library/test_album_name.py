"""What names of folders say of an album."""

from __future__ import annotations

import pytest

from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.library.album_name import (
    as_artist,
    is_disc_folder,
    is_kind_folder,
    parse_album_name,
    without_disc,
)

NEVERMIND = "1b022e01-4da6-387b-8658-8678046e4cef"


@pytest.mark.parametrize(
    ("name", "artist", "title", "year", "edition"),
    [
        ("Nirvana - Nevermind", "Nirvana", "Nevermind", None, ""),
        ("Nirvana – Nevermind (1991)", "Nirvana", "Nevermind", 1991, ""),
        ("Nirvana - 1991 - Nevermind", "Nirvana", "Nevermind", 1991, ""),
        ("Nirvana - (1991) Nevermind", "Nirvana", "Nevermind", 1991, ""),
        ("Nirvana - Nevermind - 1991", "Nirvana", "Nevermind", 1991, ""),
        ("Nirvana - Nevermind (1991) [FLAC] {2011 Remaster}", "Nirvana", "Nevermind", 1991, "2011 Remaster"),
        (
            "Nirvana - Nevermind (Deluxe Edition) (1991) [24-96]",
            "Nirvana",
            "Nevermind",
            1991,
            "Deluxe Edition",
        ),
        ("Nirvana - Nevermind [DGC-24425] [MP3 320]", "Nirvana", "Nevermind", None, ""),
        ("Nirvana-Nevermind-(DGC-24425)-CD-FLAC-1991-GRP", "Nirvana", "Nevermind", 1991, ""),
        ("Daft_Punk-Random_Access_Memories-2013-GRP", "Daft Punk", "Random Access Memories", 2013, ""),
        ("Beatles, The - Revolver (1966)", "The Beatles", "Revolver", 1966, ""),
        ("VA - Now 40 (1998)", "Various Artists", "Now 40", 1998, ""),
        ("AC_DC - Back in Black", "AC DC", "Back in Black", None, ""),
        ("Taylor Swift - 1989", "Taylor Swift", "1989", None, ""),
        ("Prince - 1999 (1982)", "Prince", "1999", 1982, ""),
        ("Adele - 21", "Adele", "21", None, ""),
        ("Led Zeppelin - Led Zeppelin (1969)", "Led Zeppelin", "Led Zeppelin", 1969, ""),
        ("Wagner - Tristan - Karajan", "Wagner", "Tristan - Karajan", None, ""),
        ("Nevermind", "", "Nevermind", None, ""),
    ],
)
def test_a_name_with_an_artist_is_taken_apart(
    name: str, artist: str, title: str, year: int | None, edition: str
) -> None:
    album = parse_album_name(name)

    assert (album.artist, album.title, album.year, album.edition) == (artist, title, year, edition)


@pytest.mark.parametrize(
    ("name", "artist", "title", "year"),
    [
        ("Nevermind (1991)", "Nirvana", "Nevermind", 1991),
        ("1991 - Nevermind", "Nirvana", "Nevermind", 1991),
        ("(1991) Nevermind", "Nirvana", "Nevermind", 1991),
        ("[1997-05-21] OK Computer", "Radiohead", "OK Computer", 1997),
        ("1994 - MTV Unplugged (1994)", "Nirvana", "MTV Unplugged", 1994),
        ("Nirvana - Nevermind (1991)", "Nirvana", "Nevermind", 1991),
        ("Nevermind - Sessions", "Nirvana", "Nevermind - Sessions", None),
        ("1989", "Taylor Swift", "1989", None),
        ("1989 (2014)", "Taylor Swift", "1989", 2014),
        ("Led Zeppelin (1969)", "Led Zeppelin", "Led Zeppelin", 1969),
        ("(What's the Story) Morning Glory? (1995)", "Oasis", "(What's the Story) Morning Glory?", 1995),
        ("The Wall (Disc 2)", "Pink Floyd", "The Wall", None),
        ("90125", "Yes", "90125", None),
    ],
)
def test_in_the_folder_of_an_artist_the_name_is_that_of_the_album(
    name: str, artist: str, title: str, year: int | None
) -> None:
    album = parse_album_name(name, artist)

    assert (album.artist, album.title, album.year) == (artist, title, year)


def test_the_id_of_the_album_is_taken_and_no_other() -> None:
    album = parse_album_name(f"Nevermind (1991) {{mbid-{NEVERMIND}}} [tmdb-12]")

    assert (album.title, album.ids) == ("Nevermind", ExternalIds(musicbrainz=NEVERMIND))


@pytest.mark.parametrize(
    ("folder", "artist"),
    [
        ("Beatles, The", "The Beatles"),
        ("Nirvana (US)", "Nirvana"),
        (f"Nirvana {{mbid-{NEVERMIND}}}", "Nirvana"),
        ("V.A.", "Various Artists"),
        ("Various", "Various Artists"),
        ("Earth, Wind & Fire", "Earth, Wind & Fire"),
        ("Tyler, The Creator", "Tyler, The Creator"),
        ("Sunn O)))", "Sunn O)))"),
        ("(G)I-DLE", "(G)I-DLE"),
        ("[unknown]", "[unknown]"),
    ],
)
def test_a_folder_names_its_artist(folder: str, artist: str) -> None:
    assert as_artist(folder) == artist


def test_folders_of_discs_are_known() -> None:
    names = ("CD1", "cd 2 - Live", "Disc 1", "disc one", "Side A", "Bonus Disc", "CD1 (1999)", "LP1")
    others = ("Discovery", "Disco", "Discs", "Live", "CDs", "Sidewalk", "Bonus Track City")

    assert all(is_disc_folder(name) for name in names)
    assert not any(is_disc_folder(name) for name in others)


def test_folders_that_sort_albums_name_nobody() -> None:
    assert all(
        is_kind_folder(name) for name in ("A", "0-9", "A-F", "#", "FLAC", "Albums", "Singles & EPs", "1990s")
    )
    assert not any(is_kind_folder(name) for name in ("Nirvana", "21", "!!!", "U2", "ABBA", "Live Aid"))


def test_a_title_is_never_cut_to_nothing_for_a_disc() -> None:
    assert [without_disc(name) for name in ("The Wall CD1", "CD1", "Disc 2", "Discovery")] == [
        "The Wall", "CD1", "Disc 2", "Discovery",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "-",
        " - ",
        "()",
        "[FLAC]",
        "{}",
        "...",
        "\udc80",
        "🎬",
        "a" * 9999,
        "- " * 999,
        "(" * 999,
        "a-1" * 999,
    ],
)
def test_odd_names_are_never_an_error(name: str) -> None:
    album = parse_album_name(name)

    assert len(album.title) <= 255
    assert bool(album.title) == bool(name.strip(" \udc80"))
