"""Painted charts: gaps, looks that differ without colour, values told by pointer and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.fakes.care import a_report, an_empty_report
from ui.application import theme_of
from ui.statistics import looks
from ui.statistics.chart_data import Chart, Form, Panel, Place, Series, Unit
from ui.statistics.chart_view import ChartView
from ui.statistics.charts import charts_of
from ui.tokens import CONTRAST, DARK, LIGHT, Tokens, contrast_ratio

Key = Qt.Key


@pytest.fixture
def view(qtbot, qapp) -> ChartView:
    theme_of(qapp).set_mode("light")
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(520, 260)
    view.show_chart(charts_of(a_report(30), {"tmdb": "TMDB"})[0])
    view.show()
    return view


def a_line(*values: float | None) -> Chart:
    places = tuple(Place(str(at), f"day {at}", str(at)) for at in range(len(values)))
    panel = Panel(Form.LINES, Unit.SECONDS, "seconds", (Series("Median", "median", values),))
    return Chart("line", "Line", "A line.", "Day", "date", places, (panel,), "Nothing.")


def coloured_columns(view: ChartView) -> set[int]:
    """Return the x of all pixels in the colour of the first series, left of the words at the end."""
    image, wanted = view.grab().toImage(), looks.colour_of(0).rgb()
    width = round(view._laid_out(view.chart).panels[0].plot.right())
    return {x for x in range(width) for y in range(image.height()) if image.pixel(x, y) == wanted}


def test_a_day_without_data_leaves_a_gap(view: ChartView) -> None:
    view.show_chart(a_line(1.0, 1.0, None, 1.0, 1.0))
    slot = view._laid_out(view.chart).slot(2, is_lying=False)
    gap = set(range(round(slot.left()) + 4, round(slot.right()) + 4))
    painted = coloured_columns(view)
    assert painted
    assert painted & gap == set()


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=lambda tokens: tokens.name)
def test_every_series_stands_out_from_its_ground(tokens: Tokens) -> None:
    assert min(contrast_ratio(colour, tokens.surface) for colour in looks.colours(tokens.name)) >= 3


def test_bars_differ_without_their_colour(qapp, monkeypatch) -> None:
    monkeypatch.setattr(looks, "colour_of", lambda look: QColor("#0067a8"))
    painted = set()
    for look in range(looks.LOOKS):
        image = QImage(40, 60, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        looks.paint_bar(painter, QRectF(4, 4, 30, 50), look)
        painter.end()
        painted.add(bytes(image.constBits()))
    assert len(painted) == looks.LOOKS


def test_arrow_keys_tell_the_values_day_by_day_from_today_on(view: ChartView) -> None:
    QTest.keyClick(view, Key.Key_Left)
    last = view.value_sentence()
    QTest.keyClick(view, Key.Key_Left)
    assert ", today: Hit rate " in last
    assert view.cursor_place == 28
    QTest.keyClick(view, Key.Key_Home)
    assert view.cursor_place == 0


def hover(view: ChartView, at: QPointF) -> None:
    """Move the pointer to *at*; not the one of the platform, which windows of other tests may have above them."""
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(
        view,
        QMouseEvent(
            QEvent.Type.MouseMove, at, view.mapToGlobal(at), none, none, Qt.KeyboardModifier.NoModifier
        ),
    )


def test_the_day_under_the_pointer_is_told_until_it_leaves(view: ChartView) -> None:
    before = view.grab().toImage()
    slot = view._laid_out(view.chart).slot(10, is_lying=False)
    assert view.hasMouseTracking()
    hover(view, slot.center() + QPointF(4, 4))
    assert view.cursor_place == 10
    assert view.grab().toImage() != before
    hover(view, QPointF(1, 1))
    assert view.cursor_place is None


def test_kinds_of_failures_are_gone_through_downwards(view: ChartView) -> None:
    view.show_chart(charts_of(a_report(30), {"tmdb": "TMDB"})[3])
    QTest.keyClick(view, Key.Key_Down)
    assert view.value_sentence() == "No answer in time: TMDB 8, fanart_tv 0."


def test_a_screen_reader_hears_the_chart_in_a_sentence(view: ChartView) -> None:
    assert view.accessibleName() == "Hit rate per day"
    assert view.accessibleDescription().startswith("Between 80.6 % (")


def test_a_chart_without_numbers_paints_its_reason_and_has_no_values(view: ChartView) -> None:
    for chart in charts_of(an_empty_report(30), {}):
        view.show_chart(chart)
        QTest.keyClick(view, Key.Key_Right)
        assert view.cursor_place is None
        assert view.accessibleDescription() == chart.empty


def test_fewer_places_take_the_one_that_was_told_away(view: ChartView) -> None:
    QTest.keyClick(view, Key.Key_End)
    view.show_chart(charts_of(a_report(7), {"tmdb": "TMDB"})[0])
    assert view.cursor_place is None
    assert not view.grab().isNull()
