"""`/mayi console` and the button in App Home: whoever asks is signed in, once, in their own role; real house, real pages."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
import pytest

from bot.console.render import LANGUAGE_COOKIE
from bot.wiring import House
from playground.server import Playground
from tests.integration.answers.test_citizen import OTHER, Edit, MakeHouse, with_people
from tests.integration.conftest import ASK, Talk
from tests.integration.forks import free_port
from tests.integration.test_home import page, words_of

PEOPLE = {
    "noor": ("policy owner", "todos", "usage"),
    "joost": ("admin", "usage", ""),
    "lieke": ("employee", "questions", "todos"),
}
"""Who -> their role, a page that they see, and one that they do not."""
OF_THE_TEST = ("httpx", "httpcore", "asyncio")
"""Loggers of the browser's part, which write the addresses that they open."""


@pytest.fixture
def served(make_house: MakeHouse) -> Iterator[Talk]:
    """A house with its console, and a stranger in its channels."""
    with Playground(with_people(OTHER)) as slack:
        house = make_house(slack, console_port=free_port())
        slack.wait_for_app()
        yield Talk(house, slack, house.settings.knowledge)


def asked(talk: Talk, who: str, number: int = 1) -> dict[str, Any]:
    """The private reply to somebody's command."""
    talk.slack.command(who, ASK, "/mayi console")
    talk.slack.wait_until(lambda: len(private(talk, who)) == number)
    return private(talk, who)[-1]


def private(talk: Talk, who: str) -> list[dict[str, Any]]:
    return [one for one in talk.slack.messages(ASK, user=who) if one.get("to")]


def link_in(holder: dict[str, Any]) -> str:
    return next(str(one["url"]) for block in holder["blocks"] for one in block.get("elements", ()) if "url" in one)


def browser(house: House) -> httpx.Client:
    ours, english = {"sec-fetch-site": "same-origin"}, {LANGUAGE_COOKIE: "en"}
    return httpx.Client(base_url=house.settings.console_address, follow_redirects=True, headers=ours, cookies=english, timeout=60)


def press(client: httpx.Client, link: str) -> httpx.Response:
    """Open the link and press the button on its page."""
    assert client.get(link).status_code == 200
    return client.post("/console/link", data={"token": link.rpartition("/")[2]})


def test_whoever_asks_is_signed_in_once_in_their_own_role_and_nobody_else_sees_the_link(
    served: Talk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    links = []
    with caplog.at_level(logging.DEBUG):
        for who, (role, seen, hidden) in PEOPLE.items():
            reply = asked(served, who)
            links.append(link_in(reply))
            assert "/console/link/" not in reply["text"]
            with browser(served.house) as client:
                entered = press(client, links[-1])
                assert (entered.status_code, entered.url.path) == (200, "/console/matrix")
                assert f">{who}, {role}<" in entered.text
                assert client.get(f"/console/{seen}").status_code == 200
                assert not hidden or client.get(f"/console/{hidden}").status_code == 403
            with browser(served.house) as other:
                for again in (other.get(links[-1]), other.post("/console/link", data={"token": links[-1].rpartition("/")[2]})):
                    assert again.status_code == 403 and "<code>/mayi console</code>" in again.text
                assert other.get("/console/matrix").url.path == "/console/sign-in"
    assert not any("/console/link/" in repr(one) for one in served.slack.messages(ASK))
    assert not any("/console/link/" in repr(one) for who in PEOPLE for one in served.slack.messages("dm", user=who))
    assert [one["to"] for who in PEOPLE for one in private(served, who)] == ["U0NOOR0001", "U0JOOST001", "U0LIEKE001"]
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("mayi*"))
    written = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith(OF_THE_TEST))
    for token in (link.rpartition("/")[2] for link in links):
        assert token.encode() not in kept and token not in written


def test_two_who_ask_twice_have_two_links_and_each_signs_in_whom_it_was_made_for(served: Talk) -> None:
    first, second = link_in(asked(served, "noor")), link_in(asked(served, "noor", 2))
    assert first != second
    for link in (second, first):
        with browser(served.house) as client:
            assert ">noor, policy owner<" in press(client, link).text


@pytest.mark.parametrize("who", ["ruben", "olga"], ids=["a guest", "somebody of another organisation"])
def test_who_could_not_sign_in_with_slack_gets_no_link(served: Talk, who: str) -> None:
    reply = asked(served, who)
    assert "/console/" not in repr(reply["blocks"])
    assert reply["text"]


def test_somebody_of_another_organisation_gets_none_even_where_they_are_answered(
    edit_policy: Edit, make_house: MakeHouse
) -> None:
    """A sign-in with Slack takes staff and guests of our own workspace alone, whomever the policy answers."""
    edit_policy("policy.yaml", "slack: {guests: yes, other_organisations: yes}\n")
    with Playground(with_people(OTHER)) as slack:
        talk = Talk(make_house(slack, console_port=free_port()), slack, Path())
        slack.wait_for_app()
        assert "/console/" not in repr(asked(talk, "olga")["blocks"])
        assert "/console/link/" in repr(asked(talk, "ruben")["blocks"])


def test_a_link_of_somebody_who_has_left_since_signs_nobody_in(served: Talk) -> None:
    link = link_in(asked(served, "lieke"))
    left = {"id": "U0LIEKE001", "deleted": True, "team_id": served.slack.company.team_id}
    served.house.people._users["U0LIEKE001"] = (monotonic(), left)
    with browser(served.house) as client:
        refused = press(client, link)
        assert refused.status_code == 403 and "not as staff" in refused.text
    assert not served.house.ledger.console_deeds()
    assert "/console/" not in repr(asked(served, "lieke", 2)["blocks"])


def test_owners_and_admins_find_it_in_app_home(served: Talk) -> None:
    page(served, "noor")
    served.slack.use("noor", "mayi_home_console", home=True)
    form = served.slack.wait_until(lambda: served.slack.modal("noor"))
    with browser(served.house) as client:
        assert press(client, link_in(form)).url.path == "/console/matrix"
        assert client.get("/console/todos").status_code == 200
    assert "mayi_home_console" in page(served, "joost")
    assert "mayi_home_console" not in page(served, "lieke")
    assert "/console/link/" not in words_of(served, "noor")


def test_where_no_console_is_served_that_is_said(talk: Talk) -> None:
    reply = asked(talk, "lieke")
    assert "MAYI_CONSOLE_PORT" in reply["text"]
    assert "mayi_home_console" not in page(talk, "noor")
