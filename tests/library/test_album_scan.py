"""Which albums a folder holds; nothing there is opened or written."""

from __future__ import annotations

from pathlib import Path

import pytest

from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.library.album_scan import AlbumScanner
from metarr_desktop.library.walk import ScanResult
from tests.library.trees import file_no_text_names, scandir_without, tree

NEVERMIND = "1b022e01-4da6-387b-8658-8678046e4cef"


def scan(root: Path) -> ScanResult:
    return AlbumScanner().scan(str(root))


def found(root: Path) -> list[tuple[str, str, int | None]]:
    return [(album.artist, album.parsed.title, album.parsed.year) for album in scan(root).found]


def test_albums_in_folders_of_artists_are_found(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Nirvana/Nevermind (1991)/01 - Smells Like Teen Spirit.flac",
        "Nirvana/Nevermind (1991)/02 - In Bloom.flac",
        "Nirvana/Nevermind (1991)/cover.jpg",
        "Nirvana/1989 - Bleach/01 Blew.mp3",
        "Led Zeppelin/Led Zeppelin (1969)/01.mp3",
        "Rock/B/Beatles, The/Revolver (1966)/Taxman.m4a",
    )

    assert found(tmp_path) == [
        ("Led Zeppelin", "Led Zeppelin", 1969),
        ("Nirvana", "Bleach", 1989),
        ("Nirvana", "Nevermind", 1991),
        ("The Beatles", "Revolver", 1966),
    ]
    assert scan(tmp_path).found[2].path == str(tmp_path / "Nirvana" / "Nevermind (1991)")


def test_folders_side_by_side_name_artist_and_album(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Adele - 21/Someone Like You.mp3",
        "Nirvana - Nevermind (1991) [FLAC] {2011 Remaster}/01.flac",
        "Nevermind/01 - Come as You Are.mp3",
    )

    assert found(tmp_path) == [("Adele", "21", None), ("", "Nevermind", None), ("Nirvana", "Nevermind", 1991)]
    assert [album.parsed.edition for album in scan(tmp_path).found] == ["", "", "2011 Remaster"]


def test_the_discs_of_one_album_are_one_album(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Pink Floyd/The Wall (1979)/CD1/01.flac",
        "Pink Floyd/The Wall (1979)/CD2/01.flac",
        "Radiohead/OK Computer/Disc 1 - Airbag/a.mp3",
        "Radiohead/OK Computer/Bonus Disc/a.mp3",
        "Björk/Homogenic (Disc 1)/01.mp3",
        "Björk/Homogenic (Disc 2)/01.mp3",
    )

    assert found(tmp_path) == [
        ("Björk", "Homogenic", None),
        ("Pink Floyd", "The Wall", 1979),
        ("Radiohead", "OK Computer", None),
    ]
    assert scan(tmp_path).found[1].path == str(tmp_path / "Pink Floyd" / "The Wall (1979)")


def test_collections_of_many_artists_are_of_various_artists(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Various Artists/Now 40 (1998)/01.mp3",
        "Compilations/Pulp Fiction/01.mp3",
        "VA - Trainspotting (1996)/01.mp3",
    )

    assert {artist for artist, _, _ in found(tmp_path)} == {"Various Artists"}


def test_folders_that_sort_the_albums_of_an_artist_are_passed_over(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Nirvana/Compilations/Incesticide (1992)/01.mp3",
        "Nirvana/Live/MTV Unplugged/01.mp3",
        "Nirvana/FLAC/Albums/Nevermind/01.flac",
    )

    assert {artist for artist, _, _ in found(tmp_path)} == {"Nirvana"}
    assert {title for _, title, _ in found(tmp_path)} == {"Incesticide", "MTV Unplugged", "Nevermind"}


@pytest.mark.parametrize(
    "others", [(), ("Nirvana/Nevermind/01.mp3",), ("Nirvana/02 - numbered.mp3", "Nirvana/Nevermind/01.mp3")]
)
def test_loose_tracks_of_an_artist_are_named_and_not_added(tmp_path: Path, others: tuple[str, ...]) -> None:
    tree(tmp_path, "Nirvana/loose.mp3", *others)
    result = scan(tmp_path)

    assert [album.parsed.title for album in result.found] == ["Nevermind"][: len(others)]
    assert list(result.skipped) == [str(tmp_path / "Nirvana")]
    assert 'called "Artist - Album"' in result.skipped[str(tmp_path / "Nirvana")]


