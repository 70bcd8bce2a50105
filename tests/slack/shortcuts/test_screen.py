"""Choices upon one form, answered in any order: what stands there in the end is the newest answer, or none."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.shortcuts.screen import Screen, Seen

UNSURE = {"shows": "unsure"}


@dataclass
class Form(WebClient):
    """Slack's side of one form: an update with another hash than the form's is refused."""

    hash: int = 0
    view: dict[str, Any] = field(default_factory=lambda: {"shows": "nothing"})
    error: str = ""

    def views_update(self, **how: Any) -> Any:
        if self.error:
            raise SlackApiError("no", {"ok": False, "error": self.error})  # type: ignore[no-untyped-call]
        if how.get("hash") not in (None, str(self.hash)):
            raise SlackApiError("no", {"ok": False, "error": "hash_conflict"})  # type: ignore[no-untyped-call]
        self.hash += 1
        self.view = how["view"]
        return {"ok": True, "view": {"id": "V1", "hash": str(self.hash)}}


def choice(number: int, upon: int = 0) -> dict[str, Any]:
    """The payload of the nth choice, made while the form had the hash ``upon``."""
    return {"view": {"id": "V1", "hash": str(upon)}, "actions": [{"action_ts": f"17.{number}"}]}


def answer(number: int) -> dict[str, Any]:
    return {"shows": number}


@pytest.mark.parametrize("order", list(itertools.permutations((1, 2, 3))))
def test_in_one_process_the_newest_choice_is_shown_whatever_comes_first(order: tuple[int, ...]) -> None:
    form = Form()
    screen = Screen(form)
    seen = {number: screen.update(choice(number), answer(number), UNSURE) for number in order}
    assert form.view == answer(3)
    assert seen[3] is Seen.YES


@pytest.mark.parametrize("order", list(itertools.permutations((1, 2, 3))))
@pytest.mark.parametrize("processes", list(itertools.product((0, 1), repeat=3)))
def test_among_several_processes_no_old_answer_stands_in_the_end(order: tuple[int, ...], processes: tuple[int, ...]) -> None:
    form = Form()
    screens = Screen(form), Screen(form)
    for number in order:
        screens[processes[number - 1]].update(choice(number), answer(number), UNSURE)
    assert form.view in (answer(3), UNSURE)


def test_a_choice_upon_the_changed_form_is_shown_by_another_process() -> None:
    form = Form()
    Screen(form).update(choice(1), answer(1), UNSURE)
    assert Screen(form).update(choice(2, upon=1), answer(2), UNSURE) is Seen.YES
    assert form.view == answer(2)


@pytest.mark.parametrize("error", ["not_found", "ratelimited", "internal_error"])
def test_a_form_that_is_closed_or_refused_is_not_seen(error: str) -> None:
    assert Screen(Form(error=error)).update(choice(1), answer(1), UNSURE) is Seen.NO


def test_where_there_is_no_form_for_it_a_newer_one_is_left_as_it_is() -> None:
    form = Form()
    Screen(form).update(choice(2), answer(2), UNSURE)
    assert Screen(form).update(choice(1), answer(1)) is Seen.OVERTAKEN
    assert form.view == answer(2)
