"""The numbers of today, asked of any database."""

from __future__ import annotations

from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.fetch_record import FetchBasis
from metarr_desktop.domain.status import ProviderNumbers
from metarr_desktop.store import Store
from tests.builders import an_answer, some_metadata


def assert_numbers_are_those_of_today(store: Store) -> None:
    """Outcomes of five flights and four requests become the numbers of two providers."""

    def record() -> None:
        for seconds in (1.0, 2.0, 9.0):
            store.statistics.record_flight("tmdb", Outcome.OK, seconds)
        store.statistics.record_flight("tmdb", Outcome.NOT_FOUND, 100.0)
        store.statistics.record_flight("tmdb", Outcome.TIMED_OUT, 100.0)
        store.statistics.record_flight("tmdb", Outcome.CANCELLED, 100.0)
        store.statistics.count_requests("tmdb", 3)
        store.statistics.count_requests("tvdb")

    store.call(record)
    assert store.call(store.statistics.provider_numbers) == {
        "tmdb": ProviderNumbers(3, answered=4, failed=1, median_s=2.0),
        "tvdb": ProviderNumbers(1),
    }


def assert_texts_of_another_language_are_found(store: Store) -> None:
    """A title counts by its texts only, of the providers asked about, in its identity of now."""
    basis = FetchBasis("tmdb", "27205", language="en")
    store.call(store.answers.save, an_answer(metadata=some_metadata(), basis=basis))

    def titles(language: str, *providers: str) -> int:
        return store.call(store.fetches.titles_in_other_language, language, providers)

    assert (titles("de", "tmdb"), titles("en", "tmdb"), titles("de", "tvdb"), titles("de")) == (1, 0, 0, 0)
