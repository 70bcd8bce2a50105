"""Asking for the console in Slack: the link goes to whoever asked, and nowhere else."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from bot.policy.talks.checks import Who
from bot.policy.talks.home import HomePage
from bot.policy.talks.incoming import Incoming
from bot.saying.words import phrase
from bot.slack.checks import Checks
from bot.slack.console import FOLLOW
from bot.slack.home.view import CONSOLE
from playground.blocks import block_faults
from playground.views import checked_view
from tests.slack.home.test_home import home_of
from tests.slack.payloads import ASKER, TEAM, QuietClient, app_with, interaction, send, slash
from tests.slack.test_dispatch import wait_for_calls

LINK = "https://may-i.example/console/link/zorb-token"
HOME_CLICK: dict[str, Any] = {
    "type": "block_actions",
    "container": {"type": "view"},
    "view": {"id": "V1", "type": "home"},
    "actions": [{"type": "button", "action_id": CONSOLE, "block_id": "b", "value": "console", "action_ts": "1.1"}],
}


class Asked:
    """Gives the link to whoever asks, and remembers what the command's own address and the rest of the house were given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, link: str = LINK, hook_works: bool = True) -> None:
        self.who: list[Who] = []
        self.hooked: list[tuple[str, str, Any]] = []
        self.told: list[str] = []
        self.taken_in: list[Incoming] = []

        def by_hook(hook: str, words: str, blocks: Any = None) -> bool:
            self.hooked.append((hook, words, blocks))
            return hook_works

        def console(who: Who) -> tuple[str, str]:
            self.who.append(who)
            return ("slack.console.owner", link) if link else ("slack.console.near", "")

        for module in ("bot.slack.console", "bot.slack.shortcuts.told"):
            monkeypatch.setattr(f"{module}.by_hook", by_hook)
        checks = Checks(language=lambda _: "en", tell=lambda _who, _unique, words: self.told.append(words))
        self.app = app_with(self.taken_in, checks=checks, console=console)

    def wait(self, what: list[Any]) -> None:
        end = time.monotonic() + 10
        while not what and time.monotonic() < end:
            time.sleep(0.01)
        assert what


@pytest.mark.parametrize("word", ["console", "Konsole", "consola"])
def test_the_command_is_answered_with_a_link_through_its_own_address_alone(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(monkeypatch)
    assert send(asked.app, slash(word)).body == ""
    asked.wait(asked.hooked)
    ((hook, words, blocks),) = asked.hooked
    assert (hook, [(one.team, one.user) for one in asked.who]) == ("http://127.0.0.1:1/hook", [(TEAM, ASKER)])
    assert words == phrase("en", "slack.console.owner") and LINK not in words
    assert blocks[1]["elements"][0]["url"] == LINK and "15 minutes" in json.dumps(blocks)
    assert not block_faults(blocks, "message", 50, "/blocks")
    assert (asked.taken_in, asked.told) == ([], []) and "zorb" not in json.dumps(QuietClient.calls)


def test_a_link_that_cannot_be_handed_over_goes_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told directly waits in the queue until it is said: no link is kept there."""
    asked = Asked(monkeypatch, hook_works=False)
    send(asked.app, slash("console"))
    asked.wait(asked.told)
    assert asked.told == [phrase("en", "slack.failed")]


def test_who_gets_no_link_reads_why(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(monkeypatch, link="")
    send(asked.app, slash("console"))
    asked.wait(asked.hooked)
    assert asked.hooked[0][1] == phrase("en", "slack.console.near") and "MAYI_CONSOLE_URL" in asked.hooked[0][1]
    assert len(asked.hooked[0][2]) == 1


def test_the_button_in_app_home_opens_a_form_with_a_fresh_link(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(monkeypatch)
    assert send(asked.app, interaction(HOME_CLICK)).status == 200
    (opened,) = wait_for_calls("views.open")
    assert opened["trigger_id"] == "tr1"
    checked_view(opened["view"], ("modal",))
    assert f'"url": "{LINK}"' in json.dumps(opened["view"]) and [one.user for one in asked.who] == [ASKER]
    followed = {**HOME_CLICK, "actions": [{**HOME_CLICK["actions"][0], "action_id": FOLLOW}]}
    assert send(asked.app, interaction(followed)).status == 200  # Slack wants that click acknowledged too


@pytest.mark.parametrize("has_console", [True, False])
def test_app_home_has_the_button_where_the_house_says_so(has_console: bool) -> None:
    assert (CONSOLE in json.dumps(home_of(HomePage("en", has_console=has_console)))) is has_console
