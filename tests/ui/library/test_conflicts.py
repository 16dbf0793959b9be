"""Ids that disagree are shown with who says so, until a person decides."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from metarr_desktop.domain.library import IdConflict
from tests.async_gui import eventually
from tests.ui.main_window_builders import a_core, key_of, opened, use_settings_in
from ui.library.conflicts import ConflictNotice, conflict_sentence

CONFLICT = IdConflict("tvdb", "imdb", "tt1", "tt2")
TITLES = {"tvdb": "TheTVDB"}


def test_a_conflict_says_who_says_what_and_what_stays() -> None:
    assert conflict_sentence(CONFLICT, TITLES) == "TheTVDB says IMDb is tt2, this title keeps tt1."


def test_without_a_conflict_nothing_is_shown(qtbot: Any) -> None:
    notice = ConflictNotice()
    qtbot.addWidget(notice)
    notice.show_conflicts([CONFLICT, IdConflict("tvdb", "tmdb", "1", "2")], TITLES)
    assert not notice.isHidden()
    assert notice.text.count("\n") == 1
    notice.show_conflicts([], TITLES)
    assert notice.isHidden()


async def test_the_inspector_leads_from_a_conflict_to_identification(
    qtbot: Any, qapp: Any, tmp_path: Any, monkeypatch: Any
) -> None:
    qapp.setQuitOnLastWindowClosed(False)
    use_settings_in(tmp_path)
    core = a_core()
    core.library.id_conflicts = (CONFLICT,)
    async with opened(qtbot, core) as window:
        asked: list[Any] = []
        monkeypatch.setattr(window.windows, "identify", asked.append)
        window.library.focus_title(key_of(3))
        notice = window.library.inspector.conflicts
        shown = window.library.inspector
        await eventually(lambda: shown.shown is not None and shown.shown.key == key_of(3))
        qtbot.mouseClick(notice.button, Qt.MouseButton.LeftButton)
        assert asked == [[key_of(3)]]
