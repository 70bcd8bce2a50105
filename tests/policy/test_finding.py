"""What was looked at -> a finding with its words' values as text; a post that did not end well -> what it says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.policy.finding import Finding, State, fault, note, ok
from bot.policy.talks.posting import LookRefused, RateLimited, Refused


@pytest.mark.parametrize(("made", "state"), [(ok, State.OK), (note, State.NOTE), (fault, State.FAULT)])
def test_a_finding_says_what_it_is_about_and_how_it_was_found(made: Callable[..., Finding], state: State) -> None:
    assert made("database", "behind", steps=3) == Finding("database", state, "behind", {"steps": "3"})


def test_a_post_that_failed_says_why() -> None:
    asked = RateLimited(30.0)
    assert (str(asked), asked.retry_after_seconds) == ("asked to wait 30 s", 30.0)
    for problem in (Refused("channel_gone"), LookRefused("channel_gone")):
        assert (str(problem), problem.reason) == ("channel_gone", "channel_gone")
    assert LookRefused().reason == ""
