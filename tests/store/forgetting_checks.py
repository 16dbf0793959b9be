"""What forgetting promises, asked of any database."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.cache_policy import PairState, Standpoint, pair_state
from metarr_desktop.domain.cache_report import CachePair
from metarr_desktop.domain.enrichment import Choice
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.fetch_record import FetchBasis
from metarr_desktop.store import Store
from metarr_desktop.store.forgetting import Forgotten
from tests.builders import MOVIE, NOON, an_answer, an_entity, an_image, some_metadata

POSTERS = CachePair(MOVIE, "tmdb", "poster")
_SHA256 = "a" * 64
_OTHER = EntityKey(EntityType.MOVIE, 2)
_STANDPOINT = Standpoint(ExternalIds(tmdb=27205), ("tmdb", "27205"))


def posters(store: Store, *, hidden: bool = False) -> dict[str, CachedAsset]:
    """Return the posters by the last part of their address."""
    rows = store.call(lambda: store.assets.list(MOVIE, AssetType.POSTER, include_hidden=hidden))
    return {row.url.rpartition("/")[2]: row for row in rows}


def with_a_later_picture(store: Store) -> None:
    """Let the highest number be of another title."""
    an_entity(store, entity_id=2, title="Dune", external_ids=ExternalIds(tmdb=1))
    other = an_answer(an_image("later.jpg"), key=_OTHER, basis=FetchBasis("tmdb", "1"))
    store.call(store.answers.save, other)


def assert_what_somebody_decided_about_stays(store: Store) -> None:
    names = ("picked.jpg", "rejected.jpg", "plain.jpg", "proposed.jpg")
    store.call(store.answers.save, an_answer(*(an_image(name) for name in names)))
    store.call(lambda: store.assets.add_own(MOVIE, AssetType.POSTER, _SHA256))
    with_a_later_picture(store)
    number = {name: asset.id for name, asset in posters(store).items()}
    asyncio.run(Curator(store).reject(number["rejected.jpg"]))
    asyncio.run(Curator(store).select(number["picked.jpg"], by="auto"))
    choice = Choice(number["proposed.jpg"], AssetType.POSTER, None, "tmdb", 80)
    store.call(store.proposals.replace, MOVIE, [choice])
    history = store.call(store._database.rows, "SELECT * FROM history ORDER BY id")
    told = store.call(store.forgetting.pairs, [POSTERS])
    assert told == Forgotten(1, 2, 2)
    left = posters(store)
    stays = ("picked.jpg", "rejected.jpg", _SHA256)
    assert {name: asset.id for name, asset in left.items()} == {name: number[name] for name in stays}
    assert (left["picked.jpg"].is_selected, left["rejected.jpg"].is_rejected) == (True, True)
    assert store.call(store._database.rows, "SELECT * FROM history ORDER BY id") == history
    assert store.call(store._database.rows, "SELECT * FROM proposals") == []


def assert_a_locked_slot_keeps_all_it_has(store: Store) -> None:
    seasons = [an_image(f"season-{each}.jpg", AssetType.SEASONPOSTER, season_number=each) for each in (1, 2)]
    store.call(store.answers.save, an_answer(*seasons))
    with_a_later_picture(store)
    store.call(
        store._database.run,
        "INSERT INTO slot_locks (entity_type, entity_id, asset_type, season_number, source, locked_at) "
        "VALUES ('movie', 1, 'seasonposter', 2, 'user', '2026-03-01 12:00:00')",
    )
    told = store.call(store.forgetting.pairs, [CachePair(MOVIE, "tmdb", "seasonposter")])
    left = store.call(store.assets.list, MOVIE, AssetType.SEASONPOSTER)
    assert ([row.season_number for row in left], told) == ([2], Forgotten(1, 1, 1))


def assert_the_next_fetch_asks_anew(store: Store) -> None:
    answer = an_answer(an_image("a.jpg"), an_image("b.jpg", AssetType.FANART), metadata=some_metadata())
    store.call(store.answers.save, answer)
    store.call(store.forgetting.pairs, [POSTERS, CachePair(MOVIE, "tmdb", "metadata")])
    records = store.call(store.fetches.records, MOVIE)
    assert records.keys() == {("tmdb", "fanart")}
    assert pair_state(records["tmdb", "fanart"], _STANDPOINT, now=NOON) is PairState.FRESH
    assert store.call(store.metadata.all, MOVIE) == {}
    entity = store.call(store.entities.find, MOVIE)
    assert entity is not None
    assert entity.metadata.overview == some_metadata().overview  # what the library shows needs no provider
    again = store.call(store.answers.save, answer)
    assert dict(again.item_counts) == {"poster": 1, "fanart": 1, "metadata": 1}


def assert_what_another_offers_too_becomes_its(store: Store) -> None:
    shared, own = an_image("shared.jpg"), an_image("own.jpg")
    store.call(store.answers.save, an_answer(shared, own))
    store.call(store.answers.save, an_answer(shared, provider="fanart_tv"))
    with_a_later_picture(store)
    store.call(store.forgetting.pairs, [POSTERS])
    assert {name: asset.provider_name for name, asset in posters(store).items()} == {
        "shared.jpg": "fanart_tv"
    }
    store.call(store.answers.save, an_answer(own))
    store.call(store.answers.save, an_answer(shared, own))  # tmdb offers the shared one again, as the second
    store.call(store.forgetting.pairs, [POSTERS])
    store.call(store.answers.save, an_answer(an_image("other.jpg"), provider="fanart_tv"))
    assert posters(store).keys() == {"other.jpg"}  # nobody is left whom the shared one could go to


def assert_the_number_of_a_forgotten_picture_is_never_given_again(store: Store) -> None:
    store.call(store.answers.save, an_answer(an_image("a.jpg"), an_image("b.jpg")))
    numbers = {asset.id for asset in posters(store).values()}
    told = [store.call(store.forgetting.pairs, [POSTERS]) for _ in range(2)]
    assert (told, posters(store)) == ([Forgotten(1, 2), Forgotten()], {})
    with_a_later_picture(store)
    [later] = store.call(store.assets.list, _OTHER, AssetType.POSTER)
    assert later.id not in numbers


def assert_nothing_new_is_told_of_what_was_looked_at(store: Store) -> None:
    store.call(store.answers.save, an_answer(an_image("a.jpg")))
    store.call(store.views.mark, MOVIE, AssetType.POSTER)
    store.call(store.forgetting.pairs, [POSTERS])
    later = NOON + timedelta(minutes=1)
    store.call(store.answers.save, an_answer(an_image("a.jpg"), an_image("b.jpg"), now=later))
    assert store.call(store.views.new_counts, MOVIE.entity_type) == {}


def assert_failed_attempts_are_forgotten_and_nothing_else(store: Store) -> None:
    store.call(store.answers.save, an_answer(an_image("a.jpg")))
    for part in ("poster", "fanart"):
        store.call(
            lambda part=part: store.fetches.save_failure(
                MOVIE, "tmdb", [part], Outcome.FAILED, "failed", "Out of order.",
                now=NOON + timedelta(hours=1), next_retry_at=NOON + timedelta(hours=9),
            )
        )  # fmt: skip
    assert store.call(store.forgetting.failures, 100) == 2
    [((_, part), record)] = store.call(store.fetches.records, MOVIE).items()
    assert (part, record.outcome, record.failures, record.next_retry_at) == ("poster", Outcome.OK, 0, None)
    assert (record.last_success_at, record.live_rows) == (NOON, 1)
    assert store.call(store.forgetting.failures, 100) == 0


FORGETTING_CHECKS = (
    assert_what_somebody_decided_about_stays,
    assert_a_locked_slot_keeps_all_it_has,
    assert_the_next_fetch_asks_anew,
    assert_what_another_offers_too_becomes_its,
    assert_the_number_of_a_forgotten_picture_is_never_given_again,
    assert_nothing_new_is_told_of_what_was_looked_at,
    assert_failed_attempts_are_forgotten_and_nothing_else,
)
