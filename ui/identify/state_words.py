"""What is said, and offered, when there are no results to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import quote_plus

from metarr_desktop.domain.entity import Entity, EntityType
from metarr_desktop.domain.provider import ProviderInfo
from ui.identify.query import Query, artist_of, file_name, other_titles
from ui.identify.search_state import SearchSnapshot, SearchState, failure_sentences, needs_key
from ui.identify.state_panel import Offer, StatePanel
from ui.identify.wording import quoted
from ui.kinds import words_of

_MOST_TITLES = 3
_FILM_HINT = "Titles, ids such as tt0069293, and addresses of a provider all work."
_WHAT_WORKS = {
    EntityType.MOVIE: _FILM_HINT,
    EntityType.COLLECTION: _FILM_HINT,
    EntityType.EPISODE: _FILM_HINT,
    EntityType.TV: "Titles, ids such as tt0903747 or tvdb:81189, and addresses of a provider all work.",
    EntityType.MUSIC: "“Artist - Album”, the album alone, and ids and addresses of MusicBrainz all work.",
}
_OWN_WORKS = {
    EntityType.MOVIE: "A home video, say: not searched for again",
    EntityType.TV: "Recordings of your own, say: not searched for again",
    EntityType.MUSIC: "A mix or recording of your own, say: not searched for again",
}
"""What no provider knows, by kind."""
_WHY_NO_YEAR = {EntityType.MUSIC: "Editions come out in other years than the album"}


@dataclass(frozen=True, slots=True)
class Offers:
    """What a person can be offered: searching for something else, and ways out of the search."""

    search: Callable[[Query], object]
    mark_in_no_provider: Callable[[], object]
    open_keys: Callable[[str], object]
    open_address: Callable[[str], object]


def say_state(
    panel: StatePanel,
    snapshot: SearchSnapshot,
    entity: Entity | None,
    infos: Sequence[ProviderInfo],
    offers: Offers,
    now: datetime,
) -> None:
    """Say in *panel* what *snapshot* means; its state is neither searching nor results."""
    query = snapshot.query
    match snapshot.state:
        case SearchState.NOTHING_FOUND:
            missed = failure_sentences(infos, snapshot, now)
            body = " ".join(missed) if missed else "Every provider answered, and none knows it by this name."
            headline = f"Nothing found for {quoted(query.text, 80)}{_in_year(query)}"
            panel.say("search", headline, body, _ways_on(query, entity, infos, offers, bool(missed)))
        case SearchState.CANNOT_SEARCH:
            sentences = failure_sentences(infos, snapshot, now)
            body = "\n".join(sentences) or snapshot.hint
            retry = Offer("Retry", lambda: offers.search(query), "Search again now")
            locked = needs_key(snapshot)
            keys = (
                (Offer("Open settings", lambda: offers.open_keys(locked), "Enter or change the key"),)
                if locked
                else ()
            )
            ways = (*keys, retry) if locked and len(sentences) == 1 else (retry, *keys)
            panel.say(
                "key" if locked and len(sentences) == 1 else "offline",
                "Searching is not possible now",
                f"{body}\nNothing was changed.",
                ways,
            )
        case SearchState.NO_PROVIDER:
            kind = words_of(query.entity_type).many
            body = f"No provider that is switched on can search for {kind}."
            keys_offer = Offer("Open settings", lambda: offers.open_keys(""), "Switch providers on")
            panel.say("key", f"No provider for {kind}", body, (keys_offer,))
        case _:
            panel.say(
                "search", "Type a title, an id or an address", snapshot.hint or _WHAT_WORKS[query.entity_type]
            )


def _ways_on(
    query: Query, entity: Entity | None, infos: Sequence[ProviderInfo], offers: Offers, has_failures: bool
) -> tuple[Offer, ...]:
    ways = [Offer("Retry", lambda: offers.search(query), "Search again now")] if has_failures else []
    ways += other_searches(query, entity, infos, offers)
    why = _OWN_WORKS.get(query.entity_type, "Not searched for again")
    ways.append(Offer("Mark as in no provider", offers.mark_in_no_provider, why))
    return tuple(ways)


def other_searches(
    query: Query,
    entity: Entity | None,
    infos: Sequence[ProviderInfo],
    offers: Offers,
    *,
    has_results: bool = False,
) -> list[Offer]:
    """Return what else can be searched for, and where; next to results the name of the file is no better."""
    ways: list[Offer] = []
    if query.has_year:
        wider, why = query.without_year(), _WHY_NO_YEAR.get(query.entity_type, "Years differ by country")
        ways.append(Offer("Search without the year", lambda: offers.search(wider), why))
    titles = other_titles(entity, query)[:_MOST_TITLES] if entity else ()
    for title in titles:
        if has_results and entity is not None and title == file_name(entity):
            continue
        other = Query(title, query.year, query.entity_type)
        ways.append(Offer(f"Search for {quoted(title)}", partial(offers.search, other)))
    artist = artist_of(entity, query)
    if artist and artist.casefold() not in (query.text.casefold(), *(title.casefold() for title in titles)):
        only = Query(artist, None, query.entity_type)
        words = f"Search for the artist {quoted(artist)} only"
        ways.append(Offer(words, lambda: offers.search(only), "All albums of the artist"))
    for info in infos:
        if address := info.search_url.get(query.entity_type):
            filled = address.replace("{query}", quote_plus(query.text))
            words = f"Search in the browser at {info.title}"
            ways.append(Offer(words, partial(offers.open_address, filled), filled))
    return ways


def _in_year(query: Query) -> str:
    return f" in {query.year}" if query.year else ""
