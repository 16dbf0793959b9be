"""Names of languages and the spellings of textless."""

from __future__ import annotations

import pytest

from metarr_desktop.domain.language import LANGUAGE_NAMES, NEVER_STATED, language_name, normalise_language


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("ca", "Catalan"),
        ("is", "Icelandic"),
        ("ta", "Tamil"),
        ("cn", "Cantonese"),
        (None, "No text"),
        ("qq", "qq"),
    ],
)
def test_a_language_has_its_english_name(code: str | None, name: str) -> None:
    assert language_name(code) == name


def test_a_language_nobody_ever_states_has_no_name() -> None:
    assert language_name(NEVER_STATED) == ""


def test_all_of_iso_639_1_have_names() -> None:
    codes = set(LANGUAGE_NAMES) - {"cn", "sh", "und"}
    assert len(codes) == 183
    assert len({*LANGUAGE_NAMES.values()}) == len(LANGUAGE_NAMES), "a name means one language"


def test_every_name_is_of_a_code_as_it_is_kept() -> None:
    assert {normalise_language(code) for code in LANGUAGE_NAMES} == set(LANGUAGE_NAMES)
