"""Asks where a CSV is to be saved, and writes it whole or not at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.statistics.preferences import StatisticsPreferences

_FILTER = "CSV files (*.csv);;All files (*)"


class NotWritten(Exception):
    """A file could not be written; the text is a sentence for a person."""

    def __init__(self, path: Path, error: OSError) -> None:
        reason = error.strerror or type(error).__name__
        self.message = (
            f"“{path.name}” could not be saved: {reason.lower()}. Nothing was written; what was there before is "
            "unchanged. Choose another folder."
        )
        super().__init__(self.message)


class WholeFile:
    """A text file, UTF-8, that takes its place only when all of it is written. Blocks: use it off the loop.

    May be dropped while another thread still writes: whoever is cancelled does not wait for that thread.

    Raises:
        NotWritten: by every method but `drop`.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._part = path, path.with_name(f".{path.name}.part")
        self._file: TextIO | None = None
        self._is_dropped = False
        self._turn = threading.RLock()
        self.is_kept = False
        """The file is where it belongs."""

    def write(self, text: str) -> None:
        """Append *text*; the first call makes the file. Does nothing once the file was dropped."""
        with self._turn:
            if self._is_dropped:
                return
            try:
                if self._file is None:
                    self._file = self._part.open("w", encoding="utf-8", newline="")
                self._file.write(text)
            except OSError as error:
                self.drop()
                raise NotWritten(self._path, error) from error

    def keep(self) -> None:
        """Put the file where it belongs, unless it was dropped."""
        with self._turn:
            try:
                if self._file is not None:
                    self._file.close()
                    os.replace(self._part, self._path)
                    self.is_kept = True
            except OSError as error:
                self.drop()
                raise NotWritten(self._path, error) from error

    def drop(self) -> None:
        """Leave nothing behind."""
        with self._turn:
            self._is_dropped = True
            file, self._file = self._file, None
            with suppress(OSError):  # a full disk says so once more; what is left goes with the next line
                if file is not None:
                    file.close()
            with suppress(OSError):  # the folder itself may be gone
                self._part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write *text* to *path*. Raises NotWritten."""
    file = WholeFile(path)
    file.write(text)
    file.keep()


class SaveDialog(QObject):
    """One file dialog at a time; it does not stop the event loop."""

    def __init__(self, preferences: StatisticsPreferences, parent: QWidget) -> None:
        super().__init__(parent)
        self._above, self._preferences = parent, preferences
        self.dialog: QFileDialog | None = None

    def ask(self, title: str, name: str, on_chosen: Callable[[Path], object]) -> None:
        """Let the person choose where *name* goes; *on_chosen* is called unless they cancel."""
        if self.dialog is not None:
            self.dialog.raise_()
            return
        start = str(Path(self._preferences.folder or Path.home()) / name)
        self.dialog = dialog = QFileDialog(self._above.window(), title, start, _FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(name)

        def take(path: str) -> None:
            self._preferences.folder = str(Path(path).parent)
            on_chosen(Path(path))

        dialog.fileSelected.connect(take)
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def close(self) -> None:
        """Take an open dialog away."""
        if self.dialog is not None:
            self.dialog.reject()

    def _on_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
