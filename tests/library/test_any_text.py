"""Whatever a name or a typed text is, it is read or refused in words."""

from __future__ import annotations

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.library.album_name import as_artist, is_disc_folder, is_kind_folder, parse_album_name
from metarr_desktop.library.filename import FileNameParser
from metarr_desktop.library.series_name import parse_series_name, series_of_path, show_of_episode
from metarr_desktop.library.typed_title import KINDS, read_typed

PIECES = st.sampled_from(
    ("Nevermind", "Dark", "Nirvana", " - ", "(1991)", "[FLAC]", "{2011 Remaster}", "S01E02", "1x02", ".", "/", "\\",
     "_", "tmdb:1", "tvdb-2", "musicbrainz.org/artist/5b11f4ce-a62d-471e-81fc-a69a8278c7da", "CD1", "Season 1", "VA",
     "thetvdb.com/series/dark", "1b022e01-4da6-387b-8658-8678046e4cef", " ", "\n", "1989", "<album>", "é", "\udc80",
     "The", ", The", "(", "]", "-", "0")
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=9).map("".join)


@given(TEXTS)
def test_any_name_is_read_into_a_title_of_bounded_length(name: str) -> None:
    titles = [parse_album_name(name).title, parse_series_name(name).title, as_artist(name)]
    show = show_of_episode(name, is_counted=True)
    titles += [series_of_path(name).title, show.title if show else ""]
    is_disc_folder(name)
    is_kind_folder(name)

    assert all(len(title) <= 260 for title in titles)


@given(TEXTS, st.sampled_from(tuple(KINDS)), st.sampled_from((None, 1991)))
def test_any_typed_text_is_a_title_of_a_known_kind_or_refused(
    text: str, entity_type: EntityType, year: int | None
) -> None:
    with contextlib.suppress(InvalidInput):
        typed = read_typed(
            text, year=year, entity_type=entity_type, parser=FileNameParser(), latest_year=2031
        )

        assert typed.entity_type in KINDS
        assert typed.title or typed.ids
