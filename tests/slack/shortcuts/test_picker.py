"""The form to pick from: one that Slack opens whatever the labels are, and what was chosen in it comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.deciding.rulings import Stated
from bot.policy.talks.answer import Answer, CheckLine, Choice
from bot.policy.talks.checks import WHICH, Chosen, Entry, Pressed, Shown
from bot.policy.talks.talk import Intent
from bot.policy.words import Slot
from bot.saying.words import phrase
from bot.slack.posts.kit import NO_VALUE
from bot.slack.shortcuts import picker
from bot.slack.shortcuts.picker import DATA, PLAN, TOOL, Around
from playground.answers import initial_state
from playground.views import checked_view
from tests.laws import examples

PLANS = (Entry("claude/free", "Claude Free"), Entry("claude/team", "Claude Team"))
LABELS = {"claude": "Claude", "names": "Client names", "salaries": "Salaries"}
CHOSEN = Chosen("claude", "claude/team", ("names", "salaries"))
NOTHING = Shown("en", ("Choose.",), version="v1")


def answer(**more: Any) -> Answer:
    given: dict[str, Any] = {
        "label": "conditional",
        "verdict": "conditional",
        "word": "Yes, if",
        "sentence": "Names may go in when:",
    }
    return Answer(language="en", intent=Intent.MAY_I, shape="◐", receipt="R-1", footer="R-1", **(given | more))


def opened(chosen: Chosen, shown: Shown = NOTHING, around: Around | None = None) -> dict[str, Any]:
    """The form as Slack has it on the screen."""
    view = checked_view(picker.build(chosen, shown, around or Around("v1", PLANS, LABELS), phrase), ("modal",))
    return {**view, "state": {"values": initial_state(view["blocks"])}}


def read(view: dict[str, Any]) -> tuple[Chosen, str, str]:
    return picker.read({"view": view})


def change(view: dict[str, Any], action: str, value: Any) -> dict[str, Any]:
    """Somebody chooses something else."""
    for actions in view["state"]["values"].values():
        if action in actions:
            many = isinstance(value, list)
            picked: Any = [_option(one) for one in value] if many else _option(value)
            actions[action] = {"type": "x", "selected_options" if many else "selected_option": picked}
            return view
    raise AssertionError(f"no {action} in {view['state']}")


def _option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": LABELS.get(value, value)}, "value": value}


def test_what_is_chosen_comes_back_with_the_language_and_the_policy_it_was_opened_with() -> None:
    assert read(opened(CHOSEN)) == (CHOSEN, "en", "v1")


def test_another_tool_takes_the_plan_with_it() -> None:
    chosen, _, _ = read(change(opened(CHOSEN), TOOL, "gemini"))
    assert (chosen.tool, chosen.plan, chosen.data) == ("gemini", "", ("names", "salaries"))


def test_a_plan_that_nobody_knows_is_none() -> None:
    assert read(change(opened(CHOSEN), PLAN, NO_VALUE))[0].plan == ""


def test_plans_are_only_asked_for_where_there_are_several() -> None:
    one = Around("v1", PLANS[:1], LABELS)
    assert PLAN not in repr(opened(CHOSEN, around=one)["blocks"])
    assert PLAN not in repr(opened(Chosen(WHICH, "", ("names",)))["blocks"])


ASKED = Shown(
    "en",
    answer=answer(label="ask", verdict="", choices=(Choice(Slot.PURPOSE, "hiring", "Hiring"), Choice(Slot.PURPOSE, "", "?"))),
)
CLICKED = (Pressed("purpose", "hiring"),)


def click(view: dict[str, Any], label: str) -> dict[str, Any]:
    """What Slack sends of a button."""
    buttons = ((block["block_id"], one) for block in view["blocks"] for one in block.get("elements", ()) if "value" in one)
    block_id, button = next((of, one) for of, one in buttons if one["text"]["text"] == label)
    action = {"type": "button", "block_id": block_id, "action_id": button["action_id"], "value": button["value"]}
    return {"user": {"id": "U1"}, "view": view, "actions": [action]}


def test_what_is_asked_back_is_clicked_in_the_form_and_remembered() -> None:
    chosen, _, _ = picker.read(click(opened(CHOSEN, ASKED), "Hiring"))
    assert chosen.pressed == CLICKED
    assert read(opened(chosen))[0] == chosen


@pytest.mark.parametrize(("action", "value"), [(TOOL, "gemini"), (DATA, ["names"]), (PLAN, "claude/free")])
def test_what_was_clicked_holds_for_no_other_choice(action: str, value: Any) -> None:
    clicked, _, _ = picker.read(click(opened(CHOSEN, ASKED), "Hiring"))
    assert read(change(opened(clicked), action, value))[0].pressed == ()


BOXES = tuple(CheckLine(text, Stated.OPEN, box=text.lower()) for text in ("One", "Two"))


def test_boxes_are_ticked_in_the_form_and_the_answer_under_which_takes_its_place() -> None:
    view = opened(CHOSEN, Shown("en", answer=answer(checklist=BOXES), key="k", version="v1"))
    assert read(view)[0].pressed == ()
    actions = next(actions for actions in view["state"]["values"].values() if "mayi_choose_tick" in actions)
    actions["mayi_choose_tick"]["selected_options"] = [_option("one"), _option("two")]
    chosen = read(view)[0]
    assert [(one.slot, one.value) for one in chosen.pressed] == [("tick", "one,two")] and chosen.pressed[0].at
    assert chosen.under == "R-1"


def test_an_answer_of_a_newer_policy_says_so() -> None:
    shown = Shown("en", answer=answer(), key="k", version="v2")
    assert "policy has changed" in repr(opened(CHOSEN, shown)["blocks"])
    assert "policy has changed" not in repr(opened(CHOSEN, shown, Around("v2", PLANS, LABELS))["blocks"])


@pytest.mark.parametrize(("verdict", "offered"), [("allowed", False), ("forbidden", True), ("uncovered", True)])
def test_the_owner_can_be_asked_where_it_is_no_plain_yes(verdict: str, offered: bool) -> None:
    shown = Shown("en", answer=answer(verdict=verdict), key="k", version="v1")
    assert ("mayi_ask_owner" in repr(opened(CHOSEN, shown)["blocks"])) is offered


def test_two_choices_at_once_show_no_answer() -> None:
    view = picker.unsure(CHOSEN, Shown("en", answer=answer(), key="k", version="v1"), Around("v1", PLANS, LABELS), phrase)
    assert "may go in" not in repr(view) and "Two changes" in repr(view)
    assert checked_view(view, ("modal",))


WORDS = st.text(max_size=160)
IDS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=150)


@examples(80)
@given(IDS, st.lists(st.builds(Entry, IDS, WORDS), max_size=120), st.lists(IDS, max_size=25), WORDS, WORDS)
def test_every_form_is_one_that_slack_opens(tool: str, plans: list[Entry], data: list[str], label: str, sentence: str) -> None:
    labels = dict.fromkeys((tool, *data), label or "-")
    chosen = Chosen(tool, plans[0].id if plans else "", tuple(dict.fromkeys(data))[:20])
    shown = Shown("en", (sentence,), answer(sentence=sentence * 30, notes=(sentence * 40,)), "k", "v1")
    view = picker.build(chosen, shown, Around("v1", tuple(plans), labels), phrase)
    assert checked_view(view, ("modal",))["type"] == "modal"
    assert len(json.dumps(view)) < 250_000
