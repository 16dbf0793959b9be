"""A cached asset is a database row read through names."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from datetime import UTC, datetime
from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType, CachedAsset, ScoreParts

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROW = (
    7, "poster", "tmdb", "https://images.example/a.jpg", None, 2000, 3000, "en", None, 85, 0, 1, 0, 0, "user", 0,
    "2026-03-01 12:00:00", "2026-03-01 12:00:00", None, '{"votes": 3}', None,
)  # fmt: skip


def _asset(**values: Any) -> CachedAsset:
    given: dict[str, Any] = {
        "id": 7, "asset_type": AssetType.POSTER, "provider_name": "tmdb", "url": "https://images.example/a.jpg",
        "thumb_url": None, "width": 2000, "height": 3000, "language": "en", "season_number": None, "score": 85,
        "analyzed": False, "is_selected": True, "is_rejected": False, "is_downloaded": False,
        "selected_by": "user", "selection_order": 0, "fetched_at": NOON, "first_seen_at": NOON,
        "metadata_json": '{"votes": 3}',
    }  # fmt: skip
    return CachedAsset(**(given | values))


def test_a_row_equals_the_asset_made_by_keywords() -> None:
    assert CachedAsset.from_row(ROW) == _asset()


def test_a_row_is_read_as_domain_values() -> None:
    asset = CachedAsset.from_row(ROW)
    assert (asset.asset_type, asset.is_selected, asset.analyzed) == (AssetType.POSTER, True, False)
    assert (asset.fetched_at, asset.missing_since) == (NOON, None)


def test_a_row_of_postgresql_carries_times_as_naive_utc() -> None:
    row = (*ROW[:16], datetime(2026, 3, 1, 12), datetime(2026, 3, 1, 12), None, *ROW[19:])
    assert CachedAsset.from_row(row).fetched_at == NOON


def test_a_changed_copy_is_made_by_dataclasses_replace() -> None:
    changed = dataclasses.replace(_asset(), is_rejected=True)
    assert (changed.is_rejected, changed.url, changed == _asset()) == (True, _asset().url, False)


@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, lambda asset: pickle.loads(pickle.dumps(asset))]
)
def test_copies_are_equal(duplicate: Any) -> None:
    assert duplicate(_asset()) == _asset()


def test_nothing_can_be_assigned() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        _asset().score = 1


@pytest.mark.parametrize(
    ("text", "votes"), [('{"votes": 3}', {"votes": 3}), ("", {}), ("no json", {}), ("[1]", {})]
)
def test_metadata_that_is_no_object_reads_as_empty(text: str, votes: dict[str, int]) -> None:
    assert _asset(metadata_json=text).provider_metadata == votes


def test_parts_of_a_score_come_back_with_their_fractions() -> None:
    text = '{"resolution":30,"shape":20,"language":20,"votes":10,"provider":10,"fractions":[1,1,1,0.5,1]}'
    parts = _asset(score_json=text).score_parts
    assert parts == ScoreParts(30, 20, 20, 10, 10, (1, 1, 1, 0.5, 1))


@pytest.mark.parametrize("text", [None, "", '{"brightness": 3}'])
def test_parts_of_an_unknown_kind_read_as_none(text: str | None) -> None:
    assert _asset(score_json=text).score_parts is None


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        _asset(fetched_at=datetime(2026, 3, 1, 12))
