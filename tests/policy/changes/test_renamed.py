"""A name that people use is read as something else than before: which cells does that flip, and what is told of it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.policy.changes.change import Change, compare
from bot.policy.changes.renamed import Named, Renamed, with_names
from bot.policy.deciding.decide import compile_policy
from bot.policy.deciding.joint import How
from bot.policy.policy import Policy
from bot.policy.words import Citation, Condition, DataClass, DataType, Effect, Offering, Rule

TODAY = date(2026, 11, 20)
TEAM, FREE = "claude/team", "claude/free"


def rule(id_: str, effect: Effect, data: str, *conditions: str, tool: str = TEAM) -> Rule:
    return Rule(id_, effect, frozenset({tool}), frozenset({data}), Citation("rules.yaml", 1), conditions)


POLICY = Policy(
    {TEAM: Offering(TEAM, "claude", at=Citation("tools.yaml", 1)), FREE: Offering(FREE, "claude", at=Citation("tools.yaml", 2))},
    {name: DataType(name, at=Citation("data.yaml", line)) for line, name in enumerate(("names", "menus", "plans", "drafts"), 1)},
    {"secret": DataClass("secret", at=Citation("data.yaml", 9))},
    (
        rule("names", Effect.FORBID, "names"),
        rule("menus", Effect.ALLOW, "menus"),
        rule("plans", Effect.CONDITION, "plans", "out"),
        rule("drafts", Effect.CONDITION, "drafts", "out", "signed"),
        rule("secrets", Effect.FORBID, "secret"),
    ),
    {"out": Condition("out", {"en": "Names are out."}), "signed": Condition("signed", {"en": "It is signed."})},
)


def change_of(*renamed: Renamed, old: Policy = POLICY, new: Policy = POLICY) -> Change:
    before, after = compile_policy(old), compile_policy(new)
    return with_names(compare(before, after, TODAY), before, after, renamed, TODAY)


def cells(change: Change) -> dict[str, list[tuple[str, str]]]:
    found = {"looser": change.looser, "stricter": change.stricter, "conditions": change.changed_conditions}
    return {name: [(one.offering, one.data) for one in each] for name, each in found.items() if each}


ALL_OF_TEAM = {
    "looser": [(TEAM, "menus"), (TEAM, "plans"), (TEAM, "drafts")],
    "stricter": [(TEAM, "names"), (TEAM, "secret")],
}
"""What the team's plan says, where nothing was said before."""


@pytest.mark.parametrize(
    ("what", "old", "new", "wanted"),
    [
        (Named.DATA, ("names",), ("menus",), {"looser": [(TEAM, "menus")]}),
        (Named.DATA, ("menus",), ("names",), {"stricter": [(TEAM, "names")]}),
        (Named.DATA, ("plans",), ("drafts",), {"conditions": [(TEAM, "drafts")]}),
        (Named.DATA, ("drafts",), ("plans",), {"looser": [(TEAM, "plans")]}),
        (Named.DATA, ("menus",), ("secret",), {"stricter": [(TEAM, "secret")]}),
        (Named.DATA, ("menus",), (), {"stricter": [(TEAM, "menus")]}),
        (Named.DATA, ("menus",), ("menus",), {}),
        (Named.TOOL, (TEAM,), (TEAM,), {}),
        (Named.TOOL, (FREE,), (TEAM,), ALL_OF_TEAM),
        (Named.TOOL, (), (TEAM,), ALL_OF_TEAM),
    ],
    ids=[
        "data that counts as milder data now",
        "data that counts as stricter data now",
        "data of which more must hold now",
        "data of which less must hold now",
        "data that is a class now",
        "data that nobody can read any more",
        "data that means what it meant",
        "a tool that means what it meant",
        "a tool that is another one now",
        "a tool that was not listed",
    ],
)
def test_each_cell_in_which_the_name_is_told_otherwise(
    what: Named, old: tuple[str, ...], new: tuple[str, ...], wanted: dict[str, list[tuple[str, str]]]
) -> None:
    assert cells(change_of(Renamed("people", what, old, new))) == wanted


def test_a_flip_says_which_name_did_it_and_where_both_meanings_stand() -> None:
    (one,) = change_of(Renamed("people", Named.DATA, ("names",), ("menus",))).looser
    (cause,) = one.causes
    assert one.called == ("people",)
    assert (cause.rule, cause.how, cause.kind) == ("people", How.CHANGED, "name")
    assert (cause.old, cause.new) == (Citation("data.yaml", 1), Citation("data.yaml", 2))
    (other, *_) = change_of(Renamed("bot", Named.TOOL, (FREE,), (TEAM,))).looser
    assert (other.causes[0].old, other.causes[0].new) == (Citation("tools.yaml", 2), Citation("tools.yaml", 1))
    (closed,) = change_of(Renamed("people", Named.DATA, ("menus",), ("secret",))).stricter
    assert closed.causes[0].new == Citation("data.yaml", 9)
    (gone,) = change_of(Renamed("people", Named.DATA, ("menus",), ())).stricter
    assert (gone.causes[0].old, gone.causes[0].new) == (Citation("data.yaml", 2), None)


