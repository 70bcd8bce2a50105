"""Who may see what, and what becomes of sessions, forms and hurry."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from fastapi.testclient import TestClient

from bot.console.access import HEADERS, SESSION_COOKIE
from bot.console.app import build_console, build_server
from bot.console.doors import Role
from bot.console.render import PAGES
from bot.wiring.console.doors import make_link
from tests.console.place import PEOPLE, Place, place_in, served, signed
from tests.integration.forks import free_port

FORMS = ("/console/views", "/console/views/x/drop", "/console/knowledge", "/console/questions/R-X/who", "/console/sign-out")


@pytest.mark.parametrize("page", [page for page, _ in PAGES])
@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_its_pages_and_no_other(place: Place, role: Role, page: str) -> None:
    allowed = dict(PAGES)[page]
    with place.client(role) as client:
        answer = client.get(f"/console/{page}")
        menu = answer.text.split("<nav")[1].split("</nav>")[0]
    assert answer.status_code == (200 if role in allowed else 403)
    assert (f'href="/console/{page}"' in menu) is (role in allowed)


@pytest.mark.parametrize("page", ["", "/openapi.json", "/questions/export", *(f"/{page}" for page, _ in PAGES)])
def test_nobody_sees_anything_before_signing_in(place: Place, page: str) -> None:
    with place.client() as client:
        answer = client.get(f"/console{page}")
    assert answer.url.path == "/console/sign-in"


def test_a_one_time_link_signs_in_once_and_only_by_its_button(place: Place) -> None:
    token = place.link(Role.OWNER)
    with place.client() as client:
        assert SESSION_COOKIE not in client.get(f"/console/link/{token}").cookies
        assert client.post("/console/link", data={"token": token}).url.path == "/console/matrix"
    with place.client() as other:
        assert other.post("/console/link", data={"token": token}).status_code == 403
        assert other.get("/console/matrix").url.path == "/console/sign-in"


def test_a_link_that_was_used_or_is_too_old_says_at_once_how_to_have_another_in_the_readers_language(place: Place) -> None:
    used, old = place.link(Role.OWNER), make_link(place.ledger, PEOPLE[Role.OWNER], Role.OWNER, _now() - timedelta(minutes=16))
    with place.client() as client:
        client.post("/console/link", data={"token": used})
    for token in (used, old, "guess"):
        with place.client() as client:
            refused = client.get(f"/console/link/{token}")
            assert refused.status_code == 403 and "<code>/mayi console</code> in Slack" in refused.text
            client.cookies.clear()
            spoken = client.get(f"/console/link/{token}", headers={"accept-language": "nl"}).text
            assert "Typ voor een nieuwe <code>/mayi console</code> in Slack" in spoken and "terminal" not in spoken


def test_who_comes_without_a_link_is_told_how_to_have_one_without_a_terminal(place: Place) -> None:
    with place.client() as client:
        shown = client.get("/console/sign-in").text
    assert "<code>/mayi console</code>" in shown and "mayi console link" not in shown


def test_a_link_is_never_written_into_the_log_not_even_where_its_page_fails(
    place: Place, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(place.ledger), "is_link", lambda *_: 1 / 0)
    with place.client() as client:
        assert client.get("/console/link/zorblax").status_code == 500
    logged = [one for one in caplog.records if one.name == "mayi.console"]
    assert [one.getMessage() for one in logged] == ["GET /console/link/{token}: unforeseen"]
    assert "zorblax" not in caplog.handler.format(logged[0])


def test_a_session_cookie_is_for_http_alone_and_for_this_site(place: Place) -> None:
    with place.client() as client:
        answer = client.post("/console/link", data={"token": place.link(Role.OWNER)}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/console" in cookie


@pytest.mark.parametrize(
    "spoil", [lambda value: value[:-2] + "xx", lambda value: "x" + value, lambda _: "", lambda value: value * 50]
)
def test_a_cookie_that_is_not_ours_signs_nobody_in(place: Place, spoil: object) -> None:
    with place.client(Role.ADMIN) as client:
        value = client.cookies[SESSION_COOKIE]
        client.cookies.clear()
        client.cookies.set(SESSION_COOKIE, spoil(value), path="/console")  # type: ignore[operator]
        assert client.get("/console/usage").url.path == "/console/sign-in"


def test_a_session_that_is_used_in_another_role_is_over_for_good(place: Place) -> None:
    """An owner's number in a browser is worth an owner's pages, also beside an admin's form; a change of role ends it."""
    with place.client(Role.OWNER) as owner:
        assert owner.get("/console/usage").status_code == 403
        with place.client(Role.ADMIN) as admin:
            admins_form = admin.get("/console/knowledge").text.split('name="csrf" value="')[1].split('"')[0]
            assert owner.post("/console/knowledge", data={"text": "x", "csrf": admins_form}).status_code == 403
    with place.client() as client:
        token = place.link(Role.ADMIN)
        place.ledger.keep_session(
            "stolen", (PEOPLE[Role.EMPLOYEE], "admin"), family="f", now=_now(), expires_at=_now() + timedelta(hours=1)
        )
        client.cookies.set(SESSION_COOKIE, signed("stolen"), path="/console")
        assert client.get("/console/usage").url.path == "/console/sign-in"
        assert place.ledger.session("stolen", _now()) is None
        assert client.post("/console/link", data={"token": token}).status_code == 200


