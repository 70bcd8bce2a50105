"""Of the phrases that stand at one place the longest are kept; words that only link others make none of them longer."""

from __future__ import annotations

from bot.text.entries import Entry, Match, longest


def test_a_name_turned_round_takes_no_word_from_another_name() -> None:
    plan = Match(1, 3, Entry("data", "project-plans", words=("project", "plans")), "name")
    turned = Match(2, 5, Entry("data", "project-plans", words=("plans", "about", "project")), "name")
    heron = Match(4, 6, Entry("data", "merger", words=("project", "heron")), "name")
    assert longest([plan, turned, heron], frozenset({"data"})) == [plan, heron]


def test_the_longest_of_several_names_stands_alone() -> None:
    data = Match(0, 1, Entry("data", "data", words=("data",)), "name")
    records = Match(0, 3, Entry("data", "records", words=("data", "about", "pupils")), "name")
    assert longest([data, records], frozenset({"data"})) == [records]
