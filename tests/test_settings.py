"""What the environment says, and what it may not say."""

import pytest

from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.settings import load_settings


def test_everything_lies_below_metarr_home(tmp_path):
    folders = load_settings({"METARR_HOME": str(tmp_path)}).folders

    assert {folder.parent for folder in (folders.data, folders.cache, folders.config)} == {tmp_path}


def test_the_demo_has_a_database_of_its_own_whatever_the_url_says(tmp_path):
    settings = load_settings({"METARR_HOME": str(tmp_path), "METARR_DATABASE_URL": "postgresql://db/metarr"})

    assert settings.database_url(is_demo=False) == "postgresql://db/metarr"
    assert settings.database_url(is_demo=True) == f"sqlite:///{tmp_path}/data/demo/metarr.db"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://proxy.example/tmdb", "https://proxy.example/tmdb/"),
        ("http://127.0.0.1:8080/tmdb/3/", "http://127.0.0.1:8080/tmdb/3/"),
        ("http://localhost:8080", "http://localhost:8080/"),
        ("http://[::1]:8080/3", "http://[::1]:8080/3/"),
        ("  ", None),
    ],
)
def test_a_base_address_is_https_or_on_this_machine(given, expected):
    assert load_settings({"METARR_TMDB_BASE_URL": given}).base_url("tmdb") == expected


@pytest.mark.parametrize(
    "given",
    [
        "http://tmdb.example/3",
        "ftp://127.0.0.1/",
        "http://user:pass@127.0.0.1/",
        "127.0.0.1",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1.evil.example/",
        "https://",
    ],
)
def test_any_other_base_address_is_refused_in_words(given):
    with pytest.raises(InvalidInput, match="METARR_TMDB_BASE_URL"):
        load_settings({"METARR_TMDB_BASE_URL": given}).base_url("tmdb")


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("de_DE.UTF-8", ("de", "en")),
        ("C.UTF-8", ("en",)),
        ("POSIX", ("en",)),
        ("en_GB", ("en",)),
        ("", ("en",)),
    ],
)
def test_the_session_language_comes_before_english(lang, expected):
    assert load_settings({"LANG": lang}).languages == expected


def test_the_demo_keeps_its_preferences_apart(tmp_path):
    settings = load_settings({"METARR_HOME": str(tmp_path)})

    assert settings.preferences_path(is_demo=False) == tmp_path / "config" / "settings.json"
    assert settings.preferences_path(is_demo=True) == tmp_path / "data" / "demo" / "settings.json"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("nonsense", "it lacks https:// or the host"),
        ("https://", "it lacks https:// or the host"),
        ("http://example.org/x?key=abc", "it is http://example.org"),
    ],
)
def test_the_refusal_says_what_is_wrong_and_shows_no_secret(given, words):
    with pytest.raises(InvalidInput) as caught:
        load_settings({"METARR_TMDB_BASE_URL": given}).base_url("tmdb")
    assert str(caught.value).endswith(f"{words}.")
    assert "abc" not in str(caught.value)


def test_keys_are_not_in_the_words_of_the_settings():
    assert "secret" not in repr(load_settings({"METARR_TMDB_API_KEY": "secret"}))