def test_tracks_in_the_chosen_folder_itself_belong_to_no_album(tmp_path: Path) -> None:
    tree(tmp_path, "song.mp3", "Adele - 21/01.mp3")

    assert found(tmp_path) == [("Adele", "21", None)]
    assert list(scan(tmp_path).skipped) == [str(tmp_path)]


@pytest.mark.parametrize("inside", ["", "CD1"])
def test_the_folder_of_an_album_or_disc_can_be_chosen_itself(tmp_path: Path, inside: str) -> None:
    folder = tmp_path / "Nirvana - Nevermind (1991)"
    tree(folder / inside, "01 - Smells Like Teen Spirit.flac")
    (album,) = scan(folder / inside).found

    assert (album.path, album.artist, album.parsed.title) == (str(folder), "Nirvana", "Nevermind")


def test_a_part_in_a_folder_of_its_own_belongs_to_its_album(tmp_path: Path) -> None:
    tree(tmp_path, "Nirvana/Nevermind (1991)/01.flac", "Nirvana/Nevermind (1991)/Live/01.flac")

    assert found(tmp_path) == [("Nirvana", "Nevermind", 1991)]


def test_ids_in_names_are_taken_from_albums_and_not_from_artists(tmp_path: Path) -> None:
    tree(
        tmp_path,
        f"Nirvana {{mbid-5b11f4ce-a62d-471e-81fc-a69a8278c7da}}/Nevermind [mbid-{NEVERMIND}]/01.mp3",
        "Nirvana {mbid-5b11f4ce-a62d-471e-81fc-a69a8278c7da}/Bleach/01.mp3",
    )
    bleach, nevermind = scan(tmp_path).found

    assert (nevermind.artist, nevermind.parsed.ids) == ("Nirvana", ExternalIds(musicbrainz=NEVERMIND))
    assert bleach.parsed.ids == ExternalIds()


def test_films_pictures_and_hidden_files_make_no_album(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Alien (1979)/Alien.mkv",
        "Nirvana/Art/cover.jpg",
        ".x/01.mp3",
        "@eaDir/01.mp3",
        "A/._01.mp3",
    )

    assert (scan(tmp_path).found, scan(tmp_path).skipped) == ((), {})


def test_loops_of_links_end_and_linked_albums_count_once(tmp_path: Path) -> None:
    tree(tmp_path, "music/Nirvana/Nevermind/01.mp3")
    (tmp_path / "music" / "Nirvana" / "loop").symlink_to(tmp_path / "music", target_is_directory=True)
    (tmp_path / "zz").symlink_to(tmp_path / "music", target_is_directory=True)

    assert len(found(tmp_path)) == 1


def test_an_unreadable_folder_is_named_and_the_rest_is_found(tmp_path: Path) -> None:
    tree(tmp_path, "Nirvana/Bleach/01.mp3", "Nirvana/Nevermind/01.mp3")

    result = AlbumScanner(scandir=scandir_without("Bleach")).scan(str(tmp_path))

    assert [album.parsed.title for album in result.found] == ["Nevermind"]
    assert result.skipped == {str(tmp_path / "Nirvana" / "Bleach"): "cannot be read (Permission denied)"}


def test_an_album_whose_name_is_no_text_is_named_and_not_added(tmp_path: Path) -> None:
    file_no_text_names(tmp_path, b"Bj\xf6rk - Debut", b"01.mp3")
    result = scan(tmp_path)

    assert result.found == ()
    assert ["rename it" in reason for reason in result.skipped.values()] == [True]


def test_a_folder_that_is_none_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="does not exist"):
        scan(tmp_path / "nowhere")


def test_a_stopped_scan_keeps_what_it_found(tmp_path: Path) -> None:
    tree(tmp_path, *(f"Artist {number} - Album/01.mp3" for number in range(9)))
    asked: list[int] = []

    def is_stopped() -> bool:
        asked.append(1)
        return len(asked) > 3

    assert len(AlbumScanner(is_stopped=is_stopped).scan(str(tmp_path)).found) == 2
