"""What an answer offers to ask for with one button, and of whom: only of somebody whom the policy names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.policy.deciding.rulings import Ruling, Stated
from bot.policy.house import Contact, Knowledge
from bot.policy.requests import RequestKind
from bot.policy.talks.talk import Intent, Item
from bot.policy.words import DataAsk, Question, ToolAsk, Verdict
from bot.saying.answers import requesting
from bot.saying.answers.ruling import Case
from bot.saying.words import languages, words_for
from tests.saying.company import NO_FREE, company, need, reason

OWNER = Contact("owner", "Privacy office", "privacy@example.org", "#ai-policy")
HELP = Contact("help", "IT desk", "it@example.org", "#it")
FINANCE = Contact("finance", "Finance", "finance@example.org", "#finance")
MUTE = Contact("finance", "Finance", "finance@example.org")


def house(*contacts: Contact, access: str = "on_request", owner: str = "", get_it: str = "", approver: str = "") -> Knowledge:
    known = company(contacts=contacts)
    offering = replace(known.policy.offerings["claude/team"], access=access, facts={"owner": owner} if owner else {})
    named = replace(known.policy.conditions["names-out"], approver=approver)
    policy = replace(
        known.policy,
        offerings={**known.policy.offerings, "claude/team": offering},
        conditions={**known.policy.conditions, "names-out": named},
    )
    terms = known.vocabulary.offerings
    team = replace(terms["claude/team"], get_it={"en": get_it})
    return replace(known, policy=policy, vocabulary=replace(known.vocabulary, offerings={**terms, "claude/team": team}))


def offers(
    knowledge: Knowledge, verdict: Verdict = Verdict.CONDITIONAL, language: str = "en", **ruling: Any
) -> list[tuple[str, ...]]:
    question = Question((ToolAsk("Claude Team", ("claude/team",)),), (DataAsk("Customer names", ("customer-names",)),))
    case = Case(Item(Intent.MAY_I, question), Ruling(verdict, **ruling), knowledge, words_for(language, ("en",)))
    return [(one.kind.value, one.label, one.to, one.form) for one in requesting.offers(case)]


ACCESS = "Request Claude Team"


@pytest.mark.parametrize(
    ("knowledge", "wanted"),
    [
        pytest.param(house(OWNER), [("access", ACCESS, "owner", "")], id="the owner, where nobody else is named"),
        pytest.param(house(OWNER, HELP), [("access", ACCESS, "help", "")], id="those who help before the owner"),
        pytest.param(
            house(OWNER, HELP, FINANCE, owner="finance"), [("access", ACCESS, "finance", "")], id="the tool's own owner"
        ),
        pytest.param(
            house(OWNER, HELP, MUTE, owner="finance"), [("access", ACCESS, "help", "")], id="not whom no channel reaches"
        ),
        pytest.param(
            house(OWNER, get_it="Fill in https://it.example.org/claude."),
            [("access", ACCESS, "", "https://it.example.org/claude")],
            id="the form that the policy names",
        ),
        pytest.param(house(OWNER, access="everybody"), [], id="what everybody has is not asked for"),
        pytest.param(house(OWNER, access=""), [], id="nor what nobody says how it is had"),
        pytest.param(house(MUTE), [], id="nobody is made up"),
    ],
)
def test_access_is_asked_for_where_the_policy_says(knowledge: Knowledge, wanted: list[Any]) -> None:
    assert offers(knowledge) == wanted


@pytest.mark.parametrize("verdict", [Verdict.FORBIDDEN, Verdict.UNCOVERED])
def test_what_may_not_be_used_is_not_requested(verdict: Verdict) -> None:
    assert offers(house(OWNER), verdict) == []


def test_the_one_whom_a_condition_names_is_asked_to_approve() -> None:
    known = house(OWNER, FINANCE, access="", approver="finance")
    assert offers(known, needs=(need("names-out"),)) == [("approval", "Ask Finance to approve", "finance", "")]
    assert offers(known, needs=(need("names-out", Stated.MET),)) == [], "it is met already"
    assert offers(house(OWNER, MUTE, access="", approver="finance"), needs=(need("names-out"),)) == []


@pytest.mark.parametrize(
    ("owner", "contacts", "label", "to"),
    [
        ("finance@example.org", (OWNER, FINANCE), "Ask Finance to approve", "finance"),
        ("finance@example.org", (OWNER, MUTE), "Ask for approval", "owner"),
        ("", (OWNER,), "Ask Privacy office to approve", "owner"),
    ],
    ids=["the rule's own", "by way of the owner", "the owner"],
)
def test_what_needs_approval_is_asked_of_the_rules_owner(owner: str, contacts: tuple[Contact, ...], label: str, to: str) -> None:
    known = house(*contacts)
    known = replace(known, policy=replace(known.policy, rules=(replace(NO_FREE, owner=owner),)))
    assert offers(known, Verdict.REVIEW, reasons=(reason(NO_FREE),)) == [("exception", label, to, "")]


@pytest.mark.parametrize("language", languages())
def test_a_button_names_the_tool_in_every_language(language: str) -> None:
    ((kind, label, _, _),) = offers(house(OWNER), language=language)
    assert kind == RequestKind.ACCESS and "Claude Team" in label and len(label) <= 75


def test_a_review_goes_to_whom_its_condition_names_before_the_rules_owner() -> None:
    known = house(OWNER, FINANCE, access="", approver="finance")
    known = replace(known, policy=replace(known.policy, rules=(replace(NO_FREE, owner="owner"),)))
    needs = (need("names-out"),)
    assert offers(known, Verdict.REVIEW, reasons=(reason(NO_FREE),), needs=needs)[0][2] == "finance"
    assert offers(known, Verdict.REVIEW, reasons=(reason(NO_FREE),), needs=(replace(needs[0], general=True),))[0][2] == "owner"
