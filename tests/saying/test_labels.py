"""What an answer calls tools and data: by the policy's words, or by those of who asks."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.deciding.rulings import Note, Ruling
from bot.policy.talks.talk import Mention
from bot.policy.vocabulary import DataTerms
from bot.policy.words import DataAsk, ToolAsk, Verdict
from tests.saying import company as co
from tests.saying.answered import FREE, NO, SILENT, TEAM, asked, one


def told_of(*mentions: Mention, types: tuple[str, ...] = ("customer-names",), language: str = "en") -> str:
    """The sentence of a no, by where the text names the data."""
    item = replace(asked(FREE, data=tuple(DataAsk("x", (one,)) for one in types)), mentions=mentions)
    return one(item, NO, language=language).sentence


def named(quote: str, source: str = "catalog", id_: str = "customer-names") -> Mention:
    return Mention("data", id_, 0, 9, quote, source, source)


def test_data_that_only_the_worlds_words_tie_to_the_policy_is_called_what_the_asker_calls_it() -> None:
    assert told_of(named("guest book")) == "“guest book” may not go into ChatGPT Free."
    assert told_of(named("Gästebuch"), language="de") == "Für „Gästebuch“ darfst du ChatGPT Free nicht nutzen."


def test_data_that_the_policys_own_words_name_is_called_what_the_policy_calls_it() -> None:
    assert told_of(named("guest book"), named("customer names", "policy")) == "Customer names may not go into ChatGPT Free."


def test_words_that_may_be_several_data_of_the_policy_are_said_once() -> None:
    both = told_of(named("ledger"), named("ledger", id_="invoices"), types=("customer-names", "invoices"))
    assert both == "“ledger” may not go into ChatGPT Free."


def test_what_stands_within_the_words_for_other_data_is_not_said_beside_it() -> None:
    whole = replace(named("sealed tenders"), start=4, end=18)
    inside, beside = (replace(named("tenders", "policy", id_="invoices"), start=at, end=at + 7) for at in (11, 30))
    both = ("customer-names", "invoices")
    assert told_of(whole, inside, types=both) == "“sealed tenders” may not go into ChatGPT Free."
    assert told_of(whole, beside, types=both) == "“sealed tenders” and invoices may not go into ChatGPT Free."


def test_what_was_only_seen_in_a_text_is_never_repeated() -> None:
    assert told_of(named("")) == "Customer names may not go into ChatGPT Free."


def test_the_askers_words_stand_in_quotes_once_where_nobody_could_read_them() -> None:
    item = replace(asked(TEAM, data=(DataAsk("x", ("invoices",)),)), mentions=(named("tabs", id_="invoices"),))
    answer = one(item, Ruling(Verdict.UNCOVERED, reasons=(SILENT,), notes=(Note.UNREAD_DATA,)))
    assert answer.sentence.startswith("I could not tell what “tabs” is")


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


def test_what_was_understood_is_told_in_the_askers_language() -> None:
    data = (DataAsk("x", ("customer-names", "invoices")), DataAsk("the blorf"), DataAsk("y", ("invoices",), ("anonymised",)))
    item = replace(asked(FREE, TEAM, data=data), read_as="ChatGPT Free / Claude Team · Customer names")
    answer = one(item, Ruling(Verdict.UNCOVERED), language="nl")
    assert answer.read_as == "ChatGPT Free / Claude Team · Klantnamen / Invoices + “the blorf” + Invoices (names removed)"


def test_in_another_language_the_words_that_a_model_read_stand_before_the_label_in_its_own_quotes() -> None:
    read = Mention("data", "customer-names", 0, 9, "who rang us", "model", "model")
    item = replace(asked(TEAM, data=(DataAsk("x", ("customer-names",)),)), mentions=(read,))
    assert one(item, NO, language="nl").read_as == "Claude Team · “who rang us” → Klantnamen"
    same = replace(item, mentions=(replace(read, quote="klantnamen"),))
    assert one(same, NO, language="nl").read_as == "Claude Team · Klantnamen"
