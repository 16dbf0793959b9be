"""A line that becomes two before what flows in it becomes a column."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.chips import ChipRow, ChipSpec
from ui.fold_line import FoldLine


def test_a_line_folds_when_that_is_lower_and_unfolds_again(qtbot: Any) -> None:
    filters, others = QWidget(), QWidget()
    row = ChipRow()
    row.set_chips(ChipSpec(str(number), f"Filter {number}", number) for number in range(6))
    QHBoxLayout(filters).addWidget(row)
    others.setFixedSize(500, 30)
    line = FoldLine(filters, others, filters, 8)
    qtbot.addWidget(line)
    line.resize(1400, 40)
    line.show()
    assert not line.is_folded
    line.resize(640, 200)
    assert line.is_folded
    line.layout().activate()
    assert others.y() > filters.y()
    line.resize(1400, 40)
    assert not line.is_folded
