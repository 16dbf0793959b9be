"""What waits for Apply: set beside what holds, carried over what changes meanwhile."""

from __future__ import annotations

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.preferences import Preferences
from ui.settings.draft import LANGUAGES, PROVIDERS, Draft

NAMES = ("tmdb", "fanart_tv", "tvdb")
POSTER, FANART = AssetType.POSTER, AssetType.FANART


def a_draft(**kept) -> Draft:
    return Draft(Preferences(**kept), Preferences(), NAMES)


def test_a_provider_left_out_of_the_order_comes_last() -> None:
    assert a_draft(order=("tvdb",)).now.order == ("tvdb", "tmdb", "fanart_tv")


@pytest.mark.parametrize(
    ("name", "steps", "order"),
    [
        ("tvdb", -1, ("tmdb", "tvdb", "fanart_tv")),
        ("tmdb", 2, ("fanart_tv", "tvdb", "tmdb")),
        ("tmdb", -1, NAMES),
        ("tvdb", 5, NAMES),
    ],
)
def test_moving_stops_at_the_ends(name: str, steps: int, order: tuple[str, ...]) -> None:
    draft = a_draft()
    draft.move(name, steps)
    assert draft.now.order == order


def test_each_page_knows_its_own_changes() -> None:
    draft = a_draft()
    draft.set_enabled("tvdb", False)
    assert draft.is_page_changed(PROVIDERS)
    assert not draft.is_page_changed(LANGUAGES)
    draft.set_enabled("tvdb", True)
    assert not draft.is_changed


def test_changes_are_counted_as_a_person_made_them() -> None:
    draft = a_draft()
    draft.move("tvdb", -2)
    draft.set_enabled("tvdb", False)
    draft.set_languages(("fr",))
    draft.set_ladder(POSTER, (None, "fr"))
    assert draft.changes() == 4


def test_a_ladder_set_to_the_default_follows_the_default() -> None:
    draft = a_draft(languages=("de",))
    draft.set_ladder(POSTER, (None,))
    assert draft.has_own_ladder(POSTER)
    draft.set_ladder(POSTER, draft.default_ladder(POSTER).rungs)
    assert not draft.has_own_ladder(POSTER)


def test_default_ladders_follow_the_languages_that_wait() -> None:
    draft = a_draft()
    draft.set_languages(("fr",))
    assert draft.ladder(POSTER).rungs == ("fr", "original", None, "en")
    assert draft.ladder(FANART).rungs == (None, "fr", "original", "en")


def test_what_waits_goes_on_waiting_when_something_else_is_kept_meanwhile() -> None:
    draft = a_draft()
    draft.set_languages(("fr",))
    draft.rebase(Preferences(disabled=frozenset({"tvdb"}), paused=frozenset({"tmdb"})))
    assert draft.now.languages == ("fr",)
    assert draft.now.disabled == {"tvdb"}
    assert draft.now.paused == {"tmdb"}
    assert not draft.is_page_changed(PROVIDERS)


def test_what_was_applied_waits_no_longer() -> None:
    draft = a_draft()
    draft.set_ladder(POSTER, (None, "fr"))
    draft.rebase(draft.now)
    assert not draft.is_changed
    assert draft.ladder(POSTER) == LanguageLadder((None, "fr"))


def test_defaults_are_restored_page_by_page() -> None:
    draft = a_draft(disabled=frozenset({"tvdb"}), languages=("de",), paused=frozenset({"tmdb"}))
    draft.restore_defaults(PROVIDERS)
    assert (draft.now.disabled, draft.now.languages, draft.now.paused) == (frozenset(), ("de",), {"tmdb"})
    assert draft.is_default(PROVIDERS)
    draft.revert()
    assert draft.now.disabled == {"tvdb"}
