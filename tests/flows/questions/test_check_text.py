"""A look into a text: what words show grounds no yes, what a hand says does, and what a value's shape shows nobody takes away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.flows.questions.check_text import CheckText
from bot.policy.talks.answer import Answer
from bot.policy.talks.checks import Form, Looked, Shown, Who
from bot.policy.talks.talk import Asker, Intent, Reading, Ruled
from bot.policy.words import DataAsk, Question

FORM = Form(Who("T1", "U1"), "nl", "look1", "paste")
SEEN = Looked("nl", ("iban",), ("payment", "names"))


@pytest.fixture
def check() -> CheckText:
    return CheckText(
        version="v1",
        knows={"payment", "names", "public"}.__contains__,
        label_of=str.upper,
        for_asker=lambda item, asker: item,
        rule=lambda reading, groups: tuple(Ruled(item, None) for item in reading.items),
        say=lambda reading, ruled, receipt: Answer("nl", "", "", reading.items[0].intent, "", "", "", receipt=receipt),
        key_of=lambda *parts: "|".join(parts),
        receipt_of=lambda key: f"R-{key}",
        of_kinds=lambda kinds: tuple({"iban": "payment"}[kind] for kind in kinds),
        found=lambda looked, ids: (f"{len(ids)} seen",),
    )


def question(shown: Shown) -> Question:
    assert isinstance(shown.reading, Reading)
    return shown.reading.items[0].question


def test_what_words_show_grounds_no_yes_and_asks_nothing_back(check: CheckText) -> None:
    asked = question(check(SEEN, Asker(), FORM))
    assert asked.data == (DataAsk("PAYMENT", ("payment",), (), False), DataAsk("NAMES", ("names",), (), False))
    assert asked.asked_back == 2


def test_what_the_policy_has_no_name_for_may_be_anything(check: CheckText) -> None:
    assert question(check(replace(SEEN, data=(), untied=True), Asker(), FORM)).data == (DataAsk("…", (), (), False),)


def test_what_a_hand_says_grounds_and_what_a_shape_shows_stays(check: CheckText) -> None:
    asked = question(check.stated(SEEN, ("public",), Asker(), FORM))
    assert asked.data == (DataAsk("PAYMENT", ("payment",)), DataAsk("PUBLIC", ("public",)))


@pytest.mark.parametrize("looked", [Looked("nl"), Looked("nl", data=("left the policy",))])
def test_nothing_seen_is_no_ruling(check: CheckText, looked: Looked) -> None:
    shown = check(looked, Asker(), FORM)
    assert (shown.lines, shown.answer, shown.key) == (("0 seen",), None, "")
    assert check.stated(looked, (), Asker(), FORM).key == ""


def test_something_that_happened_gets_the_calm_words_and_no_list(check: CheckText) -> None:
    shown = check(replace(SEEN, is_incident=True), Asker(), FORM)
    assert shown.answer is not None and shown.answer.intent is Intent.INCIDENT
    assert (shown.lines, question(shown).data, shown.kinds) == ((), (), ("iban",))


def test_a_look_and_each_statement_about_it_is_a_question_of_its_own(check: CheckText) -> None:
    keys = [
        check(SEEN, Asker(), FORM).key,
        check.stated(SEEN, ("names",), Asker(), FORM).key,
        check.stated(SEEN, ("names", "public"), Asker(), FORM).key,
        check(SEEN, Asker(), replace(FORM, id="look2")).key,
    ]
    assert len(set(keys)) == 4
    assert check.stated(SEEN, ("public", "names"), Asker(), FORM).key == keys[2]


def test_no_word_of_a_text_is_in_what_is_kept(check: CheckText) -> None:
    shown = check(SEEN, Asker(), FORM)
    assert shown.reading is not None
    assert (shown.reading.text, shown.reading.items[0].unread) == ("", ())
    assert {mention.quote for mention in shown.reading.items[0].mentions} == {""}
