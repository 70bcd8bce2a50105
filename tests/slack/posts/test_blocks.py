"""Answers in, blocks out: one snapshot per look, and Slack's limits for whatever an answer holds.

``MAYI_UPDATE_SNAPSHOTS=1`` writes the snapshots anew; the reviewer reads the difference.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.policy.deciding.rulings import Stated
from bot.policy.talks.answer import Answer, CheckLine, Choice, ToolLine
from bot.policy.talks.talk import Intent, WhyLine
from bot.policy.words import Citation, Slot, Verdict
from bot.slack.marks import Mark, from_block_id, to_block_id
from bot.slack.posts.blocks import TELL, to_message
from bot.slack.posts.folding import MOST_CHARACTERS, Piece, fold
from playground.blocks import block_faults
from tests.laws import examples
from tests.slack.answers import ASK, ASK_LONG, GREETING, INCIDENT, LOOKS, UNCOVERED

SNAPSHOTS = Path(__file__).parent / "__snapshots__"


def faults_of(blocks: list[dict[str, Any]]) -> list[str]:
    """What Slack would refuse: the SDK's validators and the playground's limits."""
    for block in blocks:
        model = Block.parse(block)
        assert model is not None
        model.validate_json()
    return [*block_faults(blocks, "message", 50)]


@pytest.mark.parametrize("look", sorted(LOOKS))
def test_each_look_is_as_its_snapshot(look: str) -> None:
    text, blocks = to_message(LOOKS[look], "markU1")
    shown = json.dumps({"text": text, "blocks": blocks}, indent=1, ensure_ascii=False) + "\n"
    path = SNAPSHOTS / f"{look}.json"
    if os.environ.get("MAYI_UPDATE_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")
    assert faults_of(blocks) == []


def test_no_snapshot_is_left_over() -> None:
    assert sorted(path.stem for path in SNAPSHOTS.glob("*.json")) == sorted(LOOKS)


@pytest.mark.parametrize("look", ["forbidden", "conditional", "allowed", "review", "uncovered"])
def test_the_notification_says_the_verdict_first(look: str) -> None:
    answer = LOOKS[look]
    assert to_message(answer)[0].startswith(f"{answer.word}: ")


def test_the_notification_of_an_answer_about_terms_says_them() -> None:
    assert to_message(LOOKS["of_terms"])[0].startswith("This is on record: Claude Team – training on what is typed in: no; ")
    assert "training" not in to_message(LOOKS["with_terms"])[0], "beneath a ruling the verdict is what a lock screen has room for"


def test_shape_and_word_carry_the_verdict_and_no_colour_does() -> None:
    blocks = [block for answer in LOOKS.values() for block in to_message(answer)[1]]
    shown = json.dumps(blocks, ensure_ascii=False)
    coloured = {element["action_id"] for block in blocks for element in block.get("elements", ()) if "style" in element}
    assert "color" not in shown
    assert coloured <= {TELL}  # after an incident the one thing to press; it carries no verdict
    assert "✕ *Not allowed*" in shown


def test_nobody_is_pinged_by_words_from_people_or_policies() -> None:
    text, blocks = to_message(UNCOVERED)
    shown = text + json.dumps(blocks, ensure_ascii=False)
    assert "<!channel>" not in shown and "&lt;!channel&gt;" in shown
    assert "@here" not in shown


def test_where_a_tool_is_looked_for_those_that_may_be_used_are_shown_and_the_rest_waits() -> None:
    verdicts = (Verdict.CONDITIONAL, Verdict.REVIEW, *(Verdict.FORBIDDEN,) * 4)
    lines = tuple(ToolLine(f"Tool {number}", verdict, "◐", "word") for number, verdict in enumerate(verdicts))
    looked = replace(LOOKS["allowed"], tools=lines, intent=Intent.WHICH_TOOL)
    shown, named = json.dumps(to_message(looked)[1]), json.dumps(to_message(replace(looked, intent=Intent.COMPARE))[1])
    assert "Tool 1" in shown and "Tool 2" not in shown and "mayi_more" in shown
    assert "Tool 5" in named
    whole = json.dumps(to_message(looked, whole=True)[1])
    assert "Tool 5" in whole


def test_beside_a_tool_to_start_with_no_other_is_listed_until_all_are_wanted() -> None:
    shown, whole = (json.dumps(to_message(LOOKS["which_tool_started"], whole=whole)[1]) for whole in (False, True))
    assert "Tool 5" not in shown and "Tool 1, Tool 2, and 9 more" in shown and "All 12 tools" in shown
    assert "Tool 5" in whole and "On request" in whole and "All 12 tools" not in whole


def test_what_may_not_be_used_is_one_line_of_a_long_list() -> None:
    lines = tuple(ToolLine(f"Tool {n}", Verdict.FORBIDDEN, "✕", "Not allowed", group="Not for this") for n in range(3))
    text = json.dumps(to_message(replace(LOOKS["which_tool_started"], tools=lines), whole=True)[1])
    assert "*Not for this*: Tool 0, Tool 1, Tool 2" in text


def test_of_a_long_list_no_tool_is_cut_off() -> None:
    need = "Names, addresses, birthdays and client numbers are taken out first"
    lines = tuple(
        ToolLine(f"Model {n} on our servers", Verdict.CONDITIONAL, "◐", "Yes, if", f"{need} ({n})", group="On request")
        for n in range(60)
    )
    blocks = to_message(replace(LOOKS["which_tool_started"], tools=lines), whole=True)[1]
    shown = json.dumps(blocks, ensure_ascii=False)
    assert all(f"*Model {n} on our servers*" in shown for n in range(60)) and "…" not in shown
    assert faults_of(blocks) == []


def test_tools_that_take_the_same_share_a_line_of_the_list_to_choose_from() -> None:
    lines = tuple(ToolLine(name, Verdict.CONDITIONAL, "◐", "Yes, if", "Ask Ada.", group="On request") for name in ("One", "Two"))
    shown = json.dumps(to_message(replace(LOOKS["which_tool_started"], tools=lines), whole=True)[1])
    assert "*One*, *Two*: Yes, if (Ask Ada.)" in shown


def test_few_choices_are_buttons_and_many_are_a_list_that_keeps_the_last_choice() -> None:
    few = next(block for block in to_message(ASK)[1] if block["type"] == "actions")
    many = next(block for block in to_message(ASK_LONG)[1] if block["type"] == "actions")
    assert [element["type"] for element in few["elements"]] == ["button"] * 3
    assert many["elements"][0]["type"] == "static_select"
    assert many["elements"][0]["options"][-1]["text"]["text"] == "I don’t know: take the strictest"


@pytest.mark.parametrize("answer", [GREETING, INCIDENT], ids=["greeting", "incident"])
def test_nothing_to_press_where_nothing_was_ruled(answer: Answer) -> None:
    assert [block for block in to_message(answer)[1] if block["type"] == "actions"] == []


def test_a_button_remembers_receipt_asker_language_and_slot() -> None:
    block = next(block for block in to_message(ASK, "markU1")[1] if block["type"] == "actions")
    assert from_block_id(block["block_id"]) == Mark("R-7F3K", "markU1", "en", "tool", 0)


@given(st.builds(Mark, *[st.text(st.characters(exclude_characters="|"), max_size=40)] * 4, st.integers(0, 9)))
def test_a_mark_comes_back_as_it_went(mark: Mark) -> None:
    assert from_block_id(to_block_id(mark)) == mark


@pytest.mark.parametrize("block_id", ["", "x|y", "other|1|2|3|4|5"])
def test_a_block_that_is_not_ours_has_no_receipt(block_id: str) -> None:
    assert from_block_id(block_id).receipt == ""


def test_what_cannot_be_spared_stays_when_the_rest_is_folded() -> None:
    def section(text: str) -> dict[str, Any]:
        return {"type": "section", "text": {"type": "mrkdwn", "text": text}}

    pieces = [Piece(section("head" + "h" * 2500)), *(Piece(section("x" * 2500), 3) for _ in range(8)), Piece(section("keep"))]
    kept = fold(pieces)
    assert (kept[0]["text"]["text"][:4], kept[-2]["text"]["text"]) == ("head", "keep")
    assert kept[-1]["elements"][0]["text"] == "…"
    assert len(json.dumps(kept)) <= MOST_CHARACTERS


# --- whatever an answer holds ------------------------------------------------------------------------------------

NASTY = st.sampled_from(["<!channel>", "&", "a" * 4000, "é" * 3100, "<" * 1200, "*_~`", "\n\n", " ", "", "@everyone", "😀" * 900])
WORDS = st.one_of(NASTY, st.text(max_size=80))
VALUES = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=160)
PLACES = st.builds(Citation, st.just("rules.yaml"), st.integers(0, 99))
WHYS = st.lists(st.builds(WhyLine, WORDS, PLACES, WORDS, st.sampled_from(["", "https://x.y/a>b|c"])), max_size=6).map(tuple)
ANSWERS = st.builds(
    Answer,
    language=st.sampled_from(["en", "nl"]),
    label=st.just("deny"),
    verdict=st.sampled_from(["", *[verdict.value for verdict in Verdict]]),
    intent=st.sampled_from(list(Intent)),
    shape=st.sampled_from(["", "✕"]),
    word=WORDS,
    sentence=WORDS.filter(lambda words: bool(words.strip())),
    checklist=st.lists(st.builds(CheckLine, WORDS, st.sampled_from(list(Stated)), st.booleans()), max_size=40).map(tuple),
    how_to_get=WORDS,
    instead=st.lists(WORDS, max_size=9).map(tuple),
    steps=st.lists(WORDS, max_size=30).map(tuple),
    contact=WORDS,
    why=WHYS,
    notes=st.lists(WORDS, max_size=20).map(tuple),
    tools=st.lists(
        st.builds(ToolLine, WORDS, st.just(Verdict.ALLOWED), st.just("✓"), st.just("Allowed"), WORDS), max_size=30
    ).map(tuple),
    choices=st.lists(st.builds(Choice, st.just(Slot.TOOL), VALUES, WORDS), max_size=120, unique_by=lambda c: c.value).map(tuple),
    read_as=WORDS,
    receipt=st.sampled_from(["", "R-1"]),
    passages=WHYS,
    footer=WORDS,
)


@examples(60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.one_of(ANSWERS, st.builds(lambda a, parts: LOOKS["several"].__class__(**{**_fields(a), "parts": tuple(parts)}),
                                    ANSWERS, st.lists(ANSWERS, min_size=2, max_size=8))))  # fmt: skip
def test_every_answer_is_within_slacks_limits(answer: Answer) -> None:
    text, blocks = to_message(answer, "mark")
    assert 0 < len(blocks) <= 50
    assert len(json.dumps(blocks, ensure_ascii=False)) < 13_000
    assert len(text) <= 4000
    assert faults_of(blocks) == []


def _fields(answer: Answer) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in answer.__slots__}


def test_the_entry_that_takes_an_allowed_back_asks_first_and_stands_alone() -> None:
    (menu,) = [
        one for block in to_message(LOOKS["allowed_by_a_model"])[1] for one in block.get("elements", ()) if "options" in one
    ]
    assert [option["value"] for option in menu["options"]] == ["doubt"]
    assert menu["confirm"]["text"]["text"] == "The model then allows nothing by itself any more."
