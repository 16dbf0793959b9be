"""A TheTVDB for one test: below any base path, each of its answers replaceable."""

from __future__ import annotations

from typing import Any

from tests.replay import tvdb_bodies as tvdb
from tests.replay.loopback import Call, Reply, answer

NOT_FOUND = answer(tvdb.failure("NotFoundException: not found"), 404)
SERIES_PATH = f"series/{tvdb.SERIES}/extended"


class TheTvdb:
    """A service below any base path; answers may be replaced one by one."""

    def __init__(self, base: str = "/v4/", **answers: Any) -> None:
        self.base = base
        self.token = tvdb.token(exp=4_000_000_000)
        self.refused = 0
        self.answers: dict[str, Any] = {
            "login": lambda call: answer(tvdb.success({"token": self.token})),
            "artwork/types": tvdb.artwork_types(),
            SERIES_PATH: tvdb.series(),
            f"movies/{tvdb.FILM}/extended": tvdb.film(),
            f"episodes/{tvdb.EPISODE}/extended": tvdb.success(tvdb.episode(1)),
            **answers,
        }

    def __call__(self, call: Call) -> Reply:
        path = call.path.removeprefix(self.base)
        if path != "login" and call.headers.get("authorization") != f"Bearer {self.token}":
            self.refused += 1
            return answer(tvdb.failure("Unauthorized"), 401)
        found = self.answers.get(path, NOT_FOUND)
        found = found(call) if callable(found) else found
        return found if isinstance(found, Reply) else answer(found)
