"""Keys of the providers: environment on top, then the system's keyring, then a file only its owner can read.

Looking at a keyring blocks (30-170 ms, longer when it asks for its password): call from a worker thread.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import logging
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.settings import APPLICATION, Settings

log = logging.getLogger(__name__)

_IN_KEYRING, _IN_FILE = "in the keyring", "in a file only you can read"


class KeyringBackend(Protocol):
    """The three calls of the keyring package that are used."""

    def get_password(self, service_name: str, username: str) -> str | None: ...

    def set_password(self, service_name: str, username: str, password: str) -> None: ...

    def delete_password(self, service_name: str, username: str) -> None: ...


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A key and where it is kept, in words ("in the keyring")."""

    value: str = field(repr=False)
    place: str


class Credentials:
    """Reads and keeps keys. Blocking; one instance per program.

    With ``METARR_HOME`` the keys belong to that folder, so they are kept in its file; the keyring,
    which all installations of a user share, is left alone.
    """

    def __init__(self, settings: Settings, *, keyring: KeyringBackend | None = None) -> None:
        self._settings = settings
        self._file = settings.folders.config / "keys.json"
        self._mark = settings.folders.config / "keys.changed"
        self._complaint = ""  # about the file, said once
        self._has_lost_keyring = False
        uses_keyring = not settings.environment.get("METARR_HOME", "").strip()
        self._keyring = keyring or (_system_keyring() if uses_keyring else None)

    def get(self, provider: str, name: str) -> str | None:
        """Return the key, ``None`` if there is none."""
        found = self.find(provider, name)
        return None if found is None else found.value

    def find(self, provider: str, name: str) -> KeptKey | None:
        """Return the key that is used and where it is kept, ``None`` if there is none."""
        entry = f"{provider}.{name}"
        if given := self._settings.key_from_environment(provider, name):
            return KeptKey(given, f"by the environment ({self._settings.key_variable(provider, name)})")
        if kept := self._from_keyring(entry):
            return KeptKey(kept, _IN_KEYRING)
        if kept := self._read_file().get(entry):
            return KeptKey(kept, _IN_FILE)
        return None

    def all_for(self, info: ProviderInfo) -> dict[str, str]:
        """Return the keys of *info* that are set, by field name."""
        return {name: kept.value for name, kept in self.find_all(info).items()}

    def find_all(self, info: ProviderInfo) -> dict[str, KeptKey]:
        """Do as :meth:`all_for`, with the place of each."""
        found = {key.name: self.find(info.name, key.name) for key in info.keys}
        return {name: kept for name, kept in found.items() if kept is not None}

    def save(self, provider: str, name: str, value: str) -> None:
        """Keep *value*, or forget the key when it is empty.

        Raises:
            StoreError: neither keyring nor file could be written; nothing was changed.
        """
        entry = f"{provider}.{name}"
        if self._to_keyring(entry, value.strip()):
            value = ""  # a copy in the file would outlive a later change in the keyring
            with contextlib.suppress(OSError):  # others hear of it at their next start
                self._mark.parent.mkdir(parents=True, exist_ok=True)
                self._mark.touch()
        keys = dict(self._read_file())
        if keys.get(entry, "") == value.strip():
            return
        if self._complaint:
            self._set_aside()
        keys.pop(entry, None)
        if value.strip():
            keys[entry] = value.strip()
        self._write_file(keys)

    def stamp(self) -> object:
        """Return what is another after a key was saved by any program; looks at no keyring."""
        stamps: list[tuple[int, int] | None] = []
        for file in (self._file, self._mark):
            try:
                status = file.stat()
            except OSError:
                stamps.append(None)
            else:
                stamps.append((status.st_mtime_ns, status.st_ino))
        return stamps

    def is_within_reach(self, place: str) -> bool:
        """Tell whether what is not found any more at *place*, of a kept key, is gone, and not only out of reach."""
        if place == _IN_KEYRING:
            return not self._has_lost_keyring
        return place != _IN_FILE or not self._complaint

    def _from_keyring(self, entry: str) -> str | None:
        if self._keyring is None:
            return None
        try:
            return self._keyring.get_password(APPLICATION, entry)
        except Exception as error:  # backends raise KeyringError, ImportError, D-Bus errors of their own
            self._give_up_keyring(error)
            return None

    def _to_keyring(self, entry: str, value: str) -> bool:
        if self._keyring is None:
            return False
        try:
            if value:
                self._keyring.set_password(APPLICATION, entry, value)
            elif self._keyring.get_password(APPLICATION, entry) is not None:
                self._keyring.delete_password(APPLICATION, entry)
            return (self._keyring.get_password(APPLICATION, entry) or "") == value  # "null" swallows writes
        except Exception as error:  # as above
            self._give_up_keyring(error)
            return False

    def _give_up_keyring(self, error: Exception) -> None:
        log.info(
            "no keyring is available (%s); keys are kept in a file only you can read", type(error).__name__
        )
        self._keyring = None
        self._has_lost_keyring = True

    def _read_file(self) -> Mapping[str, str]:
        keys, complaint = self._look_into_file()
        if complaint and complaint != self._complaint:
            log.warning("%s", complaint)
        self._complaint = complaint
        return keys

    def _look_into_file(self) -> tuple[Mapping[str, str], str]:
        """Return the keys in the file, and what is wrong with it."""
        try:
            if self._file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                return {}, f"keys.json can be read by others and is not used; run: chmod 600 {self._file}"
            stored = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return {}, ""
        except OSError as error:
            return {}, f"keys.json cannot be read ({error.strerror}), so no key of it is used: {self._file}"
        except ValueError:
            stored = None
        if not isinstance(stored, dict):
            return {}, f"keys.json is damaged, so no key of it is used. It is left as it is: {self._file}"
        return {name: value for name, value in stored.items() if isinstance(value, str)}, ""

    def _set_aside(self) -> None:
        """Keep a file that cannot be used, readable by its owner alone: saving one key must not lose the others.

        Raises:
            StoreError: it cannot be moved; nothing was changed.
        """
        kept = next(
            name
            for name in (self._file.with_name(f"keys.json.unused-{number}") for number in itertools.count(1))
            if not name.exists()
        )
        try:
            self._file.chmod(0o600)
            self._file.rename(kept)
        except OSError as error:
            raise StoreError(
                f"The key could not be kept: {self._file} cannot be used and cannot be moved. Nothing was changed."
            ) from error
        log.warning("the keys that could not be used are kept as %s", kept)
        self._complaint = ""

    def _write_file(self, keys: Mapping[str, str]) -> None:
        partial = self._file.with_suffix(f".{os.getpid()}.part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            partial.unlink(missing_ok=True)
            descriptor = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as out:
                json.dump(dict(sorted(keys.items())), out)
                out.flush()
                os.fsync(out.fileno())
            os.replace(partial, self._file)
        except OSError as error:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            raise StoreError(
                f"The key could not be kept ({error.strerror}). The keys kept before are unchanged."
                " Check that the settings folder can be written, then save again."
            ) from error


def _system_keyring() -> KeyringBackend | None:
    try:
        import keyring  # 60-120 ms: only where it is asked for

        return keyring.get_keyring()
    except Exception as error:  # a bad PYTHON_KEYRING_BACKEND is an ImportError, others are the backend's own
        log.info(
            "no keyring is available (%s); keys are kept in a file only you can read", type(error).__name__
        )
        return None
