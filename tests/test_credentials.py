"""Keys: environment over keyring over file; nothing readable by others, nothing lost."""

import os
import stat

import pytest
from keyring.errors import NoKeyringError

from metarr_desktop.credentials import Credentials
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.settings import load_settings


class MemoryKeyring:
    def __init__(self) -> None:
        self.entries: dict[str, str] = {}

    def get_password(self, service_name: str, username: str) -> str | None:
        return self.entries.get(username)

    def set_password(self, service_name: str, username: str, password: str) -> None:
        self.entries[username] = password

    def delete_password(self, service_name: str, username: str) -> None:
        del self.entries[username]


class NoKeyring(MemoryKeyring):
    def get_password(self, service_name: str, username: str) -> str | None:
        raise NoKeyringError

    set_password = delete_password = get_password  # every call fails alike


class NullKeyring(MemoryKeyring):
    def set_password(self, service_name: str, username: str, password: str) -> None:
        """Swallow the write, as keyring's null backend does."""


@pytest.fixture
def settings(tmp_path):
    return load_settings({"METARR_HOME": str(tmp_path)})


def key_file(settings):
    return settings.folders.config / "keys.json"


def test_a_key_is_kept_in_the_keyring_and_in_no_file(settings):
    Credentials(settings, keyring=(ring := MemoryKeyring())).save("tmdb", "API_KEY", " abc ")

    assert ring.entries == {"tmdb.API_KEY": "abc"}
    assert not key_file(settings).exists()


@pytest.mark.parametrize("keyring", [None, MemoryKeyring()])
def test_other_programs_see_that_a_key_was_saved_without_a_look_at_the_keyring(settings, keyring):
    other = Credentials(settings)
    before = other.stamp()
    Credentials(settings, keyring=keyring).save("tmdb", "API_KEY", "abc")

    assert other.stamp() != before


@pytest.mark.parametrize(("breaks", "is_gone"), [(False, True), (True, False)])
def test_a_key_is_gone_only_where_its_place_answers(settings, breaks, is_gone):
    credentials = Credentials(settings, keyring=(ring := MemoryKeyring()))
    credentials.save("tmdb", "API_KEY", "abc")
    kept = credentials.find("tmdb", "API_KEY")
    ring.entries.clear()
    if breaks:
        ring.get_password = NoKeyring().get_password

    assert credentials.find("tmdb", "API_KEY") is None
    assert credentials.is_within_reach(kept.place) is is_gone


@pytest.mark.parametrize("keyring", [None, NoKeyring(), NullKeyring()])
def test_without_a_working_keyring_the_key_goes_to_a_file_of_the_owner(settings, keyring):
    Credentials(settings, keyring=keyring).save("tmdb", "API_KEY", "abc")

    assert Credentials(settings).get("tmdb", "API_KEY") == "abc"
    assert stat.S_IMODE(key_file(settings).stat().st_mode) == 0o600


def test_the_environment_comes_first(settings, tmp_path):
    Credentials(settings).save("tmdb", "API_KEY", "stored")
    given = load_settings({"METARR_HOME": str(tmp_path), "METARR_TMDB_API_KEY": "given"})

    assert Credentials(given).get("tmdb", "API_KEY") == "given"


def test_the_place_of_a_key_is_where_the_one_in_use_is_kept(settings, tmp_path):
    ring = MemoryKeyring()
    Credentials(settings).save("tvdb", "PIN", "1234")
    Credentials(settings, keyring=ring).save("tmdb", "API_KEY", "abc")
    given = load_settings({"METARR_HOME": str(tmp_path), "METARR_FANART_TV_API_KEY": "given"})
    credentials = Credentials(given, keyring=ring)

    assert credentials.find("tmdb", "API_KEY").place == "in the keyring"
    assert credentials.find("tvdb", "PIN").place == "in a file only you can read"
    assert credentials.find("fanart_tv", "API_KEY").place == "by the environment (METARR_FANART_TV_API_KEY)"
    assert credentials.find("fanart_tv", "CLIENT_KEY") is None
    assert "abc" not in repr(credentials.find("tmdb", "API_KEY"))


def test_an_empty_key_forgets_it_everywhere(settings):
    ring = MemoryKeyring()
    credentials = Credentials(settings, keyring=ring)
    Credentials(settings).save("tmdb", "API_KEY", "in file")
    credentials.save("tmdb", "API_KEY", "in ring")
    credentials.save("tmdb", "API_KEY", "")

    assert credentials.get("tmdb", "API_KEY") is None
    assert ring.entries == {}


def test_a_file_that_others_can_read_is_not_used(settings, caplog):
    Credentials(settings).save("tmdb", "API_KEY", "abc")
    os.chmod(key_file(settings), 0o644)

    assert Credentials(settings).get("tmdb", "API_KEY") is None
    assert "chmod 600" in caplog.text
    assert "abc" not in caplog.text


def test_a_key_that_cannot_be_kept_is_said_and_changes_nothing(settings):
    settings.folders.config.parent.mkdir(exist_ok=True)
    settings.folders.config.write_text("a file where the folder should be")

    with pytest.raises(StoreError, match="could not be kept"):
        Credentials(settings).save("tmdb", "API_KEY", "abc")


@pytest.mark.parametrize(
    "spoil", [lambda path: path.write_text("{broken"), lambda path: os.chmod(path, 0o644)]
)
def test_saving_a_key_never_loses_those_of_a_file_that_cannot_be_used(settings, spoil):
    Credentials(settings).save("tmdb", "API_KEY", "abc")
    spoil(key_file(settings))
    spoilt = key_file(settings).read_text()
    Credentials(settings).save("tvdb", "API_KEY", "def")

    kept = key_file(settings).with_name("keys.json.unused-1")
    assert kept.read_text() == spoilt
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert Credentials(settings).get("tvdb", "API_KEY") == "def"


def test_a_damaged_file_is_told_of_once_and_in_words(settings, caplog):
    key_file(settings).parent.mkdir(parents=True)
    key_file(settings).write_text("{broken")
    os.chmod(key_file(settings), 0o600)
    credentials = Credentials(settings)
    for name in ("tmdb", "tvdb", "fanart_tv"):
        assert credentials.get(name, "API_KEY") is None

    assert [record.getMessage() for record in caplog.records] == [
        f"keys.json is damaged, so no key of it is used. It is left as it is: {key_file(settings)}"
    ]