def test_somebody_who_is_barred_meanwhile_is_out(place: Place) -> None:
    with place.client(Role.EMPLOYEE) as client:
        assert client.get("/console/matrix").url.path == "/console/matrix"
        place.barred.add(PEOPLE[Role.EMPLOYEE])
        try:
            assert client.get("/console/matrix").url.path == "/console/sign-in"
        finally:
            place.barred.clear()


def test_a_session_gets_a_new_number_and_its_old_one_ends_it_when_it_comes_back_late(place: Place) -> None:
    with time_machine.travel(_now(), tick=True) as clock, place.client(Role.ADMIN) as client:
        old = client.cookies[SESSION_COOKIE]
        clock.shift(timedelta(minutes=16))
        assert client.get("/console/matrix").status_code == 200
        new = client.cookies[SESSION_COOKIE]
        assert new != old
        assert client.get("/console/usage").url.path == "/console/usage"
        clock.shift(timedelta(minutes=1))
        with place.client() as thief:
            thief.cookies.set(SESSION_COOKIE, old, path="/console")
            assert thief.get("/console/usage").url.path == "/console/sign-in"
        assert client.get("/console/usage").url.path == "/console/sign-in"


@pytest.mark.parametrize(
    "page", ["/console/questions/export", "/console/no-such-page", "/console/openapi.json", "/console/usage"]
)
def test_a_new_number_comes_with_whatever_is_answered(place: Place, page: str) -> None:
    with time_machine.travel(_now(), tick=True) as clock, place.client(Role.ADMIN) as client:
        clock.shift(timedelta(minutes=16))
        client.get(page)
        clock.shift(timedelta(minutes=1))
        assert client.get("/console/usage").url.path == "/console/usage"


def test_a_form_that_does_not_say_how_long_it_is_is_not_read(place: Place) -> None:
    with place.client() as client:
        assert client.post("/console/link", content=iter([b"token=", b"x" * 100])).status_code == 413


def test_a_form_that_says_two_things_of_its_length_is_not_read(place: Place) -> None:
    """In parts it may go on for ever, whatever length it says beside that: the server reads the parts."""
    head = b"POST /console/link HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 5\r\n"
    with served(place.app, free_port()) as url, socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), 30) as line:
        line.sendall(head + b"transfer-encoding: chunked\r\n\r\n5\r\ntoken\r\n")  # and no end
        assert line.recv(12) == b"HTTP/1.1 413"


@pytest.mark.parametrize("length", ["\u00b2", "9" * 5_000, "-1", "+5"])
def test_a_length_that_is_no_number_is_refused(place: Place, length: str) -> None:
    with place.client() as client:
        answer = client.post("/console/link", content=b"token", headers={"content-length": length.encode("latin-1")})
        assert (answer.status_code, answer.headers["x-frame-options"]) == (413, "DENY")


def test_a_session_ends_after_its_hours_and_by_signing_out(place: Place) -> None:
    with time_machine.travel(_now(), tick=True) as clock, place.client(Role.ADMIN) as client:
        clock.shift(timedelta(hours=8, minutes=1))
        assert client.get("/console/usage").url.path == "/console/sign-in"
    with place.client(Role.ADMIN) as client:
        cookie = client.cookies[SESSION_COOKIE]
        csrf = client.get("/console/knowledge").text.split('name="csrf" value="')[1].split('"')[0]
        assert client.post("/console/sign-out", data={"csrf": csrf}).url.path == "/console/sign-in"
        client.cookies.set(SESSION_COOKIE, cookie, path="/console")
        assert client.get("/console/usage").url.path == "/console/sign-in"


