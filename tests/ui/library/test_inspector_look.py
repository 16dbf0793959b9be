"""The inspector follows the look of the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from tests.async_gui import eventually
from tests.ui.main_window_builders import a_core, key_of, opened, use_settings_in
from ui.application import theme_of
from ui.theme import Mode
from ui.tokens import DARK, LIGHT


@pytest.mark.parametrize(("mode", "tokens"), [(Mode.DARK, DARK), (Mode.LIGHT, LIGHT)])
async def test_links_have_the_accent_of_the_look_that_is_switched_to(
    qtbot: Any, qapp: Any, tmp_path: Path, mode: Mode, tokens: Any
) -> None:
    use_settings_in(tmp_path)
    theme = theme_of(qapp)
    theme.set_mode(Mode.LIGHT if mode is Mode.DARK else Mode.DARK)
    async with opened(qtbot, a_core()) as window:
        inspector = window.library.inspector
        window.library.focus_title(key_of(3))
        await eventually(lambda: inspector.shown is not None and inspector.shown.key == key_of(3))
        theme.set_mode(mode)

        def links() -> list[str]:
            return [label.text() for label in inspector.findChildren(QLabel) if "<a href" in label.text()]

        await eventually(lambda: links() and all(tokens.accent in text for text in links()))
    theme.set_mode(Mode.SYSTEM)
