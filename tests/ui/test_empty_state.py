"""What stands where nothing can be listed."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from ui.empty_state import EmptyState


def test_a_long_sentence_is_shown_whole_in_several_lines(qtbot) -> None:
    state = EmptyState()
    qtbot.addWidget(state)
    sentence = "Add a folder with films: their names are read, nothing in it is changed. " * 3
    state.show_state("film", "Your library is empty", sentence)
    state.resize(640, 500)
    state.show()
    label = next(each for each in state.findChildren(QLabel) if each.text() == sentence)
    assert label.height() >= label.heightForWidth(label.width()) > 2 * label.fontMetrics().height()