@pytest.mark.parametrize("form", FORMS)
def test_a_form_without_our_word_or_from_another_site_does_nothing(place: Place, form: str) -> None:
    with place.client(Role.ADMIN) as client:
        csrf = client.get("/console/knowledge").text.split('name="csrf" value="')[1].split('"')[0]
        assert client.post(form, data={"csrf": ""}).status_code == 403
        assert client.post(form, data={"csrf": csrf}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
        assert client.post(form, data={"csrf": csrf}, headers={"origin": "https://evil.example"}).status_code == 403
        assert client.get("/console/usage").url.path == "/console/usage"


@pytest.mark.parametrize("where", ["/console/matrix", "/console/sign-in", "/console/no-such-page", "/console/static/console.css"])
def test_every_answer_has_the_headers_that_keep_scripts_and_frames_out(place: Place, where: str) -> None:
    with place.client(Role.ADMIN) as client:
        answer = client.get(where)
    assert {name: answer.headers[name] for name in HEADERS if name != "Cache-Control"} == {
        name: value for name, value in HEADERS.items() if name != "Cache-Control"
    }
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_pages_hold_no_script_or_style_of_their_own(place: Place) -> None:
    with place.client(Role.ADMIN) as client:
        for page, _ in PAGES:
            html = client.get(f"/console/{page}").text
            assert "style=" not in html and "<style" not in html and " on" + "click=" not in html
            assert html.count("<script") == 1


def test_whoever_is_too_quick_is_asked_to_wait(tmp_path: Path) -> None:
    with place_in(tmp_path) as made:
        made.pages_a_minute = 3
        with made.client(Role.EMPLOYEE) as client:
            codes = [client.get("/console/questions").status_code for _ in range(4)]
        assert codes == [200, 200, 200, 429]
        with made.client(Role.OWNER) as client:  # from the same address, as behind a proxy
            assert client.get("/console/questions").status_code == 200
        with made.client() as client:
            codes = [client.post("/console/link", data={"token": "guess"}).status_code for _ in range(22)]
        assert codes == [403] * 20 + [429] * 2


def _now() -> datetime:
    return datetime.now(UTC)


def test_who_guesses_links_gets_no_more_tries_by_telling_another_address(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    assert not build_server(place.app, "127.0.0.1", 0).config.proxy_headers
    with place.client() as client:
        said = [
            client.post("/console/link", data={"token": f"guess {n}"}, headers={"x-forwarded-for": f"203.0.113.{n}"}).status_code
            for n in range(25)
        ]
    assert said[-1] == 429 and 429 not in said[:20]


def test_a_page_answers_head_as_it_does_get_and_with_or_without_a_slash_at_its_end(place: Place) -> None:
    with place.client(Role.ADMIN) as client:
        got, head, slashed = client.get("/console/usage"), client.head("/console/usage"), client.get("/console/usage/")
        assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", got.headers["content-length"])
        assert (slashed.status_code, slashed.history) == (200, [])
        assert client.head("/console/nothing").status_code == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "may-i.example.org.evil.example", "evil.example:443", "[::1", "", "localhost@evil.example:"]
)
def test_a_host_that_is_not_ours_gets_no_page_and_is_never_repeated(place: Place, host: str) -> None:
    app = build_console(place.may_i, place.rooms.minds, place.doors(), hosts=frozenset({"may-i.example.org", "127.0.0.1", "::1"}))
    client = TestClient(app, follow_redirects=False)
    for path in ("/console/sign-in", "/console/sign-in/", "/console", "/console/calendar/x.ics"):
        answer = client.get(path, headers={"host": host})
        assert answer.status_code == 400 and "evil" not in answer.text + str(answer.headers)
    for ours in ("May-I.example.org", "127.0.0.1:8766", "[::1]:8766", "may-i.example.org."):
        assert client.get("/console/sign-in", headers={"host": ours}).status_code == 200


def test_the_form_for_the_language_is_ours_as_every_form_is(place: Place) -> None:
    chosen = {"language": "nl", "back": "/console/usage"}
    with place.client(Role.ADMIN) as client:
        word = client.get("/console/usage").text.split('action="/console/language"')[1].split('value="')[1].split('"')[0]
        assert client.post("/console/language", data=chosen).status_code == 403
        assert client.post("/console/language", data={**chosen, "csrf": word}).url.path == "/console/usage"
    with place.client() as stranger:
        assert stranger.post("/console/language", data=chosen, headers={"sec-fetch-site": "cross-site"}).status_code == 403
        assert "Nederlands" in stranger.post("/console/language", data={**chosen, "back": "/console/sign-in"}).text


def test_signs_that_no_store_keeps_come_through_no_field(place: Place) -> None:
    with place.client(Role.ADMIN) as client:
        word = client.get("/console/matrix").text.split('name="csrf" value="')[1].split('"')[0]
        saved = client.post("/console/views", data={"name": "mine\x00 again", "query": "words=a%00b", "csrf": word})
        assert saved.status_code == 200 and "mine again" in saved.text
        tried = client.post("/console/knowledge", data={"text": "May I put invoices\x00\ufffe into Claude Team?", "csrf": word})
        assert "Claude Team · Invoices" in tried.text
        assert client.get("/console/questions/R-%00X").status_code == 404
