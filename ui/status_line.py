"""The status bar: how many titles, what network and automation do, one lamp per provider, cache hits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QStatusBar,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from metarr_desktop.domain.ports import Core
from metarr_desktop.domain.status import CacheStatistics, Lamp
from ui.elided_label import ElidedLabel
from ui.icons import icon
from ui.lamps import LampRow
from ui.provider_state import LAMP_TONES, seconds_left
from ui.task_scope import TaskScope
from ui.text import duration_text, for_people
from ui.theme import set_role
from ui.timers import delay

_STATISTICS_MS = 400
_FEWEST_HITS = 5
_GAP = 8  # px between two parts, margins included


class ShortButton(QPushButton):
    """A button whose words end with … where its room ends; its tool tip has them all."""

    _LEAST = 8  # letters

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        spared = self.fontMetrics().horizontalAdvance(self.text()[self._LEAST :])
        return QSize(hint.width() - spared, hint.height())

    @property
    def shown(self) -> str:
        """What can be read."""
        lacking = self.sizeHint().width() - self.width()
        if lacking <= 0:
            return self.text()
        metrics = self.fontMetrics()
        room = metrics.horizontalAdvance(self.text()) - lacking
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.shown
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class StatusLine(QStatusBar):
    """Signals: lamp_clicked(provider), stop_clicked() while a job is shown, automation_clicked(), hits_clicked()."""

    lamp_clicked = Signal(str)
    stop_clicked = Signal()
    automation_clicked = Signal()
    hits_clicked = Signal()

    def __init__(
        self, parent: QWidget | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._core: Core | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._tasks = TaskScope(None, "status")  # numbers beside the point: the log alone has a failure
        self.setSizeGripEnabled(False)
        self.counts, self.network = QLabel(self), ElidedLabel(self)
        self.network.show_text("Opening the library…")
        self.stop = QPushButton("Stop", self)
        set_role(self.stop, "link")
        self.stop.setToolTip("Stop fetching; what has arrived is kept")
        self.stop.setAccessibleName("Stop fetching")
        self.stop.clicked.connect(lambda: self.stop_clicked.emit())
        self.stop.hide()
        self.automation, self.hits = ShortButton(self), QPushButton(self)
        for button, clicked in ((self.automation, self.automation_clicked), (self.hits, self.hits_clicked)):
            set_role(button, "status")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(clicked)
        self.automation.setIcon(icon("automation", "muted"))
        self.show_automation("")
        self.lamps = LampRow(self)
        self.lamps.setAccessibleName("Providers")
        self.lamps.lamp_clicked.connect(self.lamp_clicked)
        self._show_hits("", "")
        left: tuple[QWidget, ...] = (self.counts, self.network, self.stop, self.automation)
        for widget in left:
            self.addWidget(widget)
        permanent: tuple[QWidget, ...] = (self.lamps, self.hits)
        for widget in permanent:
            self.addPermanentWidget(widget)
        self._job = ""
        self._countdown = QTimer(self)
        self._countdown.setInterval(1000)
        self._countdown.timeout.connect(self._show_providers)
        self._numbers = delay(
            self, _STATISTICS_MS, lambda: self._tasks.start("statistics", self._read_statistics)
        )

    def attach(self, core: Core) -> None:
        """Show the providers of *core* and its numbers."""
        self._core = core
        self._unsubscribe = core.providers.subscribe(self._on_providers_changed)
        self.show_providers()
        self._tasks.start("statistics", self._read_statistics)

    def show_providers(self) -> None:
        """Show a lamp for each enabled provider, in the order of the person."""
        if self._core is not None:
            self._set_lamps(self._core)
            self._show_providers()

    async def detach(self) -> None:
        """Let go of the core."""
        if self._unsubscribe is not None:
            self._unsubscribe()
        self._core = self._unsubscribe = None
        self._countdown.stop()
        self._numbers.stop()
        await self._tasks.close()
        self._tasks = TaskScope(None, "status")
        self.lamps.set_providers(())
        self._show_hits("", "")
        self.counts.clear()
        self.show_job("")
        self.network.show_text("Opening the library…")

    def show_counts(self, text: str) -> None:
        """Show how many titles there are."""
        self.counts.setText(text)

    def show_job(self, text: str) -> None:
        """Show what is being done for the person ("Fetching artwork 3 of 15") with Stop; empty ends it."""
        self._job = text
        self.stop.setVisible(bool(text))
        self._show_network()
        self.refresh_numbers()

    def show_automation(self, text: str, details: str = "") -> None:
        """Show what automation does ("Enriching 12 of 40"), all of it in the tool tip; empty hides it."""
        self.automation.setText(text)
        self.automation.setAccessibleName(f"Automation: {text}")
        self.automation.setToolTip(f"{details or text}\nOpen activity (Ctrl+Shift+J)".strip())
        self.automation.setVisible(bool(text))
        self._show_network()

    def refresh_numbers(self) -> None:
        """Read the statistics again, soon; many calls make one reading."""
        if self._core is not None and not self._numbers.isActive():
            self._numbers.start()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())  # whatever is told, the window gets no wider

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    # -- inside ----------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Leave the cache hits out where there is no room for them: the Tools menu leads there as well."""
        others = (self.counts, self.network, self.stop, self.automation, self.lamps)
        shown = [each.minimumSizeHint().width() for each in (*others, self.hits) if not each.isHidden()]
        if self.hits.isHidden():
            shown.append(self.hits.minimumSizeHint().width())
        has_room = sum(shown) + _GAP * len(shown) <= self.width()
        wanted = bool(self.hits.text()) and has_room
        if wanted == self.hits.isHidden():
            self.hits.setVisible(wanted)

    def _set_lamps(self, core: Core) -> None:
        wanted = [(info.name, info.title) for info in core.providers.infos()]
        if [name for name, _ in wanted] != list(self.lamps.providers()):
            self.lamps.set_providers(wanted)

    def _on_providers_changed(self) -> None:
        # Providers say that they changed before preferences do: a lamp may be missing, or one too many.
        self.show_providers()
        self.refresh_numbers()

    def _show_providers(self) -> None:
        if self._core is None:
            return
        statuses = self._core.providers.statuses()
        titles = {info.name: info.title for info in self._core.providers.infos()}
        is_counting = False
        for status in statuses:
            if status.provider not in titles:
                continue
            tone, word = LAMP_TONES[status.lamp]
            left = seconds_left(status, self._now())
            if left:
                word = f"{word} {duration_text(left)}"
                is_counting = True
            details = for_people(status.sentence)
            if status.requests_today:
                details = f"{details}\n{status.requests_today:,} requests today".strip()
            # A lamp that flickers into words while all goes well would only unsettle.
            is_word_shown = False if status.lamp in (Lamp.READY, Lamp.WORKING) else None
            self.lamps.lamp(status.provider).set_state(
                tone, word, details=details, is_word_shown=is_word_shown
            )
        if is_counting and not self._countdown.isActive():
            self._countdown.start()
        elif not is_counting:
            self._countdown.stop()
        self._show_network()

    def _show_network(self) -> None:
        if self._core is None:
            return
        titles = {info.name: info.title for info in self._core.providers.infos()}
        working = [
            titles[status.provider]
            for status in self._core.providers.statuses()
            if status.lamp is Lamp.WORKING and status.provider in titles
        ]
        # Beside "Enriching…" nobody is idle.
        idle = "" if self.automation.text() else "Idle"
        self.network.show_text(self._job or (f"{', '.join(working)}: fetching…" if working else idle))
        self.network.setAccessibleName(f"Network: {self.network.text()}")
        self.network.setVisible(bool(self.network.text()))

    async def _read_statistics(self) -> None:
        if self._core is None:
            return
        self._show_numbers(await self._core.statistics.cache_statistics())

    def _show_numbers(self, numbers: CacheStatistics) -> None:
        # The first fetch of every title has to ask; a share of nothing but first fetches says nothing.
        rate = numbers.hit_rate if numbers.hits >= _FEWEST_HITS else None
        self._show_hits(
            "" if rate is None else f"cache hits {round(rate * 100)} %",
            f"{numbers.hits:,} of {numbers.hits + numbers.misses:,} requests were answered from the cache, without "
            "asking a provider.\nThe first look at a title always asks; forced refreshes are not counted.\n",
        )

    def _show_hits(self, text: str, details: str) -> None:
        self.hits.setText(text)
        self.hits.setAccessibleName(f"Cache hits: {text}")
        self.hits.setToolTip(f"{details}Open cache statistics (Ctrl+Shift+T)")
        self._fit()
