"""What App Home says: the matrix, my questions, the notice board; in words that carry their shape."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.policy.changes.change import cell_question, flips
from bot.policy.deciding.decide import compile_policy, decide
from bot.policy.house import Contact, Knowledge, role_key
from bot.policy.requests import Request, RequestKind, RequestState
from bot.policy.talks.home import Board, Grid, Hanging, Wish
from bot.policy.words import DataClass, DataType, Effect, Question, Slot
from bot.saying.answers.grid import CELLS_ON_A_PAGE, TOOLS_ON_A_PAGE, Chart
from bot.saying.notices import home
from bot.saying.notices.news import Names, news
from bot.saying.words import words_for
from tests.saying.company import POLICY, company, rule

KNOWLEDGE = company()
TODAY = date(2026, 11, 20)
EN = words_for("en", ("en",))
NL = words_for("nl", ("en",))
ANYBODY = Question()


def told(old: Any, new: Any, words: Any = EN) -> Any:
    found = flips(compile_policy(old), compile_policy(new), ANYBODY, TODAY)
    return news(("v2", "v1"), found, Names(replace(KNOWLEDGE, policy=new), {}), words)


# --- the matrix --------------------------------------------------------------------------------------------------


def chart(knowledge: Knowledge, words: Any = EN) -> Chart:
    compiled = compile_policy(knowledge.policy)
    return Chart(knowledge, lambda tool, data: decide(compiled, cell_question(ANYBODY, tool, data), TODAY), words)


def classed(stricter_inside: bool) -> Knowledge:
    types = {"names": DataType("names", ("inner",)), "menus": DataType("menus", ("inner",))}
    rules = [rule("inner", Effect.ALLOW, "claude/team", "inner", 10)]
    if stricter_inside:
        rules.append(rule("names", Effect.FORBID, "claude/team", "names", 11))
    policy = replace(POLICY, data_types=types, data_classes={"inner": DataClass("inner")}, rules=tuple(rules))
    return replace(KNOWLEDGE, policy=policy)


@pytest.mark.parametrize(
    ("stricter_inside", "cells"),
    [(False, "✓\u00a0Allowed: inner"), (True, "✓\u00a0Allowed: inner (with exceptions)")],
    ids=["a class ruled as one", "a class with something stricter in it"],
)
def test_a_class_never_reads_as_a_yes_to_what_is_stricter_inside(stricter_inside: bool, cells: str) -> None:
    page = chart(classed(stricter_inside)).page(Wish(), {})
    assert next(line.cells for line in page.lines if line.label == "Claude Team") == cells
    marked = " (with exceptions)" if stricter_inside else ""
    for about, label in (("tool:claude/team", "inner"), ("data:inner", "Claude Team")):
        lines = {line.label: line.text for line in chart(classed(stricter_inside)).page(Wish(about), {}).lines}
        assert lines[label + marked] == "✓\u00a0Allowed"


def test_a_tool_shows_all_data_with_shape_word_and_condition() -> None:
    page = chart(KNOWLEDGE).page(Wish("tool:claude/team"), {})
    assert page.label == "Claude Team"
    line = next(line for line in page.lines if line.label == "Customer names")
    assert (line.text, line.cells) == ("◐\u00a0Yes, if", "Names and addresses are removed first")


def test_a_kind_of_data_shows_all_tools() -> None:
    page = chart(KNOWLEDGE).page(Wish("data:customer-names"), {})
    assert {line.label: line.text for line in page.lines}["ChatGPT Free"] == "✕\u00a0Not allowed"
    assert [line.text[0] for line in page.lines] == sorted((line.text[0] for line in page.lines), key="✓◐◇○✕?".index)
    assert page.lines[-1].label == "ChatGPT Free", "what may take it comes first"


@pytest.mark.parametrize("about", ["tool:gone/x", "data:gone", "nonsense", "tool:", "data:claude/team"])
def test_a_filter_that_the_policy_does_not_know_shows_the_whole(about: str) -> None:
    page = chart(KNOWLEDGE).page(Wish(about), {})
    assert (page.about, len(page.lines)) == ("", 3)


def test_hundreds_of_tools_are_turned_page_by_page_and_only_cells_of_what_is_shown_are_ruled() -> None:
    offerings = {f"tool/{n:03}": POLICY.offerings["claude/team"] for n in range(200)}
    types = {f"type-{n:02}": DataType(f"type-{n:02}") for n in range(60)}
    knowledge = replace(KNOWLEDGE, policy=replace(POLICY, offerings=offerings, data_types=types))
    asked: list[tuple[str, str]] = []
    real = chart(knowledge)

    def rule_of(tool: str, data: str) -> Any:
        asked.append((tool, data))
        return real.rule(tool, data)

    counting = replace(real, rule=rule_of)
    first = counting.page(Wish(), {})
    assert (first.pages, len(first.lines)) == (20, TOOLS_ON_A_PAGE)
    assert len(asked) <= TOOLS_ON_A_PAGE * 60
    asked.clear()
    assert counting.page(Wish("data:type-07", 4), {}).lines[-1].label == "tool"
    assert len(asked) <= 200 + 2 * CELLS_ON_A_PAGE  # each tool once, for the order
    assert counting.page(Wish(page=999), {}).page == 19
    assert counting.page(Wish(page=-3), {}).page == 0


@pytest.mark.parametrize(
    ("asker", "who"),
    [({}, "everybody"), ({Slot.ROLE: "nurse", Slot.COUNTRY: "nl"}, "nurse, Netherlands")],
    ids=["nothing known", "role and country"],
)
def test_the_page_says_for_whom_it_is(asker: dict[Slot, str], who: str) -> None:
    assert who in chart(KNOWLEDGE).page(Wish(), asker).title


def test_a_role_is_called_as_people_yaml_calls_it_in_that_language() -> None:
    called = {**KNOWLEDGE.labels, role_key("nurse"): {"en": "nurse", "nl": "verpleegkundige"}}
    known = replace(KNOWLEDGE, labels=called)
    assert "verpleegkundige, Nederland" in chart(known, NL).page(Wish(), {Slot.ROLE: "nurse", Slot.COUNTRY: "nl"}).title
    assert "clinician" in chart(known, NL).page(Wish(), {Slot.ROLE: "clinician"}).title


def test_the_legend_says_each_shape_in_words() -> None:
    page: Grid = chart(KNOWLEDGE, NL).page(Wish(), {})
    assert page.legend.count("  ") >= 5
    assert all(shape in page.legend for shape in "✓◐◇○✕?")


# --- my questions ------------------------------------------------------------------------------------------------

ROW: dict[str, Any] = {
    **{
        "answer": {"read_as": "Claude Team · Customer names"},
        "told_verdict": "forbidden",
        "told_label": "deny",
        "corrections": 0,
    },
    **{"at": datetime(2026, 11, 19, 23, 30, tzinfo=UTC), "receipt": "R-7F3K", "corrected_at": None, "text": "may I?"},
}


@pytest.mark.parametrize(
    ("row", "head", "about", "small"),
    [
        ({}, "✕\u00a0Not allowed", "Claude Team · Customer names", "R-7F3K · Nov 20, 2026"),
        ({"told_label": "ask"}, "?\u00a0One thing", "Claude Team · Customer names", "R-7F3K · Nov 20, 2026"),
        (
            {"told_label": "ask", "told_verdict": "", "answer": {"intent": "empty"}},
            *("Paused, not answered", "“may I?”", "R-7F3K · Nov 20, 2026"),
        ),
        ({"told_verdict": "", "answer": {}}, "", "“may I?”", "R-7F3K · Nov 20, 2026"),
        (
            {"told_verdict": "allowed", "corrections": 1, "corrected_at": datetime(2026, 11, 21, 9, 0, tzinfo=UTC)},
            *("✓\u00a0Allowed", "Claude Team · Customer names", "R-7F3K · Nov 20, 2026 · changed on Nov 21, 2026"),
        ),
        ({"answer": None, "told_verdict": "", "text": None}, "", "“”", "R-7F3K · Nov 20, 2026"),
    ],
    ids=["a no", "a question back", "asked while paused", "nothing was ruled", "corrected since", "nothing is kept of it"],
)
def test_a_question_of_mine_is_told_with_what_holds_now_and_my_own_day(
    row: dict[str, Any], head: str, about: str, small: str
) -> None:
    line = home.asked_line({**ROW, **row}, "Europe/Amsterdam", EN)
    assert (line.head, line.about, line.small) == (head, about, small)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "None of your questions are kept."),
        (1, "One of your questions is kept under"),
        (2, "2 of your questions are kept under"),
    ],
)
def test_how_many_questions_are_kept_is_said_as_people_say_it(count: int, told: str) -> None:
    assert home.kept_lines(count, (90, 30, 14), EN)[0].startswith(told)


# --- the notice board --------------------------------------------------------------------------------------------

HANGING = Hanging("We are moving.", "@U0JOOST001", datetime(2026, 11, 20, 9, 0, tzinfo=UTC), date(2026, 11, 27))


def test_everybody_sees_what_hangs_and_only_an_admin_sees_who_put_it_up() -> None:
    board = Board(HANGING, HANGING)
    lines = home.board_lines(board, "Europe/Amsterdam", EN)
    assert lines == ("Answers are paused.", "“We are moving.”", "We are moving. (until Nov 27, 2026)")
    assert "U0JOOST001" in " ".join(home.board_lines(board, "Europe/Amsterdam", EN, to_admin=True))


def test_a_paused_answer_is_calm_keeps_the_admins_words_apart_and_allows_nothing() -> None:
    answer = home.paused("en", ("en",), "R-1", "We are moving")
    assert answer.sentence == (
        "Answers are paused for now.\n“We are moving”\nPlease ask again later; until then, take nothing as allowed."
    )
    assert (answer.verdict, answer.label, answer.choices, answer.tools) == ("", "ask", (), ())
    assert answer.text.startswith("Answers are paused for now.")


# --- what came of a request --------------------------------------------------------------------------------------

DESK = Contact("incident", "Security desk")
ASKED_AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "state", "said"),
    [
        ("owner", {"card_ts": "1.1"}, "asked the owner, no word yet"),
        ("owner", {"told": "channel_not_found"}, "Security desk could not be reached"),
        ("incident", {}, "Security desk is being told"),
        ("incident", {"card_ts": "1.1"}, "Security desk has been told"),
        ("incident", {"told": "channel_not_found"}, "Security desk could not be reached"),
        ("exception", {"state": RequestState.ANSWERED, "told": "posted"}, "the owner has answered"),
    ],
)
def test_the_page_says_who_knows_of_it_and_whether_they_answered(kind: str, state: dict[str, Any], said: str) -> None:
    request = Request(RequestKind(kind), "R-1", "k", "me", ASKED_AT, **state)
    assert home.request_state(request, DESK, EN) == said


def test_a_mishap_stands_on_the_page_as_one() -> None:
    row = {"answer": {"intent": "incident", "read_as": "ChatGPT Free"}, "told_verdict": "", "told_label": "off_topic"}
    line = home.asked_line({**row, "at": ASKED_AT, "receipt": "R-1", "corrections": 0, "corrected_at": None}, "UTC", EN)
    assert line.head == "Mishap"


def test_a_tool_of_which_the_policy_leaves_data_open_stands_behind_those_that_it_rules() -> None:
    policy = replace(
        POLICY,
        data_types={},
        data_classes={"open": DataClass("open"), "inner": DataClass("inner")},
        rules=(
            rule("trial", Effect.ALLOW, "claude/team", "open", 10),
            *(rule(f"all-{data}", Effect.ALLOW, "llama/inhouse", data, 11) for data in ("open", "inner")),
        ),
    )
    found = [line.about for line in chart(replace(KNOWLEDGE, policy=policy)).first_tools()]
    assert found == ["tool:llama/inhouse", "tool:claude/team"]
