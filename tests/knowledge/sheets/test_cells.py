"""What only a look at every cell, at dates and at people shows: each warning, and what is none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.knowledge.sheets.cells import look_at_cells
from bot.policy.world import CatalogKind
from tests.knowledge.folders import OF_CELLS, QUIET, WHOLE, write

TODAY = date(2026, 11, 20)
KINDS = {
    "payroll": CatalogKind("payroll", "Payroll", sensitivity=3, words={"en": ("payroll",)}),
    "menu": CatalogKind("menu", "Menus", sensitivity=0),
}
PEOPLE = "people:\n  - {match: U02ABC, role: nurse, country: NL}\n"
WAIVER = (
    "waivers:\n  - {id: pilot, who: [nurse], tools: [chatgpt/team], data: [customer-names], effect: condition,"
    " conditions: [names-out], sets_aside: [ban], since: %s, until: %s, approved_by: board}\n"
)
BAN = "- {rule: ban, tools: '*', data: customer-names, effect: forbid}\n"


def rule(name: str, tools: str, data: str, effect: str, more: str = "") -> str:
    return f"- {{rule: {name}, tools: {tools}, data: {data}, effect: {effect}{more}}}\n"


def data(*types: str) -> str:
    """A data.yaml with these types; a customer's name is the one that a rule of the small folder names."""
    head, _, tail = WHOLE["data.yaml"].partition("types:\n")
    names = (
        ""
        if any("customer-names" in one for one in types)
        else "  - {id: customer-names, label: Customer names, class: secret}\n"
    )
    return head + "types:\n" + "".join(f"  - {one}\n" for one in types) + names + tail[tail.index("transformations") :]


