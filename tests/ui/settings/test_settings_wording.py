"""Sentences of the settings: the points are those the score gives."""

from __future__ import annotations

from metarr_desktop.domain.asset import AssetType
from ui.ladder_editor import rung_points
from ui.language_field import LanguageField, languages
from ui.settings import wording


def test_points_stand_beside_every_rung() -> None:
    rungs = ("de", "en", "original", None, "fr", "it")
    assert rung_points(AssetType.POSTER, rungs) == (20, 17, 14, 12, 10, 10)


def test_the_example_counts_a_known_work() -> None:
    assert wording.example("Films and series", AssetType.POSTER, ("de", "original", None)) == (
        "Example: of Spirited Away, made in Japanese, a German poster counts 20, a Japanese one 17, one without text "
        "14 and a French one 2."
    )


def test_the_example_knows_when_the_original_language_stands_higher_already() -> None:
    words = wording.example("Seasons", AssetType.SEASONPOSTER, ("de", "original", None))
    assert "a German season poster counts 20, one without text 17 and a French one 2" in words


def test_every_type_whose_language_is_told_has_a_ladder() -> None:
    types = [each for _, group in wording.GROUPS for each in group]
    of_music_alone = {AssetType.COVER, AssetType.ARTISTART, AssetType.ARTISTTHUMB}
    assert sorted(types) == sorted(set(AssetType) - {AssetType.TRAILER} - of_music_alone)


def test_the_order_of_providers_is_told_in_points() -> None:
    words = wording.provider_order_text(("tmdb", "fanart_tv", "tvdb", "musicbrainz"))
    assert "10 points" in words
    assert "8, 6 and 4" in words


def test_a_language_is_found_by_name_by_code_and_by_its_beginning(qtbot) -> None:
    field = LanguageField(languages())
    qtbot.addWidget(field)
    assert [field.match(text) for text in ("german", " DE ", "Ger", "Swe", "S", "Klingon", "")] == [
        "German", "German", "German", "Swedish", None, None, None,
    ]  # fmt: skip
