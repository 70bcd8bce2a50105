"""The lists to pick from: all of the policy, under headings, and found by every name that people use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.policy.house import Knowledge, Vendor
from bot.policy.talks.answer import ToolLine
from bot.policy.talks.checks import UNLISTED, WHICH, Entry, Looked
from bot.policy.talks.talk import Intent
from bot.policy.vocabulary import DataTerms, OfferingTerms, ToolTerms
from bot.policy.words import DataClass, Offering, Verdict
from bot.saying.blank import blank
from bot.saying.notices.looks import as_looked, seen
from bot.saying.offers import NamesOf, data_to_pick, offerings_to_pick, plans_to_pick, tools_to_pick
from bot.saying.words import phrase, words_for
from tests.saying.company import company

MANY = 250


def nothing(_id: str) -> tuple[str, ...]:
    """The catalog has no name in this language."""
    return ()


@pytest.fixture
def large() -> Knowledge:
    """A policy with hundreds of tools and kinds of data."""
    known = company()
    tools = {f"t{n}": ToolTerms(f"t{n}", f"Tool {n}", (f"nickname{n}",), (f"catalog{n}",)) for n in range(MANY)}
    offerings = {f"t{n}/{p}": OfferingTerms(f"t{n}/{p}", f"t{n}", f"Tool {n} {p}") for n in range(MANY) for p in ("free", "team")}
    listed = {id_: Offering(id_, id_.partition("/")[0], f"v{int(id_[1:].partition('/')[0]) % 3}") for id_ in offerings}
    data = {f"d{n}": DataTerms(f"d{n}", f"Data {n}", examples=(f"example{n}",)) for n in range(MANY)}
    data["secret"] = DataTerms("secret", "Secret", is_class=True)
    types = {f"d{n}": replace(next(iter(known.policy.data_types.values())), id=f"d{n}", classes=("secret",)) for n in range(MANY)}
    vocabulary = replace(known.vocabulary, tools=tools, offerings=offerings, data=data)
    policy = replace(known.policy, offerings=listed, data_types=types, data_classes={"secret": DataClass("secret", 3)})
    return replace(known, policy=policy, vocabulary=vocabulary, vendors=(Vendor("v0", "Acme"), Vendor("v1", "Beta")), labels={})


def names_of(id_: str) -> tuple[str, ...]:
    return (f"slang of {id_}",)


def test_every_tool_is_offered_once_under_its_vendor_and_found_by_all_its_names(large: Knowledge) -> None:
    entries = tools_to_pick(large, "en", names_of)
    assert [entry.id for entry in entries[:2]] == [WHICH, UNLISTED]
    assert {entry.id for entry in entries[2:]} == set(large.vocabulary.tools)
    assert len(entries) == MANY + 2
    assert list(dict.fromkeys(entry.group for entry in entries[2:])) == ["Acme", "Beta", "Other tools"]
    tool = next(entry for entry in entries if entry.id == "t7")
    assert {"nickname7", "slang of catalog7", "Tool 7 team"} <= set(tool.names)


def test_the_plans_are_those_of_the_tool(large: Knowledge) -> None:
    assert plans_to_pick("t7", large, "en") == (Entry("t7/free", "Tool 7 free"), Entry("t7/team", "Tool 7 team"))
    assert plans_to_pick("nobody knows it", large, "en") == ()


def test_every_offering_is_offered_by_its_label_and_found_by_the_names_of_its_tool(large: Knowledge) -> None:
    assert [entry.label for entry in offerings_to_pick(company(), "en", names_of)] == [
        "ChatGPT Free",
        "Claude Team",
        "In-house Llama",
    ]
    entry = next(one for one in offerings_to_pick(large, "en", names_of) if one.id == "t7/team")
    assert {"nickname7", "slang of catalog7"} <= set(entry.names)


def test_data_stands_under_its_class_and_classes_come_last(large: Knowledge) -> None:
    entries = data_to_pick(large, "nl", names_of, nothing)
    assert len(entries) == MANY + 1
    assert (entries[0].group, entries[-1].id, entries[-1].group) == ("Secret", "secret", "Gegevensklassen")
    assert "example9" in next(entry for entry in entries if entry.id == "d9").names


def test_labels_are_in_the_language_of_the_asker() -> None:
    labels = {entry.id: entry.label for entry in data_to_pick(company(), "nl", names_of, nothing)}
    assert labels["customer-names"] == "Klantnamen"


def test_what_stands_below_a_label_is_in_the_language_of_the_form_where_the_catalog_has_words_in_it() -> None:
    known = company()
    names = DataTerms("customer-names", "Customer names", examples=("a client list",), catalog=("client-names",))
    terms = replace(known.vocabulary, data={**known.vocabulary.data, "customer-names": names})
    known = replace(known, vocabulary=terms)

    def told(language: str, said: NamesOf) -> str:
        return next(one.examples for one in data_to_pick(known, language, names_of, said) if one.id == "customer-names")

    assert told("nl", lambda _: ("Klantnamen", "namenlijst", "cliëntenlijst", "nog een")) == "namenlijst, cliëntenlijst"
    assert told("nl", nothing) == "a client list", "better than nothing"
    assert told("en", lambda _: ("names of clients",)) == "a client list", "the policy's own words"


# --- what was seen in a text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("looked", "ids", "keys"),
    [
        pytest.param(Looked(), (), ["look.nothing"], id="nothing was seen"),
        pytest.param(Looked(is_cut=True), (), ["look.nothing", "look.cut"], id="nothing was seen in what was read"),
        pytest.param(
            Looked(kinds=("password",)), (), ["look.secret.tell", "look.nothing"], id="a secret without a name in the policy"
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "nl", "de", "fr", "es"])
def test_what_was_seen_is_said(looked: Looked, ids: tuple[str, ...], keys: list[str], language: str) -> None:
    contact = {"contact": "Security desk, +31 20 555 01 23"}
    wanted = [phrase(language, key, **(contact if key.endswith("tell") else {})) for key in keys]
    assert seen(looked, ids, company(), language) == tuple(wanted)


def test_kinds_are_named_and_values_are_not() -> None:
    said = seen(Looked(kinds=("iban", "email"), untied=True), ("customer-names",), company(), "en")
    assert said == (
        "In it, as far as I can see: Customer names and something sensitive that the policy does not name. "
        "Among it: a bank account number and an e-mail address.",
    )


def test_without_a_contact_in_the_policy_none_is_invented() -> None:
    said = seen(Looked(kinds=("key",)), (), company(contacts=()), "en")
    assert said[0] == phrase("en", "look.secret")


def test_a_tool_without_conditions_is_told_that_nothing_else_may_be_in_the_text() -> None:
    lines = (ToolLine("A", Verdict.CONDITIONAL, "◐", "Yes, if"), ToolLine("B", Verdict.CONDITIONAL, "◐", "Yes, if", "names out"))
    notes = (phrase("en", "note.assumed_strictest"), "An approved exception until Friday.")
    made = blank(Intent.WHICH_TOOL, words_for("en", ("en",)))
    told = as_looked(replace(made, tools=lines, notes=notes), company(), "en")
    assert [line.condition for line in told.tools] == ["only if nothing else is in it", "names out"]
    assert told.notes == ("An approved exception until Friday.",)