CASES: list[dict[str, Any]] = [
    {
        "name": "a cell that no rule reaches is uncovered, one message for each offering",
        "files": {"policy.yaml": WHOLE["policy.yaml"]},
        "wanted": [
            "K041 tools/chatgpt.yaml:4:10: nothing covers 2 cells of `chatgpt/free`: `recipes`, `customer-names`; add",
            "K041 tools/chatgpt.yaml:5:10: nothing covers 1 cell of `chatgpt/team`: `recipes`; add a rule",
        ],
    },
    {"name": "where silence means no, an empty cell is an answer", "files": {}, "wanted": []},
    {
        "name": "a rule below a stricter one never decides",
        "files": {"rules.yaml": WHOLE["rules.yaml"] + rule("free-names", "chatgpt/team", "customer-names", "allow")},
        "wanted": [
            "K042 rules.yaml:6:10: the rule `free-names` never decides: in all of its 1 cell another rule is stronger, in"
            " `chatgpt/team` × `customer-names` `names-on-contract` (rules.yaml:1:9), which sets conditions on the same; delete"
        ],
    },
    {
        "name": "a rule that is set aside everywhere never decides",
        "files": {
            "rules.yaml": rule("no-names", "chatgpt/team", "customer-names", "forbid")
            + rule("names", "chatgpt", "customer-names", "allow", ", sets_aside: [no-names]"),
        },
        "wanted": [
            "K042 rules.yaml:1:10: the rule `no-names` never decides: in all of its 1 cell another rule is stronger, in"
            " `chatgpt/team` × `customer-names` `names` (rules.yaml:2:10), which sets it aside; delete it"
        ],
    },
    {
        "name": "a rule that decides for one role only does decide",
        "files": {
            "people.yaml": PEOPLE,
            "rules.yaml": rule("no-names", "chatgpt", "customer-names", "forbid", ", where: {role: nurse}")
            + rule("names", "chatgpt", "customer-names", "allow"),
        },
        "wanted": [],
    },
    {
        "name": "a rule that holds only where two slots meet does decide",
        "files": {
            "people.yaml": PEOPLE,
            "rules.yaml": rule("no-names", "chatgpt", "customer-names", "forbid", ", where: {role: nurse, country: NL}"),
        },
        "wanted": [],
    },
    {
        "name": "a rule for one cell against a rule for all tools is a contradiction",
        "files": {
            "rules.yaml": rule("names", "chatgpt/team", "[customer-names, recipes]", "allow") + BAN,
        },
        "wanted": [
            "K043 rules.yaml:2:10: the rule `ban` forbids what `names` (rules.yaml:1:10) allows, in 1 cell such as `chatgpt/team`"
            " × `customer-names`; only precedence settles it; name the one that gives way in the other's `sets_aside`"
        ],
    },
    {
        "name": "a narrower ban within a grant is an exception",
        "files": {"rules.yaml": rule("most", "chatgpt", "'*'", "allow") + rule("no", "chatgpt/free", "secret", "forbid")},
        "wanted": [],
    },
    {
        "name": "a ban on one kind of data of a class is an exception to what the class may",
        "files": {"rules.yaml": rule("secrets", "chatgpt/team", "secret", "allow") + BAN},
        "wanted": [],
    },
    {
        "name": "a ban that names what it sets aside is no contradiction",
        "files": {
            "rules.yaml": rule("names", "chatgpt/team", "[customer-names, recipes]", "allow")
            + "- {rule: ban, tools: '*', data: customer-names, effect: forbid, sets_aside: [names]}\n",
        },
        "wanted": [],
    },
    {
        "name": "a free plan that may more than a paid one",
        "files": {
            "rules.yaml": rule("a", "chatgpt/free", "'*'", "allow") + rule("b", "chatgpt/team", "customer-names", "forbid"),
        },
        "wanted": [
            "K044 rules.yaml:1:10: a free plan is looser than one that is paid for: `chatgpt/free` × `customer-names` is allowed"
            " by `a` (rules.yaml:1:10), `chatgpt/team` × `customer-names` is forbidden by `b` (rules.yaml:2:10); mend one"
        ],
    },
    {
        "name": "a stricter class that may more than a milder one",
        "files": {
            "rules.yaml": rule("a", "chatgpt/team", "secret", "allow") + rule("b", "chatgpt/team", "public", "forbid"),
        },
        "wanted": [
            "K045 rules.yaml:1:10: a stricter class is looser: `chatgpt/team` × `secret` is allowed by `a` (rules.yaml:1:10),"
            " `chatgpt/team` × `public` is forbidden by `b` (rules.yaml:2:10); mend one of the two rules, or the `rank`"
        ],
    },
    {
        "name": "a tool without a review date",
        "files": {"tools/chatgpt.yaml": WHOLE["tools/chatgpt.yaml"]},
        "wanted": ["K046 tools/chatgpt.yaml:1:5: the tool `chatgpt` has no review date, so nobody is told to look again; add"],
    },
    {
        "name": "a group is no product and needs no review date",
        "files": {"tools/rest.yaml": "{id: rest, label: Rest, group: true, covers: {any: ['*']}}\n"},
        "wanted": [],
    },
    {
        "name": "a waiver that has ended, and no word of what it would set aside",
        "files": {"people.yaml": PEOPLE, "rules.yaml": BAN, "waivers.yaml": WAIVER % ("2026-01-01", "2026-11-19")},
        "wanted": ["K047 waivers.yaml:2:10: the waiver `pilot` ended on 2026-11-19; the rules hold again; delete it"],
    },
    {
        "name": "a waiver on its last day is one",
        "files": {"people.yaml": PEOPLE, "rules.yaml": BAN, "waivers.yaml": WAIVER % ("2026-01-01", "2026-11-20")},
        "wanted": [],
    },
    {
        "name": "a waiver that has not begun will decide",
        "files": {"people.yaml": PEOPLE, "rules.yaml": BAN, "waivers.yaml": WAIVER % ("2027-01-01", "2027-11-20")},
        "wanted": [],
    },
    {
        "name": "a role that nobody has",
        "files": {
            "people.yaml": PEOPLE,
            "rules.yaml": rule("names", "chatgpt/team", "customer-names", "allow", ", where: {role: surgeon}"),
        },
        "wanted": [
            "K048 rules.yaml:1:10: nobody can meet what the rule `names` asks for: no entry of people.yaml has the role `surgeon`"
        ],
    },
    {
        "name": "a role that is assumed of everybody is had",
        "files": {
            "people.yaml": PEOPLE,
            "policy.yaml": QUIET["policy.yaml"] + "assumed: {role: staff}\n",
            "rules.yaml": rule("names", "chatgpt/team", "customer-names", "allow", ", where: {role: staff}"),
        },
        "wanted": [],
    },
    {
        "name": "the same words for met and not met",
        "files": {
            "conditions.yaml": "conditions:\n  - {id: names-out, text: Out., says_met: [names], says_unmet: [Names]}\n",
        },
        "wanted": [
            "K048 conditions.yaml:2:10: nobody can meet the condition `names-out`: `names` says that it is met and that it"
        ],
    },
    {
        "name": "a condition that nobody is there to confirm",
        "files": {
            "policy.yaml": "organisation: Small House\ndefault: forbidden\n",
            "conditions.yaml": "conditions:\n  - {id: names-out, text: Out., asker_may_state: no}\n",
        },
        "wanted": ["K048 conditions.yaml:2:10: nobody can meet the condition `names-out`: the asker's word is not taken, and no"],
    },
    {
        "name": "an accepted warning is not told, and one that is none any more is",
        "files": {
            "tools/chatgpt.yaml": WHOLE["tools/chatgpt.yaml"],
            "policy.yaml": QUIET["policy.yaml"]
            + "accepted:\n  - {code: k046, about: chatgpt, because: It is new.}\n  - {code: K041, about: chatgpt/free}\n",
        },
        "wanted": ["K049 policy.yaml:6:25: the accepted warning K041 of `chatgpt/free` is none any more; delete it"],
    },
    {
        "name": "the organisation's own name is no name of data, in whichever form",
        "files": {
            "policy.yaml": QUIET["policy.yaml"].replace("Small House", "Lindmoor House"),
            "data.yaml": data("{id: files, label: Lindmoor files, class: secret, synonyms: [Lindmoor, lindmoor.example, house]}"),
        },
        "wanted": [
            "K051 data.yaml:5:10: `Lindmoor`, a name of the data `files`, is the organisation's own name",
            "K051 data.yaml:5:10: `lindmoor.example`, a name of the data `files`, is the organisation's own name",
        ],
    },
    {
        "name": "an everyday word allows nothing by itself; words of two, rare words and data that nothing allows may have it",
        "files": {
            "data.yaml": data(
                "{id: recipes, label: Recipes, class: public, synonyms: [people, cooking people, sourdough]}",
                "{id: customer-names, label: Customer names, class: secret, synonyms: [name]}",
            ),
            "rules.yaml": WHOLE["rules.yaml"] + rule("free", "'*'", "recipes", "allow"),
        },
        "wanted": ["K052 data.yaml:5:10: the everyday word `people` is a name of the data `recipes`, which is allowed"],
    },
    {
        "name": "an everyday word of data that is taken only under conditions allows nothing",
        "files": {
            "data.yaml": data(
                "{id: recipes, label: Recipes, class: public, synonyms: [people]}",
                "{id: customer-names, label: Customer names, class: secret}",
            ),
            "rules.yaml": WHOLE["rules.yaml"] + rule("free", "'*'", "recipes", "allow", ", conditions: [names-out]"),
        },
        "wanted": [],
    },
    {
        "name": "what is sensitive elsewhere is no surprise in a strict class, and one in the mildest that something allows",
        "files": {
            "data.yaml": data(
                "{id: recipes, label: Recipes, class: public, catalog: [menu, payroll]}",
                "{id: customer-names, label: Customer names, class: secret, catalog: [payroll]}",
            ),
            "rules.yaml": WHOLE["rules.yaml"] + rule("free", "'*'", "recipes", "allow"),
        },
        "wanted": ["K053 data.yaml:5:10: `payroll` (Payroll) is tied to `recipes`, the mildest data of the policy"],
    },
    {
        "name": "a name that says what was done asks what becomes of it, unless the files say so",
        "files": {
            "data.yaml": data(
                "{id: notes, label: Notes, class: secret, becomes: {anonymised: clean}}",
                "{id: clean, label: Anonymised notes, class: public}",
                "{id: letters, label: Letters, class: secret, examples: [anonymised letters]}",
            ),
        },
        "wanted": ["K054 data.yaml:7:10: `anonymised letters`, a name of the data `letters`, says what was done to it"],
    },
    {
        "name": "a class for doubt that a tool may take freely is none there",
        "files": {
            "policy.yaml": QUIET["policy.yaml"] + "in_doubt: public\n",
            "rules.yaml": WHOLE["rules.yaml"] + rule("free", "chatgpt/team", "public", "allow"),
        },
        "wanted": ["K056 data.yaml:2:10: `in_doubt` is `public`, which `chatgpt/team` may take: there people are asked"],
    },
    {
        "name": "a class that rules speak of says what belongs to it",
        "files": {
            "data.yaml": WHOLE["data.yaml"].replace("types:", "  - {id: amber, label: Amber, synonyms: [yellow]}\ntypes:", 1),
            "rules.yaml": WHOLE["rules.yaml"] + rule("careful", "chatgpt/team", "amber", "forbid"),
        },
        "wanted": ["K057 data.yaml:4:10: the policy rules on `amber` and says nowhere what belongs to it; add `examples`"],
    },
    {
        "name": "what is called no data is no name of data, of the policy's own or of what most houses guard",
        "files": {
            "data.yaml": WHOLE["data.yaml"] + "no_data: [shop floor, Customer names, payroll]\n",
        },
        "wanted": [
            "K055 data.yaml:9:23: `Customer names` is no data by `no_data`, and a name of the data `customer-names`, which wins",
            "K055 data.yaml:9:39: `payroll` is no data by `no_data`; usually it is `payroll` (Payroll), which is confidential",
        ],
    },
    {
        "name": "a warning about a name is accepted by the data's id",
        "files": {
            "policy.yaml": QUIET["policy.yaml"] + "accepted:\n  - {code: K054, about: letters}\n",
            "data.yaml": data("{id: letters, label: Letters, class: secret, examples: [anonymised letters]}"),
        },
        "wanted": [],
    },
]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_it_is_told_with_cells_and_rules(case: dict[str, Any], tmp_path: Path) -> None:
    said = [
        f"{fault.code} {fault}"
        for fault in look_at_cells(load(write(tmp_path, QUIET | case["files"])).or_raise(), TODAY, KINDS).warnings
    ]
    assert len(said) == len(case["wanted"]), said
    for fault, wanted in zip(said, case["wanted"], strict=True):
        assert fault.startswith(wanted), fault


def test_every_code_of_a_look_at_cells_has_a_case() -> None:
    assert {wanted.split()[0] for case in CASES for wanted in case["wanted"]} == OF_CELLS


def test_the_sample_company_has_no_warning_but_those_it_accepts() -> None:
    sample = load(Path(__file__).resolve().parents[3] / "knowledge", load_catalog()).or_raise()
    looked = look_at_cells(sample, TODAY, load_catalog().kinds)
    assert looked.warnings == ()
    assert looked.accepted == len(sample.accepted)
