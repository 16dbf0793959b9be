"""Where things are and what the environment says. Read once at start, passed on, never global."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from metarr_desktop.domain.errors import InvalidInput

APPLICATION = "metarr-desktop"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_TRUE = frozenset({"1", "true", "yes", "on"})


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one installation; with ``METARR_HOME`` all below that one.

    Attributes:
        data: database, backups, logs.
        cache: scaled pictures; may be deleted any time.
        config: preferences and, where there is no keyring, the key file.
    """

    data: Path
    cache: Path
    config: Path

    def for_demo(self) -> Folders:
        """The demo catalogue keeps its database and pictures apart from the real ones."""
        return Folders(self.data / "demo", self.cache / "demo", self.config)


@dataclass(frozen=True)
class Settings:
    """Everything the core is built from.

    Attributes:
        environment: the ``METARR_*`` variables, as given.
        is_demo_forced: ``METARR_DEMO=1``.
        languages: of the session, best first; what a person chose instead is in the preferences.
    """

    folders: Folders
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_demo_forced: bool = False
    languages: tuple[str, ...] = ("en",)

    def database_url(self, *, is_demo: bool) -> str:
        """Return where the rows live: always the demo's own file in demo mode."""
        given = self.environment.get("METARR_DATABASE_URL", "").strip()
        if given and not is_demo:
            return given
        folders = self.folders.for_demo() if is_demo else self.folders
        return f"sqlite:///{folders.data / 'metarr.db'}"

    def preferences_path(self, *, is_demo: bool) -> Path:
        """Return the file with what a person prefers: the demo has its own and leaves the real one alone."""
        folder = self.folders.for_demo().data if is_demo else self.folders.config
        return folder / "settings.json"

    def base_url(self, provider: str) -> str | None:
        """Return the provider's address from the environment, checked, with a trailing slash.

        Raises:
            InvalidInput: neither https nor plain http on this machine.
        """
        name = f"METARR_{provider.upper()}_BASE_URL"
        text = self.environment.get(name, "").strip()
        if not text:
            return None
        try:
            parts = urlsplit(text)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise InvalidInput(f"{name} is no address: {error}.") from error
        is_allowed = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
        if not is_allowed or not host or parts.username is not None:
            # Never the whole text: what stands before or behind may be a secret.
            given = (
                f"it is {parts.scheme}://{host}" if parts.scheme and host else "it lacks https:// or the host"
            )
            raise InvalidInput(
                f"{name} must be an https address without user name, or plain http on this machine"
                f" (127.0.0.1); {given}."
            )
        return text.rstrip("/") + "/"

    def key_from_environment(self, provider: str, name: str) -> str | None:
        """Return a key such as ``METARR_TMDB_API_KEY``, ``None`` if unset or empty."""
        return self.environment.get(self.key_variable(provider, name), "").strip() or None

    @staticmethod
    def key_variable(provider: str, name: str) -> str:
        """Return the variable that holds a key, such as ``METARR_TMDB_API_KEY``."""
        return f"METARR_{provider.upper()}_{name}"

    @property
    def has_base_url(self) -> bool:
        """Tell whether any provider's address is set, which rules the demo out."""
        return any(
            name.startswith("METARR_") and name.endswith("_BASE_URL") and value.strip()
            for name, value in self.environment.items()
        )


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read settings from *environment* (default: the process's)."""
    given = os.environ if environment is None else environment
    ours = {name: value for name, value in given.items() if name.startswith("METARR_")}
    folders = _folders(ours.get("METARR_HOME", "").strip())
    return Settings(
        folders,
        environment=ours,
        is_demo_forced=ours.get("METARR_DEMO", "").strip().lower() in _TRUE,
        languages=_system_languages(given),
    )


def _folders(home: str) -> Folders:
    if home:
        root = Path(home).expanduser().absolute()
        return Folders(root / "data", root / "cache", root / "config")
    return Folders(
        Path(platformdirs.user_data_dir(APPLICATION, appauthor=False)),
        Path(platformdirs.user_cache_dir(APPLICATION, appauthor=False)),
        Path(platformdirs.user_config_dir(APPLICATION, appauthor=False)),
    )


def _system_languages(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the language of the session and English; ``C`` and unset count as English."""
    text = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or "en"
    code = text.split(".", 1)[0].split("_", 1)[0].lower()
    first = code if len(code) == 2 and code.isalpha() else "en"
    return tuple(dict.fromkeys((first, "en")))
