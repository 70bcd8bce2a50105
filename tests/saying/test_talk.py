"""What is said where nothing is ruled: after an incident, of the policy's own words, in small talk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.policy.deciding.rulings import AskBack, Note, Option, Ruling
from bot.policy.house import Contact, Passage
from bot.policy.talks.talk import Intent, Item, WhyLine
from bot.policy.words import Citation, DataAsk, Question, Slot, Verdict
from tests.saying import company as co
from tests.saying.answered import FREE, NO, TEAM, WAYS_OUT, asked, one


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


def test_a_playbook_in_the_askers_language_is_preferred() -> None:
    dutch = Passage("guidance/incident.nl.md", "a", "Als het misging", "1. Stop.\n", 2, "incident", "nl")
    knowledge = co.company(guidance=(co.PLAYBOOK, dutch))
    assert one(asked(FREE, intent=Intent.INCIDENT), None, language="nl", knowledge=knowledge).steps == ("Stop.",)


def test_who_wants_to_report_something_gets_the_steps_of_the_playbook() -> None:
    answer = one(Item(Intent.REPORT, Question()), None)
    assert (answer.label, len(answer.steps)) == ("off_topic", 3)
    assert answer.contact.startswith("Security desk")


def test_a_passage_is_quoted_with_its_place() -> None:
    passages = (WhyLine("Names go.", Citation("guidance/handbook.md", 14)),)
    answer = one(Item(Intent.ADVICE, Question()), None, passages=passages)
    assert [(line.quote, line.place) for line in answer.passages] == [("Names go.", "guidance/handbook.md › Personal data")]


def test_an_explanation_keeps_the_ruling_and_quotes_the_policy() -> None:
    passage = WhyLine("Redaction: names are taken out.", Citation("guidance/handbook.md", 20), "guidance/handbook.md › Words")
    ruling = Ruling(Verdict.CONDITIONAL, needs=(co.need("names-out"),))
    answer = one(asked(TEAM, intent=Intent.EXPLAIN), ruling, passages=(passage,))
    assert answer.label == "conditional"
    assert "“Redaction: names are taken out.” guidance/handbook.md › Words" in answer.text


def test_an_explanation_says_nothing_again_that_stands_above_it_in_the_thread() -> None:
    answer = one(asked(FREE, intent=Intent.EXPLAIN), NO, alternatives=WAYS_OUT)
    assert (answer.instead, answer.how_to_get) == ((), "")
    assert answer.notes == ("I found nothing more about this in the policy.",)
    assert answer.contact.startswith("Privacy office")


def test_an_explanation_names_whoever_approves_what_it_asks_for_then_the_desk_for_questions_then_the_owner() -> None:
    ruling = Ruling(Verdict.CONDITIONAL, needs=(co.need("names-out"),))
    counsel, desk = Contact("counsel", "Counsel"), Contact("help", "AI desk")
    named = co.company(contacts=(*co.CONTACTS, desk, counsel))
    approved = replace(named.policy.conditions["names-out"], approver="counsel")
    by_counsel = replace(named, policy=replace(named.policy, conditions={**named.policy.conditions, "names-out": approved}))
    for knowledge, contact in (
        (by_counsel, "Counsel"),
        (named, "AI desk"),
        (co.company(), "Privacy office, privacy@example.org"),
    ):
        assert one(asked(TEAM, intent=Intent.EXPLAIN), ruling, knowledge=knowledge).contact == contact
    assert one(Item(Intent.EXPLAIN, Question()), None, knowledge=named).contact == "AI desk"


@pytest.mark.parametrize("intent", [Intent.OFF_TOPIC, Intent.FEEDBACK])
def test_within_a_talk_nobody_is_told_again_what_the_bot_is_for(intent: Intent) -> None:
    answer = one(Item(intent, Question()), None, goes_on=True)
    assert "May I use" not in answer.sentence
    assert answer.label == "off_topic"


def test_a_question_about_words_quotes_the_policy_before_it_asks_anything_back() -> None:
    passage = WhyLine("Redaction: names are taken out.", Citation("guidance/handbook.md", 20), "guidance/handbook.md › Words")
    ruling = Ruling(Verdict.FORBIDDEN, ask_back=AskBack(Slot.DATA, (Option("invoices"),)))
    answer = one(asked(TEAM, intent=Intent.EXPLAIN), ruling, passages=(passage,))
    assert answer.text.startswith("This is what the policy says:\n“Redaction: names are taken out.”")
    assert "What goes into Claude Team? The answer differs." in answer.notes
    assert (answer.label, len(answer.choices)) == ("ask", 2)


def test_a_question_for_the_policys_words_is_answered_with_them_or_not_at_all() -> None:
    item = Item(Intent.TERMS, Question())
    assert one(item, None).text.startswith("The policy says nothing about this.\nAsk: Privacy office")


@pytest.mark.parametrize("intent", [Intent.GREETING, Intent.OFF_TOPIC, Intent.TASK, Intent.EMPTY])
def test_small_talk_gets_one_friendly_line_with_an_example_from_the_policy(intent: Intent) -> None:
    answer = one(Item(intent, Question()), None)
    assert "May I use Claude Team for customer names?" in answer.sentence
    assert (answer.label, answer.verdict, answer.word) == ("off_topic", "", "")


def test_under_a_no_to_what_was_only_guessed_stands_what_may_go_in() -> None:
    guessed = asked(FREE, data=(DataAsk("the rota", ("customer-names",), grounded=False),))
    unsure = replace(NO, notes=(Note.NOT_GROUNDED,))
    takes = {"invoices": Verdict.ALLOWED, "study-data": Verdict.CONDITIONAL}
    answer = one(guessed, unsure, takes=takes)
    assert "Only Invoices and Study data (Yes, if) may go into ChatGPT Free." in answer.notes
    assert "I am not sure" not in answer.text
