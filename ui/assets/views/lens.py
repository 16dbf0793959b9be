"""Which part of a picture is looked at; several canvases may look through one lens."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Signal


class Lens(QObject):
    """How much larger than fitted, and around which spot.

    ``zoom`` is 1.0 for the whole picture; ``centre`` is a fraction of width and height. Both mean the same for
    pictures of any size, which is what keeps two of them in step.

    Signals:
        changed()
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.zoom = 1.0
        self.centre = QPointF(0.5, 0.5)

    @property
    def is_fitted(self) -> bool:
        """True while whole pictures are seen."""
        return self.zoom <= 1.0

    def look(self, zoom: float, centre: QPointF) -> None:
        """Look at another part; below 1.0 it is the whole picture."""
        spot = QPointF(min(1.0, max(0.0, centre.x())), min(1.0, max(0.0, centre.y())))
        if zoom <= 1.0 + 1e-6:
            zoom, spot = 1.0, QPointF(0.5, 0.5)
        if (zoom, spot) != (self.zoom, self.centre):
            self.zoom, self.centre = zoom, spot
            self.changed.emit()

    def fit(self) -> None:
        """Look at whole pictures."""
        self.look(1.0, QPointF(0.5, 0.5))
