"""Who has left, as Slack says, at the console: people.yaml may name them for months."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.admit import Admit
from bot.policy.house import Audience
from bot.slack.identity import Oneself
from bot.slack.people import People
from bot.wiring.console.gate import known_of

OURS = "T0OURS0001"


class Directory:
    """Slack, that knows one person."""

    def __init__(self, deleted: bool) -> None:
        self.data = {"ok": True, "user": {"id": "U1", "team_id": OURS, "deleted": deleted}}

    def api_call(self, *_: Any, **__: Any) -> Directory:
        return self

    def who(self) -> Oneself:
        return Oneself(team=OURS)


@pytest.mark.parametrize("audience", [Audience(), Audience(guests=True, other_organisations=True)], ids=["staff", "everybody"])
@pytest.mark.parametrize("deleted", [False, True])
def test_who_was_deactivated_in_slack_is_let_in_nowhere(audience: Audience, deleted: bool) -> None:
    slack: Any = Directory(deleted)
    people = People(slack, who=slack.who)
    admit = Admit(lambda: audience, people.standing, lambda *_: None)
    assert bool(known_of(people, admit, slack).barred("U1")) is deleted
