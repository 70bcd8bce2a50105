"""The program, its company file, its controls and who may reach it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import yaml
from slack_sdk import WebClient

from playground.__main__ import arguments, main
from playground.company import SAMPLE, CompanyError, load_company
from playground.server import Playground
from playground.serving import WEB
from tests.playground.conftest import CLUB, post
from tests.yamls import read_yaml


def test_the_sample_company_has_people_of_every_role() -> None:
    company = load_company(SAMPLE)
    assert len(company.people) >= 6
    assert any(person.admin for person in company.people)
    assert any(person.guest for person in company.people)
    assert any(person.tz == "America/New_York" for person in company.people)
    assert {group.handle for group in company.groups} >= {"ai-policy-owners", "it-admins"}
    assert [room.name for room in company.rooms] == ["ask-ai", "ai-policy", "it-desk", "finance", "general"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::"])  # noqa: S104 - that it is refused is the test
def test_no_other_host_is_served(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        arguments(["--host", host])
    assert caught.value.code == 2
    assert "listens on 127.0.0.1 only" in capsys.readouterr().err


def test_a_port_in_use_is_told_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["--port", str(taken.getsockname()[1])]) == 2
    assert "choose another with --port" in capsys.readouterr().err


def test_the_program_says_where_it_is_open() -> None:
    command = [sys.executable, "-m", "playground", "--port", "0", "--company", str(CLUB)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            line = running.stdout.readline()
            url = line.rsplit(" ", 1)[-1].strip()
            assert line.startswith("Chess Club is open at http://127.0.0.1:")
            assert httpx.get(url, trust_env=False).status_code == 200
        finally:
            running.terminate()


BAD_FILES = {
    "a file that is not there": None,
    "broken YAML": "team: [",
    "a list": "- team",
    "no people": "team: {id: T, name: a, domain: b}",
    "an unknown person in a channel": {"channels": [{"id": "C1", "name": "x", "people": ["nobody"]}]},
    "an unknown key of a person": {"people": [{"id": "U1", "name": "a", "real_name": "A", "shoe": 42}]},
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_company_file_is_told_by_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / "company.yaml"
    content = BAD_FILES[name]
    if isinstance(content, dict):
        content = yaml.safe_dump(read_yaml(CLUB.read_text()) | content)
    if content is not None:
        path.write_text(content)
    with pytest.raises(CompanyError, match=r"company\.yaml: "):
        load_company(path)


def test_a_request_by_another_host_name_is_refused(slack: Playground) -> None:
    assert httpx.get(slack.url, headers={"Host": "evil.example"}, trust_env=False).status_code == 400


@pytest.mark.parametrize("media", ["application/x-www-form-urlencoded", "text/plain", "text/plain; application/json"])
def test_a_form_of_another_page_cannot_act_for_a_person(slack: Playground, media: str) -> None:
    said = '{"who": "anna", "where": "lounge", "typed": "x"}'
    answer = httpx.post(f"{slack.url}/ui/say", content=said, headers={"Content-Type": media}, trust_env=False)
    assert answer.status_code == 415
    assert slack.messages("lounge") == []


def test_the_page_allows_nothing_from_elsewhere(slack: Playground) -> None:
    page = httpx.get(slack.url, trust_env=False)
    assert "default-src 'self'" in page.headers["content-security-policy"]
    for path in sorted(WEB.iterdir()):
        name = path.name
        source = httpx.get(f"{slack.url}/web/{name}", trust_env=False).text
        assert "innerHTML" not in source
        assert "//cdn" not in source


def test_controls_work_from_outside(slack: Playground) -> None:
    assert post(slack, "/control/fault", {"kind": "rate_limited", "method": "auth.test", "seconds": 2}).json()["ok"]
    assert httpx.get(f"{slack.api_url}auth.test", trust_env=False).status_code == 429
    before = httpx.get(f"{slack.url}/control/state", trust_env=False).json()
    assert post(slack, "/control/advance", {"seconds": 1000}).json()["ok"]
    assert post(slack, "/ui/say", {"who": "anna", "where": "#lounge", "typed": "hello"}).json()["ok"]
    state = httpx.get(f"{slack.url}/control/state", trust_env=False).json()
    assert state["now"] - before["now"] >= 1000
    assert [m["text"] for channel in state["channels"] for m in channel["messages"]] == ["hello"]
    assert post(slack, "/control/reset").json()["ok"]
    assert slack.messages("lounge") == []


@pytest.mark.parametrize("body", [{"kind": "earthquake"}, {"kind": "slow", "depth": 3}])
def test_an_unknown_fault_is_refused_with_the_known_ones(slack: Playground, body: dict[str, object]) -> None:
    answer = post(slack, "/control/fault", body)
    assert answer.status_code == 400
    assert answer.json()["what"]


def test_the_clock_does_not_go_back(slack: Playground) -> None:
    assert "cannot go back" in post(slack, "/control/advance", {"seconds": -1}).json()["what"]


def test_a_permalink_leads_to_the_page(slack: Playground) -> None:
    ts = slack.say("anna", "lounge", "here")
    answer = httpx.get(f"{slack.url}/archives/C0LOUNGE01/p{ts.replace('.', '')}", trust_env=False)
    assert answer.headers["location"] == f"/?channel=C0LOUNGE01&ts={ts}"
    reply = slack.say("anna", "lounge", "there", ts)
    inside = f"{slack.url}/archives/C0LOUNGE01/p{reply.replace('.', '')}?thread_ts={ts}&cid=C0LOUNGE01"
    assert httpx.get(inside, trust_env=False).headers["location"] == f"/?channel=C0LOUNGE01&ts={reply}&thread={ts}"


def test_the_page_of_a_person_holds_only_what_that_person_may_read(slack: Playground) -> None:
    slack.say("anna", "board-room", "for the board")
    assert "for the board" not in httpx.get(f"{slack.url}/ui/start?as=cleo", trust_env=False).text
    assert "for the board" in httpx.get(f"{slack.url}/ui/start?as=ben", trust_env=False).text
    assert httpx.get(f"{slack.url}/ui/start?as=nobody", trust_env=False).status_code == 404


def test_the_page_shows_what_was_said_to_one_person_to_nobody_else(slack: Playground, client: WebClient) -> None:
    client.chat_postEphemeral(channel="C0LOUNGE01", user="U0ANNA0001", text="for anna alone")
    assert "for anna alone" in httpx.get(f"{slack.url}/ui/start?as=anna", trust_env=False).text
    assert "for anna alone" not in httpx.get(f"{slack.url}/ui/start?as=cleo", trust_env=False).text


DEEDS = {
    "an empty message": ("say", {"where": "#lounge", "typed": "  "}, "an empty message cannot be sent"),
    "40,001 characters": ("say", {"where": "#lounge", "typed": "x" * 40_001}, "at most 40000 characters"),
    "a channel one is not in": ("say", {"where": "#board-room", "typed": "x"}, "you are not in this channel"),
    "an unknown command": ("command", {"where": "#lounge", "typed": "/shout"}, "/shout is not a command here"),
    "a modal that is not open": ("submit", {}, "no modal is open"),
    "an unknown shortcut": ("shortcut", {"callback_id": "nothing"}, "no such shortcut"),
}


@pytest.mark.parametrize("name", DEEDS)
def test_what_a_person_cannot_do_is_told_in_words(slack: Playground, name: str) -> None:
    deed, given, words = DEEDS[name]
    answer = post(slack, f"/ui/{deed}", {"who": "cleo", **given})
    assert answer.status_code == 409
    assert words in answer.json()["what"]


def test_changes_reach_only_those_who_may_see_them(slack: Playground) -> None:
    with httpx.stream("GET", f"{slack.url}/ui/changes?as=U0CLEO0001", trust_env=False, timeout=10) as changes:
        lines = changes.iter_lines()
        assert next(lines) == ": hello"
        slack.say("anna", "board-room", "secret")
        slack.say("anna", "lounge", "open")
        data = next(line for line in lines if line.startswith("data: "))
        assert json.loads(data.removeprefix("data: "))["message"]["text"] == "open"
