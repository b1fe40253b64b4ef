"""Who may talk to the inspector."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pipeline.inspector.safety import COOKIE, HEADERS, LARGEST_BODY, Rules, Safety, rules_for

BASE = "http://127.0.0.1:8421"


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{request.method} {len(await request.body())}")


def client(rules: Rules, base: str = BASE) -> TestClient:
    routes = [Route(path, echo, methods=["GET", "POST", "DELETE"]) for path in ("/", "/enter", "/static/x.css")]
    return TestClient(Safety(Starlette(routes=routes), rules), base, raise_server_exceptions=False)


@pytest.fixture
def local() -> TestClient:
    return client(rules_for("127.0.0.1"))


@pytest.mark.parametrize("host", ["127.0.0.1:8421", "localhost:8421", "LOCALHOST:1", "[::1]:8421", "127.0.0.1"])
def test_a_name_of_this_server_is_answered(local: TestClient, host: str) -> None:
    assert local.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8421",
        "10.0.0.1:8421",
        "x@localhost",
        "localhost/x",
        "localhost:x",
        "[::1",
        "",
    ],
)
def test_another_name_is_refused(local: TestClient, host: str) -> None:
    answer = local.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "GET" not in answer.text


def test_two_host_headers_are_refused(local: TestClient) -> None:
    answer = local.get("/", headers=[("host", "127.0.0.1"), ("host", "evil.example")])
    assert answer.status_code == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": BASE}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "file://127.0.0.1:8421"}, 403),
        ({"origin": "http://evil.example", "sec-fetch-site": "same-origin"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({}, 403),
    ],
)
def test_a_change_comes_from_a_page_of_this_server(local: TestClient, headers: dict[str, str], status: int) -> None:
    assert local.post("/", headers=headers).status_code == status


@pytest.mark.parametrize("method", ["DELETE", "PUT", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_are_refused(local: TestClient, method: str) -> None:
    assert local.request(method, "/", headers={"origin": BASE}).status_code == 405


def test_a_body_has_a_bound(local: TestClient) -> None:
    headers = {"origin": BASE}
    assert local.post("/", content=b"x" * LARGEST_BODY, headers=headers).text == f"POST {LARGEST_BODY}"
    assert local.post("/", content=b"x" * (LARGEST_BODY + 1), headers=headers).status_code == 413
    assert local.post("/", content=b"x", headers={**headers, "content-length": "-1"}).status_code == 413


def test_a_body_of_unknown_length_has_a_bound(local: TestClient) -> None:
    def parts() -> Iterator[bytes]:
        yield from (b"x" * 65_536 for _ in range(20))

    answer = local.post("/", content=parts(), headers={"origin": BASE})
    assert answer.status_code == 500  # the application sees that the sender has left
    assert "POST" not in answer.text


def test_every_answer_has_the_headers(local: TestClient) -> None:
    for answer in (local.get("/"), local.get("/nothing"), local.get("/", headers={"host": "evil.example"})):
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert answer.headers["cache-control"] == "no-store"
    assert "unsafe" not in HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in HEADERS["Content-Security-Policy"]


def test_beyond_this_machine_a_token_is_needed() -> None:
    rules = rules_for("192.0.2.7")
    assert rules.token
    base = "http://192.0.2.7:8421"
    far = client(rules, base)
    assert far.get("/").status_code == 401
    assert far.get("/", headers={"cookie": f"{COOKIE}=x"}).status_code == 401
    assert far.get("/", headers={"cookie": f"{COOKIE}={rules.token}"}).status_code == 200
    assert far.get("/", headers={"cookie": 'a="\\; b'}).status_code == 401
    assert far.get("/enter").status_code == 200
    assert far.get("/static/x.css").status_code == 200
    assert far.post("/", headers={"origin": base}).status_code == 401
    assert far.get("/", headers={"host": "evil.example", "cookie": f"{COOKIE}={rules.token}"}).status_code == 421


def test_a_server_on_all_addresses_knows_addresses_and_the_names_it_was_told() -> None:
    rules = rules_for("0.0.0.0", ["Mission.example"])
    hosts = ("192.0.2.7:1", "[2001:db8::1]:1", "mission.example", "localhost", "evil.example", "1.2.3.4.evil.example")
    assert [rules.knows_host(host) for host in hosts] == [True, True, True, True, False, False]


def test_secrets_are_new_at_every_start_and_compared_whole() -> None:
    first, second = rules_for("127.0.0.1"), rules_for("127.0.0.1")
    assert first.token is None
    assert first.secret != second.secret
    assert len(first.secret) >= 40
    assert [first.is_secret(one) for one in (first.secret, second.secret, "", first.secret[:-1], "é\ud800")] == [
        True,
        False,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://[::1]:x"])
def test_an_origin_that_is_no_address_is_refused_like_a_foreign_one(local: TestClient, origin: str) -> None:
    answer = local.post("/", headers={"origin": origin})
    assert answer.status_code == 403
    assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("beside", ['j={"a":1,"b":[2]}', "a[b]=c; x=y{}", 'bad name=1; "q=2'])
def test_the_token_is_found_beside_any_other_cookie(beside: str) -> None:
    rules = rules_for("192.0.2.7")
    far = client(rules, "http://192.0.2.7:8421")
    assert far.get("/", headers={"cookie": f"{beside}; {COOKIE}={rules.token}"}).status_code == 200
    assert far.get("/", headers={"cookie": f"{beside}; {COOKIE}=wrong"}).status_code == 401
