"""A page in, a view within Slack's limits out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.policy.talks.home import (
    FIRST_ASKED,
    MOST_ASKED,
    AnswerLine,
    AskedLine,
    Grid,
    GridLine,
    HomePage,
    News,
    OpenQuestion,
    Wish,
)
from bot.saying.words import languages, load_catalog_of, phrase
from bot.slack.doors.all import Pick, Picks
from bot.slack.home import view as drawn
from playground.views import checked_view

NASTY = "<!channel> & <@U0EVIL> *bold* " + "x" * 200


def picks(count: int) -> Picks:
    return Picks(tuple(Pick(f"tool/{n}", f"Tool {n}") for n in range(count)), (Pick("names", "Names"),))


def question_of(answers: int, words: str = NASTY) -> OpenQuestion:
    """A question to an owner."""
    label = "x" * 200  # plain text of a button: nothing in it is read as markup
    lines = tuple(AnswerLine(f"way-{n}", f"{n} {label}", words * 3) for n in range(answers))
    return OpenQuestion("kind/invoices", "0a1b2c3d", words, f"{words}\n{words}", "guidance/a.md:3", lines, words, "rule/last")


def full(lines: int = 40) -> HomePage:
    """A page with as much on it as there can be."""
    news = News("v2", "v1", tuple([NASTY * 4] * 4), tuple([NASTY * 4] * 4), (NASTY,), 99)
    asked = tuple(AskedLine("✓ Allowed", NASTY, NASTY, "https://x.example/p1") for _ in range(MOST_ASKED))
    cells = tuple(GridLine("◐ Yes, if", NASTY, NASTY) for _ in range(lines))
    grid = Grid(NASTY, cells, NASTY, "tool:tool/1", NASTY, 3, 9)
    return HomePage(
        "en",
        "",
        board_lines=(NASTY, NASTY),
        tools=tuple(GridLine("", NASTY, NASTY * 3, f"tool:tool/{n}") for n in range(3)),
        waiting=asked[:5],
        more_waiting=7,
        news=news,
        asked=asked,
        has_more_asked=True,
        grid=grid,
        kept=(NASTY,) * 3,
        is_admin=True,
        model=NASTY,
        asks_exam=True,
        question=question_of(5),
    )


KEYS_OF_HOME = [key for key in load_catalog_of("en") if key.startswith("home.") and "{" not in load_catalog_of("en")[key]]


def texts_of(part: Any) -> list[str]:
    """Every text of a block."""
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [text for one in part.values() for text in texts_of(one)]
    return [text for one in part for text in texts_of(one)] if isinstance(part, list) else []


def home_of(page: HomePage, count: int = 5, note: str = "", wish: Wish | None = None) -> dict[str, Any]:
    return drawn.build_home(page, drawn.Memory(wish or Wish(), "D1"), phrase, picks(count), drawn.Note(note) if note else None)


@pytest.mark.parametrize(
    ("page", "count"),
    [(HomePage("en"), 0), (full(), 5), (full(), 250), (HomePage("en", NASTY), 5)],
    ids=["nothing on it", "all there can be", "hundreds of tools", "somebody who gets no answers"],
)
def test_every_page_is_a_view_that_slack_takes(page: HomePage, count: int) -> None:
    checked_view(home_of(page, count, note="home.export.sent"), ("home",))


def test_a_tool_stands_at_the_top_and_in_the_matrix_of_one_page() -> None:
    lines = tuple(GridLine("", f"Tool {n}", NASTY, f"tool:tool/{n}") for n in range(3))
    checked_view(home_of(HomePage("en", tools=lines, grid=Grid("t", lines, "l", pages=2))), ("home",))


def test_first_is_what_may_be_used_then_what_waits_then_my_questions() -> None:
    heads = [block["text"]["text"] for block in home_of(full())["blocks"] if block["type"] == "header"]
    wanted = ["home.tools.title", "home.waits.title", "home.news.title", "home.asked.title", "home.grid.title"]
    assert [head for head in heads if head in [phrase("en", key) for key in wanted]] == [phrase("en", key) for key in wanted]


@pytest.mark.parametrize("language", [one for one in languages() if one != "en"])
def test_no_english_is_left_on_a_page_in_another_language(language: str) -> None:
    """All words of ours; what the policy itself says is in its own languages."""
    page = replace(full(), language=language, tools=(), waiting=(), news=None, question=None, asked=())
    ours = {text for key in KEYS_OF_HOME if (text := phrase("en", key)) != phrase(language, key)}
    shown = {one for block in home_of(page)["blocks"] for one in texts_of(block)}
    assert not shown & ours


@pytest.mark.parametrize("language", languages())
def test_the_page_fits_in_every_language(language: str) -> None:
    checked_view(home_of(replace(full(), language=language)), ("home",))


def test_what_can_be_pressed_is_called_the_same_each_time_so_that_the_keyboard_stays() -> None:
    first, again = home_of(full()), home_of(full(), note="home.export.sent")
    named = [[block["block_id"] for block in view["blocks"] if block["type"] == "actions"] for view in (first, again)]
    assert named[0] == named[1] and len(set(named[0])) == len(named[0]) > 4


def test_an_overview_of_tools_fits_with_a_button_each() -> None:
    lines = tuple(GridLine("", NASTY, NASTY * 3, f"tool:tool/{n}") for n in range(10))
    view = home_of(HomePage("en", grid=Grid("t", lines, "l", pages=20)))
    checked_view(view, ("home",))
    spoken = [block["accessory"]["accessibility_label"] for block in view["blocks"] if "accessory" in block]
    assert len(spoken) == 10 and all(label.startswith("Show: ") for label in spoken)


def test_words_of_people_and_policies_ping_nobody() -> None:
    text = json.dumps(home_of(full()))
    assert "<!channel>" not in text and "<@U0EVIL>" not in text


def test_what_was_chosen_to_see_comes_back_from_the_view() -> None:
    wish = Wish("data:names", 4, 20, 3)
    assert drawn.recall(home_of(HomePage("en"), wish=wish)) == drawn.Memory(wish, "D1")


@pytest.mark.parametrize("kept", ["", "no json", "[]", "{}", '{"asked": 999999, "page": -5}', '{"page": "x"}', '{"asked": null}'])
def test_a_view_that_is_not_ours_is_as_good_as_a_new_one(kept: str) -> None:
    memory = drawn.recall({"private_metadata": kept})
    assert FIRST_ASKED <= memory.wish.asked <= MOST_ASKED
    assert memory.wish.about == ""


@pytest.mark.parametrize("language", languages())
def test_who_erases_theirs_is_told_that_an_open_incident_of_theirs_stays_as_a_bare_fact(language: str) -> None:
    told = {}
    for is_open in (True, False):
        page = HomePage(language, has_open_incident=is_open)
        said = json.dumps(home_of(page)["blocks"], ensure_ascii=False)
        told[is_open] = phrase(language, "home.erase.incident") in said
        assert phrase(language, "home.erase.text") in said
    assert told == {True: True, False: False}
