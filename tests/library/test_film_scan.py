"""Which films a folder holds; nothing there is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.library.film_scan import FilmScanner
from metarr_desktop.library.walk import ScanResult
from tests.library.trees import file_no_text_names, scandir_without, tree


def scan(root: Path) -> ScanResult:
    return FilmScanner().scan(str(root))


def found(root: Path) -> list[tuple[str, int | None, str]]:
    return [(film.parsed.title, film.parsed.year, film.parsed.edition) for film in scan(root).found]


def test_films_in_folders_of_their_own_and_loose_ones_are_found(tmp_path: Path) -> None:
    tree(tmp_path, "Alien (1979)/Alien.mkv", "Heat (1995).mkv", "sub/Dune (2021).mp4", "notes.txt")

    assert found(tmp_path) == [("Heat", 1995, ""), ("Alien", 1979, ""), ("Dune", 2021, "")]
    assert [Path(film.path).name for film in scan(tmp_path).found] == [
        "Heat (1995).mkv",
        "Alien.mkv",
        "Dune (2021).mp4",
    ]


def test_a_cryptic_file_is_called_by_its_folder(tmp_path: Path) -> None:
    tree(tmp_path, "Ocean's Eleven (2001) {tmdb-161}/oceans.11.mkv")
    film = scan(tmp_path).found[0]

    assert (film.parsed.title, film.parsed.year, film.parsed.ids) == (
        "Ocean's Eleven",
        2001,
        ExternalIds(tmdb=161),
    )


def test_a_folder_of_genres_gives_no_name(tmp_path: Path) -> None:
    tree(tmp_path, "Horror/Alien (1979).mkv")

    assert found(tmp_path) == [("Alien", 1979, "")]


def test_the_chosen_folder_itself_names_nothing(tmp_path: Path) -> None:
    root = tmp_path / "Best of (1999)"
    tree(root, "Alien (1979).mkv")

    assert found(root) == [("Alien", 1979, "")]


def test_samples_trailers_and_extras_are_left_out(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Alien (1979)/Alien (1979).mkv",
        "Alien (1979)/sample.mkv",
        "Alien (1979)/alien-sample.mkv",
        "Alien (1979)/Alien (1979)-trailer.mp4",
        "Alien (1979)/Alien (1979)-behindthescenes.mkv",
        "Alien (1979)/Extras/Making of.mkv",
        "Alien (1979)/Trailers/Teaser.mkv",
        "Alien (1979)/.hidden.mkv",
        ".trash/Heat (1995).mkv",
    )

    assert found(tmp_path) == [("Alien", 1979, "")]


@pytest.mark.parametrize(
    "name", ["The Sample (2015).mkv", "Trailer Park Boys (2006).mkv", "Other People (2016).mkv"]
)
def test_films_that_only_sound_like_extras_stay(tmp_path: Path, name: str) -> None:
    tree(tmp_path, name)

    assert len(found(tmp_path)) == 1


def test_the_discs_of_one_film_are_one_film(tmp_path: Path) -> None:
    tree(tmp_path, "Ben-Hur (1959) cd1.avi", "Ben-Hur (1959) cd2.avi")

    assert found(tmp_path) == [("Ben-Hur", 1959, "")]


def test_parts_of_a_story_are_two_films(tmp_path: Path) -> None:
    tree(tmp_path, "Kill Bill Vol. 1 (2003).mkv", "Kill Bill Vol. 2 (2004).mkv")

    assert found(tmp_path) == [("Kill Bill Vol. 1", 2003, ""), ("Kill Bill Vol. 2", 2004, "")]


def test_editions_side_by_side_are_titles_of_their_own(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "Alien (1979)/Alien - Assembly Cut.mkv",
        "Alien (1979)/Alien (1979) {edition-Theatrical}.mkv",
    )

    assert {edition for _, _, edition in found(tmp_path)} == {"Assembly Cut", "Theatrical"}
    assert {(title, year) for title, year, _ in found(tmp_path)} == {("Alien", 1979)}


def test_a_disc_folder_is_one_film_named_by_the_folder_around_it(tmp_path: Path) -> None:
    tree(tmp_path, "Heat (1995)/BDMV/STREAM/00001.m2ts", "Ran (1985)/VIDEO_TS/VTS_01_1.VOB")

    assert found(tmp_path) == [("Heat", 1995, ""), ("Ran", 1985, "")]
    assert Path(scan(tmp_path).found[0].path).name == "Heat (1995)"


def test_episodes_are_named_once_per_folder_and_not_added(tmp_path: Path) -> None:
    tree(tmp_path, "Lost/Lost S01E01.mkv", "Lost/Lost S01E02.mkv", "Lost/lost.1x03.mkv")

    assert found(tmp_path) == []
    assert scan(tmp_path).skipped == {
        str(tmp_path / "Lost"): "looks like a series; add the folder as series to have it"
    }


def test_loops_of_links_end_and_linked_films_count_once(tmp_path: Path) -> None:
    tree(tmp_path, "films/Alien (1979).mkv", "films/deep/Heat (1995).mkv")
    (tmp_path / "films" / "deep" / "loop").symlink_to(tmp_path / "films", target_is_directory=True)
    (tmp_path / "again").symlink_to(tmp_path / "films", target_is_directory=True)
    (tmp_path / "Alien.mkv").symlink_to(tmp_path / "films" / "Alien (1979).mkv")
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")

    assert len(found(tmp_path)) == 2


def test_an_unreadable_folder_is_named_and_the_rest_is_found(tmp_path: Path) -> None:
    tree(tmp_path, "locked/Alien (1979).mkv", "open/Heat (1995).mkv")

    result = FilmScanner(scandir=scandir_without("locked")).scan(str(tmp_path))

    assert [film.parsed.title for film in result.found] == ["Heat"]
    assert result.skipped == {str(tmp_path / "locked"): "cannot be read (Permission denied)"}


def test_a_name_that_is_no_text_is_named_and_not_added(tmp_path: Path) -> None:
    file_no_text_names(tmp_path, b"Caf\xe9 (2010).mkv")
    result = scan(tmp_path)

    assert result.found == ()
    assert ["rename it" in reason for reason in result.skipped.values()] == [True]


@pytest.mark.parametrize("path", ["", "   ", "no/such/folder"])
def test_a_folder_that_is_none_is_said_to_be_none(path: str) -> None:
    with pytest.raises(InvalidInput, match="does not exist"):
        FilmScanner().scan(path)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    tree(tmp_path, "Alien.mkv")
    with pytest.raises(InvalidInput, match="is a file, not a folder"):
        FilmScanner().scan(str(tmp_path / "Alien.mkv"))


def test_a_stopped_scan_ends_between_two_folders(tmp_path: Path) -> None:
    tree(tmp_path, *(f"{number}/Film {number} (2000).mkv" for number in range(9)))
    asked: list[int] = []

    def is_stopped() -> bool:
        asked.append(1)
        return len(asked) > 3

    assert len(FilmScanner(is_stopped=is_stopped).scan(str(tmp_path)).found) == 2


def test_a_scan_writes_nothing(tmp_path: Path) -> None:
    tree(tmp_path, "Alien (1979)/Alien.mkv", "Heat (1995).mkv")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    scan(tmp_path)

    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
