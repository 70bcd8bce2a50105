"""Who somebody is, as Slack says; what it could not be asked is asked again."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.policy.talks.admission import STRANGER
from bot.slack.identity import Oneself
from bot.slack.people import KEPT_SECONDS, People
from bot.slack.posts.post import build_client
from playground.server import Playground

NOOR, OWNERS = "U0NOOR0001", frozenset({"S0OWNERS01"})


def test_groups_that_could_not_be_asked_for_are_asked_for_again(slack: Playground) -> None:
    people = People(build_client("xoxb-playground-bot", slack.api_url))
    slack.inject("error", "usergroups.list", code="internal_error")
    assert people.of(NOOR).groups == frozenset()
    assert people.of(NOOR).groups == OWNERS


def test_who_was_in_a_group_an_hour_ago_still_is_where_slack_cannot_be_asked(slack: Playground) -> None:
    now = [0.0]
    people = People(build_client("xoxb-playground-bot", slack.api_url), clock=lambda: now[0])
    assert people.of(NOOR).groups == OWNERS
    now[0] += KEPT_SECONDS
    slack.inject("error", "usergroups.list", code="internal_error")
    assert people.of(NOOR).groups == OWNERS


def test_who_has_left_is_known_and_who_cannot_be_asked_about_has_not(slack: Playground) -> None:
    people = People(build_client("xoxb-playground-bot", slack.api_url))
    assert not people.has_left(NOOR) and not people.has_left("U0NOBODY99")
    gone = SimpleNamespace(api_call=lambda *_, **__: SimpleNamespace(data={"ok": True, "user": {"id": NOOR, "deleted": True}}))
    assert People(gone).has_left(NOOR)  # type: ignore[arg-type]
    assert People(gone).standing(NOOR) == STRANGER, "no longer one of ours"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("record", "domain"),
    [
        ({"team_id": "T0OURS0001"}, "@meander.example"),
        ({"team_id": "T0OURS0001", "is_restricted": True}, "@meander.example"),
        ({"team_id": "T0OTHERS01"}, ""),
        ({"team_id": "T0OURS0001", "is_stranger": True}, ""),
    ],
)
def test_the_mail_domain_of_another_organisations_people_is_that_organisations_word_alone(
    record: dict[str, object], domain: str
) -> None:
    """Whoever runs another workspace writes any address into it: it makes nobody an owner, and gives nobody a waiver."""
    user = {"id": NOOR, "profile": {"email": "ceo@Meander.example"}, **record}
    client = SimpleNamespace(api_call=lambda *_, **__: SimpleNamespace(data={"ok": True, "user": user, "usergroups": []}))
    people = People(client, who=lambda: Oneself(team="T0OURS0001"))  # type: ignore[arg-type]
    assert people.of(NOOR).domain == domain
