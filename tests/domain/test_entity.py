"""Which ids make two titles one work, and how a title is called."""

from __future__ import annotations

import pytest

from metarr_desktop.domain.entity import Entity, EntityKey, EntityMetadata, EntityType, ExternalIds
from metarr_desktop.domain.merging import merge_hits
from tests.domain.search_builders import a_hit

NIRVANA = "5b11f4ce-a62d-471e-81fc-a69a8278c7da"
NEVERMIND = ExternalIds(musicbrainz="1b022e01-4da6-387b-8658-8678046e4cef", musicbrainz_artist=NIRVANA)
BLEACH = ExternalIds(musicbrainz="f1afec0b-26dd-3db5-9aa1-c91229a74a24", musicbrainz_artist=NIRVANA)


def test_the_id_of_an_artist_does_not_make_two_albums_one() -> None:
    assert not NEVERMIND.shares_any_with(BLEACH)
    assert NEVERMIND.shares_any_with(ExternalIds(musicbrainz=NEVERMIND.musicbrainz))


def test_albums_of_one_artist_at_two_services_stay_two() -> None:
    works = merge_hits(
        {
            "musicbrainz": [a_hit("Nevermind", 1991, entity_type=EntityType.MUSIC, external_ids=NEVERMIND)],
            "other": [
                a_hit("Bleach", 1989, provider="other", entity_type=EntityType.MUSIC, external_ids=BLEACH)
            ],
        }
    )

    assert len(works) == 2


@pytest.mark.parametrize(
    ("entity_type", "label"),
    [
        (EntityType.MUSIC, "Nirvana - Nevermind (1991) - Deluxe"),
        (EntityType.MOVIE, "Nevermind (1991) - Deluxe"),
    ],
)
def test_an_album_is_never_called_without_its_artist(entity_type: EntityType, label: str) -> None:
    entity = Entity(
        EntityKey(entity_type, 1), "Nevermind", 1991, "Deluxe", metadata=EntityMetadata(artist="Nirvana")
    )

    assert entity.label == label
