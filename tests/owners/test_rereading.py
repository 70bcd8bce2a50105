"""Two folders that differ in their names only: what a question in words would be read as, and whether that is looser."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.owners.diff import compared
from bot.policy.changes.compare import Compared
from tests.knowledge.folders import WHOLE, write

RULES = (
    "- {rule: mild, tools: chatgpt/team, data: public, effect: allow}\n"
    "- {rule: middle, tools: chatgpt/team, data: secret, effect: review}\n"
    "- {rule: free, tools: chatgpt/free, data: '*', effect: forbid}\n"
)
BASE = {"rules.yaml": RULES, "policy.yaml": WHOLE["policy.yaml"] + "default: forbidden\nunlisted_tool: forbidden\n"}


def data(**fields: str) -> str:
    """data.yaml with more fields of the two kinds of data."""
    more = {"recipes": "", "customer-names": "", **{name.replace("_", "-"): text for name, text in fields.items()}}
    return (
        "classes:\n  - {id: public, rank: 0}\n  - {id: secret, rank: 1}\n"
        "types:\n"
        f"  - {{id: recipes, label: Recipes, class: public{more['recipes']}}}\n"
        f"  - {{id: customer-names, label: Customer names, class: secret{more['customer-names']}}}\n"
    )


def tool(free: str = "", team: str = "") -> str:
    return (
        "id: chatgpt\nlabel: ChatGPT\nofferings:\n"
        f"  - {{id: free, label: ChatGPT Free, plan: free, account: personal{free}}}\n"
        f"  - {{id: team, label: ChatGPT Team, plan: team, account: company{team}}}\n"
    )


def diff(tmp_path: Path, old: dict[str, str], new: dict[str, str], allowed: tuple[str, ...] = ()) -> Compared:
    folders = write(tmp_path / "old", BASE | old), write(tmp_path / "new", BASE | new)
    return compared(str(folders[0]), str(folders[1]), folders[0], allowed=allowed)


MOVED = {
    "a synonym of data": (
        {"data.yaml": data(customer_names=", synonyms: [grocodile list]")},
        {"data.yaml": data(recipes=", synonyms: [grocodile list]")},
        ("grocodile list", ("customer-names",), ("recipes",)),
    ),
    "an example of data": (
        {"data.yaml": data(customer_names=", examples: [the grocodile sheet]")},
        {"data.yaml": data(recipes=", examples: [the grocodile sheet]")},
        ("the grocodile sheet", ("customer-names",), ("recipes",)),
    ),
    "a word that was the catalog's": (
        {"data.yaml": data(customer_names=", catalog: [payroll]")},
        {"data.yaml": data(customer_names=", catalog: [payroll]", recipes=", synonyms: [payslips]")},
        ("payslips", (), ("recipes",)),  # a kind of the catalog grounds nothing
    ),
    "an alias of an offering": (
        {"tools/chatgpt.yaml": tool(free=", synonyms: [Grocodile]")},
        {"tools/chatgpt.yaml": tool(team=", synonyms: [Grocodile]")},
        ("grocodile", ("chatgpt/free",), ("chatgpt/team",)),
    ),
}


@pytest.mark.parametrize("case", MOVED, ids=MOVED.keys())
def test_a_name_that_means_something_milder_is_looser(case: str, tmp_path: Path) -> None:
    old, new, (name, was, now) = MOVED[case]
    compared = diff(tmp_path, old, new)
    assert compared.names
    assert (name, was, now) in {(one.name.casefold(), one.old, one.new) for one in compared.names}
    cells = [one for one in compared.not_named if one.called]
    assert cells
    assert {one.offering for one in cells} == {"chatgpt/team"}
    assert {one.causes[0].kind for one in cells} == {"name"}


@pytest.mark.parametrize("case", MOVED, ids=MOVED.keys())
def test_a_name_that_means_something_stricter_needs_no_word(case: str, tmp_path: Path) -> None:
    new, old, _ = MOVED[case]
    compared = diff(tmp_path, old, new)
    assert compared.names
    assert compared.not_named == ()
    assert [one for one in compared.change.stricter if one.called]


@pytest.mark.parametrize("word", ["grocodile list", "recipes", "chatgpt/team x recipes", "*"])
def test_a_moved_name_may_be_named(word: str, tmp_path: Path) -> None:
    old, new, _ = MOVED["a synonym of data"]
    assert diff(tmp_path, old, new, (word,)).not_named == ()


def test_a_new_word_for_what_was_read_as_nothing_is_looser_where_that_is_milder(tmp_path: Path) -> None:
    compared = diff(tmp_path, {}, {"data.yaml": data(recipes=", synonyms: [grocodile list]")})
    assert [(one.name, one.old, one.new) for one in compared.names or ()] == [("grocodile list", (), ("recipes",))]
    assert [(one.offering, one.data) for one in compared.not_named] == [("chatgpt/team", "recipes")]


def test_a_word_that_was_understood_before_is_no_news(tmp_path: Path) -> None:
    """Another form of a word that the policy has already."""
    old = {"data.yaml": data(recipes=", synonyms: [grocodile list]")}
    compared = diff(tmp_path, old, {"data.yaml": data(recipes=", synonyms: [grocodile list, grocodile lists]")})
    assert compared.names == ()
    assert compared.change.looser == ()


def test_something_new_is_told_by_its_own_cells(tmp_path: Path) -> None:
    more = data() + "  - {id: menus, label: Menus, class: public, synonyms: [grocodile list]}\n"
    compared = diff(tmp_path, {}, {"data.yaml": more})
    assert compared.names == ()
    assert [(one.offering, one.data, one.called) for one in compared.not_named] == [("chatgpt/team", "menus", ())]


def group(covers: str, names: str = "") -> dict[str, str]:
    """A group of tools that recipes may go into."""
    rule = "- {rule: others, tools: others, data: recipes, effect: allow}\n"
    text = f"id: others\nlabel: Other AI tools\ngroup: true\ncovers: {{{covers}}}\nsynonyms: [{names}]\n"
    return {"tools/others.yaml": text, "rules.yaml": RULES + rule}


def test_a_group_that_gains_the_name_of_a_tool_of_the_catalog_and_catches_others_than_before(tmp_path: Path) -> None:
    compared = diff(tmp_path, group("plan: [free]"), group("plan: [free, plus]", "Claude"))
    assert ("Claude", (), ("others/any",)) in [(one.name, one.old, one.new) for one in compared.names or ()]
    ((offering, data, called),) = ((one.offering, one.data, one.called) for one in compared.not_named)
    assert (offering, data) == ("others/any", "recipes") and "Claude" in called
