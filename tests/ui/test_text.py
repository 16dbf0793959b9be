"""Words for ages, counts, sizes and file names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, "never fetched"),
        (0, "just now"),
        (-1, "just now"),
        (10 / 1440, "10 minutes ago"),
        (1.5 / 24, "1 hour ago"),
        (1.0, "24 hours ago"),
        (2.0, "2 days ago"),
        (2.5, "2.5 days ago"),
        (9, "9 days ago"),
        (41.7, "42 days ago"),
    ],
)
def test_age(days: float | None, said: str) -> None:
    assert text.age_text(days) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(None, "–"), (-0.1, "now"), (0.01, "14 min"), (0.25, "6 h"), (2.5, "2.5 d")],
)
def test_short_age(days: float | None, said: str) -> None:
    assert text.short_age_text(days) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(-3, "0 s"), (8, "8 s"), (60, "1 min"), (125, "2 min 5 s"), (3780, "1 h 3 min")]
)
def test_duration(seconds: float, said: str) -> None:
    assert text.duration_text(seconds) == said


@pytest.mark.parametrize(("count", "said"), [(0, "0 entries"), (1, "1 entry"), (1204, "1,204 entries")])
def test_count(count: int, said: str) -> None:
    assert text.count_text(count, "entry", "entries") == said


def test_a_regular_plural_needs_no_word() -> None:
    assert text.count_text(2, "poster") == "2 posters"


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_joined_as_in_speech(words: list[str], said: str) -> None:
    assert text.join_words(words) == said


@given(st.text(max_size=60), st.integers(0, 40))
def test_elided_text_fits_and_keeps_both_ends(original: str, length: int) -> None:
    elided = text.elide_middle(original, length)
    assert len(elided) <= max(length, 0)
    if len(original) <= length:
        assert elided == original
    elif length >= 3:
        assert elided[0] == original[0]
        assert elided[-1] == original[-1]


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 B"),
        (512, "512 B"),
        (1_234, "1.2 kB"),
        (1_234_567, "1.2 MB"),
        (999_600, "1.0 MB"),
        (268_435_456, "268 MB"),
    ],
)
def test_size(size: int, said: str) -> None:
    assert text.size_text(size) == said


def test_bold_marks_become_html_and_all_else_is_text() -> None:
    assert text.bold_to_html("**2 new** <script> & more") == "<b>2 new</b> &lt;script&gt; &amp; more"


def test_a_screen_reader_hears_no_marks() -> None:
    assert text.without_bold("**2 new** posters") == "2 new posters"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("TMDB cannot be reached (request movie/27205). Try again.", "TMDB cannot be reached. Try again."),
        ("TMDB reported an error (status 500, request movie/1).", "TMDB reported an error."),
        (
            "It points elsewhere (status 302), which is not followed.",
            "It points elsewhere, which is not followed.",
        ),
        ("Private (not allowed to read it) was left out.", "Private (not allowed to read it) was left out."),
    ],
)
def test_requests_and_error_codes_are_kept_from_people(told: str, said: str) -> None:
    assert text.for_people(told) == said


def test_a_stop_inside_a_name_ends_no_sentence() -> None:
    assert text.first_sentence("Fanart.tv cannot be reached. Try again.") == "Fanart.tv cannot be reached"
