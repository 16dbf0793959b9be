"""What the terms of the services ask to be said, word for word, with links that can be followed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from metarr_desktop.providers.fanart_tv.info import INFO as FANART_TV
from metarr_desktop.providers.musicbrainz.info import INFO as MUSICBRAINZ
from metarr_desktop.providers.tmdb.info import INFO as TMDB
from metarr_desktop.providers.tvdb.info import INFO as TVDB
from ui.about import Attributions, about_dialog, with_links

PROVIDERS = (TMDB, FANART_TV, TVDB, MUSICBRAINZ)


@pytest.fixture
def labels(qtbot) -> Iterator[list[QLabel]]:
    shown = Attributions(PROVIDERS)
    qtbot.addWidget(shown)
    yield shown.findChildren(QLabel)
    shown.hide()  # what the labels belong to lives until here


@pytest.mark.parametrize(
    "sentence",
    [
        "This product uses TMDB and the TMDB APIs but is not endorsed, certified, or otherwise approved by TMDB.",
        "Metadata provided by TheTVDB. Please consider adding missing information or subscribing.",
        "Artwork by the contributors of Fanart.tv",
        "Covers by the Cover Art Archive",
        "core data CC0",
        "Apache License 2.0",
        "SIL Open Font License 1.1",
        "GNU LGPL version 3",
    ],
)
def test_what_has_to_be_said_is_said(labels: list[QLabel], sentence: str) -> None:
    assert any(sentence in label.text() for label in labels)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.themoviedb.org/",
        "https://fanart.tv/",
        "https://thetvdb.com/",
        "https://thetvdb.com/subscribe",
        "https://musicbrainz.org/",
        "https://coverartarchive.org/",
        *(info.terms_url for info in PROVIDERS),
    ],
)
def test_addresses_are_links_that_keys_reach(labels: list[QLabel], address: str) -> None:
    with_link = [label for label in labels if f'href="{address}"' in label.text()]
    assert with_link
    assert all(label.openExternalLinks() for label in with_link)
    assert all(
        label.textInteractionFlags() & Qt.TextInteractionFlag.LinksAccessibleByKeyboard for label in with_link
    )


def test_text_of_a_provider_is_never_markup() -> None:
    shown = with_links("<b>5 > 4</b> & see https://example.org/a?b=1&c=2.")
    assert "<b>" not in shown
    assert re.findall('href="([^"]*)"', shown) == ["https://example.org/a?b=1&amp;c=2"]
    assert shown.endswith("</a>.")


def test_the_dialog_opens_small_and_scrolls(qtbot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    dialog = about_dialog(PROVIDERS, owner)
    dialog.show()
    area = dialog.findChild(QScrollArea)
    assert dialog.height() <= 600
    assert area.verticalScrollBar().maximum() > 0
    assert area.widget().width() <= area.viewport().width()
    dialog.close()
