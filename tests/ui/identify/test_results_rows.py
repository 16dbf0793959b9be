"""Rows of the result list: their keys, and what stays in place while reports arrive."""

from __future__ import annotations

from PySide6.QtCore import QPersistentModelIndex

from metarr_desktop.domain.search import HitReference, SearchRequest
from tests.fakes import a_result
from tests.ui.identify.searches import a_report
from ui.identify.results_model import ResultsModel

REQUEST = SearchRequest("Solaris")
TITLES = {"tmdb": "TMDB", "tvdb": "TheTVDB"}


def test_a_row_stays_the_same_when_another_provider_agrees(qtbot) -> None:
    model = ResultsModel()
    by_tvdb = a_result("Solaris", hits=(HitReference("tvdb", "7", 1),))
    model.show_report(a_report(REQUEST, [by_tvdb]), TITLES)
    place = QPersistentModelIndex(model.index(0, 0))
    both = a_result("Solaris", hits=(HitReference("tmdb", "593", 1), HitReference("tvdb", "7", 1)))
    model.show_report(a_report(REQUEST, [a_result("Solaris 2"), both]), TITLES)
    assert place.isValid()
    assert place.row() == 1


def test_two_rows_never_share_a_key(qtbot) -> None:
    model = ResultsModel()
    twice = (HitReference("tmdb", "593", 1),)
    model.show_report(a_report(REQUEST, [a_result(hits=twice), a_result(hits=twice)]), TITLES)
    assert model.rowCount() == 2


def test_a_row_without_any_hit_is_shown_all_the_same(qtbot) -> None:
    model = ResultsModel()
    model.show_report(a_report(REQUEST, [a_result(hits=())]), TITLES)
    assert model.rowCount() == 1


def test_rows_are_told_in_a_sentence(qtbot) -> None:
    model = ResultsModel()
    model.show_report(a_report(REQUEST, [a_result("Solaris", 1972, 95, runtime_min=None)]), TITLES)
    assert model.index(0, 0).data() == "Solaris, 1972. Confidence 95, safe. TMDB"
