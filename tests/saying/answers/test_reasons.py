"""Why an answer is as it is: what is quoted, from where, and the remarks below."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.policy.deciding.rulings import Note, Reason, Ruling
from bot.policy.words import Citation, DataAsk, Effect, ToolAsk, Verdict
from tests.saying import company as co
from tests.saying.answered import FREE, NO, TEAM, UNLISTED, asked, one


def test_why_an_unlisted_tool_is_none_is_said_in_the_policys_own_words_where_it_has_some() -> None:
    unlisted = Ruling(Verdict.REVIEW, reasons=(UNLISTED,), notes=(Note.UNLISTED,))
    known = co.company()
    own = replace(known, organisation=replace(known.organisation, unlisted_because="Ask the desk; allow six weeks."))
    assert "“Ask the desk; allow six weeks.” policy.yaml" in one(asked(ToolAsk("Loom")), unlisted, knowledge=own).text
    assert "six weeks" not in one(asked(ToolAsk("Loom")), unlisted, knowledge=known).text


def test_a_matrix_cell_is_cited_by_row_and_column() -> None:
    at = Citation("matrix.csv", 3, 2, "deny")
    ruling = Ruling(Verdict.FORBIDDEN, reasons=(Reason("matrix:chatgpt/free:customer-names", Effect.FORBID, at),))
    assert "“ChatGPT Free × Customer names: Not allowed” matrix.csv:3" in one(asked(FREE), ruling).text


def test_a_matrix_cell_stands_back_where_a_rule_says_the_same_in_words() -> None:
    cell = Reason("matrix:chatgpt/free:invoices", Effect.FORBID, Citation("matrix.csv", 2, 3, "deny"))
    answer = one(asked(FREE), Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE), cell)))
    assert [line.quote for line in answer.why] == [co.ON_CONTRACT["en"]]
    other = replace(cell, effect=Effect.CONDITION)
    assert len(one(asked(FREE), Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE), other))).why) == 2


def test_a_rule_without_words_says_what_it_rules_and_not_its_id() -> None:
    bare = Reason("cell-x", Effect.FORBID, Citation("rules.yaml", 71, 3, "rule: cell-x"), "claude/team", "invoices")
    assert (
        "“Claude Team × Invoices: Not allowed” rules.yaml:71" in one(asked(TEAM), Ruling(Verdict.FORBIDDEN, reasons=(bare,))).text
    )


def test_a_ban_of_other_data_is_no_reason_where_nobody_knows_what_the_data_is() -> None:
    never = co.rule("no-passwords", Effect.FORBID, "*", "passwords", 60, because={"en": "Passwords go nowhere."})
    knowledge = replace(co.company(), policy=replace(co.POLICY, rules=(*co.POLICY.rules, never)))
    ruling = Ruling(Verdict.FORBIDDEN, reasons=(co.reason(never, "passwords"), co.reason(co.NO_FREE)))
    unknown, named = (asked(FREE, data=(DataAsk("toolbox", types),)) for types in ((), ("passwords",)))
    assert [line.quote for line in one(unknown, ruling, knowledge=knowledge).why] == [co.ON_CONTRACT["en"]]
    assert "Passwords go nowhere." in [line.quote for line in one(named, ruling, knowledge=knowledge).why]


def test_a_citation_links_where_the_policy_can_be_opened() -> None:
    knowledge = co.company(base_url="https://git.example.org/policy/")
    answer = one(asked(FREE), NO, knowledge=knowledge)
    assert answer.why[0].link == "https://git.example.org/policy/guidance/handbook.md#L12"


def test_an_approval_names_the_owner_of_the_rule() -> None:
    review = co.rule("review", Effect.REVIEW, "claude/team", "invoices", 40, owner="privacy@example.org")
    knowledge = replace(co.company(), policy=replace(co.POLICY, rules=(review,)))
    answer = one(asked(TEAM), Ruling(Verdict.REVIEW, reasons=(co.reason(review, "invoices"),)), knowledge=knowledge)
    assert answer.captions["contact"] == "Who approves"
    assert answer.contact == "Privacy office, privacy@example.org"


def test_a_transformation_that_the_policy_is_silent_on_is_named() -> None:
    item = asked(FREE, data=(DataAsk("names", ("customer-names",), ("anonymised",)),))
    answer = one(item, Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE),), notes=(Note.SILENT_ON_TRANSFORMATION,)))
    assert answer.notes[0].startswith("The policy does not say what this changes: Names removed.")


@pytest.mark.parametrize(
    ("verdict", "told"),
    [(Verdict.ALLOWED, True), (Verdict.CONDITIONAL, True), (Verdict.FORBIDDEN, False)],
    ids=["a yes", "a yes, if", "a no"],
)
def test_a_yes_is_none_for_a_tool_whose_name_adds_to_this_ones(verdict: Verdict, told: bool) -> None:
    known = co.company()
    house = replace(known.vocabulary.tools["claude"], catalog=())
    longer = replace(house, id="claude-web", label="Claude with web search")
    tools = {**known.vocabulary.tools, "claude": house, "claude-web": longer}
    named = replace(known, vocabulary=replace(known.vocabulary, tools=tools))
    note = "This holds for Claude, not for Claude with web search."
    assert (note in one(asked(TEAM), Ruling(verdict), knowledge=named).notes) == told
