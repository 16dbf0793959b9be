"""The loopback server: addresses, control by other processes, start and end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from metarr_desktop.demo.developer import DeveloperSwitches
from metarr_desktop.demo.faults import DemoService, Failure, Fault
from metarr_desktop.demo.server import DemoServer, DemoServerThread
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.domain.errors import InvalidInput
from tests.demo.conftest import FANART_TV_HEADERS, TMDB_HEADERS, plain_picture


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    services = DemoServices(tmp_path_factory.mktemp("pictures"), painter=plain_picture)
    with DemoServerThread(services) as running:
        yield running
    services.close()


@pytest.fixture
def client(server: DemoServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.origin, trust_env=False) as made:
        yield made
    server.services.faults.switch_off()
    server.services.log.clear()


def test_the_environment_leads_to_both_services(server: DemoServer, client: httpx.Client) -> None:
    names = server.environment()
    tmdb = client.get(
        names["METARR_TMDB_BASE_URL"] + "movie/27205",
        headers={"Authorization": f"Bearer {names['METARR_TMDB_API_KEY']}"},
    )
    fanart = client.get(
        names["METARR_FANART_TV_BASE_URL"] + "movies/27205",
        headers={
            "api-key": names["METARR_FANART_TV_API_KEY"],
            "client-key": names["METARR_FANART_TV_CLIENT_KEY"],
        },
    )
    assert (tmdb.json()["id"], fanart.json()["tmdb_id"]) == (27205, "27205")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_pictures_are_advertised_at_the_host_that_was_asked(
    server: DemoServer, client: httpx.Client, host: str
) -> None:
    headers = TMDB_HEADERS | FANART_TV_HEADERS | {"Host": f"{host}:{server.port}"}
    images = client.get("/tmdb/3/configuration", headers=headers).json()["images"]
    poster = client.get("/fanart/v3.2/movies/27205", headers=headers).json()["movieposter"][0]
    assert images["secure_base_url"] == f"http://{host}:{server.port}/tmdb/t/p/"
    assert poster["url"].startswith(f"http://{host}:{server.port}/fanart/")


def test_a_foreign_host_name_is_not_advertised(server: DemoServer, client: httpx.Client) -> None:
    headers = TMDB_HEADERS | {"Host": "evil.example"}
    images = client.get("/tmdb/3/configuration", headers=headers).json()["images"]
    assert images["secure_base_url"] == f"{server.origin}/tmdb/t/p/"


def test_advertised_pictures_can_be_had(client: httpx.Client) -> None:
    headers = TMDB_HEADERS | FANART_TV_HEADERS
    base = client.get("/tmdb/3/configuration", headers=headers).json()["images"]["secure_base_url"]
    path = client.get("/tmdb/3/movie/27205", headers=headers).json()["poster_path"]
    poster = client.get("/fanart/v3.2/movies/27205", headers=headers).json()["movieposter"][0]["url"]
    addresses = [f"{base}w342{path}", poster, poster.replace("/fanart/", "/preview/", 1)]
    assert [client.get(address).content[:3] for address in addresses] == [b"\xff\xd8\xff"] * 3


def test_other_addresses_say_where_the_services_are(server: DemoServer, client: httpx.Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 404
    assert f"{server.origin}/tmdb/3/" in answer.text


def test_another_process_switches_faults(server: DemoServer, client: httpx.Client) -> None:
    body = {"service": "tmdb", "path_kind": "api", "fault": {"failure": "status", "status": 503}}
    listed = client.put("/control/faults", json=body).json()["faults"]
    assert [(entry["service"], entry["path_kind"], entry["fault"]["status"]) for entry in listed] == [
        ("tmdb", "api", 503)
    ]
    assert client.get("/tmdb/3/authentication", headers=TMDB_HEADERS).status_code == 503
    assert client.delete("/control/faults", params={"service": "tmdb"}).json() == {"faults": []}
    assert client.get("/tmdb/3/authentication", headers=TMDB_HEADERS).status_code == 200


def test_another_process_reads_and_clears_the_log(client: httpx.Client) -> None:
    client.get("/tmdb/3/authentication", headers=TMDB_HEADERS)
    client.get("/fanart/v3.2/movies/27205", headers=FANART_TV_HEADERS)
    requests = client.get("/control/log").json()["requests"]
    assert [(entry["service"], entry["path"], entry["status"]) for entry in requests] == [
        ("tmdb", "/3/authentication", 200),
        ("fanart_tv", "/v3.2/movies/27205", 200),
    ]
    assert len(client.get("/control/log", params={"service": "tmdb"}).json()["requests"]) == 1
    assert client.delete("/control/log").status_code == 204
    assert client.get("/control/log").json() == {"requests": []}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b'{"service":"tmdb"}',
        b'{"service":"x","fault":{}}',
        b'{"service":"tmdb","fault":{"a":1}}',
    ],
)
def test_a_fault_that_makes_no_sense_is_a_clear_400(client: httpx.Client, content: bytes) -> None:
    answer = client.put("/control/faults", content=content)
    assert answer.status_code == 400
    assert answer.json()["error"]["kind"] == "invalid_input"


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_a_page_in_a_browser_cannot_control_the_server(client: httpx.Client, headers: dict[str, str]) -> None:
    assert client.get("/control/log", headers=headers).status_code == 403


def test_a_port_in_use_is_named(server: DemoServer) -> None:
    with pytest.raises(InvalidInput, match=str(server.port)), DemoServerThread(server.services, server.port):
        pass


def test_a_port_beyond_the_last_is_named(server: DemoServer) -> None:
    with pytest.raises(InvalidInput, match="70000"), DemoServerThread(server.services, 70_000):
        pass


async def test_the_server_ends_at_once_while_a_request_hangs(services: DemoServices) -> None:
    services.faults.switch_on(DemoService.TMDB, Fault(Failure.HANG))
    async with DemoServer(services) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as hanging:
            hanging.sendall(b"GET /tmdb/3/authentication HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            async with httpx.AsyncClient(trust_env=False) as client:
                assert (await client.get(f"{server.origin}/fanart/v3/movies/1")).status_code == 401
            assert len(services.log.entries(DemoService.TMDB)) == 1
            started = time.monotonic()
            await server.__aexit__(None, None, None)
            assert time.monotonic() - started < 0.9, "it waited for the hanging request"


def test_the_command_prints_its_addresses_and_ends_with_a_signal(tmp_path: Path) -> None:
    program = "from metarr_desktop.demo.server import run_demo_server; run_demo_server(0)"
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ
        | {"METARR_HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    assert process.stdout is not None
    lines: list[str] = []
    while not lines or lines[-1].startswith(("#", "METARR_")):
        lines.append(process.stdout.readline())
        if lines[-1].startswith("METARR_TVDB_BASE_URL"):
            break
    names = dict(line.strip().split("=", 1) for line in lines[1:])
    answer = httpx.get(
        names["METARR_TMDB_BASE_URL"] + "authentication",
        headers={"Authorization": f"Bearer {names['METARR_TMDB_API_KEY']}"},
        trust_env=False,
    )
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=10)
    assert (answer.status_code, process.returncode, errors) == (200, 0, "")


class TestDeveloperMenu:
    def test_it_offers_the_services_and_named_faults(self, services: DemoServices) -> None:
        switches = DeveloperSwitches(services)
        names = [name for name, _ in switches.faults()]
        assert switches.services()[:3] == ["tmdb", "fanart_tv", "tvdb"]
        assert {"slow", "too_many_requests", "status", "hang", "drop", "html", "truncated_json"} <= set(names)
        assert all(words and words != name for name, words in switches.faults())

    def test_one_fault_takes_the_place_of_another(self, services: DemoServices) -> None:
        switches = DeveloperSwitches(services)
        for name, _ in switches.faults():
            switches.set_fault("tmdb", name)
            assert switches.current_fault("tmdb") == name
        assert switches.current_fault("fanart_tv") is None
        switches.set_fault("tmdb", None)
        assert (switches.current_fault("tmdb"), services.faults.active()) == (None, ())

    @pytest.mark.parametrize(("service", "fault"), [("imdb", "hang"), ("tmdb", "on_fire")])
    def test_unknown_names_are_refused(self, services: DemoServices, service: str, fault: str) -> None:
        with pytest.raises(ValueError, match=f"{service}|{fault}"):
            DeveloperSwitches(services).set_fault(service, fault)
