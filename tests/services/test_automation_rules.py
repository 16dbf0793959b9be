"""What a person may say of automation, and how it is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.domain.selection import AutomationMode
from metarr_desktop.services.automation_rules import automation_consequences
from metarr_desktop.services.preference_rules import changes_for_file, checked, from_file

TITLES = {"tmdb": "TMDB"}
USUAL = Preferences(("tmdb",))
POSTER, FANART = AssetType.POSTER, AssetType.FANART


def test_automation_proposes_one_poster_and_four_fanart_pictures_unless_told_otherwise():
    assert (USUAL.mode_of(POSTER), USUAL.limit_of(POSTER), USUAL.limit_of(FANART)) == (
        AutomationMode.PROPOSE,
        1,
        4,
    )


def test_what_was_said_is_read_back_from_the_file():
    said = checked(
        replace(USUAL, automation={POSTER: AutomationMode.SELECT}, limits={FANART: 6, POSTER: 1}), TITLES
    )
    stored = changes_for_file(USUAL, said, USUAL, {})
    assert stored == {"automation": {"poster": "select"}, "automation_limits": {"fanart": 6}}
    assert from_file(stored, USUAL, ("tmdb",)) == said


def test_the_usual_ways_leave_the_file():
    said = replace(USUAL, automation={POSTER: AutomationMode.SELECT}, limits={FANART: 0})
    assert changes_for_file(said, USUAL, USUAL, {}) == {"automation": None, "automation_limits": None}


@pytest.mark.parametrize(
    "stored",
    [{"automation": {"poster": "sing", "hat": "select", "fanart": 3}}, {"automation": [1]},
     {"automation_limits": {"poster": -1, "fanart": True, "hat": 2, "banner": "3"}}, {"automation_limits": "x"}],
)  # fmt: skip
def test_what_the_file_says_and_cannot_be_is_passed_over(stored):
    assert from_file(stored, USUAL, ("tmdb",)) == USUAL


@pytest.mark.parametrize("limit", [-1, 21])
def test_a_limit_that_cannot_be_is_refused(limit):
    with pytest.raises(InvalidInput, match=r"0 to 20 fanart pictures.*Nothing was changed"):
        checked(replace(USUAL, limits={FANART: limit}), TITLES)


def test_a_change_says_what_automation_does_from_now_on():
    said = replace(USUAL, automation={POSTER: AutomationMode.SELECT}, limits={FANART: 0})
    assert automation_consequences(USUAL, said) == [
        "Automation selects posters from now on.",
        "Automation uses no fanart pictures in each slot.",
    ]


def test_many_types_changed_alike_are_told_in_one_sentence():
    types = (POSTER, AssetType.KEYART, FANART, AssetType.BANNER, AssetType.THUMB, AssetType.COVER)
    said = replace(USUAL, automation=dict.fromkeys(types, AutomationMode.FETCH))
    assert automation_consequences(USUAL, said) == [
        "Automation only fetches posters, keyart pictures, fanart pictures and pictures of 3 more types from now on."
    ]
