"""Where windows open: large enough to work in, whole on the screen, over the window they came from."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QPoint, QRect, QSettings, QSize
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QStyle, QWidget

_USUAL = QSize(1440, 900)
_LARGEST = QSize(1920, 1200)
_SHARE = 0.85
_BESIDE = 0.94  # of the window below, so that its edges say what is underneath
_USUAL_LINE = 17  # px: the height of a line at 100 %
_EDGE = 6  # px: what window managers draw left, right and below


def first_size(available: QSize) -> QSize:
    """Return the size to open with where *available* px can be used, the frame already taken off.

    1440x900, or 85 % of a larger screen up to 1920x1200; never more than there is.
    """
    wanted = (available * _SHARE).expandedTo(_USUAL).boundedTo(_LARGEST)
    return wanted.boundedTo(available)


def kept_geometry(settings: QSettings, name: str) -> QByteArray:
    """Return the geometry kept as *name*, empty when there is none."""
    value = settings.value(name)
    return value if isinstance(value, QByteArray) else QByteArray()


def open_at(window: QWidget, kept: QByteArray, above: QWidget | None = None) -> None:
    """Give *window* its *kept* place, or a good one: over *above*, else in the middle of the screen.

    Whatever was kept, the window is whole on a screen afterwards: that screen may be a smaller one today.
    """
    if kept.isEmpty() or not window.restoreGeometry(kept):
        screen = above.screen() if above is not None else window.screen()
        room = usable(window, screen)
        if above is None:
            size, middle = first_size(room.size()), room.center()
        else:
            size = (above.size() * _BESIDE).expandedTo(first_size(room.size()) * _BESIDE)
            middle = above.geometry().center()
        place = QRect(QPoint(), size.expandedTo(window.minimumSizeHint()))
        place.moveCenter(middle)
        _put(window, place)
    keep_on_screen(window)


def bring_to_front(window: QWidget) -> None:
    """Show *window* over all others, also where it was minimised."""
    if window.isMinimized():
        window.showNormal()
    else:
        window.show()
    window.raise_()
    window.activateWindow()


def text_scale(widget: QWidget) -> float:
    """Return how many times larger than usual the text of *widget* is, at least 1."""
    return max(1.0, widget.fontMetrics().height() / _USUAL_LINE)


def dialog_size(dialog: QWidget, usual: QSize) -> QSize:
    """Return the *usual* size of *dialog*, larger with larger text, never more than the screen has."""
    return (usual * text_scale(dialog)).boundedTo(usable(dialog).size())


def keep_on_screen(window: QWidget) -> None:
    """Move and shrink *window* until it lies whole on its screen; maximised windows are left alone."""
    if not window.isMaximized() and not window.isFullScreen():
        _put(window, QRect(window.geometry()))


def is_at_its_least(window: QWidget) -> bool:
    """Return whether *window* cannot be smaller: what it shows may have made it grow, past its screen too."""
    size, least = window.size(), window.minimumSizeHint()
    return size.width() <= least.width() or size.height() <= least.height()


def usable(window: QWidget, screen: QScreen | None = None) -> QRect:
    """Return where the inside of *window* may lie: its screen without panels and without its own frame."""
    screen = window.screen() if screen is None else screen
    frame, inner = window.frameGeometry(), window.geometry()
    top = inner.top() - frame.top()
    if not top:  # not shown yet: nobody knows the frame before the window manager drew it
        top = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight, None, window) + _EDGE
    return screen.availableGeometry().adjusted(_EDGE, top, -_EDGE, -_EDGE)


def _put(window: QWidget, place: QRect) -> None:
    room = usable(window)
    size = place.size().boundedTo(room.size())
    place.setSize(size)
    place.moveLeft(max(room.left(), min(place.left(), room.right() - size.width() + 1)))
    place.moveTop(max(room.top(), min(place.top(), room.bottom() - size.height() + 1)))
    if place != window.geometry():
        window.setGeometry(place)
