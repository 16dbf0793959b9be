"""When hits of two providers are one work."""

from __future__ import annotations

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.merging import Work, contradictions, ids_of, merge_hits, rank_works
from metarr_desktop.domain.search import HitReference, ProviderHit
from tests.domain.search_builders import a_hit, expecting


def merged(tmdb: list[ProviderHit], tvdb: list[ProviderHit]) -> list[set[tuple[str, str]]]:
    return names(merge_hits({"tmdb": tmdb, "tvdb": tvdb}))


def names(works: list[Work]) -> list[set[tuple[str, str]]]:
    return [{(hit.provider, hit.provider_result_id) for hit in work} for work in works]


def test_any_agreeing_id_makes_one_work() -> None:
    works = merged(
        [a_hit("Amélie", 2001, external_ids=ExternalIds(tmdb=194, imdb="tt0211915"), provider_result_id="a")],
        [a_hit("Le Fabuleux Destin", 1999, provider="tvdb", external_ids=ExternalIds(imdb="tt0211915"),
               provider_result_id="b")],
    )  # fmt: skip

    assert works == [{("tmdb", "a"), ("tvdb", "b")}]


def test_equal_title_and_nearly_equal_year_make_one_work() -> None:
    works = merged([a_hit("The Thing", 1982)], [a_hit("Thing", 1983, provider="tvdb")])

    assert len(works) == 1


def test_two_years_apart_are_two_works() -> None:
    assert len(merged([a_hit("The Thing", 1982)], [a_hit("The Thing", 1984, provider="tvdb")])) == 2


def test_an_unknown_year_merges_nothing() -> None:
    assert len(merged([a_hit("The Thing", None)], [a_hit("The Thing", 1982, provider="tvdb")])) == 2


def test_a_contradicting_id_keeps_twins_apart() -> None:
    works = merged(
        [a_hit("Twins", 2001, external_ids=ExternalIds(imdb="tt0000001"))],
        [a_hit("Twins", 2001, provider="tvdb", external_ids=ExternalIds(imdb="tt0000002"))],
    )

    assert len(works) == 2


def test_a_provider_is_believed_about_its_own_id_whatever_the_order() -> None:
    imdb = ExternalIds(imdb="tt0116282")
    tvdb = a_hit("Fargo", 1996, provider="tvdb", external_ids=imdb.filled_from({"tmdb": "2", "tvdb": "9"}))
    tmdb = a_hit("Fargo", 1996, provider="tmdb", external_ids=imdb.filled_from({"tmdb": "1"}))
    for work in ((tvdb, tmdb), (tmdb, tvdb)):
        assert ids_of(work) == ExternalIds(imdb="tt0116282", tmdb=1, tvdb=9)
        assert contradictions(work) == [(tvdb, "tmdb", "1", "2")]


def test_hits_that_agree_contradict_in_nothing() -> None:
    hit = a_hit("Fargo", 1996, external_ids=ExternalIds(imdb="tt0116282"))
    assert (
        contradictions((hit, a_hit("Fargo", 1996, provider="tvdb", external_ids=ExternalIds(tvdb=9)))) == []
    )


def test_another_type_is_another_work() -> None:
    works = merged([a_hit("Fargo", 1996)], [a_hit("Fargo", 1996, provider="tvdb", entity_type=EntityType.TV)])

    assert len(works) == 2


def test_two_candidates_on_one_side_merge_with_neither() -> None:
    twins = [
        a_hit("Alone", 2020, provider_result_id="a"),
        a_hit("Alone", 2020, rank=2, provider_result_id="b"),
    ]

    assert len(merged(twins, [a_hit("Alone", 2020, provider="tvdb")])) == 3
    assert len(merge_hits({"tvdb": [a_hit("Alone", 2020, provider="tvdb")], "tmdb": twins})) == 3


def test_results_of_one_provider_are_never_merged() -> None:
    same = ExternalIds(imdb="tt0000001")
    works = merged(
        [a_hit("A", 2000, external_ids=same, provider_result_id="a"),
         a_hit("A", 2000, external_ids=same, provider_result_id="b", rank=2)],
        [a_hit("A", 2000, provider="tvdb", external_ids=same, provider_result_id="c")],
    )  # fmt: skip

    assert works == [{("tmdb", "a"), ("tvdb", "c")}, {("tmdb", "b")}]


def test_a_merged_work_keeps_every_id_and_says_where_it_is_from() -> None:
    works = merge_hits(
        {
            "tmdb": [a_hit("Alien", 1979, external_ids=ExternalIds(tmdb=348, imdb="tt0078748"))],
            "tvdb": [
                a_hit("Alien", 1979, provider="tvdb", rank=3, overview="Seven people, one cat.",
                      external_ids=ExternalIds(tvdb=113, imdb="tt0078748"))
            ],
        }
    )  # fmt: skip
    result = rank_works(works, expecting("Alien"), {"tmdb": "TMDB", "tvdb": "TheTVDB"})[0][0]

    assert result.external_ids == ExternalIds(tmdb=348, imdb="tt0078748", tvdb=113)
    assert result.hits == (HitReference("tmdb", "Alien-1979", 1), HitReference("tvdb", "Alien-1979", 3))
    assert (result.providers, result.overview) == (("tmdb", "tvdb"), "Seven people, one cat.")


def test_equal_confidence_keeps_one_order_whoever_answered_first() -> None:
    titles = {"tmdb": "TMDB", "tvdb": "TheTVDB"}
    first, second = a_hit("Psycho", 1960), a_hit("Psycho", 1998, provider="tvdb")
    for works in ([(first,), (second,)], [(second,), (first,)]):
        ranked = [work for _, work in rank_works(works, expecting("Psycho"), titles)]

        assert ranked == [(first,), (second,)]


def test_the_nearer_running_time_breaks_a_tie() -> None:
    long, short = a_hit("Solaris", 1972, runtime_min=100), a_hit("Solaris", 1972, runtime_min=109)
    ranked = rank_works([(long,), (short,)], expecting("Solaris", runtime_min=110), {"tmdb": "TMDB"})

    assert [work for _, work in ranked] == [(short,), (long,)]