def test_names_that_moved_alike_are_told_once_and_others_apart() -> None:
    change = change_of(
        Renamed("people", Named.DATA, ("names",), ("menus",)),
        Renamed("persons", Named.DATA, ("names",), ("menus",)),
        Renamed("dishes", Named.DATA, ("menus",), ("names",)),
    )
    assert [one.called for one in change.looser] == [("people", "persons")]
    assert [cause.rule for cause in change.looser[0].causes] == ["people"]
    assert [one.called for one in change.stricter] == [("dishes",)]


def test_names_that_share_one_meaning_alone_are_told_apart() -> None:
    change = change_of(
        Renamed("people", Named.DATA, ("names",), ("menus",)),
        Renamed("schemes", Named.DATA, ("names",), ("plans",)),
        Renamed("cards", Named.DATA, ("drafts",), ("menus",)),
    )
    assert [(one.data, one.called) for one in change.looser] == [
        ("menus", ("people",)),
        ("plans", ("schemes",)),
        ("menus", ("cards",)),
    ]


def test_what_the_policy_itself_changes_is_kept_beside_it() -> None:
    edited = replace(POLICY, rules=(*POLICY.rules, rule("late", Effect.FORBID, "menus", tool=FREE)))
    change = change_of(Renamed("people", Named.DATA, ("names",), ("menus",)), new=edited)
    assert cells(change) == {"looser": [(TEAM, "menus")], "stricter": [(FREE, "menus"), (FREE, "menus")]}


def test_what_is_new_is_told_by_its_own_cell_alone() -> None:
    """A name that is read as data that there was not before: the cell of that data says so already."""
    letters = {**POLICY.data_types, "letters": DataType("letters")}
    grown = replace(POLICY, data_types=letters, rules=(*POLICY.rules, rule("letters", Effect.ALLOW, "letters")))
    assert cells(change_of(Renamed("mail", Named.DATA, (), ("letters",)), new=grown)) == {"looser": [(TEAM, "letters")]}
    assert cells(change_of(Renamed("mail", Named.DATA, ("names",), ("menus",)), new=grown)) == {
        "looser": [(TEAM, "letters"), (TEAM, "menus")]
    }


def test_of_several_meanings_each_cell_is_told_once_and_as_looser_where_it_is_that_for_anybody() -> None:
    change = change_of(Renamed("papers", Named.DATA, ("names",), ("menus", "plans")))
    assert [one.called for one in (*change.looser, *change.stricter, *change.changed_conditions)] == [("papers",)]
    assert {one.data for one in (*change.looser, *change.stricter, *change.changed_conditions)} == {"menus"}


def test_each_meaning_stands_where_its_own_policy_has_it() -> None:
    """Tools, types and classes of one policy alone are looked at as well."""
    moved = {name: replace(kind, at=Citation("more.yaml", kind.at.line)) for name, kind in POLICY.data_types.items()}
    pro = Offering("claude/pro", "claude")
    offered = {**POLICY.offerings, "claude/pro": pro}
    only = (*POLICY.rules, rule("pro-menus", Effect.ALLOW, "menus", tool="claude/pro"))
    with_pro = replace(POLICY, offerings=offered, rules=only)
    (one,) = change_of(Renamed("people", Named.DATA, ("names",), ("menus",)), new=replace(POLICY, data_types=moved)).looser
    assert (one.causes[0].old, one.causes[0].new) == (Citation("data.yaml", 1), Citation("more.yaml", 2))
    renamed = Renamed("people", Named.DATA, ("names",), ("menus",))
    no_rule = replace(with_pro, rules=(*POLICY.rules, rule("pro-names", Effect.FORBID, "menus", tool="claude/pro")))
    grown = change_of(renamed, new=no_rule)
    assert ("claude/pro", "menus") in [(one.offering, one.data) for one in grown.stricter]
    told = change_of(Renamed("dishes", Named.DATA, ("menus",), ("names",)), old=with_pro)
    assert ("claude/pro", "names") in [(one.offering, one.data) for one in told.stricter if one.called]


def test_what_is_new_and_stricter_is_told_once_and_changed_conditions_of_the_policy_stay() -> None:
    letters = {**POLICY.data_types, "letters": DataType("letters")}
    grown = replace(POLICY, data_types=letters, rules=(*POLICY.rules, rule("letters", Effect.FORBID, "letters")))
    assert cells(change_of(Renamed("mail", Named.DATA, (), ("letters",)), new=grown)) == {"stricter": [(TEAM, "letters")]}
    more = [replace(one, conditions=("out", "signed")) if one.id == "plans" else one for one in POLICY.rules]
    change = change_of(Renamed("people", Named.DATA, ("names",), ("menus",)), new=replace(POLICY, rules=tuple(more)))
    assert cells(change) == {"looser": [(TEAM, "menus")], "conditions": [(TEAM, "plans")]}
