"""Addresses: what may be stored, what may be loaded, what may be configured."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.providers.url_rules import (
    checked_base_url,
    clean_address,
    is_loopback_host,
    is_public_host,
    loopback_authority,
    may_download,
)

REMOTE = "https://webservice.fanart.tv/v3.2/"
LOCAL = "http://127.0.0.1:8100/fanart/v3.2/"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.fanart.tv/x.jpg", "https://a.fanart.tv/x.jpg"),
        ("  https://a.fanart.tv/x.jpg ", "https://a.fanart.tv/x.jpg"),
        ("http://a.fanart.tv/x.jpg", "https://a.fanart.tv/x.jpg"),
        ("http://a.fanart.tv:80/x.jpg", "https://a.fanart.tv/x.jpg"),
        ("https://a.fanart.tv:8443/x.jpg", "https://a.fanart.tv:8443/x.jpg"),
        ("//a.fanart.tv/x.jpg", "https://a.fanart.tv/x.jpg"),
        ("HTTPS://A.Fanart.TV/X.jpg", "https://a.fanart.tv/X.jpg"),
        ("https://a.fanart.tv/I_71361 (10).jpg", "https://a.fanart.tv/I_71361%20%2810%29.jpg"),
        ("https://a.fanart.tv/already%20done.jpg", "https://a.fanart.tv/already%20done.jpg"),
        ("https://a.fanart.tv/100%.jpg", "https://a.fanart.tv/100%25.jpg"),
        ("https://a.fanart.tv/ü.jpg", "https://a.fanart.tv/%C3%BC.jpg"),
        ("https://bücher.example/x.jpg", "https://xn--bcher-kva.example/x.jpg"),
        ("https://a.fanart.tv/x.jpg?a=b c#part", "https://a.fanart.tv/x.jpg?a=b%20c"),
    ],
)
def test_an_address_is_stored_in_one_form(address: str, expected: str) -> None:
    assert clean_address(address, base_url=REMOTE) == expected


@pytest.mark.parametrize(
    "address",
    [
        None, 7, "", "x.jpg", "/x.jpg", "https://", "https:///x.jpg", "ftp://a.fanart.tv/x.jpg",
        "file:///etc/passwd", "javascript:alert(1)", "data:image/png;base64,AAAA",
        "https://user:word@a.fanart.tv/x.jpg", "https://a.fanart.tv:99999/x.jpg", "https://a.fanart.tv:x/x.jpg",
        "https://[::1", "https://a.fanart.tv/../../x.jpg", "https://localhost/x.jpg", "https://printer/x.jpg",
        "https://nas.local/x.jpg", "https://127.0.0.1/x.jpg", "http://127.0.0.1:8100/x.jpg",
        "https://10.0.0.1/x.jpg", "https://192.168.1.1/x.jpg", "https://169.254.169.254/latest",
        "https://[::1]/x.jpg", "https://[::ffff:127.0.0.1]/x.jpg", "https://[fe80::1]/x.jpg", "https://0.0.0.0/x",
        "https://2130706433/x.jpg", "https://0x7f.1/x.jpg", "https://127.1/x.jpg", "https://224.0.0.1/x.jpg",
        "https://a.fanart.tv/" + "x" * 3000, "https://a b.fanart.tv/x.jpg",
    ],
)  # fmt: skip
def test_an_address_that_leads_elsewhere_is_refused(address: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each kind of nonsense has its own words
        clean_address(address, base_url=REMOTE)


def test_only_the_configured_loopback_address_may_be_plain_http() -> None:
    assert clean_address("http://127.0.0.1:8100/a.jpg", base_url=LOCAL) == "http://127.0.0.1:8100/a.jpg"
    with pytest.raises(ValueError, match="private network"):
        clean_address("http://127.0.0.1:8101/a.jpg", base_url=LOCAL)


def test_a_service_on_loopback_may_still_name_pictures_on_the_internet() -> None:
    assert clean_address("http://a.fanart.tv/a.jpg", base_url=LOCAL) == "https://a.fanart.tv/a.jpg"


@given(st.text(max_size=60) | st.from_regex(r"https?://[\w.:@\[\]%/ ]{0,40}", fullmatch=True))
def test_a_stored_address_is_always_one_that_may_be_loaded(text: str) -> None:
    try:
        address = clean_address(text, base_url=REMOTE)
    except ValueError:
        return
    assert may_download(address, allowed_loopback=frozenset())
    assert clean_address(address, base_url=REMOTE) == address


@pytest.mark.parametrize(
    ("url", "is_allowed"),
    [
        ("https://image.tmdb.org/t/p/w342/a.jpg", True),
        ("http://image.tmdb.org/t/p/w342/a.jpg", False),
        ("http://127.0.0.1:8100/a.jpg", True),
        ("http://127.0.0.1:8101/a.jpg", False),
        ("https://localhost/a.jpg", False),
        ("https://u:p@image.tmdb.org/a.jpg", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_pictures_are_loaded_from_the_internet_or_the_configured_place(url: str, is_allowed: bool) -> None:
    assert may_download(url, allowed_loopback=frozenset({"127.0.0.1:8100"})) is is_allowed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://api.example.org/3", "https://api.example.org/3/"),
        (" https://API.example.org/3// ", "https://api.example.org/3/"),
        ("http://127.0.0.1:8100", "http://127.0.0.1:8100/"),
        ("http://localhost:8100/tmdb/3", "http://localhost:8100/tmdb/3/"),
        ("http://[::1]:8100/", "http://[::1]:8100/"),
        ("https://192.168.1.4/3/", "https://192.168.1.4/3/"),
    ],
)
def test_a_base_address_ends_with_a_slash(text: str, expected: str) -> None:
    assert checked_base_url(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "api.example.org", "ftp://api.example.org/", "http://api.example.org/3/", "http://192.168.1.4/3/",
        "https://user:word@api.example.org/", "https://api.example.org/?api_key=1", "https://api.example.org:x/",
        "https://[::1", "https:///3/",
    ],
)  # fmt: skip
def test_a_base_address_that_is_none_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked_base_url(text)
    assert str(caught.value).endswith(".")
    assert "word" not in str(caught.value).replace("password", "")


def test_loopback_has_several_names() -> None:
    assert all(
        is_loopback_host(host) for host in ("localhost", "LOCALHOST.", "127.0.0.1", "127.9.9.9", "::1")
    )
    assert not any(is_loopback_host(host) for host in ("image.tmdb.org", "10.0.0.1", "", "127.evil.example"))


def test_a_host_is_public_by_its_spelling() -> None:
    assert all(is_public_host(host) for host in ("image.tmdb.org", "1.1.1.1", "2606:4700::1111"))


def test_the_loopback_authority_names_the_port_always() -> None:
    assert loopback_authority("http://localhost/x") == "localhost:80"
    assert loopback_authority(LOCAL) == "127.0.0.1:8100"
    assert loopback_authority(REMOTE) is None
    assert loopback_authority("http://[::1") is None
