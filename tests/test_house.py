"""The house itself: its fixed top level, its lock, the sizes of its files, the soundness of its PySide6.

Who may import whom is checked by import-linter (`make lint`), style by ruff, types by mypy.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal

import metarr_desktop

ROOT = Path(__file__).resolve().parent.parent
CODE = ("metarr_desktop", "ui", "resources", "tests", "benchmarks", "tools", "examples")
MAX_LINES = 400

TOP_LEVEL = {
    "pyproject.toml",
    "requirements.lock",
    "Makefile",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "main.py",
    "metarr_desktop",
    "ui",
    "resources",
    "tests",
    "benchmarks",
    "docs",
    "examples",
    "tools",
}
GENERATED = re.compile(r"\..*|build|dist|.*\.egg-info|__pycache__")


def _direct_requirements() -> set[str]:
    """Return the names pyproject.toml asks for, in lower case, those of the extras included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    return {re.split(r"[^A-Za-z0-9_.-]", text)[0].lower() for texts in lists for text in texts}


class _Emitter(QObject):
    fired = Signal(int)


@pytest.mark.parametrize("singleton", [True, None], ids=["True", "None"])
def test_pyside_keeps_its_references(singleton: object) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference a call; thousands of calls later Python aborts."""
    emitter = _Emitter()
    emitter.fired.connect(lambda _: None)
    before = sys.getrefcount(singleton)
    for number in range(200):
        emitter.fired.emit(number)
        emitter.setObjectName("name")
    assert sys.getrefcount(singleton) > before - 100


def test_the_top_level_holds_what_the_design_names_and_nothing_else() -> None:
    found = {path.name for path in ROOT.iterdir() if not GENERATED.fullmatch(path.name)}
    assert found - TOP_LEVEL == set()
    assert TOP_LEVEL - found == set()


def test_the_lock_pins_exact_releases_and_names_no_index() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[a-z0-9-]+==[0-9a-z.+!]+", line)] == []


def test_the_lock_holds_every_direct_requirement() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert _direct_requirements() - {line.split("==")[0] for line in lines} == set()


def test_every_dependency_has_its_line_in_the_documentation() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    assert {name for name in _direct_requirements() if f"| {name} |" not in page} == set()


def test_every_decision_is_listed_in_the_index() -> None:
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    pages = [path.name for path in folder.glob("[0-9]*.md")]
    assert [name for name in pages if f"({name})" not in index] == []


def test_no_file_of_code_grows_past_the_size_that_asks_to_be_split() -> None:
    sizes = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for folder in CODE
        for path in (ROOT / folder).rglob("*.py")
    }
    assert {name: lines for name, lines in sizes.items() if lines > MAX_LINES} == {}


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert metarr_desktop.__version__ == project["version"]


def test_resources_are_found_as_a_package() -> None:
    assert files("resources").joinpath("__init__.py").is_file()


def test_the_commands_are_installed() -> None:
    if not (Path(sys.prefix) / ".complete").is_file():
        pytest.skip("the environment was not made by tools/setup, so the project is not installed in it")
    installed = distribution("metarr-desktop")
    names = {(entry.group, entry.name) for entry in installed.entry_points}
    assert names == {("console_scripts", "metarr-desktop"), ("gui_scripts", "metarr-desktop-window")}
    assert installed.version == metarr_desktop.__version__
