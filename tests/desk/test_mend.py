"""The edit that closes a gap: nothing is guessed to be allowed, and what only an owner can know is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.desk.mend import Choice, Mend, Names, NoMendError
from bot.policy.changes.draft import Entry
from bot.policy.changes.gaps import Gap, Lack
from bot.policy.words import Verdict

TODAY = date(2026, 11, 20)
KNOWN = {"chat", "chat/team", "memos", "internal"}
GAP = Gap(
    number=1,
    lack=Lack.RULE,
    tool="chat/team",
    tool_label="Chat Team",
    data="memos",
    data_label="Memos",
    questions=3,
    people=2,
    why={"uncovered": 3},
    examples=(),
    receipts=("R-1",),
    last=datetime(2026, 11, 20, tzinfo=UTC),
    verdict=Verdict.UNCOVERED,
)
MEND = Mend(
    known=KNOWN.__contains__,
    near=lambda gap: ["memos"] if gap.lack is Lack.DATA else ["chat"],
    of_catalog=lambda name: {"catalog": ["sparkle-ai"]} if name == "Sparkle" else {},
    is_rule={"no-memos"}.__contains__,
    slug=lambda words: words.lower().replace("/", "-").replace(" ", "-"),
)
TOOL = replace(GAP, lack=Lack.TOOL, tool="Sparkle")
DATA = replace(GAP, lack=Lack.DATA, data="frobs")
CHOICE = replace(GAP, lack=Lack.CHOICE, tool="Chatty", choices=("chat/team", "chat/free"))
ANSWER = replace(GAP, lack=Lack.ANSWER, rules=("no-memos",), verdict=Verdict.FORBIDDEN)
REVIEWED = replace(ANSWER, rules=("suspended",), verdict=Verdict.REVIEW)


def entries(gap: Gap, **choice: Any) -> dict[str, Any]:
    edit = MEND(gap, Choice(**choice), TODAY)
    assert not isinstance(edit, Names)
    return {entry.file: entry.value for entry in edit}


WAYS = {
    "a missing rule: asked each time, or forbidden": (GAP, [Choice(effect="review"), Choice(effect="forbid")]),
    "a ban that people are not content with: nothing, for anything else is milder": (ANSWER, []),
    "a review that they are not content with: forbidden": (REVIEWED, [Choice(effect="forbid")]),
    "a condition that they are not content with: asked each time, or forbidden": (
        replace(REVIEWED, verdict=Verdict.CONDITIONAL),
        [Choice(effect="review"), Choice(effect="forbid")],
    ),
    "no rule without a known kind of data": (replace(GAP, data="frobs"), []),
    "an unknown tool: a new one, or one of those it may mean": (TOOL, [Choice(), Choice(as_="chat")]),
    "unknown data: what it may mean, or new data of a class": (DATA, [Choice(as_="memos"), Choice(data_class="internal")]),
    "a name of several things: one of those that the policy has": (CHOICE, [Choice(as_="chat/team"), Choice(as_="chat")]),
    "a name that is understood has nothing to choose": (replace(CHOICE, tool="chat"), []),
}


@pytest.mark.parametrize("name", WAYS)
def test_what_can_be_chosen_can_be_written_and_nothing_of_it_allows(name: str) -> None:
    gap, wanted = WAYS[name]
    assert list(MEND.ways(gap, ["internal"])) == wanted
    for way in wanted:
        edit = MEND(gap, way, TODAY)
        assert isinstance(edit, Names) or all(one.value.get("effect", "review") in {"review", "forbid"} for one in edit)


def test_the_missing_rule_wants_a_review_unless_the_owner_says_otherwise() -> None:
    (entry,) = MEND(GAP, Choice(), TODAY)  # type: ignore[misc]
    assert isinstance(entry, Entry)
    assert (entry.file, entry.key) == ("rules.yaml", "rules")
    assert entry.value["effect"] == "review"
    assert (entry.value["tools"], entry.value["data"]) == (["chat/team"], ["memos"])
    assert "2 people" in entry.value["because"] and entry.value["review_by"] > TODAY
    assert "sets_aside" not in entry.value


def test_the_owner_chooses_effect_and_conditions() -> None:
    value = entries(GAP, effect="condition", conditions=("names-out",))["rules.yaml"]
    assert (value["effect"], value["conditions"]) == ("condition", ["names-out"])


def test_a_tool_that_no_file_names_gets_a_file_with_what_the_catalog_knows_and_a_rule() -> None:
    made = entries(TOOL)
    assert made["tools/sparkle.yaml"] == {
        "id": "sparkle",
        "label": "Sparkle",
        "catalog": ["sparkle-ai"],
        "review_by": date(2027, 5, 19),
    }
    assert (made["rules.yaml"]["tools"], made["rules.yaml"]["effect"]) == (["sparkle"], "review")


def test_a_tool_asked_for_with_data_that_nobody_knows_gets_its_file_alone() -> None:
    assert list(entries(replace(TOOL, data="frobs"))) == ["tools/sparkle.yaml"]


@pytest.mark.parametrize(
    ("gap", "thing", "word"),
    [(DATA, "memos", "frobs"), (TOOL, "chat/team", "Sparkle"), (CHOICE, "chat/team", "Chatty")],
    ids=["data", "a tool", "a name of several things"],
)
def test_words_become_another_name_of_what_the_owner_says(gap: Gap, thing: str, word: str) -> None:
    assert MEND(gap, Choice(as_=thing), TODAY) == Names(thing, (word,))


def test_words_become_a_new_data_type_of_the_class_that_the_owner_says() -> None:
    assert entries(DATA, data_class="internal")["data.yaml"] == {"id": "frobs", "label": "Frobs", "class": "internal"}


def test_an_answer_that_people_are_not_content_with_is_changed_only_as_the_owner_says() -> None:
    assert entries(ANSWER, effect="review", may_loosen=True)["rules.yaml"]["sets_aside"] == ["no-memos"]
    assert "sets_aside" not in entries(REVIEWED, effect="forbid")["rules.yaml"], "a no needs nothing to be set aside"


@pytest.mark.parametrize("effect", ["allow", "condition", "review"])
def test_a_ban_is_set_aside_only_where_the_owner_says_that_it_may_get_looser(effect: str) -> None:
    with pytest.raises(NoMendError, match=r"no-memos.*--allow-looser"):
        MEND(ANSWER, Choice(effect=effect), TODAY)


def test_what_is_no_rule_is_never_set_aside() -> None:
    several = replace(ANSWER, rules=("suspended", "default", "no-memos", "unlisted"))
    assert entries(several, effect="review", may_loosen=True)["rules.yaml"]["sets_aside"] == ["no-memos"]
    assert "sets_aside" not in entries(REVIEWED, effect="allow", may_loosen=True)["rules.yaml"]


@pytest.mark.parametrize(
    ("gap", "choice", "words"),
    [
        (DATA, Choice(), r"--as ID \(memos\), or --class CLASS"),
        (DATA, Choice(data_class="nonsense"), "no data class `nonsense`"),
        (DATA, Choice(as_="nonsense"), "has no `nonsense`"),
        (CHOICE, Choice(), r"--as ID \(chat/team, chat/free, chat\)"),
        (ANSWER, Choice(), "no-memos.*--effect"),
        (GAP, Choice(as_="chat"), "understood already"),
        (replace(GAP, tool=""), Choice(), "no rule can name them"),
    ],
)
def test_what_only_the_owner_can_know_is_asked_for(gap: Gap, choice: Choice, words: str) -> None:
    with pytest.raises(NoMendError, match=words):
        MEND(gap, choice, TODAY)
