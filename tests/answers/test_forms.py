"""What somebody picked from lists, and a look into a text: nothing is ruled before all of it is there, the same is the same
question, what words show grounds no yes, and what a value's shape shows nobody takes away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.answers.forms import FormAnswers
from bot.app import App
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import open_ledger
from bot.policy.talks.checks import UNLISTED, WHICH, Chosen, Form, Looked, Pressed, Shown, Who
from bot.policy.talks.talk import Intent, Item
from bot.policy.words import DataAsk, Question, Slot, ToolAsk
from bot.saying.words import phrase
from bot.settings import read_settings
from tests.console.place import answerer
from tests.databases import ledger_in

SECRET = "a secret for tests only, 32 bytes"
ALL = Chosen("claude", "claude/team", ("client-names",))
TWO = replace(ALL, data=("client-names", "contact-details"))
SEEN = Looked("nl", ("iban",), ("payment-details", "client-names"))


@pytest.fixture
def form(tmp_path: Path) -> Iterator[FormAnswers]:
    mind, ledger = answerer().mind, open_ledger(ledger_in(tmp_path / "log.db"), SECRET.encode())
    app = App(read_settings(key=SecretStr(SECRET)), load_catalog(), ledger, lambda: mind.knowledge)
    yield FormAnswers(app, mind, Form(Who("T1", "U0SANNE001"), "nl", "V1", "pick"), date(2026, 11, 20))
    ledger.close()


def item_of(shown: Shown) -> Item:
    assert shown.reading is not None
    return shown.reading.items[0]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        pytest.param(Chosen(), "pick.hint.both", id="nothing is chosen"),
        pytest.param(Chosen(data=("client-names",)), "pick.hint.tool", id="only data"),
        pytest.param(Chosen("claude", "claude/team"), "pick.hint.data", id="only a tool"),
        pytest.param(replace(ALL, plan="claude/gone"), "pick.gone", id="a plan that left the policy"),
        pytest.param(replace(ALL, tool="gone", plan=""), "pick.gone", id="a tool that left the policy"),
        pytest.param(replace(ALL, data=("client-names", "gone")), "pick.gone", id="data that left the policy"),
    ],
)
def test_nothing_is_ruled_and_nothing_kept(form: FormAnswers, chosen: Chosen, said: str) -> None:
    shown = form.pick(chosen)
    assert (shown.lines, shown.answer, shown.key, shown.version) == ((phrase("nl", said),), None, "", form.mind.version)


def test_what_was_picked_is_the_question(form: FormAnswers) -> None:
    item = item_of(form.pick(TWO))
    assert item.intent is Intent.MAY_I
    assert item.question.tools == (ToolAsk("Claude Team", ("claude/team",)),)
    assert [(one.name, one.types) for one in item.question.data] == [
        ("Namen van cliënten", ("client-names",)),
        ("Contactgegevens", ("contact-details",)),
    ]
    assert item.question.context[Slot.ROLE] == "nurse"


def test_a_question_back_is_shown_and_not_kept_and_what_was_clicked_on_it_is_settled(form: FormAnswers) -> None:
    asked = form.pick(replace(ALL, plan="", data=("internal-documents",)))
    assert asked.answer is not None and asked.answer.choices and not asked.key
    choice = asked.answer.choices[0]
    pressed = (Pressed(choice.slot, choice.value), Pressed("purpose", "not asked"))
    shown = form.pick(replace(ALL, plan="", data=("internal-documents",), pressed=pressed))
    assert len(item_of(shown).question.tools[0].offerings) < len(item_of(asked).question.tools[0].offerings)


def test_without_a_plan_all_offerings_of_the_tool_are_possible(form: FormAnswers) -> None:
    tool = item_of(form.pick(replace(ALL, plan="", data=("internal-documents",)))).question.tools[0]
    assert (tool.name, {one.split("/")[0] for one in tool.offerings}) == ("Claude", {"claude"})


def test_a_tool_that_is_not_listed_is_what_the_rows_for_all_others_say(form: FormAnswers) -> None:
    knowledge = form.mind.knowledge
    every = {
        id_: replace(one, covers={"any": ("*",)} if id_ == "claude" else {}) for id_, one in knowledge.vocabulary.tools.items()
    }
    mind = replace(form.mind, knowledge=replace(knowledge, vocabulary=replace(knowledge.vocabulary, tools=every)))
    tools = item_of(replace(form, mind=mind).pick(replace(ALL, tool=UNLISTED, plan=""))).question.tools
    assert [one.name for one in tools] == [phrase("nl", "pick.other_tool")]
    assert {one.split("/")[0] for one in tools[0].offerings} == {"claude"}


def test_no_tool_yet_asks_which_one(form: FormAnswers) -> None:
    item = item_of(form.pick(replace(ALL, tool=WHICH, plan="")))
    assert (item.intent, item.question.tools) == (Intent.WHICH_TOOL, ())


def test_the_same_choice_in_the_same_form_is_the_same_question(form: FormAnswers) -> None:
    first, again = form.pick(TWO), form.pick(replace(TWO, data=TWO.data[::-1]))
    assert first.key and first.key == again.key
    newer = replace(form.mind, knowledge=replace(form.mind.knowledge, version="v2"))
    others = (
        form.pick(ALL).key,
        replace(form, form=replace(form.form, id="V2")).pick(TWO).key,
        replace(form, mind=newer).pick(TWO).key,
        form.pick(replace(TWO, pressed=(Pressed("purpose", "x"),))).key,
        form.pick(replace(TWO, under="R-1")).key,
    )
    assert len({first.key, *others}) == 6


def question(shown: Shown) -> Question:
    return item_of(shown).question


def test_what_words_show_grounds_no_yes_and_asks_nothing_back(form: FormAnswers) -> None:
    asked = question(form.check(SEEN))
    assert [(one.types, one.grounded) for one in asked.data] == [(("payment-details",), False), (("client-names",), False)]
    assert asked.asked_back == 2


def test_what_the_policy_has_no_name_for_may_be_anything(form: FormAnswers) -> None:
    assert question(form.check(replace(SEEN, data=(), untied=True))).data == (DataAsk("…", (), (), False),)


def test_what_a_hand_says_grounds_and_what_a_shape_shows_stays(form: FormAnswers) -> None:
    asked = question(form.check(SEEN, ("published-content",)))
    assert [(one.types, one.grounded) for one in asked.data] == [(("payment-details",), True), (("published-content",), True)]


@pytest.mark.parametrize("looked", [Looked("nl"), Looked("nl", data=("left the policy",))])
def test_nothing_seen_is_no_ruling(form: FormAnswers, looked: Looked) -> None:
    shown = form.check(looked)
    assert (shown.lines, shown.answer, shown.key) == ((phrase("nl", "look.nothing"),), None, "")
    assert form.check(looked, ()).key == ""


def test_something_that_happened_gets_the_calm_words_and_no_list(form: FormAnswers) -> None:
    shown = form.check(replace(SEEN, is_incident=True))
    assert shown.answer is not None and shown.answer.intent is Intent.INCIDENT
    assert (shown.lines, question(shown).data, shown.kinds) == ((), (), ("iban",))


def test_a_look_and_each_statement_about_it_is_a_question_of_its_own(form: FormAnswers) -> None:
    keys = [
        form.check(SEEN).key,
        form.check(SEEN, ("client-names",)).key,
        form.check(SEEN, ("client-names", "published-content")).key,
        replace(form, form=replace(form.form, id="look2")).check(SEEN).key,
    ]
    assert len(set(keys)) == 4
    assert form.check(SEEN, ("published-content", "client-names")).key == keys[2]


def test_no_word_of_a_text_is_in_what_is_kept(form: FormAnswers) -> None:
    shown = form.check(SEEN)
    assert shown.reading is not None
    assert (shown.reading.text, shown.reading.items[0].unread) == ("", ())
    assert {mention.quote for mention in shown.reading.items[0].mentions} == {""}
