"""Rulings in, words out: what each kind of answer says, and what it never says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.policy.house import Contact, Knowledge, Passage
from bot.policy.rulings import AskBack, Note, Option, Reason, Ruling, Stated, ToolRuling
from bot.policy.talk import AlternativeLine, Answer, Intent, Item, Mention, Reading, Ruled, WhyLine
from bot.policy.vocabulary import DataTerms
from bot.policy.words import Citation, Condition, DataAsk, Effect, Question, Slot, ToolAsk, Verdict
from bot.saying.say import say
from tests.saying import company as co

TODAY = date(2026, 11, 20)
FREE = ToolAsk("ChatGPT", ("chatgpt/free",))
TEAM = ToolAsk("Claude", ("claude/team",))
NAMES = DataAsk("customer names", ("customer-names",))
WAYS_OUT = (
    AlternativeLine("llama/inhouse", "In-house Llama", Verdict.ALLOWED),
    AlternativeLine("claude/team", "Claude Team", Verdict.CONDITIONAL, ("names-out",), get_it="IT portal"),
)
UNLISTED = Reason("unlisted", None, co.POLICY.unlisted_at)
SILENT = Reason("default", None, co.POLICY.default_at)


def asked(*tools: ToolAsk, data: tuple[DataAsk, ...] = (NAMES,), intent: Intent = Intent.MAY_I, **more: object) -> Item:
    return Item(intent, Question(tools=tools, data=data, **more), read_as="what was read")  # type: ignore[arg-type]


def said(*ruled: Ruled, language: str = "en", knowledge: Knowledge | None = None) -> Answer:
    reading = Reading("text", language, tuple(one.item for one in ruled))
    return say(reading, ruled, knowledge or co.company(), "R-7F3K", TODAY)


def one(item: Item, ruling: Ruling | None, alternatives: tuple[AlternativeLine, ...] = (), **more: object) -> Answer:
    language, knowledge = more.pop("language", "en"), more.pop("knowledge", None)
    return said(Ruled(item, ruling, alternatives, **more), language=language, knowledge=knowledge)  # type: ignore[arg-type]


def forbidden() -> Answer:
    return one(asked(FREE), Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE),)), WAYS_OUT)


def test_a_no_says_what_to_use_instead_how_to_get_it_and_why() -> None:
    assert forbidden().text == (
        "✕ Not allowed – Customer names may not go into ChatGPT Free.\n"
        "Use instead: In-house Llama · Claude Team, if: names and addresses are removed first\n"
        "How to get it: Claude Team: IT portal\n"
        "Why: “Personal data stays on systems under our contract.” guidance/handbook.md › Personal data\n"
        "Read as: what was read\n"
        "R-7F3K · policy 0123456789"
    )
    assert (forbidden().label, forbidden().verdict) == ("deny", "forbidden")


def test_a_way_out_for_the_data_as_it_is_says_so_only_beside_one_that_changes_the_data() -> None:
    changed = AlternativeLine("claude/team", "Claude Team", Verdict.ALLOWED, transformation="anonymised")
    answer = one(asked(FREE), Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE),)), (WAYS_OUT[0], changed))
    assert answer.instead[0] == "In-house Llama, as it is"


def test_a_way_out_where_nobody_said_what_data_it_is_says_that_the_data_decides() -> None:
    line = replace(WAYS_OUT[0], depends=True)
    answer = one(asked(FREE, data=()), Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE),)), (line,))
    assert answer.instead == ("In-house Llama, depending on the data",)


def test_without_a_tool_a_condition_that_is_not_met_is_shown_where_some_tools_hang_on_it_and_others_are_banned() -> None:
    offerings = ("claude/team", "chatgpt/free")
    ruling = Ruling(
        Verdict.FORBIDDEN,
        needs=(co.need("names-out", Stated.UNMET, cases=("claude/team",)),),
        reasons=(
            Reason("team", Effect.CONDITION, Citation("rules.yaml", 3), "claude/team"),
            Reason("free", Effect.FORBID, Citation("rules.yaml", 5), "chatgpt/free"),
        ),
    )
    answer = one(asked(ToolAsk("", offerings)), ruling)
    assert "not" in answer.word.lower()
    assert "yet" in answer.sentence
    assert [line.stated for line in answer.checklist] == [Stated.UNMET]
    banned = replace(ruling, reasons=(replace(ruling.reasons[0], effect=Effect.FORBID), ruling.reasons[1]))
    assert one(asked(ToolAsk("", offerings)), banned).checklist == ()


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


def test_that_somebody_finds_it_fine_changes_nothing_and_a_yes_does_not_say_so() -> None:
    told = replace(asked(FREE), hearsay=True)
    no = Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE),))
    ask = "Somebody’s word does not change the policy; if in doubt, ask Privacy office, privacy@example.org."
    assert ask in one(told, no).notes
    assert "Somebody’s word does not change the policy." in one(told, no, knowledge=co.company(contacts=())).notes
    assert not any("word" in note for note in one(told, Ruling(Verdict.CONDITIONAL)).notes)


def test_why_an_unlisted_tool_is_none_is_said_in_the_policys_own_words_where_it_has_some() -> None:
    unlisted = Ruling(Verdict.REVIEW, reasons=(UNLISTED,), notes=(Note.UNLISTED,))
    known = co.company()
    own = replace(known, organisation=replace(known.organisation, unlisted_because="Ask the desk; allow six weeks."))
    assert "“Ask the desk; allow six weeks.” policy.yaml" in one(asked(ToolAsk("Loom")), unlisted, knowledge=own).text
    assert "six weeks" not in one(asked(ToolAsk("Loom")), unlisted, knowledge=known).text


def test_the_one_tool_that_may_be_used_comes_with_its_whole_condition() -> None:
    needs = (co.need("names-out"),)
    tools = (
        ToolRuling("claude/team", Verdict.CONDITIONAL, ("claude/team",), needs=needs),
        ToolRuling("chatgpt/free", Verdict.FORBIDDEN, ("chatgpt/free",)),
    )
    answer = one(asked(intent=Intent.WHICH_TOOL), Ruling(Verdict.CONDITIONAL, needs=needs), tools=tools)
    assert [line.text for line in answer.checklist if not line.general] == ["Names and addresses are removed first."]
    assert [line.condition for line in answer.tools] == ["", ""]


def test_what_is_left_out_is_told_in_the_answers_language() -> None:
    item = Item(Intent.MAY_I, Question(tools=(TEAM,), data=(NAMES,), left_out=("customer names",)))
    answer = one(item, Ruling(Verdict.CONDITIONAL, notes=(Note.LEFT_OUT,)), language="nl")
    assert [line.text for line in answer.checklist] == ["Weggelaten: klantnamen"]


SECOND_LOOK = Condition("second-look", {"en": "A colleague has looked at it."})
WITH_LOOK = replace(co.company(), policy=replace(co.POLICY, conditions={**co.POLICY.conditions, "second-look": SECOND_LOOK}))
AFTER = [
    AlternativeLine(id_, label, Verdict.CONDITIONAL, ("second-look",), "anonymised", get_it=how)
    for id_, label, how in (("claude/team", "Claude Team", "Ask for Claude Team"), ("chatgpt/free", "ChatGPT Free", "two days"))
]


def test_ways_out_that_take_the_same_are_said_once_and_each_says_how_it_is_had() -> None:
    answer = one(asked(FREE), Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE),)), tuple(AFTER), knowledge=WITH_LOOK)
    assert answer.instead == ("Names removed first: ChatGPT Free or Claude Team, if: a colleague has looked at it",)
    assert answer.how_to_get == "ChatGPT Free: two days · Ask for Claude Team"


def test_a_tool_that_may_be_used_needs_no_other_instead() -> None:
    ruling = Ruling(Verdict.CONDITIONAL, needs=(co.need("names-out"),), reasons=(co.reason(co.TEAM),))
    answer = one(asked(TEAM), ruling, WAYS_OUT)
    assert answer.instead == ()
    assert answer.how_to_get == "IT portal > AI tools, two days"


def test_a_class_is_no_thing_so_its_data_goes_in() -> None:
    known = co.company()
    data = {**known.vocabulary.data, "public": DataTerms("public", "Public", is_class=True)}
    data["ours"] = DataTerms("ours", "Our data", is_class=True)
    knowledge = replace(known, vocabulary=replace(known.vocabulary, data=data))
    both = (DataAsk("x", ("public",)), DataAsk("y", ("ours",)))
    answer = one(asked(TEAM, data=both), Ruling(Verdict.ALLOWED), knowledge=knowledge)
    assert answer.sentence == "Public data and our data may go into Claude Team."
    dutch = one(asked(TEAM, data=both[:1]), Ruling(Verdict.ALLOWED), knowledge=knowledge, language="nl")
    assert "gegevens van de klasse “Public”" in dutch.sentence


def test_a_yes_is_one_sentence_with_its_reason() -> None:
    ruling = Ruling(Verdict.ALLOWED, reasons=(co.reason(co.TEAM),))
    answer = one(asked(TEAM), ruling, WAYS_OUT)
    assert answer.sentence == "Customer names may go into Claude Team."
    assert (answer.shape, answer.word, answer.instead, answer.label) == ("✓", "Allowed", (), "allow")
    assert answer.how_to_get == "IT portal > AI tools, two days"


def test_conditions_are_a_checklist_with_the_general_duty_last() -> None:
    ruling = Ruling(Verdict.CONDITIONAL, needs=(co.need("check"), co.need("names-out")), reasons=(co.reason(co.TEAM),))
    answer = one(asked(TEAM), ruling)
    assert [(line.text, line.general) for line in answer.checklist] == [
        ("Names and addresses are removed first.", False),
        ("Check what the AI wrote.", True),
    ]
    assert "☐ Names and addresses are removed first.\nAlways: Check what the AI wrote." in answer.text


def test_a_condition_for_some_cases_names_them() -> None:
    ruling = Ruling(Verdict.CONDITIONAL, needs=(co.need("names-out", cases=("claude/team", "invoices")),))
    text = "For Claude Team or Invoices: Names and addresses are removed first."
    assert one(asked(TEAM), ruling).checklist[0].text == text


def test_met_conditions_are_ticked() -> None:
    ruling = Ruling(Verdict.CONDITIONAL, needs=(co.need("names-out", Stated.MET),), notes=(Note.ALL_MET,))
    answer = one(asked(TEAM), ruling)
    assert "as you say that what it takes is met" in answer.sentence
    assert "☑ Names and addresses" in answer.text


def test_an_unmet_condition_says_what_is_missing() -> None:
    ruling = Ruling(Verdict.FORBIDDEN, needs=(co.need("names-out", Stated.UNMET),), reasons=(co.reason(co.TEAM),))
    answer = one(asked(TEAM), ruling)
    assert answer.sentence == "Customer names may not go into Claude Team yet. This is still missing:"
    assert "☒ Names and addresses" in answer.text


def test_a_duty_of_all_that_is_left_undone_is_what_is_missing() -> None:
    ruling = Ruling(Verdict.FORBIDDEN, needs=(replace(co.need("names-out", Stated.UNMET), general=True),))
    answer = one(asked(TEAM), ruling)
    assert [line.stated for line in answer.checklist] == [Stated.UNMET]
    assert "☒ Names and addresses" in answer.text


def test_a_conditional_cell_without_a_condition_says_that_none_is_spelled_out_and_whom_to_ask() -> None:
    answer = one(asked(TEAM), Ruling(Verdict.CONDITIONAL, reasons=(co.reason(co.TEAM),)))
    assert "conditions that the policy does not spell out" in answer.sentence
    assert answer.contact == "Privacy office, privacy@example.org"


def test_a_tool_that_is_not_on_the_list_is_neither_a_yes_nor_a_no() -> None:
    answer = one(asked(ToolAsk("Frobnicator")), Ruling(Verdict.UNCOVERED, reasons=(UNLISTED,), notes=(Note.UNLISTED,)))
    assert answer.sentence == "Frobnicator is not on the list of tools. That is neither a yes nor a no."
    assert answer.captions["contact"] == "Who decides"
    assert answer.contact == "Privacy office, privacy@example.org"
    assert "Until that is decided, please do not use it for this." in answer.notes
    assert answer.label == "not_listed"


def test_an_empty_cell_is_told_apart_from_an_unlisted_tool() -> None:
    answer = one(asked(TEAM), Ruling(Verdict.UNCOVERED, reasons=(SILENT,)))
    assert answer.sentence.startswith("Claude Team is on the list, but the policy says nothing about customer names in it.")


@pytest.mark.parametrize(("reason", "words"), [(UNLISTED, "is not on the list"), (SILENT, "has no rule for customer names")])
def test_a_no_by_silence_is_told_apart_from_a_no_by_a_rule(reason: Reason, words: str) -> None:
    answer = one(asked(TEAM), Ruling(Verdict.FORBIDDEN, reasons=(reason,)))
    assert words in answer.sentence
    assert answer.label == "not_listed"


def test_nobody_is_invented_where_the_policy_names_nobody() -> None:
    answer = one(asked(TEAM), Ruling(Verdict.UNCOVERED, reasons=(SILENT,)), knowledge=co.company(contacts=()))
    assert answer.contact == "the policy names nobody for this"


def test_an_approval_names_the_owner_of_the_rule() -> None:
    review = co.rule("review", Effect.REVIEW, "claude/team", "invoices", 40, owner="privacy@example.org")
    knowledge = replace(co.company(), policy=replace(co.POLICY, rules=(review,)))
    answer = one(asked(TEAM), Ruling(Verdict.REVIEW, reasons=(co.reason(review, "invoices"),)), knowledge=knowledge)
    assert answer.captions["contact"] == "Who approves"
    assert answer.contact == "Privacy office, privacy@example.org"


def test_what_nobody_could_read_is_said_in_the_redacted_words() -> None:
    item = asked(TEAM, data=(DataAsk("the blorf of [person]"),))
    ruling = Ruling(Verdict.UNCOVERED, reasons=(SILENT,), notes=(Note.UNREAD_DATA,))
    answer = one(replace(item, unread=("the blorf of [person]",)), ruling)
    assert "“the blorf of [person]”" in answer.sentence
    assert "I could not tell what “the blorf of [person]” is." in answer.notes


def told_of(*mentions: Mention, types: tuple[str, ...] = ("customer-names",), language: str = "en") -> str:
    """The sentence of a no, by where the text names the data."""
    item = replace(asked(FREE, data=tuple(DataAsk("x", (one,)) for one in types)), mentions=mentions)
    return one(item, Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE),)), language=language).sentence


def named(quote: str, source: str = "catalog", id_: str = "customer-names") -> Mention:
    return Mention("data", id_, 0, 9, quote, source, source)


def test_data_that_only_the_worlds_words_tie_to_the_policy_is_called_what_the_asker_calls_it() -> None:
    assert told_of(named("guest book")) == "“guest book” may not go into ChatGPT Free."
    assert told_of(named("Gästebuch"), language="de") == "Für „Gästebuch“ darf ChatGPT Free nicht genutzt werden."


def test_data_that_the_policys_own_words_name_is_called_what_the_policy_calls_it() -> None:
    assert told_of(named("guest book"), named("customer names", "policy")) == "Customer names may not go into ChatGPT Free."


def test_words_that_may_be_several_data_of_the_policy_are_said_once() -> None:
    both = told_of(named("ledger"), named("ledger", id_="invoices"), types=("customer-names", "invoices"))
    assert both == "“ledger” may not go into ChatGPT Free."


def test_what_was_only_seen_in_a_text_is_never_repeated() -> None:
    assert told_of(named("")) == "Customer names may not go into ChatGPT Free."


def test_the_askers_words_stand_in_quotes_once_where_nobody_could_read_them() -> None:
    item = replace(asked(TEAM, data=(DataAsk("x", ("invoices",)),)), mentions=(named("tabs", id_="invoices"),))
    answer = one(item, Ruling(Verdict.UNCOVERED, reasons=(SILENT,), notes=(Note.UNREAD_DATA,)))
    assert answer.sentence.startswith("I could not tell what “tabs” is")


def test_a_transformation_that_the_policy_is_silent_on_is_named() -> None:
    item = asked(FREE, data=(DataAsk("names", ("customer-names",), ("anonymised",)),))
    answer = one(item, Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE),), notes=(Note.SILENT_ON_TRANSFORMATION,)))
    assert answer.notes[0].startswith("The policy does not say what this changes: Names removed.")


def test_what_was_left_out_becomes_a_condition_of_a_yes() -> None:
    item = asked(TEAM, left_out=("invoices", "the password"))
    answer = one(item, Ruling(Verdict.CONDITIONAL, notes=(Note.LEFT_OUT,)))
    assert answer.checklist[0].text == "Left out: invoices and the password"
    assert answer.sentence == "Customer names may go into Claude Team when:"


def test_assumptions_are_shown() -> None:
    ruling = Ruling(Verdict.ALLOWED, assumed={Slot.COUNTRY: "nl", Slot.ROLE: "staff"}, notes=(Note.ASSUMED_STRICTEST,))
    notes = one(asked(TEAM), ruling).notes
    assert notes == (
        "Something stayed open, so I took the strictest case.",
        "I assumed: country NL, role staff. If that is not so, the answer may be another.",
    )


def test_a_waiver_is_named_with_its_end_and_who_approved_it() -> None:
    ruling = Ruling(Verdict.ALLOWED, reasons=(co.reason(co.PILOT.rule, "study-data"),), notes=(Note.WAIVER,))
    assert one(asked(TEAM), ruling).notes == ("An approved exception applies until 2027-02-28 (approved by Ethics board).",)


def test_a_rule_past_its_review_day_is_said_to_be() -> None:
    ruling = Ruling(Verdict.ALLOWED, reasons=(co.reason(co.LLAMA),))
    assert "The rule behind this was due for review on 2026-01-01." in one(asked(TEAM), ruling).notes


def test_a_matrix_cell_is_cited_by_row_and_column() -> None:
    at = Citation("matrix.csv", 3, 2, "deny")
    ruling = Ruling(Verdict.FORBIDDEN, reasons=(Reason("matrix:chatgpt/free:customer-names", Effect.FORBID, at),))
    assert "“ChatGPT Free × Customer names: deny” matrix.csv:3" in one(asked(FREE), ruling).text


def test_a_matrix_cell_stands_back_where_a_rule_says_the_same_in_words() -> None:
    cell = Reason("matrix:chatgpt/free:invoices", Effect.FORBID, Citation("matrix.csv", 2, 3, "deny"))
    answer = one(asked(FREE), Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE), cell)))
    assert [line.quote for line in answer.why] == [co.ON_CONTRACT["en"]]
    other = replace(cell, effect=Effect.CONDITION)
    assert len(one(asked(FREE), Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE), other))).why) == 2


def test_a_citation_links_where_the_policy_can_be_opened() -> None:
    knowledge = co.company(base_url="https://git.example.org/policy/")
    answer = one(asked(FREE), Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE),)), knowledge=knowledge)
    assert answer.why[0].link == "https://git.example.org/policy/guidance/handbook.md#L12"


def test_a_question_back_is_one_question_with_a_way_out_for_those_who_do_not_know() -> None:
    options = (Option("chatgpt/free", ("chatgpt/free",)), Option("claude/team", ("claude/team",)))
    answer = one(asked(FREE), Ruling(Verdict.FORBIDDEN, ask_back=AskBack(Slot.TOOL, options, "Copilot")))
    assert answer.sentence == "Which Copilot? The answer differs."
    assert [(choice.value, choice.label) for choice in answer.choices] == [
        ("chatgpt/free", "ChatGPT Free"),
        ("claude/team", "Claude Team"),
        ("", "I don’t know: take the strictest"),
    ]
    assert (answer.label, answer.verdict, answer.shape) == ("ask", "", "?")


def test_a_data_question_back_offers_data_by_its_label() -> None:
    ask = AskBack(Slot.DATA, (Option("customer-names"), Option("invoices")), "the export")
    answer = one(asked(FREE), Ruling(Verdict.FORBIDDEN, ask_back=ask), language="nl")
    assert answer.sentence == "“the export”: wat voor gegevens zijn dat? Het antwoord verschilt."
    assert [choice.label for choice in answer.choices] == ["Klantnamen", "Invoices", "Weet ik niet: neem het strengste"]


def test_several_tools_are_a_table_with_the_best_first() -> None:
    rulings = (
        ToolRuling("ChatGPT Free", Verdict.FORBIDDEN, ("chatgpt/free",)),
        ToolRuling("Claude Team", Verdict.CONDITIONAL, ("claude/team",), (co.need("names-out"),)),
    )
    ruling = Ruling(Verdict.CONDITIONAL, needs=rulings[1].needs, per_tool=rulings)
    answer = one(asked(FREE, TEAM, intent=Intent.COMPARE), ruling)
    assert [(line.label, line.shape) for line in answer.tools] == [("Claude Team", "◐"), ("ChatGPT Free", "✕")]
    assert answer.sentence == "Customer names may go into Claude Team when:"
    assert answer.label == "conditional"


@pytest.mark.parametrize(
    ("company", "personal", "names"),
    [
        ("company", "personal", ("Claude (company account)", "Claude (private account)")),
        ("", "", ("Claude Team", "ChatGPT Free")),
    ],
    ids=["by account", "by plan where no account is known"],
)
def test_what_holds_for_one_of_two_things_of_one_name_never_reads_as_a_word_on_both(
    company: str, personal: str, names: tuple[str, str]
) -> None:
    known = co.company()
    terms = dict(known.vocabulary.offerings)
    for id_, account in (("claude/team", company), ("chatgpt/free", personal)):
        terms[id_] = replace(terms[id_], account=account)
    known = replace(known, vocabulary=replace(known.vocabulary, offerings=terms))
    tools = (
        ToolRuling("Claude", Verdict.FORBIDDEN, ("chatgpt/free",), reasons=(co.reason(co.NO_FREE),)),
        ToolRuling("Claude", Verdict.ALLOWED, ("claude/team",), reasons=(co.reason(co.LLAMA),)),
    )
    both = asked(ToolAsk("Claude", ("claude/team",)), ToolAsk("Claude", ("chatgpt/free",)))
    answer = one(both, Ruling(Verdict.ALLOWED, reasons=(co.reason(co.LLAMA),), per_tool=tools), knowledge=known)
    assert answer.sentence == f"Customer names may go into {names[0]}."
    assert [line.label for line in answer.tools] == list(names)


def test_which_tool_names_the_best_and_lists_them_all() -> None:
    tools = (
        ToolRuling("llama/inhouse", Verdict.ALLOWED, ("llama/inhouse",), (co.need("check"),)),
        ToolRuling("claude/team", Verdict.CONDITIONAL, ("claude/team",), (co.need("names-out"),)),
        ToolRuling("chatgpt/free", Verdict.FORBIDDEN, ("chatgpt/free",)),
    )
    answer = one(asked(intent=Intent.WHICH_TOOL), Ruling(Verdict.FORBIDDEN), tools=tools)
    assert answer.sentence == "For customer names you may use: In-house Llama."
    assert [line.label for line in answer.tools] == ["In-house Llama", "Claude Team", "ChatGPT Free"]
    assert answer.tools[1].condition == "Names and addresses are removed first."
    assert (answer.label, answer.verdict) == ("allow", "allowed")


def test_which_tool_with_none_to_use_says_so() -> None:
    tools = (ToolRuling("chatgpt/free", Verdict.FORBIDDEN, ("chatgpt/free",), reasons=(co.reason(co.NO_FREE),)),)
    answer = one(asked(intent=Intent.WHICH_TOOL), Ruling(Verdict.FORBIDDEN), tools=tools)
    assert answer.sentence == "No tool on the list may take customer names."
    assert answer.why
    assert answer.tools == ()


def test_which_tool_with_none_to_use_names_what_may_be_done_to_the_data_first() -> None:
    tools = (ToolRuling("chatgpt/free", Verdict.FORBIDDEN, ("chatgpt/free",), reasons=(co.reason(co.NO_FREE),)),)
    item = asked(intent=Intent.WHICH_TOOL)
    answer = one(item, Ruling(Verdict.FORBIDDEN), tuple(AFTER[:1]), tools=tools, knowledge=WITH_LOOK)
    assert answer.instead == ("Names removed first: Claude Team, if: a colleague has looked at it",)
    assert answer.how_to_get == "Ask for Claude Team"


def test_a_yes_for_some_offerings_never_reads_as_a_yes_for_all() -> None:
    knowledge = co.company()
    offerings = knowledge.vocabulary.offerings
    accounts = {"team": "company", "max": "company", "bedrock": "company", "edu": "company", "free": "personal"}
    team = offerings["claude/team"]
    more = {
        f"claude/{plan}": replace(team, id=f"claude/{plan}", label=f"Claude {plan}", account=account)
        for plan, account in accounts.items()
    }
    knowledge = replace(knowledge, vocabulary=replace(knowledge.vocabulary, offerings={**offerings, **more}))
    four, two = ("claude/team", "claude/max", "claude/bedrock", "claude/edu"), ("claude/team", "claude/max")
    names = [one(asked(ToolAsk("Claude", some)), Ruling(Verdict.ALLOWED), knowledge=knowledge).sentence for some in (four, two)]
    assert names == [
        "Customer names may go into Claude (company account).",
        "Customer names may go into Claude team or Claude max.",
    ]


def test_which_tool_asks_where_no_tool_is_settled() -> None:
    ask = AskBack(Slot.DATA, (Option("customer-names"), Option("invoices")), "that file")
    tools = (ToolRuling("claude/team", Verdict.FORBIDDEN, ("claude/team",), ask_back=ask),)
    answer = one(asked(intent=Intent.WHICH_TOOL), Ruling(Verdict.FORBIDDEN, ask_back=ask), tools=tools)
    assert (answer.label, answer.shape) == ("ask", "?")


def test_an_incident_is_thanked_for_and_told_the_steps_of_the_playbook() -> None:
    answer = one(asked(FREE, intent=Intent.INCIDENT), Ruling(Verdict.FORBIDDEN))
    assert answer.text.startswith("Thank you for saying so.\n1. Close the chat.\n2. Write down what it was.\n3. Call the desk.")
    assert answer.contact == "Security desk, +31 20 555 01 23"
    assert (answer.label, answer.verdict) == ("deny", "")


def test_an_incident_without_a_playbook_gets_honest_steps_and_no_invented_contact() -> None:
    answer = one(asked(FREE, intent=Intent.INCIDENT), None, knowledge=co.company(contacts=(), guidance=()))
    assert len(answer.steps) == 3
    assert answer.steps[-1] == "Tell your manager now; the policy names no contact for this."
    assert answer.contact == ""


def test_a_contact_that_a_step_names_is_not_repeated() -> None:
    answer = one(asked(FREE, intent=Intent.INCIDENT), None, knowledge=co.company(guidance=()))
    assert answer.steps[-1] == "Tell Security desk, +31 20 555 01 23 now."
    assert answer.contact == "Security desk, +31 20 555 01 23"
    assert answer.text.count("Security desk") == 1


def test_what_the_policy_says_of_an_incident_is_quoted_in_the_last_step() -> None:
    desk = Contact("incident", "#leaks", says="Post there, then change the key.")
    answer = one(asked(FREE, intent=Intent.INCIDENT), None, knowledge=co.company(contacts=(desk,), guidance=()))
    assert answer.steps[-1] == "Tell #leaks now. The policy says: “Post there, then change the key.”"


def test_a_tool_that_is_forbidden_because_it_is_not_listed_names_who_decides_on_new_tools() -> None:
    unlisted = Ruling(Verdict.FORBIDDEN, reasons=(UNLISTED,), notes=(Note.UNLISTED,))
    answer = one(asked(ToolAsk("Loom")), unlisted)
    assert "Who decides on new tools: Privacy office, privacy@example.org" in answer.text
    assert "Who decides" not in one(asked(ToolAsk("Loom")), unlisted, knowledge=co.company(contacts=())).text
    assert "Who decides" not in forbidden().text


def test_a_passage_is_quoted_with_its_place_and_a_table_is_no_sentence() -> None:
    passages = (
        WhyLine("| Data | Tool |\n|---|---|", Citation("source.md", 3)),
        WhyLine("Names go.\n\n| Data | Tool |\n|---|---|\n| Names | None |", Citation("guidance/handbook.md", 14)),
    )
    answer = one(Item(Intent.ADVICE, Question()), None, passages=passages)
    assert [(line.quote, line.place) for line in answer.passages] == [("Names go.", "guidance/handbook.md › Personal data")]


def test_a_playbook_in_the_askers_language_is_preferred() -> None:
    dutch = Passage("guidance/incident.nl.md", "a", "Als het misging", "1. Stop.\n", 2, "incident", "nl")
    knowledge = co.company(guidance=(co.PLAYBOOK, dutch))
    assert one(asked(FREE, intent=Intent.INCIDENT), None, language="nl", knowledge=knowledge).steps == ("Stop.",)


def test_an_explanation_keeps_the_ruling_and_quotes_the_policy() -> None:
    passage = WhyLine("Redaction: names are taken out.", Citation("guidance/handbook.md", 20), "guidance/handbook.md › Words")
    ruling = Ruling(Verdict.CONDITIONAL, needs=(co.need("names-out"),))
    answer = one(asked(TEAM, intent=Intent.EXPLAIN), ruling, passages=(passage,))
    assert answer.label == "conditional"
    assert "“Redaction: names are taken out.” guidance/handbook.md › Words" in answer.text


def test_a_question_about_words_quotes_the_policy_before_it_asks_anything_back() -> None:
    passage = WhyLine("Redaction: names are taken out.", Citation("guidance/handbook.md", 20), "guidance/handbook.md › Words")
    ruling = Ruling(Verdict.FORBIDDEN, ask_back=AskBack(Slot.DATA, (Option("invoices"),)))
    answer = one(asked(TEAM, intent=Intent.EXPLAIN), ruling, passages=(passage,))
    assert answer.text.startswith("This is what the policy says:\n“Redaction: names are taken out.”")
    assert "What kind of data? The answer differs." in answer.notes
    assert (answer.label, len(answer.choices)) == ("ask", 2)


def test_what_was_understood_is_told_in_the_askers_language() -> None:
    data = (DataAsk("x", ("customer-names", "invoices")), DataAsk("the blorf"), DataAsk("y", ("invoices",), ("anonymised",)))
    item = replace(asked(FREE, TEAM, data=data), read_as="ChatGPT Free / Claude Team · Customer names")
    answer = one(item, Ruling(Verdict.UNCOVERED), language="nl")
    assert answer.read_as == "ChatGPT Free / Claude Team · Klantnamen / Invoices + “the blorf” + Invoices (names removed)"


def test_a_question_for_the_policys_words_is_answered_with_them_or_not_at_all() -> None:
    item = Item(Intent.TERMS, Question())
    assert one(item, None).text.startswith("The policy says nothing about this.\nAsk: Privacy office")


def test_who_wants_to_report_something_gets_the_steps_of_the_playbook() -> None:
    answer = one(Item(Intent.REPORT, Question()), None)
    assert (answer.label, len(answer.steps)) == ("off_topic", 3)
    assert answer.contact.startswith("Security desk")


@pytest.mark.parametrize("intent", [Intent.GREETING, Intent.OFF_TOPIC, Intent.TASK, Intent.EMPTY, Intent.FEEDBACK])
def test_small_talk_gets_one_friendly_line_with_an_example_from_the_policy(intent: Intent) -> None:
    answer = one(Item(intent, Question()), None)
    assert "May I use Claude Team for customer names?" in answer.sentence
    assert (answer.label, answer.verdict, answer.word) == ("off_topic", "", "")


def test_several_questions_get_an_answer_each_and_the_strictest_label() -> None:
    yes = Ruled(asked(TEAM), Ruling(Verdict.ALLOWED))
    no = Ruled(asked(FREE), Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE),)))
    answer = said(yes, no)
    assert (answer.label, answer.verdict) == ("deny", "forbidden")
    assert [part.label for part in answer.parts] == ["allow", "deny"]
    assert answer.text.startswith("2 questions, one answer each:\n\n(1) ✓ Allowed")
    assert answer.text.count("R-7F3K") == 1


def test_an_incident_among_questions_comes_first() -> None:
    answer = said(Ruled(asked(TEAM), Ruling(Verdict.ALLOWED)), Ruled(asked(FREE, intent=Intent.INCIDENT), None))
    assert answer.parts[0].intent is Intent.INCIDENT


def test_an_unread_message_still_gets_an_answer() -> None:
    assert said().text.startswith("There was nothing I could read.")


@pytest.mark.parametrize(("language", "words"), [("ja", "in English"), ("en", "")])
def test_an_unknown_language_is_answered_in_the_policys_first_with_one_line_saying_so(language: str, words: str) -> None:
    answer = one(asked(TEAM), Ruling(Verdict.ALLOWED), language=language)
    assert answer.language == "en"
    assert [note for note in answer.notes if "language" in note] == ([answer.notes[-1]] if words else [])
    assert words in answer.text


def test_policy_words_come_in_the_askers_language_where_there_are_any() -> None:
    answer = one(asked(FREE), Ruling(Verdict.FORBIDDEN, reasons=(co.reason(co.NO_FREE),)), language="nl")
    assert answer.sentence == "Voor klantnamen mag je ChatGPT Free niet gebruiken."
    assert answer.why[0].quote == "Persoonsgegevens blijven onder ons contract."


def test_a_sample_company_says_that_it_is_one() -> None:
    assert "sample company" in one(asked(TEAM), Ruling(Verdict.ALLOWED), knowledge=co.company(sample=True)).footer


@pytest.mark.parametrize("language", ["en", "nl", "de", "fr", "es", "ja"])
@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_in_every_language_is_short_and_starts_with_its_shape_and_word(language: str, verdict: Verdict) -> None:
    ruling = Ruling(verdict, needs=(co.need("names-out"), co.need("check")), reasons=(co.reason(co.NO_FREE),))
    answer = one(asked(FREE, data=(NAMES, DataAsk("x", ("invoices",)))), ruling, WAYS_OUT, language=language)
    assert answer.text.startswith(f"{answer.shape} {answer.word} – ")
    assert len(answer.text) < 900
    assert "!" not in answer.text
