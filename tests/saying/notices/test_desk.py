"""What the desk says: to askers, honestly; on cards, without more than has to be seen; and no contact is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.policy.house import Contact, Person
from bot.policy.requests import Request, RequestKind, RequestState, Settlement, Wish
from bot.policy.talks.talk import Intent, Item
from bot.policy.words import DataAsk, Question, ToolAsk
from bot.saying import contacts
from bot.saying.notices import card as cards
from bot.saying.notices import desk
from bot.saying.words import languages, words_for
from tests.saying.company import company

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
OWNER = Contact("owner", "Privacy office", "privacy@example.org", "#ai-policy")
OPEN = Request(RequestKind.OWNER, "R-1", "k", "someone", NOW, "en", channel="#ai-policy")
GIVEN = cards.Given("May I?", "ChatGPT Free · Invoices", "✕ Not allowed: No.")
ASKED = Question(tools=(ToolAsk("Claude Team", ("claude/team",)),), data=(DataAsk("Customer names", ("customer-names",)),))
ITEM = Item(Intent.MAY_I, ASKED, read_as="Claude Team · Customer names")
WISH = Wish("", "Grok", "invoices", "a trial", "2027-03-01")


def settled(
    kind: RequestKind, said: Settlement, state: RequestState = RequestState.ANSWERED, language: str = "en", wish: Wish = WISH
) -> Request:
    return replace(
        OPEN,
        kind=kind,
        language=language,
        wish=wish,
        state=state,
        settlement=said,
        settled_at=NOW,
        settled_by="owner",
        told="posted",
    )


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", [RequestKind.TOOL, RequestKind.EXCEPTION])
def test_an_approval_says_until_when_and_that_it_is_not_in_force_yet(kind: RequestKind, language: str) -> None:
    told = desk.settled(settled(kind, Settlement(until="2027-02-01", words="A pilot."), language=language), OWNER, company())
    lines = told.split("\n")
    assert "2027" in lines[0] and "Privacy office" in lines[0] and "R-1" in lines[0]
    assert lines[1] == "A pilot."
    assert lines[2] == words_for(language, ("en",))("desk.said.not_yet")


def test_a_no_promises_nothing() -> None:
    told = desk.settled(settled(RequestKind.TOOL, Settlement(words="Not now."), RequestState.REFUSED), OWNER, company())
    assert told == "Privacy office has said no (R-1: Grok · Invoices).\nNot now."


def test_an_answer_has_the_verdicts_shape_and_word() -> None:
    asked = settled(RequestKind.OWNER, Settlement("conditional", "Without names."), wish=Wish())
    told = desk.settled(asked, OWNER, company())
    assert told == "Privacy office has answered (R-1): ◐ Yes, if\nWithout names."


def test_what_was_asked_is_said_beside_the_receipt_in_the_names_of_lists_and_never_as_it_was_written() -> None:
    unread = replace(ITEM, question=replace(ITEM.question, data=(*ITEM.question.data, DataAsk("my boss Anna"))))
    told = desk.settled(settled(RequestKind.OWNER, Settlement("allowed", "Yes."), wish=Wish()), OWNER, company(), (unread,))
    assert told.split("\n")[0] == "Privacy office has answered (R-1: Claude Team · Customer names): ✓ Allowed"
    access = settled(RequestKind.ACCESS, Settlement(), wish=Wish("claude/team"))
    assert "(R-1: Claude Team)" in desk.settled(access, OWNER, company(), (unread,)), "a tool is no leave for data"


def test_what_becomes_knowledge_is_said_to_hold_for_nobody_else_yet() -> None:
    told = desk.settled(settled(RequestKind.OWNER, Settlement("allowed", "Yes.", as_knowledge=True)), OWNER, company())
    assert told.endswith("For everybody else the policy’s files hold as they are.")


@pytest.mark.parametrize(
    ("state", "kind", "contact", "private", "says"),
    [
        ("asked", RequestKind.OWNER, OWNER, False, "I will tell you here"),
        ("asked", RequestKind.OWNER, OWNER, True, "direct message"),
        ("asked", RequestKind.INCIDENT, OWNER, False, "I am telling Privacy office now."),
        ("settled", RequestKind.OWNER, OWNER, False, "R-1"),
        ("nobody", RequestKind.OWNER, OWNER, False, "privacy@example.org"),
        ("nobody", RequestKind.OWNER, None, False, "The policy names nobody whom I could ask."),
        ("nobody", RequestKind.OWNER, Contact("owner", "", "ai@example.org"), False, "Please ask ai@example.org."),
        ("told", RequestKind.INCIDENT, OWNER, False, "Privacy office has been told (R-1)."),
        ("gone", RequestKind.OWNER, OWNER, False, "not kept any more"),
        ("unknown", RequestKind.OWNER, OWNER, False, "try again"),
    ],
)
def test_who_has_just_asked_is_told_what_comes_next(
    state: str, kind: RequestKind, contact: Contact | None, private: bool, says: str
) -> None:
    assert says in desk.remark(state, kind, contact, receipt="R-1", language="en", private=private)


def test_a_card_for_the_owner_names_nobody_and_one_for_an_exception_names_the_asker() -> None:
    assert all(person == "" for _, _, person in cards.card(OPEN, GIVEN, company())[1])
    _, lines, _ = cards.card(replace(OPEN, kind=RequestKind.EXCEPTION, wish=WISH), GIVEN, company())
    assert lines[0][2] == "asker"
    assert {"Grok", "a trial", "March 1, 2027"} <= {words for _, words, _ in lines}


def test_an_owners_form_says_all_of_the_card_in_the_owners_language_and_of_the_answer_its_verdict() -> None:
    asked = replace(OPEN, wish=Wish(why="only for the summary"))
    given = cards.given_in(GIVEN, (ITEM,), "forbidden", company(), "nl")
    title, lines, _ = cards.card(asked, given, company(), "nl")
    words = words_for("nl", ("en",))
    assert title.startswith(words("desk.card.owner"))
    told = {caption: text for caption, text, _ in lines}
    assert told[words("desk.line.added")] == "only for the summary", "often the real question"
    assert told[words("desk.line.given")] == desk.verdict("forbidden", words)
    assert "Klantnamen" in told[words("caption.read_as")] and "May I?" in told[words("desk.line.question")]


def test_a_card_of_a_question_that_was_taken_back_has_no_word_of_it() -> None:
    title, lines, foot = cards.card(replace(OPEN, erased_at=NOW, state=RequestState.WITHDRAWN), GIVEN, company())
    assert "May I?" not in repr((title, lines, foot))
    assert cards.buttons(replace(OPEN, erased_at=NOW), company()) == ()


def test_a_card_says_whether_the_asker_was_told() -> None:
    done = settled(RequestKind.OWNER, Settlement("forbidden", "No."))
    assert cards.card(done, GIVEN, company())[2] == "The asker has been told."
    assert "channel_not_found" in cards.card(replace(done, told="channel_not_found"), GIVEN, company())[2]


def test_a_card_that_nobody_may_answer_says_what_to_do() -> None:
    assert "owner: true" in cards.card(OPEN, GIVEN, company())[2]
    owned = replace(company(), people=(Person("U1", is_owner=True),))
    assert cards.card(OPEN, GIVEN, owned)[2] == "The owners named in people.yaml may answer."


def test_an_incident_has_nothing_to_approve() -> None:
    assert cards.buttons(replace(OPEN, kind=RequestKind.INCIDENT), company()) == ()


def test_a_contact_without_a_channel_has_no_button() -> None:
    words = words_for("en", ("en",))
    assert desk.tell_captions(Contact("incident", "Security desk", "call"), words) == {}
    assert desk.tell_captions(None, words) == {}
    assert desk.tell_captions(OWNER, words)["tell"] == "Tell Privacy office"


def test_an_owner_may_answer_every_verdict_but_not_covered() -> None:
    assert [value for value, _ in desk.verdicts("nl")] == ["allowed", "conditional", "review", "forbidden"]


def test_the_owner_of_the_policy_is_whom_to_ask_where_no_contact_is_named_for_it() -> None:
    known = company(contacts=())
    assert contacts.owner_contact(known) is None
    owned = replace(known, organisation=replace(known.organisation, owner="ai@example.org"))
    assert contacts.owner_contact(owned) == Contact("owner", "", "ai@example.org")
    assert contacts.owner_contact(company()) == Contact("owner", "Privacy office", "privacy@example.org", "#ai-policy")


def test_an_owners_answer_becomes_a_passage_that_says_the_verdict_first() -> None:
    said = Settlement("forbidden", "Gamma is not under contract.")
    assert desk.passage(settled(RequestKind.OWNER, said), company()) == "Not allowed: Gamma is not under contract."
    with_condition = replace(said, verdict="conditional", words="For drafts.", conditions=("names-out",))
    assert desk.passage(settled(RequestKind.OWNER, with_condition, language="nl"), company()) == (
        "Yes, if: For drafts.\n\n- Names and addresses are removed first."
    )


def test_a_card_does_not_say_where_the_servers_folders_are() -> None:
    done = replace(settled(RequestKind.OWNER, Settlement("forbidden", "No.")), patch="/srv/secret/proposals/answer-r-1.patch")
    assert ("Proposed edit", "proposals/answer-r-1.patch", "") in cards.card(done, GIVEN, company())[1]


FINANCE = Contact("finance", "Finance", "finance@example.org", "#finance")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", [RequestKind.ACCESS, RequestKind.APPROVAL])
def test_a_plain_yes_is_told_and_promises_no_edit(kind: RequestKind, language: str) -> None:
    told = desk.settled(settled(kind, Settlement(words="Welcome."), language=language), FINANCE, company())
    assert "Finance" in told and "R-1" in told and told.endswith("\nWelcome.")
    assert words_for(language, ("en",))("desk.said.not_yet") not in told


def test_a_card_can_be_passed_on_only_where_somebody_is_in_another_channel() -> None:
    assert [action for action, _ in cards.buttons(OPEN, company())] == ["answer", "rule"]
    both = company(contacts=(OWNER, FINANCE))
    assert [action for action, _ in cards.buttons(OPEN, both)] == ["answer", "rule", "pass"]
    assert desk.pass_on_to(OPEN, both) == (("finance", "Finance"),)
    here = replace(OPEN, kind=RequestKind.ACCESS, channel="#finance", wish=Wish(to="finance"))
    assert [action for action, _ in cards.buttons(here, both)] == ["grant", "decline", "pass"]
    assert desk.pass_on_to(here, both) == (("owner", "Privacy office"),)


def test_a_card_says_for_whom_it_is_and_whose_team_may_answer() -> None:
    known = replace(company(contacts=(OWNER, FINANCE)), people=(Person("U1", team="finance"),))
    asked = replace(OPEN, kind=RequestKind.APPROVAL, wish=Wish(to="finance"))
    _, lines, foot = cards.card(asked, GIVEN, known)
    assert ("For", "Finance", "") in lines and "`finance`" in foot


@pytest.mark.parametrize(
    ("kind", "names"), [(RequestKind.OWNER, False), (RequestKind.ACCESS, True), (RequestKind.APPROVAL, True)]
)
def test_who_asks_reads_first_who_sees_what(kind: RequestKind, names: bool) -> None:
    assert ("will see your name" in desk.consent(kind, OWNER, "en", company())) is names


def test_who_asks_again_in_other_words_is_told_which_words_stand() -> None:
    told = desk.remark("again", RequestKind.OWNER, OWNER, receipt="R-1", language="en", private=False)
    assert "asked already" in told and "R-1" in told


@pytest.mark.parametrize(
    ("kind", "address", "told"),
    [
        (RequestKind.INCIDENT, "https://console.example/console/incidents", True),
        (RequestKind.INCIDENT, "", False),
        (RequestKind.OWNER, "https://console.example/console/incidents", False),
    ],
    ids=["an incident is worked in the register", "without a console there is no page", "no other request has one"],
)
def test_the_card_of_an_incident_leads_to_the_register(kind: RequestKind, address: str, told: bool) -> None:
    _, lines, _ = cards.card(replace(OPEN, kind=kind), cards.Given("What now?", register=address), company())
    assert (("Note what is done at", address, "") in lines) == told
