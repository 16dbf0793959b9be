"""Titles automation takes care of, and those it leaves alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.errors import EntityUnknown
from metarr_desktop.library.library import LibraryService
from metarr_desktop.store import Store
from tests.builders import MOVIE, FakeClock, a_store, an_entity


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        an_entity(opened)
        yield opened


async def test_a_title_is_monitored_until_a_person_says_otherwise(store: Store) -> None:
    library = LibraryService(store, clock=FakeClock())
    assert (await library.row(MOVIE)).entity.is_monitored
    assert not (await library.set_monitored(MOVIE, is_monitored=False)).is_monitored
    assert not (await library.row(MOVIE)).entity.is_monitored
    assert (await library.set_monitored(MOVIE, is_monitored=True)).is_monitored


async def test_a_title_that_is_not_there_cannot_be_monitored(store: Store) -> None:
    with pytest.raises(EntityUnknown):
        await LibraryService(store, clock=FakeClock()).set_monitored(
            EntityKey(EntityType.MOVIE, 99), is_monitored=True
        )
