"""Undo and redo, however quickly they are asked for."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject

from metarr_desktop.domain.library import CurationAct
from tests.async_gui import eventually
from tests.fakes import FakeCore, an_asset, an_entity
from ui.task_scope import TaskScope
from ui.undoing import Undoing


async def test_two_quick_undos_are_two_steps(qapp) -> None:
    core, key = FakeCore(), an_entity().key
    core.cache.assets[key] = [an_asset(), an_asset()]
    for asset in core.cache.assets[key]:
        await core.curation.act_on(CurationAct.SELECT, [asset.id])
    owner, tasks = QObject(), TaskScope()
    steps = Undoing(core.curation, tasks, asyncio.Lock(), owner)
    for _ in range(2):
        steps.undo()
    await eventually(lambda: core.curation.done == [])
    await tasks.close()
