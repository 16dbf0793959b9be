"""Chips, messages, lamps, tool bar, pictures, letter keys: what they say and what they do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from ui import images
from ui.chips import Chip, ChipRow, ChipSpec, ProviderChip
from ui.flow_layout import FlowLayout
from ui.lamps import LampRow
from ui.message_bar import MessageBar, Severity
from ui.pill import Tone
from ui.shortcuts import letter_shortcut
from ui.toolbar import ActionBar, make_action


class Clock:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def row(qtbot) -> ChipRow:
    row = ChipRow()
    qtbot.addWidget(row)
    row.set_chips(
        [ChipSpec("tmdb", "TMDB", 42, is_on=True), ChipSpec("en", "English", 21), ChipSpec("x", "No text")]
    )
    row.show()
    return row


def test_a_chip_says_its_words_count_and_state(qtbot) -> None:
    chip = Chip("English", 1204)
    qtbot.addWidget(chip)
    assert chip.accessibleName() == "English 1,204, off"
    chip.setChecked(True)
    assert chip.accessibleName() == "English 1,204, on"


def test_a_plain_chip_has_no_state_to_say(qtbot) -> None:
    chip = Chip("Clear", is_checkable=False)
    qtbot.addWidget(chip)
    assert chip.accessibleName() == "Clear"


def test_a_click_on_a_chip_is_announced_with_its_key(row: ChipRow) -> None:
    seen: list[tuple[str, bool]] = []
    row.chip_toggled.connect(lambda key, is_on: seen.append((key, is_on)))
    QTest.mouseClick(row.chip("en"), Qt.MouseButton.LeftButton)
    assert seen == [("en", True)]
    assert row.on_keys() == ("tmdb", "en")


def test_new_counts_keep_the_widget_and_are_no_toggle(row: ChipRow) -> None:
    seen: list[str] = []
    row.chip_toggled.connect(lambda key, _: seen.append(key))
    before = row.chip("en")
    row.set_chips([ChipSpec("en", "English", 5, is_on=True), ChipSpec("tmdb", "TMDB", 1)])
    assert row.chip("en") is before
    assert row.chip("en").label() == "English 5"
    assert row.on_keys() == ("en",)
    assert seen == []


def test_arrows_walk_along_the_chips(qtbot, row: ChipRow) -> None:
    with qtbot.waitActive(row):
        row.activateWindow()
    row.chip("tmdb").setFocus()
    QTest.keyClick(row.chip("tmdb"), Qt.Key.Key_Right)
    assert row.chip("en").hasFocus()
    QTest.keyClick(row.chip("en"), Qt.Key.Key_Left)
    QTest.keyClick(row.chip("tmdb"), Qt.Key.Key_Left)
    assert row.chip("x").hasFocus()


def test_of_exclusive_chips_one_is_always_on(qtbot) -> None:
    row = ChipRow(is_exclusive=True)
    qtbot.addWidget(row)
    row.set_chips([ChipSpec("wall", "Wall", is_on=True), ChipSpec("table", "Table")])
    QTest.mouseClick(row.chip("table"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(row.chip("table"), Qt.MouseButton.LeftButton)
    assert row.on_keys() == ("table",)


def test_a_provider_chip_counts_down(qtbot) -> None:
    clock = Clock()
    chip = ProviderChip("tvdb", "TheTVDB", clock=clock)
    qtbot.addWidget(chip)
    chip.set_state("waiting {left} s", Tone.WARN, countdown_s=297)
    assert chip.label() == "TheTVDB waiting 4 min 57 s"
    chip.set_state("waiting {left} s", Tone.WARN, countdown_s=8)
    assert chip.label() == "TheTVDB waiting 8 s"
    clock.now += 7.2
    assert chip.label() == "TheTVDB waiting 1 s"
    clock.now += 60
    assert chip.label() == "TheTVDB waiting 0 s"


def test_a_provider_chip_offers_its_action(qtbot) -> None:
    chip = ProviderChip("tvdb", "TheTVDB")
    qtbot.addWidget(chip)
    asked: list[str] = []
    chip.action_requested.connect(asked.append)
    chip.set_state("did not answer", Tone.BAD, glyph="warning", action="Retry TheTVDB")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert asked == ["tvdb"]
    assert chip.accessibleName() == "TheTVDB did not answer. Retry TheTVDB"


def test_a_provider_chip_without_action_is_no_stop_of_the_tab_key(qtbot) -> None:
    chip = ProviderChip("tvdb", "TheTVDB")
    qtbot.addWidget(chip)
    asked: list[str] = []
    chip.action_requested.connect(asked.append)
    chip.set_state("42", glyph="check")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert asked == []
    assert chip.focusPolicy() == Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize("tone", list(Tone))
def test_a_chip_has_room_for_all_its_words(qtbot, tone: Tone) -> None:
    chip = ProviderChip("tmdb", "TMDB")
    qtbot.addWidget(chip)
    chip.set_state("showing 42 from 9 days ago", tone, glyph="check", progress=0.4)
    words = chip.fontMetrics().horizontalAdvance(chip.label())
    assert chip.sizeHint().width() >= words + chip.extra_width() + chip.sizeHint().height() - 2
    chip.grab()


def test_lines_break_where_the_width_ends(qtbot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    flow = FlowLayout(page, spacing=10)
    for _ in range(4):
        button = QPushButton()
        button.setFixedSize(80, 20)
        flow.addWidget(button)
    assert flow.heightForWidth(4 * 80 + 3 * 10) == 20
    assert flow.heightForWidth(200) == 50
    assert flow.heightForWidth(80) == 4 * 20 + 3 * 10


def test_a_message_says_its_severity_in_words(qtbot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    key = bar.post("TMDB **refused** the key.", Severity.BAD)
    assert bar.line(key).accessibleName() == "Problem: TMDB refused the key."


def test_a_message_with_the_same_key_takes_its_place(qtbot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.post("one", key="a")
    bar.post("two", key="b")
    bar.post("three", key="a")
    assert bar.texts() == ("three", "two")


def test_a_replaced_message_is_seen_also_when_it_is_the_only_one(qtbot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show()
    bar.post("one", key="a")
    bar.post("two", key="a")
    assert bar.line("a").isVisible()


def test_a_problem_is_not_pushed_out_by_a_fourth_message(qtbot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.post("problem", Severity.BAD)
    for word in ("one", "two", "three"):
        bar.post(word)
    assert bar.texts() == ("problem", "two", "three")


def test_the_link_of_a_message_acts_and_closes_it(qtbot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    acted: list[tuple[str, ...]] = []
    key = bar.post("Refreshed.", action="Retry", on_action=lambda: acted.append(bar.texts()))
    QTest.mouseClick(bar.line(key).findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert acted == [()]
    assert bar.isHidden()


def test_closing_the_last_message_frees_its_room(qtbot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    key = bar.post("Refreshed.")
    assert not bar.isHidden()
    QTest.mouseClick(bar.line(key).findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert bar.texts() == ()
    assert bar.isHidden()


def test_a_lamp_says_provider_and_state(qtbot) -> None:
    lamps = LampRow()
    qtbot.addWidget(lamps)
    lamps.set_providers([("tmdb", "TMDB"), ("tvdb", "TheTVDB")])
    lamps.lamp("tvdb").set_state(Tone.WARN, "waiting 8 s")
    lamps.lamp("tmdb").set_state(Tone.GOOD, "answering")
    assert lamps.lamp("tvdb").label() == "TheTVDB · waiting 8 s"
    assert lamps.lamp("tmdb").label() == "TMDB"
    assert lamps.lamp("tmdb").accessibleName() == "TMDB: answering"


def test_lamps_exist_for_registered_providers_only(qtbot) -> None:
    lamps = LampRow()
    qtbot.addWidget(lamps)
    lamps.set_providers([("tmdb", "TMDB"), ("tvdb", "TheTVDB")])
    lamps.set_providers([("tvdb", "TheTVDB")])
    with pytest.raises(KeyError):
        lamps.lamp("tmdb")


def test_a_clicked_lamp_names_its_provider(qtbot) -> None:
    lamps = LampRow()
    qtbot.addWidget(lamps)
    lamps.set_providers([("tmdb", "TMDB")])
    seen: list[str] = []
    lamps.lamp_clicked.connect(seen.append)
    QTest.mouseClick(lamps.lamp("tmdb"), Qt.MouseButton.LeftButton)
    assert seen == ["tmdb"]


def test_a_button_of_the_tool_bar_names_its_key(qtbot) -> None:
    bar = ActionBar("Main")
    qtbot.addWidget(bar)
    acted: list[int] = []
    action = make_action(bar, "Identify", "identify", shortcut="Ctrl+I", on_triggered=lambda: acted.append(1))
    button = bar.add(action)
    assert button.toolTip() == "Identify (Ctrl+I)"
    assert button.accessibleName() == "Identify"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert acted == [1]


def test_the_primary_button_has_its_menu_beside_it(qtbot) -> None:
    bar, menu = ActionBar("Main"), QMenu()
    qtbot.addWidget(bar)
    qtbot.addWidget(menu)
    button = bar.add_primary(make_action(bar, "Force refresh", shortcut="Ctrl+F5"), "refresh", menu=menu)
    assert button.property("role") == "primary"
    assert button.popupMode() == QToolButton.ToolButtonPopupMode.MenuButtonPopup


def test_a_letter_key_is_a_letter_while_typing(qtbot) -> None:
    page, field, other = QWidget(), QLineEdit(), QPushButton()
    layout = QVBoxLayout(page)
    layout.addWidget(field)
    layout.addWidget(other)
    qtbot.addWidget(page)
    pressed: list[int] = []
    letter_shortcut(page, "P", lambda: pressed.append(1))
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_P)
    assert (field.text().lower(), pressed) == ("p", [])
    other.setFocus()
    QTest.keyClick(other, Qt.Key.Key_P)
    assert pressed == [1]


def test_a_picture_owns_its_pixels(qapp) -> None:
    rgba = bytearray(b"\x10\x20\x30\xff" * 6)
    picture = images.image_from_rgba(3, 2, bytes(rgba))
    del rgba
    assert (picture.width(), picture.height()) == (3, 2)
    assert picture.pixelColor(2, 1) == QColor(0x10, 0x20, 0x30)


@pytest.mark.parametrize(("width", "height", "length"), [(3, 2, 23), (0, 0, 0), (2, 2, 17)])
def test_bytes_of_another_size_are_refused(width: int, height: int, length: int) -> None:
    with pytest.raises(ValueError, match=f"{length} bytes are no {width} by {height}"):
        images.image_from_rgba(width, height, bytes(length))


def test_the_cache_drops_what_was_used_least_recently(qapp) -> None:
    cache = images.PixmapCache(max_bytes=3 * 10 * 10 * 4)
    for name in "abc":
        cache.put(name, 10, 10, QImage(10, 10, QImage.Format.Format_ARGB32_Premultiplied))
    cache.get("a", 10, 10)
    cache.put("d", 10, 10, QImage(10, 10, QImage.Format.Format_ARGB32_Premultiplied))
    assert [name for name in "abcd" if cache.get(name, 10, 10) is not None] == ["a", "c", "d"]
    assert cache.used_bytes <= 3 * 400


def test_the_cache_tells_sizes_apart_and_counts_a_replacement_once(qapp) -> None:
    cache = images.PixmapCache()
    for _ in range(3):
        cache.put("a", 10, 10, QImage(10, 10, QImage.Format.Format_ARGB32_Premultiplied))
    assert cache.get("a", 20, 20) is None
    assert (len(cache), cache.used_bytes) == (1, 400)
    cache.clear()
    assert cache.used_bytes == 0


@pytest.mark.parametrize(
    ("size", "expected"), [(QSize(100, 100), QRect(0, 50, 100, 100)), (QSize(50, 400), QRect(37, 0, 25, 200))]
)
def test_a_picture_is_shown_whole_and_centred(size: QSize, expected: QRect) -> None:
    assert images.fitted_rect(size, QRect(0, 0, 100, 200)) == expected


def test_a_painted_picture_fills_its_place_with_round_corners(qapp) -> None:
    pixmap = QPixmap(20, 30)
    pixmap.fill(QColor("#ff0000"))
    canvas = QImage(60, 90, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.fill(0)
    with QPainter(canvas) as painter:
        covered = images.paint_picture(painter, QRect(0, 0, 60, 90), pixmap, radius=8)
    assert covered == QRect(0, 0, 60, 90)
    assert canvas.pixelColor(30, 45) == QColor("#ff0000")
    assert canvas.pixelColor(58, 45) == QColor("#ff0000")
    assert canvas.pixelColor(0, 0).alpha() == 0


def test_a_mark_stays_inside_its_tile(qapp) -> None:
    canvas = QImage(80, 120, QImage.Format.Format_ARGB32_Premultiplied)
    with QPainter(canvas) as painter:
        pill = images.paint_mark(painter, canvas.rect(), "A very long mark indeed", "#000000", "#ffffff")
    assert canvas.rect().contains(pill)


def test_a_row_of_chips_gets_the_height_its_width_needs(qtbot) -> None:
    page = QWidget()
    layout = QHBoxLayout(page)
    row = ChipRow()
    row.set_chips(ChipSpec(str(number), f"Filter number {number}", number) for number in range(12))
    layout.addWidget(row)
    qtbot.addWidget(page)
    page.resize(300, 600)
    page.show()
    page.grab()
    places = [row.chip(str(number)).mapTo(page, QPoint(0, 0)) for number in range(12)]
    assert len({place.y() for place in places}) > 3
    assert all(place.x() < 300 for place in places)


def test_buttons_that_yield_make_room_in_a_narrow_bar_and_come_back(qtbot) -> None:
    bar = ActionBar("Main")
    qtbot.addWidget(bar)
    undo = make_action(bar, "Undo", "undo", shortcut="Ctrl+Z", is_checkable=True)
    twin = bar.add_yielding(undo).defaultAction()
    bar.add(make_action(bar, "Review 337", "review"))
    undo.setEnabled(False)
    undo.setChecked(True)
    assert (twin.isEnabled(), twin.isChecked()) == (False, True)
    assert bar.findChild(QToolButton, "qt_toolbar_ext_button").accessibleName() == "More actions"
    bar.show()
    bar.resize(bar.needed_width(), 60)
    assert twin.isVisible()
    bar.resize(bar.needed_width() - 1, 60)
    assert not twin.isVisible()
    bar.resize(bar.needed_width(), 60)
    assert twin.isVisible()
