"""Folders of other programs and where they are here: lines that are added, changed and taken away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop.domain.path_mapping import PathMapping
from ui.buttons import IconButton, act_button
from ui.settings.option_rows import a_row, follow
from ui.settings.page_frame import a_text
from ui.settings.webhook_rules import PATHS, given_by, path_problems, tried
from ui.theme import set_role

_LENGTH = 4096


class PathRow(QWidget):
    """One folder there, the same folder here, and why that cannot be.

    Signals: changed(), removed().
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, mapping: PathMapping, parent: QWidget) -> None:
        super().__init__(parent)
        self.dialog: QFileDialog | None = None
        self.remote = self._edit(
            mapping.remote, "Folder there, as in /movies", "How the other program calls it"
        )
        self.local = self._edit(mapping.local, "Folder here, as in /mnt/films", "Where this computer has it")
        self.choose = IconButton("folder", "Choose the folder here", self)
        self.choose.clicked.connect(lambda _=False: self._choose())
        self.remove = IconButton("close", "Take this line away", self)
        self.remove.clicked.connect(lambda _=False: self.removed.emit())
        arrow = a_text("→", "muted", self)
        arrow.setWordWrap(False)
        self.problem = a_text("", "warn", self)
        self.problem.hide()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.remote, 1)
        line.addWidget(arrow)
        line.addWidget(self.local, 1)
        line.addWidget(self.choose)
        line.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.problem)

    def mapping(self) -> PathMapping:
        """Return what is written."""
        return PathMapping(self.remote.text().strip(), self.local.text().strip())

    def show_place(self, place: int, problem: str) -> None:
        """Say which line it is, and what is wrong with it."""
        self.remote.setAccessibleName(f"Folder there, line {place + 1}")
        self.local.setAccessibleName(f"Folder here, line {place + 1}")
        self.choose.setAccessibleName(f"Choose the folder here of line {place + 1}")
        self.remove.setAccessibleName(f"Take line {place + 1} away")
        self.problem.setText(f"⚠ {problem}" if problem else "")
        self.problem.setVisible(bool(problem))

    def _choose(self) -> None:
        self.dialog = dialog = QFileDialog(self, "Choose the folder here", self.local.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.fileSelected.connect(self._take)
        dialog.open()

    def _take(self, folder: str) -> None:
        self.local.setText(folder)
        self.changed.emit()

    def _edit(self, text: str, placeholder: str, tooltip: str) -> QLineEdit:
        edit = QLineEdit(text, self)
        edit.setMaxLength(_LENGTH)
        edit.setPlaceholderText(placeholder)
        edit.setToolTip(tooltip)
        edit.textEdited.connect(lambda _: self.changed.emit())
        return edit


class PathRows(QFrame):
    """Signals: changed(tuple of PathMapping): empty lines left out, others as written."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.rows: list[PathRow] = []
        self._is_fixed = False
        self.add_button = act_button(
            "Add folder", "Add a line for another folder", self, name="Add a folder of another program"
        )
        self.add_button.clicked.connect(lambda _=False: self._add())
        self.trial = QLineEdit(self)
        self.trial.setMaxLength(_LENGTH)
        self.trial.setPlaceholderText("Try a path of the other program, as in /movies/Inception (2010)")
        self.trial.setAccessibleName("Try a path of another program")
        self.trial.setToolTip("See where a path of the other program is on this computer; nothing is kept")
        self.trial.textChanged.connect(lambda _: self._try())
        self.answer = a_text("", "caption", self)
        self.answer.setAccessibleName("Where that path is here")
        self.fixed = a_text("", "caption", self)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        column.addWidget(a_text("Path mapping", "heading", self))
        column.addWidget(a_text(PATHS, "caption", self))
        column.addLayout(self._lines)
        column.addLayout(a_row(self.add_button))
        column.addWidget(self.fixed)
        column.addWidget(self.trial)
        column.addWidget(self.answer)

    def mappings(self) -> tuple[PathMapping, ...]:
        """Return the lines in which something is written."""
        written = (each.mapping() for each in self.rows)
        return tuple(each for each in written if each.remote or each.local)

    def show_paths(self, paths: Sequence[PathMapping], *, is_fixed: bool) -> None:
        """Show *paths*; lines that say them already stay as they are, the cursor in them."""
        self._is_fixed = is_fixed
        if self.mappings() != tuple(paths):
            for row in list(self.rows):
                self._drop(row)
            for each in paths:
                self._append(each)
        for row in self.rows:
            row.setEnabled(not is_fixed)
        self.add_button.setVisible(not is_fixed)
        self.fixed.setText(given_by("paths") if is_fixed else "")
        self.fixed.setVisible(is_fixed)
        self._settle()

    def _add(self) -> None:
        row = self._append(PathMapping("", ""))
        self._settle()
        row.remote.setFocus(Qt.FocusReason.OtherFocusReason)

    def _append(self, mapping: PathMapping) -> PathRow:
        row = PathRow(mapping, self)
        row.changed.connect(self._on_changed)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._lines.addWidget(row)
        row.show()
        return row

    def _remove(self, row: PathRow) -> None:
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._drop(row)
        self._on_changed()

    def _drop(self, row: PathRow) -> None:
        self.rows.remove(row)
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _on_changed(self) -> None:
        self._settle()
        self.changed.emit(self.mappings())

    def _settle(self) -> None:
        problems = iter(path_problems(self.mappings()))
        before: QWidget | None = None
        for place, row in enumerate(self.rows):
            written = row.mapping()
            row.show_place(place, next(problems) if written.remote or written.local else "")
            stops = (row.remote, row.local, row.choose, row.remove)
            before = follow(before, *stops) if before is not None else follow(stops[0], *stops[1:])
        if before is not None:
            follow(before, self.add_button, self.trial)
        self._try()

    def _try(self) -> None:
        words = tried(self.trial.text().strip(), self.mappings())
        self.answer.setText(words)
        self.answer.setVisible(bool(words))
