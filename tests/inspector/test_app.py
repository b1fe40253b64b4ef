"""Every address of the application, for good and for bad input, without a browser."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from pipeline.corpus.corrections import read_corrections
from pipeline.corpus.overlay import apply_corrections
from pipeline.inspector.app import make_app
from pipeline.inspector.inspection import Inspection
from pipeline.inspector.safety import COOKIE, HEADERS, LARGEST_BODY, rules_for
from pipeline.inspector.serve import InspectorError, Wanted, listen, open_inspection
from pipeline.inspector.store import StoreError

BASE = "http://127.0.0.1:8421"
JSON = {"accept": "application/json"}
Keys = Callable[[str], str]


@pytest.fixture(scope="module")
def opened(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inspection]:
    """Return an inspection of all papers, with a file of corrections of this module."""
    folder = tmp_path_factory.mktemp("app")
    wanted = Wanted(
        records=[papers / "records.jsonl"], corrections=folder / "c.jsonl", index=folder / "i.db", who="Ada"
    )
    inspection = open_inspection(wanted, None, lambda said: None)
    yield inspection
    inspection.store.close()


def client_of(inspection: Inspection, base: str = BASE) -> TestClient:
    return TestClient(make_app(inspection), base, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture
def client(opened: Inspection) -> TestClient:
    return client_of(opened)


@pytest.fixture
def send(client: TestClient, opened: Inspection) -> Callable[..., Any]:
    """Return what sends a form as a page of this server does."""

    def sent(address: str, fields: dict[str, Any], **headers: str) -> Any:
        fields = {"secret": opened.rules.secret, **fields}
        return client.post(address, data=fields, headers={"origin": BASE, **headers})

    return sent


def written(inspection: Inspection) -> bytes:
    """Return what the file of corrections holds."""
    path = inspection.corrector.journal
    return path.read_bytes() if path.exists() else b""


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/?page=2", 200),
        ("/?page=999999999999999999999", 200),
        ("/?page=-1&size=7&sort=%00&order=sideways", 200),
        ("/?year=x&theme=&theme=none&session=%F0%9F%97%BC", 200),
        ("/facet?facet=entity&contains=a", 200),
        ("/facet?facet=nothing", 404),
        ("/facet", 404),
        ("/queue", 200),
        ("/queue?page=1000000", 200),
        ("/overview", 200),
        ("/overview?text=%22", 200),
        ("/help", 200),
        ("/static/inspector.js", 200),
        ("/static/reading.css", 200),
        ("/static/app.py", 404),
        ("/static/", 404),
        ("/documents/{key}", 200),
        ("/documents/{key}?page=0&text=((", 200),
        ("/documents/{key}/record.json", 200),
        ("/documents/{key}/correct?clause=op1", 200),
        ("/documents/{key}/correct?clause=op1&part=1", 200),
        ("/documents/{key}/correct?clause=op99", 404),
        ("/documents/{key}/correct", 404),
        ("/documents/{key}/source?clause=op1", 200),
        ("/documents/{key}/source", 404),
        ("/documents/{key}/pages/1.png", 404),
        ("/documents/{pdf}/pages/1.png", 200),
        ("/documents/{pdf}/pages/0.png", 404),
        ("/documents/{pdf}/pages/99.png", 404),
        ("/documents/{pdf}/pages/99999999999999999999999999.png", 404),
        ("/documents/{pdf}/pages/-1.png", 404),
        ("/documents/{pdf}/pages/1.5.png", 404),
        ("/documents/{key}/undo", 405),
        ("/documents/0000000000000000", 404),
        ("/documents/zzz", 404),
        ("/documents/%F0%9F%97%BC", 404),
        ("/documents/", 404),
        ("/name", 405),
        ("/nowhere", 404),
    ],
)
def test_every_address_answers(client: TestClient, keys: Keys, address: str, status: int) -> None:
    answer = client.get(address.format(key=keys("paper-01"), pdf=keys("harbours")))
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "Traceback" not in answer.text
    if status in (404, 405):
        assert "<h1>That did not work</h1>" in answer.text


@pytest.mark.parametrize(
    "name",
    [
        "../app.py",
        "..%2fapp.py",
        "%2e%2e/app.py",
        "%2e%2e%2fapp.py",
        "....//app.py",
        "..%5capp.py",
        "%2fetc%2fpasswd",
        "/etc/passwd",
        "inspector.js%00.css",
        "C:%5cwindows%5cwin.ini",
    ],
)
def test_no_name_leads_out_of_the_known_files(client: TestClient, name: str) -> None:
    for place in ("/static/", "/documents/", "/documents/0/pages/"):
        answer = client.get(place + name)
        assert answer.status_code == 404
        assert "root:" not in answer.text
        assert "make_app" not in answer.text


def test_nothing_that_a_client_says_is_opened(client: TestClient, send: Any, keys: Keys) -> None:
    touched: list[str] = []
    watching = [True]

    def watch(event: str, given: tuple[Any, ...]) -> None:
        if watching[0] and event in ("open", "os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.remove"):
            touched.append(str(given[0]))

    sys.addaudithook(watch)
    try:
        key, word = keys("paper-01"), "marker"
        for address in ("/static/marker", "/documents/marker", "/?text=marker&theme=marker", "/facet?facet=marker"):
            client.get(address)
        for part in ("record.json", "correct?clause=marker", "source?clause=marker", "pages/7.png"):
            client.get(f"/documents/{key}/{part}")
            client.get(f"/documents/..%2Fmarker/{part}")
        fields = {"clause": word, "field": word, "before": word, "correction": word, "back": "/marker"}
        send(f"/documents/{key}/correct", fields)
        send(f"/documents/{key}/undo", fields)
        send("/name", {"who": word, "back": "/marker"})
    finally:
        watching[0] = False
    assert [path for path in touched if word in path] == []


@pytest.mark.parametrize(
    "query",
    [
        "&".join(f"theme=t{at}" for at in range(5_000)),
        "&".join(f"p{at}=1" for at in range(5_000)),
        "text=" + quote("a b " * 5_000),
        "text=%ED%A0%80&organ=%ED%B0%80",
        "text=%00%01%7F&entity=%00",
        "text=%FF%FE&year=%80",
        "uncertain=2&corrected=x&sort=rank&order=",
        "a=%zz&%=&&&;",
    ],
)
def test_odd_queries_are_understood_as_far_as_they_go(client: TestClient, keys: Keys, query: str) -> None:
    for address in ("/", "/queue", "/overview", f"/documents/{keys('paper-01')}"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 200
        assert answer.content.decode("utf-8")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_pages_are_read_and_sent_only(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 405


def test_the_head_of_a_page_can_be_asked_for(client: TestClient) -> None:
    answer = client.head("/")
    assert (answer.status_code, answer.content) == (200, b"")


def kind_form(clause: str = "op3", before: str = "operative", after: str = "heading") -> dict[str, str]:
    """Return the fields that change a kind."""
    return {"clause": clause, "field": "kind", "before": json.dumps(before), "kind": after}


@pytest.mark.parametrize("address", ["/documents/{key}/correct", "/documents/{key}/undo", "/name"])
def test_a_change_needs_secret_origin_and_a_form(
    client: TestClient, opened: Inspection, keys: Keys, address: str
) -> None:
    before = written(opened)
    address = address.format(key=keys("paper-02"))
    secret = opened.rules.secret
    fields = {**kind_form(), "who": "Eve", "correction": "x"}
    good = {**fields, "secret": secret}
    own = {"origin": BASE}
    for data, headers, status in (
        (fields, own, 403),
        ({**fields, "secret": "wrong"}, own, 403),
        ({**fields, "secret": "ünïcode"}, own, 403),
        (fields, {**own, "x-clausewise-secret": "wrong"}, 403),
        (good, {}, 403),
        (good, {"origin": "http://evil.example"}, 403),
        (good, {"origin": "null"}, 403),
        (good, {**own, "host": "evil.example"}, 421),
        (good, {**own, "content-type": "text/plain"}, 415),
        (good, {**own, "content-type": "application/json"}, 415),
        ({**good, "why": "x" * LARGEST_BODY}, own, 413),
    ):
        answer = client.post(address, data=data, headers=headers)
        assert answer.status_code == status, (data, headers)
    several = client.post(address, files={"file": b"x"}, data=good, headers=own)
    assert several.status_code == 415
    assert written(opened) == before


def span_form(**changes: Any) -> dict[str, Any]:
    """Return the fields that add an entity."""
    return {"clause": "op2", "field": "entity", "before": "null", "start": 0, "end": 8, "label": "ORG", **changes}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "There is no field '' to correct; reload the page."),
        ({**kind_form(), "field": "title", "before": "null"}, "There is no field 'title' to correct; reload the page."),
        ({**kind_form(), "before": "{"}, "The form does not say what stood there before; reload the page."),
        ({**kind_form(), "before": "[" * 50_000}, "The form does not say what stood there before; reload the page."),
        ({**kind_form(), "before": "7"}, "The form does not say what stood there before; reload the page."),
        ({**kind_form(), "clause": "op99"}, "There is no clause 'op99' in this document."),
        ({**kind_form(), "kind": "verse"}, "There is no kind 'verse'; choose one of "),
        ({**kind_form(), "kind": "operative"}, "The clause is operative already; nothing was changed."),
        ({**kind_form(), "who": "x" * 101}, "Say who you are, in 1 to 100 characters; every correction has a name."),
        ({**kind_form(), "why": "x" * 2_001}, "The reason has 2001 characters; say it in 2000."),
        (
            {"clause": "op3", "field": "themes", "before": '["reporting-and-follow-up"]', "theme": "nonsense"},
            "There is no theme 'nonsense'; choose among those of the form.",
        ),
        (span_form(start=""), "The start of the span is ''; select words of the clause, or give a number."),
        (span_form(end="-3"), "The end of the span is '-3'; select words of the clause, or give a number."),
        (span_form(end="9" * 9), "A span from 0 to 999999999 is none of this clause; its text has "),
        (span_form(end=0), "A span from 0 to 0 is none of this clause; its text has "),
        (span_form(end=9), "The span begins or ends with a space; select the words alone."),
        (span_form(label="COLOUR"), "That is no entity: "),
        (span_form(remove=1), "Nothing is given, neither a span to take out nor one to put in."),
        (
            span_form(field="act", role="lead", lemma=" ", function="direct", force="3", modifiers=""),
            "The act 'Requests' has no lemma; give the verb, as in `take note`.",
        ),
        (
            span_form(field="act", role="lead", lemma="x", function="recall", force="3", modifiers=""),
            "An act that does not direct or decide has no force; take it out of 'Requests'.",
        ),
        (
            span_form(field="act", role="lead", lemma="x", function="direct", force="9", modifiers=""),
            "The force of an act is a number from 1 to 5, or nothing.",
        ),
        (
            span_form(field="date", kind="day", value="2031-02-99"),
            "'2031-02-99' is no value of a date (day); February 2031 has no day 99; give one that it has.",
        ),
        (
            span_form(field="date", kind="session", value="GA-81", resolved="soon"),
            "'soon' is no interval of a date (session); write it as in 2031-03/2031-06.",
        ),
        (
            span_form(field="date", kind="day", value="2031-02-31"),
            "'2031-02-31' is no value of a date (day); February 2031 has no day 31; give one that it has.",
        ),
        (
            span_form(field="date", kind="interval", value="2031-06/2031-03"),
            "'2031-06/2031-03' is no value of a date (interval); it ends before it begins; turn it round.",
        ),
        (
            span_form(field="date", kind="month", value="2031-06", resolved="2031-06-30/2031-06-01"),
            "'2031-06-30/2031-06-01' is no interval of a date (month); it ends before it begins; turn it round.",
        ),
        (
            span_form(field="date", kind="session", value=f"GA-{'8' * 98}"),
            "The value has 101 characters; say it in 100.",
        ),
        (
            span_form(field="act", role="lead", lemma="x" * 201, function="recall", force="", modifiers=""),
            "The lemma has 201 characters; say it in 200.",
        ),
        (
            span_form(field="act", role="lead", lemma="x", function="recall", force="", modifiers="deeply, " * 40),
            "The list of modifiers has 318 characters; say it in 300.",
        ),
        (span_form(norm="x" * 301), "The symbol or id has 301 characters; say it in 300."),
        (span_form(norm="a\x1b[2J"), "The symbol or id has the control character U+001B at place 2; take it out."),
        (
            span_form(field="act", role="lead", lemma="a\u202eb", function="recall", force="", modifiers=""),
            "The lemma has the control character U+202E at place 2; take it out.",
        ),
        ({**kind_form(), "why": "it is\x00 short"}, "The reason has the control character U+0000 at place 6;"),
        ({**kind_form(), "who": "Ada\x1b[31m"}, "The name has the control character U+001B at place 4; take"),
    ],
)
def test_a_wrong_correction_is_told_and_not_written(
    send: Any, opened: Inspection, keys: Keys, fields: dict[str, Any], sentence: str
) -> None:
    before = written(opened)
    answer = send(f"/documents/{keys('paper-03')}/correct", fields, **JSON)
    assert answer.status_code == 400
    assert list(answer.json()) == ["message"]
    assert answer.json()["message"].startswith(sentence)
    assert answer.json()["message"].endswith(".")
    page = send(f"/documents/{keys('paper-03')}/correct", fields)
    assert page.status_code == 400
    assert "<h1>That did not work</h1>" in page.text
    assert written(opened) == before


def test_a_correction_of_no_document_and_too_many_fields(send: Any, opened: Inspection, keys: Keys) -> None:
    before = written(opened)
    assert send("/documents/ffffffffffffffff/correct", kind_form(), **JSON).status_code == 400
    many = {f"f{at}": "1" for at in range(300)}
    assert send(f"/documents/{keys('paper-03')}/correct", many, **JSON).status_code == 400
    answer = send(f"/documents/{keys('paper-03')}/undo", {"correction": "none"}, **JSON)
    assert answer.status_code == 400
    assert answer.json() == {"message": "That correction is not one of this document; reload the page."}
    assert written(opened) == before


def test_what_was_changed_meanwhile_is_a_conflict(send: Any, opened: Inspection, keys: Keys) -> None:
    before = written(opened)
    answer = send(f"/documents/{keys('paper-03')}/correct", kind_form(before="annex"), **JSON)
    assert answer.status_code == 409
    sentence = "This was changed meanwhile: it now says operative; look again, then correct that."
    assert answer.json() == {"message": sentence}
    gone = {"text": "Gone", "label": "ORG", "start": 0, "end": 4, "norm": None}
    answer = send(f"/documents/{keys('paper-03')}/correct", span_form(before=json.dumps(gone)), **JSON)
    assert answer.status_code == 409
    assert written(opened) == before


def test_the_record_is_the_corrected_one_until_that_is_taken_back(
    client: TestClient, send: Any, opened: Inspection, keys: Keys
) -> None:
    key = keys("paper-04")
    answer = send(f"/documents/{key}/correct", {**kind_form(), "why": "a\n<b>"}, **JSON)
    assert answer.status_code == 200
    told = answer.json()
    assert told == {
        "message": "Corrected; the correction is on the disk.",
        "correction": told["correction"],
        "document": key,
    }
    rows = read_corrections([opened.corrector.journal])
    row = next(one for one in rows if one.id == told["correction"])
    assert (row.who, row.why, row.field, row.before, row.after) == ("Ada", "a <b>", "kind", "operative", "heading")
    original = opened.store.original(key)
    assert original is not None
    corrected = apply_corrections(original, rows)
    assert client.get(f"/documents/{key}/record.json").json() == json.loads(corrected.to_json())
    assert corrected != original
    undone = send(f"/documents/{key}/undo", {"correction": told["correction"]}, **JSON)
    assert undone.status_code == 200
    assert client.get(f"/documents/{key}/record.json").json() == json.loads(original.to_json())
    again = send(f"/documents/{key}/undo", {"correction": told["correction"]}, **JSON)
    assert again.status_code == 409
    redone = send(f"/documents/{key}/undo", {"correction": undone.json()["correction"]}, **JSON)
    assert redone.status_code == 200
    assert client.get(f"/documents/{key}/record.json").json() == json.loads(corrected.to_json())


@pytest.mark.parametrize(
    ("back", "goes"),
    [
        ("/queue?page=2", "/queue?page=2"),
        ("", "/"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\\b", "/"),
        ("javascript:alert(1)", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
        ("/\t/evil.example", "/"),
        ("evil", "/"),
    ],
)
def test_a_name_is_kept_and_leads_nowhere_else(send: Any, back: str, goes: str) -> None:
    answer = send("/name", {"who": "  Çelik   🗼 ", "back": back})
    assert (answer.status_code, answer.headers["location"]) == (303, goes)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert len(answer.headers.get_list("set-cookie")) == 1


@pytest.mark.parametrize("who", ["", "   ", "x" * 101, "Ada\x1b[31m", "Ada \u202eadA"])
def test_a_name_has_letters(send: Any, who: str) -> None:
    assert send("/name", {"who": who}).status_code == 400


def test_a_fault_is_told_without_its_insides(
    client: TestClient, opened: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: Any) -> None:
        raise RuntimeError("inner words of the fault")

    monkeypatch.setattr(type(opened.store), "documents", broken)
    for headers in ({}, JSON):
        answer = client.get("/", headers=headers)
        assert answer.status_code == 500
        assert "inner words" not in answer.text
        assert "Traceback" not in answer.text
        assert "The program has a fault; what it was is printed where it was started." in answer.text
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_store_that_fails_says_one_sentence(
    client: TestClient, opened: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: Any) -> None:
        raise StoreError("the index is locked; close the other program")

    monkeypatch.setattr(type(opened.store), "documents", broken)
    answer = client.get("/")
    assert answer.status_code == 503
    assert "the index is locked; close the other program." in answer.text


def test_a_file_that_takes_no_row_is_told(
    send: Any, opened: Inspection, keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = opened.corrector.journal
    monkeypatch.chdir(tmp_path)
    Path("blocked").write_text("not a folder", encoding="utf-8")
    opened.corrector.journal = Path("blocked/c.jsonl")
    try:
        answer = send(f"/documents/{keys('paper-05')}/correct", kind_form(), **JSON)
    finally:
        opened.corrector.journal = journal
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("The file of corrections takes no row: blocked/c.jsonl: ")
    assert "the correction was not written" in answer.json()["message"]


def test_beyond_this_machine_a_token_opens_the_door(opened: Inspection) -> None:
    rules = rules_for("0.0.0.0", ["reading-room"])
    assert rules.token is not None
    client = client_of(replace(opened, rules=rules), "http://192.0.2.7:8421")
    assert client.get("/").status_code == 401
    assert client.get("/documents/x").status_code == 401
    assert client.get("/static/inspector.css").status_code == 200
    for wrong in ("", "?token=", "?token=wrong", "?token=%F0%9F%97%BC", "?token=%ED%A0%80"):
        assert client.get(f"/enter{wrong}").status_code == 401
    answer = client.get(f"/enter?token={rules.token}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(COOKIE)
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"host": "reading-room:8421"}).status_code == 200
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421
    stranger = client_of(replace(opened, rules=rules), "http://192.0.2.7:8421")
    assert stranger.get("/", headers={"cookie": f"{COOKIE}=wrong"}).status_code == 401


def test_a_port_that_is_taken_is_told() -> None:
    first = listen("127.0.0.1", None)
    try:
        port = first.getsockname()[1]
        with pytest.raises(InspectorError, match=rf"cannot listen on 127\.0\.0\.1, port {port} \("):
            listen("127.0.0.1", port)
    finally:
        first.close()


@pytest.mark.parametrize("content", [b"{", b'{"schema": "clausewise/1"}\n', b"\xff\xfe", b""])
def test_records_that_are_none_are_told_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    records = tmp_path / "r.jsonl"
    records.write_bytes(content)
    wanted = Wanted(records=[records], corrections=tmp_path / "c.jsonl", index=tmp_path / "i.db")
    with pytest.raises(InspectorError) as told:
        open_inspection(wanted, None, lambda said: None)
    assert str(records) in str(told.value)
    assert "\n" not in str(told.value)
