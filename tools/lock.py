"""Write requirements.lock: the exact release of every package this environment really runs.

Walks from the requirements in pyproject.toml (extras ``dev`` and ``postgres`` included) through the
installed metadata, so nothing that was merely lying about in the environment gets in.  The file is used as a
pip *constraints* file: packages that only other systems or Python releases need are then still found.

Run it as ``make lock``.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# Exact releases, written by `make lock` (tools/lock.py).  Do not edit.
# A constraints file: pip install --constraint requirements.lock --editable '.[dev,postgres]'
"""


def declared() -> list[Requirement]:
    """Return every requirement of pyproject.toml, those of all extras included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts: list[str] = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        texts += extra
    return [Requirement(text) for text in texts]


def closure(requirements: Iterable[Requirement]) -> dict[str, str]:
    """Return name -> installed version of *requirements* and all they need here.

    Raises:
        SystemExit: a package is not installed, or not in the range that is asked for.
    """
    pins: dict[str, str] = {}
    todo = [(requirement, "pyproject.toml") for requirement in requirements]
    seen: set[tuple[str, str]] = set()
    while todo:
        requirement, asked_by = todo.pop()
        name = canonicalize_name(requirement.name)
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            sys.exit(f"lock: {asked_by} asks for {requirement}, which is not installed.  Run: make setup")
        if not requirement.specifier.contains(installed.version, prereleases=True):
            sys.exit(f"lock: {asked_by} asks for {requirement}, but {installed.version} is installed.")
        pins[name] = installed.version
        for extra in requirement.extras | {""}:
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            for text in installed.requires or []:
                below = Requirement(text)
                if below.marker is None or below.marker.evaluate({"extra": extra}):
                    todo.append((below, name))
    return pins


def main() -> None:
    """Write the lock file and say how many packages it holds."""
    pins = closure(declared())
    lines = [f"{name}=={version}\n" for name, version in sorted(pins.items())]
    (ROOT / "requirements.lock").write_text(HEADER + "".join(lines), encoding="utf-8")
    print(f"requirements.lock: {len(pins)} packages")


if __name__ == "__main__":
    main()
