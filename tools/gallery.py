"""Show every widget of the foundation in one window; with a folder, save it as pictures instead.

python -m tools.gallery                     a window; keys 1-4 switch the look
python -m tools.gallery out/                gallery-light.png, gallery-dark.png, gallery-contrast.png and,
                                                at twice the text size, gallery-dark-200.png
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QLinearGradient, QPainter, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMenu,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionViewItem,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from tools.screenshot_window import grab
from ui.application import create_application, theme_of
from ui.chips import Chip, ChipRow, ChipSpec, ProviderChip
from ui.flow_layout import FlowLayout
from ui.grid_view import TileDelegate, TileGrid
from ui.icons import IconLabel, icon, icon_names
from ui.images import paint_focus_ring, paint_mark, paint_picture, paint_placeholder
from ui.keyed_list_model import KeyedListModel
from ui.lamps import LampRow
from ui.message_bar import MessageBar, Severity
from ui.pill import Tone
from ui.qt_types import AnyIndex
from ui.text import age_text
from ui.theme import Mode, TextSize, current_tokens, set_role, text_font
from ui.toolbar import ActionBar, make_action


@dataclass(frozen=True, slots=True)
class Sample:
    """One tile of the sample grid."""

    number: int

    @property
    def score(self) -> int:
        """Counts down from 95, as a sorted grid does."""
        return 95 - 2 * self.number


class SampleDelegate(TileDelegate):
    """Paints the tiles of the sample grid the way the browser paints its own."""

    def __init__(self, grid: TileGrid, model: KeyedListModel[int, Sample]) -> None:
        super().__init__(grid)
        self._grid, self._model = grid, model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        sample, tokens = self._model.item(index), current_tokens()
        box = self._grid.picture_rect(option.rect)
        if sample.number % 7 == 5:
            paint_placeholder(painter, box, "Poster", is_dashed=sample.number % 2 == 1)
        else:
            opacity = 0.4 if sample.number == 8 else 1.0
            paint_picture(painter, box, _poster(sample.number, box.size()), opacity=opacity)
        if sample.number == 0:
            paint_mark(painter, box, "✓ Selected", tokens.good, tokens.good_text, is_right=False)
        elif sample.number == 8:
            paint_mark(painter, box, "✗ Rejected", tokens.scrim, tokens.scrim_text)
        elif sample.number % 3 == 2:
            paint_mark(painter, box, "New", tokens.new, tokens.new_text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus_ring(painter, box)
        self._caption(painter, self._grid.caption_rect(option.rect), sample)

    def _caption(self, painter: QPainter, box: QRect, sample: Sample) -> None:
        flags, tokens = Qt.AlignmentFlag, current_tokens()
        line = box.height() // 2
        upper = QRect(box.x(), box.y(), box.width(), line)
        lower = upper.translated(0, line)
        painter.setPen(QColor(tokens.text))
        painter.setFont(text_font(TextSize.CAPTION, bold=True))
        painter.drawText(upper, flags.AlignLeft | flags.AlignVCenter, str(sample.score))
        painter.setPen(QColor(tokens.muted))
        painter.setFont(text_font(TextSize.CAPTION))
        painter.drawText(upper, flags.AlignHCenter | flags.AlignVCenter, "TMDB")
        painter.drawText(upper, flags.AlignRight | flags.AlignVCenter, "en")
        painter.drawText(lower, flags.AlignLeft | flags.AlignVCenter, "2000×3000")
        painter.drawText(lower, flags.AlignRight | flags.AlignVCenter, "★ 5.3 (12)")


def _poster(number: int, size: QSize) -> QPixmap:
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    hue = number * 47 % 360
    ground = QLinearGradient(0, 0, 0, size.height())
    ground.setColorAt(0, QColor.fromHsv(hue, 170, 50))
    ground.setColorAt(1, QColor.fromHsv(hue, 150, 125))
    painter.fillRect(pixmap.rect(), ground)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor.fromHsv((hue + 40) % 360, 110, 220))
    painter.setPen(Qt.PenStyle.NoPen)
    side = size.width() * 0.4
    painter.drawEllipse(QRectF(size.width() * 0.3, size.height() * 0.25, side, side))
    painter.end()
    return pixmap


class Gallery(QMainWindow):
    """A window with one of everything."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Gallery")
        for title in ("File", "Edit", "View", "Item", "Tools", "Help"):
            self.menuBar().addMenu(title).addAction(icon("settings"), "Something")
        self._add_toolbar()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header())
        column.addWidget(self._messages())
        column.addLayout(self._filters())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._sidebar())
        row.addWidget(self._grid(), 1)
        row.addWidget(self._panel())
        column.addLayout(row, 1)
        self.setCentralWidget(body)
        self._add_status_bar()

    def _add_toolbar(self) -> None:
        bar = ActionBar("Main")
        bar.add(make_action(self, "Add folder", "add-folder"))
        bar.add(make_action(self, "Identify", "identify", shortcut="Ctrl+I"))
        bar.add(make_action(self, "Browse artwork", "browse", shortcut="Ctrl+B"))
        bar.addSeparator()
        menu = QMenu(self)
        menu.addAction("This title")
        menu.addAction("One provider")
        bar.add_primary(make_action(self, "Force refresh", shortcut="Ctrl+F5"), "refresh", menu=menu)
        bar.add(make_action(self, "Select", "select"))
        bar.add(make_action(self, "Reject", "reject"))
        undo = make_action(self, "Undo", "undo", shortcut="Ctrl+Z")
        undo.setEnabled(False)
        bar.add(undo)
        bar.add_spacer()
        search = QLineEdit()
        search.setPlaceholderText("Search, or paste an id or address (Ctrl+K)")
        search.setMinimumWidth(300)
        search.setMaximumWidth(340)
        bar.addWidget(search)
        self.addToolBar(bar)

    def _header(self) -> QWidget:
        header = QFrame()
        set_role(header, "header")
        column = QVBoxLayout(header)
        column.setContentsMargins(12, 8, 12, 0)
        row = QHBoxLayout()
        title, year = QLabel("Inception"), QLabel("2010   7 of 24")
        set_role(title, "title")
        set_role(year, "muted")
        row.addWidget(title)
        row.addWidget(year)
        row.addStretch()
        tmdb, fanart, tvdb, brainz = (
            ProviderChip(key, name)
            for key, name in (
                ("tmdb", "TMDB"),
                ("fanart_tv", "Fanart.tv"),
                ("tvdb", "TheTVDB"),
                ("musicbrainz", "MusicBrainz"),
            )
        )
        tmdb.set_state("42", glyph="check")
        fanart.set_state("fetching", Tone.BUSY, progress=0.6)
        tvdb.set_state(
            "waiting {left} s · showing 3 from 9 days ago", Tone.WARN, countdown_s=8, action="Retry TheTVDB"
        )
        brainz.set_state("did not answer", Tone.BAD, glyph="warning", action="Retry MusicBrainz")
        for chip in (tmdb, fanart, tvdb, brainz):
            row.addWidget(chip)
        age = QLabel(f"as of {age_text(2.5)}")
        set_role(age, "muted")
        row.addWidget(age)
        column.addLayout(row)
        tabs = QTabBar()
        tabs.setExpanding(False)
        for name in ("Poster 54", "Keyart 6", "Fanart 61", "Clearlogo 9", "Disc 3"):
            tabs.addTab(name)
        column.addWidget(tabs)
        return header

    def _messages(self) -> QWidget:
        bar = MessageBar()
        bar.post(
            "Refreshed: **2 new** posters, none vanished. TheTVDB did not answer in time; its 3 rows are "
            "from 9 days ago.",
            action="Retry TheTVDB",
        )
        bar.post("TheTVDB asks us to wait 8 seconds.", Severity.WARN)
        bar.post("TMDB refused the key. What you see is from the cache.", Severity.BAD, action="Settings")
        return bar

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        label = QLabel("Show")
        set_role(label, "muted")
        row.addWidget(label)
        chips = ChipRow()
        chips.set_chips(
            [
                ChipSpec("tmdb", "TMDB", 42, is_on=True),
                ChipSpec("fanart", "Fanart.tv", 12, is_on=True),
                ChipSpec("en", "English", 21),
                ChipSpec("none", "No text", 9),
                ChipSpec("stack", "Stack look-alikes 54 → 31", None, is_on=True),
            ]
        )
        row.addWidget(chips, 1)
        sort = QComboBox()
        set_role(sort, "pill")
        sort.addItems(["Best", "Votes", "Newest"])
        row.addWidget(sort)
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setValue(45)
        slider.setMaximumWidth(110)
        row.addWidget(slider)
        return row

    def _sidebar(self) -> QWidget:
        side = QListWidget()
        set_role(side, "sidebar")
        side.addItems(["Films", "TV", "Music", "Unidentified", "Doubtful match", "Missing poster"])
        side.setCurrentRow(0)
        side.setFixedWidth(160)
        return side

    def _grid(self) -> QWidget:
        self.grid = TileGrid()
        self.model: KeyedListModel[int, Sample] = KeyedListModel(lambda sample: sample.number, self)
        self.model.merge(Sample(number) for number in range(60))
        self.grid.setModel(self.model)
        self.grid.setItemDelegate(SampleDelegate(self.grid, self.model))
        self.grid.setCurrentIndex(self.model.index(2, 0, QModelIndex()))
        self.grid.zoom_requested.connect(
            lambda steps: self.grid.set_tile_width(self.grid.tile_width + 16 * steps)
        )
        return self.grid

    def _panel(self) -> QWidget:
        panel = QFrame()
        set_role(panel, "panel-right")
        panel.setFixedWidth(300)
        column = QVBoxLayout(panel)
        column.setContentsMargins(14, 12, 14, 12)
        heading = QLabel("Icons")
        set_role(heading, "heading")
        column.addWidget(heading)
        icons = QWidget()
        flow = FlowLayout(icons, spacing=6)
        for name in icon_names():
            label = IconLabel(name, px=18)
            label.setToolTip(name)
            flow.addWidget(label)
        column.addWidget(icons)
        checks = QHBoxLayout()
        for box in (QCheckBox("Ids"), QCheckBox("Art"), QRadioButton("One"), QRadioButton("Two")):
            box.setChecked(box.text() in ("Ids", "One"))
            checks.addWidget(box)
        column.addLayout(checks)
        spin = QSpinBox()
        spin.setSuffix(" px")
        spin.setMaximum(400)
        spin.setValue(190)
        column.addWidget(spin)
        progress = QProgressBar()
        progress.setValue(40)
        column.addWidget(progress)
        column.addStretch()
        primary = QPushButton("Use this poster")
        set_role(primary, "primary")
        column.addWidget(primary)
        row = QHBoxLayout()
        row.addWidget(QPushButton("Reject"))
        disabled = QPushButton("Not now")
        disabled.setEnabled(False)
        row.addWidget(disabled)
        column.addLayout(row)
        danger = QPushButton("Forget all")
        set_role(danger, "danger")
        column.addWidget(danger)
        column.addWidget(Chip("Small button", is_checkable=False))
        return panel

    def _add_status_bar(self) -> None:
        lamps = LampRow()
        names = {"tmdb": "TMDB", "f": "Fanart.tv", "tvdb": "TheTVDB", "mb": "MusicBrainz"}
        lamps.set_providers(names.items())
        lamps.lamp("tmdb").set_state(Tone.GOOD, "answering")
        lamps.lamp("f").set_state(Tone.BAD, "wrong key")
        lamps.lamp("tvdb").set_state(Tone.WARN, "waiting 8 s")
        self.statusBar().addWidget(QLabel("24 films · 1 selected"))
        self.statusBar().addWidget(QLabel("Idle"))
        self.statusBar().addPermanentWidget(lamps)
        self.statusBar().addPermanentWidget(QLabel("cache hits 91 %"))
        self.statusBar().setSizeGripEnabled(False)


def main() -> int:
    """Show the gallery, or save it when a folder is given."""
    app = create_application(sys.argv[:1])
    window = Gallery()
    theme = theme_of(app)
    if len(sys.argv) > 1:
        for mode in (Mode.LIGHT, Mode.DARK, Mode.CONTRAST):
            theme.set_mode(mode)
            print(grab(window, Path(sys.argv[1]) / f"gallery-{mode.value}.png", QSize(1280, 800)))
        theme.set_text_scale(2.0)
        theme.set_mode(Mode.DARK)
        print(grab(window, Path(sys.argv[1]) / "gallery-dark-200.png", QSize(1920, 1080)))
        return 0
    app.setQuitOnLastWindowClosed(True)
    for key, mode in zip("1234", Mode, strict=True):
        QShortcut(QKeySequence(key), window).activated.connect(lambda each=mode: theme.set_mode(each))
    window.resize(1280, 800)
    window.show()
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
