"""Who somebody is, as Slack says; what it could not be asked is asked again."""

from __future__ import annotations

from types import SimpleNamespace

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
