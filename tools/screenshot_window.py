"""Save pictures of widgets, so that every screen is looked at before it is called done.

from tools.screenshot_window import grab
grab(window, "library-dark.png")
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize
from PySide6.QtWidgets import QApplication, QWidget


def grab(widget: QWidget, path: str | Path, size: QSize | None = None) -> Path:
    """Show *widget*, let it lay itself out and paint, and save what it shows as PNG.

    Not for use inside a coroutine: it turns the event loop.

    Raises:
        OSError: the file cannot be written.
    """
    if size is not None:
        widget.resize(size)
    widget.show()
    for _ in range(5):  # polish, layout, height for width, first paint, deferred deletes
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(target)):
        raise OSError(f"the picture {target} could not be written")
    return target
