"""Boxes of a yes-if: what the asker ticked on one card holds for what that card showed, and makes no ruling milder."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from bot.policy.deciding.decide import compile_policy, decide
from bot.policy.deciding.rulings import Note, Ruling, Stated
from bot.policy.deciding.ticks import AS_TICKED, box_of, shown_in, tick
from bot.policy.policy import Policy
from bot.policy.words import Question
from tests.laws import examples
from tests.policy.made_policies import policies, questions
from tests.policy.policy_cases import TODAY, policy_of, question_of

AT = "2026-11-29T10:42:00+00:00"
CONDITIONS: dict[str, Any] = {"names-out": {}, "all-agreed": {}, "dpo-says-so": {"asker_may_state": False}}
GIVEN: dict[str, Any] = {
    "offerings": {"claude/team": {}, "copilot/m365": {}},
    "classes": ["public", "internal", "secret"],
    "types": {"notes": {"class": "internal"}, "minutes": {"class": "internal"}, "keys": {"class": "secret"}},
    "conditions": CONDITIONS,
    "rules": [
        {"effect": "condition", "data": ["internal", "notes", "minutes"], "conditions": ["names-out", "all-agreed"]},
        {"effect": "forbid", "data": ["secret", "keys"]},
        {"effect": "allow", "data": ["public"]},
    ],
}
POLICY = policy_of(GIVEN)
ASKED = question_of({"tools": ["claude/team"], "data": ["notes"]})


def ruled(question: Question, policy: Policy = POLICY) -> Ruling:
    return decide(compile_policy(policy), question, TODAY)


def ticked(question: Question, *conditions: str, policy: Policy = POLICY) -> Question:
    """The question after its asker left exactly the boxes of these conditions ticked; ``""``: the first box."""
    ruling = ruled(question, policy)
    boxes = {of: box for box, of in shown_in(ruling)[0].items()}
    return tick(question, ruling, frozenset(boxes[one] for one in conditions), AT)


def stated(ruling: Ruling) -> dict[str, Stated]:
    return {need.condition: need.stated for need in ruling.needs}


def test_a_tick_is_the_askers_word_with_its_time_and_the_verdict_stays() -> None:
    ruling = ruled(ticked(ASKED, "names-out"))
    assert stated(ruling) == {"names-out": Stated.MET, "all-agreed": Stated.OPEN}
    assert {need.condition: need.ticked_at for need in ruling.needs} == {"names-out": AT, "all-agreed": ""}
    assert (ruling.verdict, Note.ALL_MET in ruling.notes) == (ruled(ASKED).verdict, False)


def test_with_all_boxes_ticked_all_of_it_is_met() -> None:
    assert Note.ALL_MET in ruled(ticked(ASKED, "names-out", "all-agreed")).notes


def test_a_box_that_is_not_ticked_any_more_is_open_again_also_where_words_had_said_that_it_is_met() -> None:
    both = ticked(ASKED, "names-out", "all-agreed")
    assert stated(ruled(ticked(both, "all-agreed")))["names-out"] is Stated.OPEN
    said = replace(ASKED, met=frozenset({"names-out"}))
    assert stated(ruled(ticked(said)))["names-out"] is Stated.OPEN


def test_the_same_click_twice_is_one() -> None:
    once = ticked(ASKED, "names-out")
    assert ticked(once, "names-out") == once


OTHERS = {
    "another tool": (question_of({"tools": ["copilot/m365"], "data": ["notes"]}), POLICY),
    "other data": (question_of({"tools": ["claude/team"], "data": ["minutes"]}), POLICY),
    "another case": (question_of({"tools": ["claude/team"], "data": ["notes"], "context": {"purpose": "hiring"}}), POLICY),
    "another text of the condition": (
        ASKED,
        replace(
            POLICY,
            conditions={
                id_: replace(one, text={"en": f"{id_}, and the photos as well"}) for id_, one in POLICY.conditions.items()
            },
        ),
    ),
}


@pytest.mark.parametrize("other", OTHERS)
def test_a_tick_holds_for_what_its_card_showed(other: str) -> None:
    question, policy = OTHERS[other]
    both = ticked(ASKED, "names-out", "all-agreed").ticked
    assert set(stated(ruled(replace(question, ticked=both), policy)).values()) == {Stated.OPEN}


def test_what_somebody_else_has_to_say_has_no_box() -> None:
    given = {**GIVEN, "rules": [{"effect": "condition", "data": "*", "conditions": ["dpo-says-so"]}]}
    assert shown_in(ruled(ASKED, policy_of(given)))[0] == {}


def test_a_tick_of_a_box_that_the_card_does_not_have_counts_for_nothing() -> None:
    assert tick(ASKED, ruled(ASKED), frozenset({"0123456789abcdef", ""}), AT) == ASKED


OPEN = replace(ASKED, is_closed=False)


def test_an_open_message_has_a_box_more_that_names_what_would_be_stricter() -> None:
    box = ruled(OPEN).all_box
    assert box is not None and box.not_in_it == ("secret",)
    assert ruled(ASKED).all_box is None


def test_all_is_met_only_where_it_is_said_that_nothing_else_goes_in() -> None:
    both = ticked(OPEN, "names-out", "all-agreed")
    assert Note.ALL_MET not in ruled(both).notes
    assert Note.ALL_MET in ruled(ticked(both, "", "names-out", "all-agreed")).notes


def test_that_nothing_else_goes_in_is_asked_anew_where_something_else_would_be_stricter() -> None:
    all_of_it = ticked(OPEN, "", "names-out", "all-agreed")
    more = {**GIVEN, "rules": [*GIVEN["rules"][:2], {"effect": "forbid", "data": ["public"]}]}
    box = ruled(all_of_it, policy_of(more)).all_box
    assert box is not None and not box.ticked_at


PROPOSED = replace(ASKED, proposed=frozenset({"names-out", "all-agreed"}))


def test_what_a_model_ticked_completes_nothing_until_the_asker_says_so() -> None:
    ruling = ruled(PROPOSED)
    assert all(need.is_proposed and need.stated is Stated.OPEN for need in ruling.needs)
    assert Note.ALL_MET not in ruling.notes
    assert Note.ALL_MET in ruled(tick(PROPOSED, ruling, frozenset({AS_TICKED}), AT)).notes


def test_a_tick_beside_a_models_says_nothing_of_that() -> None:
    question = replace(ASKED, proposed=frozenset({"all-agreed"}))
    left = ticked(question, "names-out", "all-agreed")
    assert stated(ruled(left)) == {"names-out": Stated.MET, "all-agreed": Stated.OPEN}
    assert left.proposed == {"all-agreed"}


def test_a_models_tick_that_is_taken_off_is_gone() -> None:
    assert ticked(PROPOSED, "names-out").proposed == {"names-out"}


@given(policies(), questions())
@examples(200)
def test_no_tick_makes_a_ruling_milder_or_stricter(policy: Policy, question: Question) -> None:
    boxes = {box_of(tool, question, one): AT for tool in question.tools for one in policy.conditions.values()}
    plain, all_ticked = ruled(question, policy), ruled(replace(question, ticked=boxes), policy)
    assert (all_ticked.verdict, all_ticked.ask_back) == (plain.verdict, plain.ask_back)
