"""What the charts say and hand over as CSV, without painting."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from metarr_desktop.domain.cache_report import CacheReport, DayNumbers
from metarr_desktop.domain.status import CacheStatistics
from tests.fakes.care import a_report, an_empty_report
from ui.statistics.chart_data import Chart, Unit, percent_text, ticks
from ui.statistics.charts import charts_of
from ui.statistics.measures import figures

TITLES = {"tmdb": "TMDB", "fanart_tv": "Fanart.tv"}


def chart_named(name: str, report: CacheReport) -> Chart:
    return next(chart for chart in charts_of(report, TITLES) if chart.name == name)


def rows_of(chart: Chart) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(chart.csv_text())))


def two_days(**second: object) -> CacheReport:
    days = (DayNumbers(date(2026, 11, 15)), DayNumbers(date(2026, 11, 16), **second))
    return CacheReport(CacheStatistics(), days)


def test_the_csv_holds_the_numbers_of_the_report_under_iso_dates() -> None:
    report = two_days(hits=3, misses=1, forced=2, joined=5, hit_rate=0.75)
    assert rows_of(chart_named("hit-rate", report))[1] == {
        "date": "2026-11-16", "hit_rate": "0.75", "hits": "3", "misses": "1", "forced": "2", "joined": "5",
    }  # fmt: skip


def test_no_data_is_an_empty_field_and_never_zero() -> None:
    row = rows_of(chart_named("fetch-time", two_days(median_s=0.2, p95_s=1.5)))[0]
    assert row == {"date": "2026-11-15", "median_s": "", "p95_s": ""}


def test_table_and_csv_tell_the_same_days() -> None:
    chart = chart_named("hit-rate", a_report(30))
    assert [chart.cells(at)[1] for at in range(30)] == [row["hits"] for row in rows_of(chart)]


def test_what_a_removed_plug_in_was_asked_is_not_lost() -> None:
    report = two_days(requests={"tmdb": 4, "gone": 7})
    assert rows_of(chart_named("requests", report))[1] == {"date": "2026-11-16", "tmdb": "4", "gone": "7"}


def test_failures_are_counted_by_kind_over_all_days_the_most_frequent_first() -> None:
    failures = {("tmdb", "timed_out"): 1, ("fanart_tv", "busy"): 4, ("tmdb", "busy"): 2}
    chart = chart_named("failures", two_days(failures=failures))
    assert rows_of(chart) == [
        {"kind": "busy", "tmdb": "2", "fanart_tv": "4"},
        {"kind": "timed_out", "tmdb": "1", "fanart_tv": "0"},
    ]
    assert chart.sentence.startswith(
        "7 fetches of one provider failed, most often with “asked us to wait” (6)"
    )


def test_the_age_chart_has_its_line_at_seven_days() -> None:
    chart = chart_named("ages", a_report(7))
    assert chart.mark is not None
    assert chart.places[chart.mark.before].name == "7 days old"
    assert "37 older" in chart.sentence


def test_the_forecast_names_the_day_on_which_most_titles_expire() -> None:
    expiring = [(date(2026, 11, 22), 2), (date(2026, 11, 23), 5), (date(2026, 11, 24), 38)]
    chart = chart_named("expiring", CacheReport(CacheStatistics(), expiring=expiring))
    assert chart.sentence.startswith("38 titles pass 7 days on Tuesday,")


def test_charts_without_numbers_say_why() -> None:
    charts = charts_of(an_empty_report(30), TITLES)
    assert [chart.name for chart in charts if chart.has_data or not chart.empty] == []


def test_measures_without_data_are_dashes_with_a_reason() -> None:
    shown = figures(an_empty_report(30), TITLES)
    assert [figure.value for figure in shown] == ["–"] * 4
    assert shown[0].sentence == "Nothing was fetched without force in these days."


@pytest.mark.parametrize(("share", "words"), [(0.02, "lose hardly"), (0.2, "suit"), (0.7, "rather long")])
def test_the_share_of_useful_renewals_suggests_something(share: float, words: str) -> None:
    figure = figures(CacheReport(CacheStatistics(ttl_effectiveness=share)), TITLES)[3]
    assert words in figure.sentence


@pytest.mark.parametrize(
    ("largest", "unit", "expected"),
    [
        (3, Unit.COUNT, (0, 1, 2, 3)),
        (1204, Unit.COUNT, (0, 500, 1000, 1500)),
        (0.42, Unit.SHARE, (0, 0.5, 1)),
        (2.15, Unit.SECONDS, (0, 1, 2, 3)),
    ],
)
def test_axes_have_round_values_up_to_the_largest(largest: float, unit: Unit, expected: tuple) -> None:
    assert ticks(largest, unit) == expected


def test_not_quite_all_never_reads_as_all() -> None:
    assert (percent_text(0.99996), percent_text(1), percent_text(0)) == ("99.9 %", "100 %", "0 %")
