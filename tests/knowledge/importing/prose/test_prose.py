"""Who owns a policy, and which data goes into some tools only, as its document says it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.knowledge.importing.prose.parts import read_prose
from bot.knowledge.importing.texts.document import parse
from tests.knowledge.importing.imports import import_matrix

OWNERS = {
    "a line of its own": ("Policy owner: Information Security", "Information Security"),
    "one of several in a line": (
        "Version 3.2 · Owner: Digital Risk Committee · Replaces a memo",
        "Digital Risk Committee",
    ),
    "in bold": ("**Verantwortlich:** Stabsstelle Datenschutz. Gilt ab Januar.", "Stabsstelle Datenschutz"),
    "with a title and an address": (
        "Version 3 of May. Owner: Ada Hill, Head of Compliance (compliance@hill.example). For all branches.",
        "Ada Hill, Head of Compliance",
    ),
    "nobody": ("Everybody owns what comes out.", ""),
}


@pytest.mark.parametrize("case", OWNERS)
def test_the_owner_is_a_name_and_no_more(case: str) -> None:
    text, owner = OWNERS[case]
    assert read_prose(parse(f"# AI policy\n\n{text}\n"), []).owner == owner


def test_the_owners_address_is_how_to_have_them(tmp_path: Path) -> None:
    matrix, document = "tool,Public\nDesk Bot,allow\n", "# AI\n\nOwner: Ada Hill (compliance@hill.example).\n"
    owner = import_matrix(matrix, tmp_path / "out", document=document).organisation.contacts[0]
    assert (owner.name, owner.how) == ("Ada Hill", "compliance@hill.example")


CONFINED = {
    "into some tools only": "Supplier quotes go only into Desk Bot and Claude Team.",
    "though it is of a class": "D.4 Supplier quotes count as Office, but they go only into Desk Bot and the Team plan of Claude.",
    "only there may they be used": "Supplier quotes may be used only with Desk Bot and Claude Team.",
    "in German": "Lieferantenangebote dürfen nur in Desk Bot und Claude Team eingegeben werden.",
    "in Dutch": "Leveranciersoffertes mogen alleen in Desk Bot en Claude Team worden gezet.",
    "in French": "Les devis fournisseurs ne vont que dans Desk Bot et Claude Team.",
    "in Spanish": "Las ofertas de proveedores solo van en Desk Bot y Claude Team.",
}
LEFT_TO_PEOPLE = {
    "a tool that is no row": "Supplier quotes go only into Desk Bot and the case system.",
    "a condition": "Supplier quotes go only into Desk Bot if the buyer agrees.",
    "a whole class": "Office goes only into Desk Bot.",
}


def imported(sentence: str, folder: Path) -> set[tuple[frozenset[str], str]]:
    """The forbidding rules beside the matrix: their tools and data."""
    examples = ["supplier quotes", "Lieferantenangebote", "leveranciersoffertes", "devis fournisseurs", "ofertas de proveedores"]
    terms = json.dumps({"data_classes": [{"name": "Office", "examples": examples}]})
    matrix = "tool,Public,Office,Secret\nDesk Bot,allow,allow,deny\nClaude Team,allow,allow,deny\nChatGPT Team,allow,allow,deny\n"
    rules = import_matrix(matrix, folder / "out", terms, f"# AI\n\n{sentence}\n").policy.rules
    return {(frozenset(rule.offerings), next(iter(rule.data))) for rule in rules if rule.id.startswith("only-some")}


@pytest.mark.parametrize("case", CONFINED)
def test_data_for_some_tools_is_kept_out_of_the_others(case: str, tmp_path: Path) -> None:
    ((tools, _),) = imported(CONFINED[case], tmp_path)
    assert tools == {"chatgpt-team/team"}


@pytest.mark.parametrize("case", LEFT_TO_PEOPLE)
def test_what_cannot_be_read_whole_is_left_to_people(case: str, tmp_path: Path) -> None:
    assert imported(LEFT_TO_PEOPLE[case], tmp_path) == set()


NEVER = {
    "an item below never": ("## Never, with any tool\n\n- Pasting passwords\n- Pictures of people\n", 1),
    "an item below another heading": ("## Good habits\n\n- Sharing passwords\n", 0),
    "an item with a way out": ("## Never\n\n- Pasting passwords without approval\n", 0),
}


@pytest.mark.parametrize("case", NEVER)
def test_an_item_of_what_is_never_done_keeps_its_data_out_of_every_tool(case: str, tmp_path: Path) -> None:
    text, bans = NEVER[case]
    matrix = "tool,Public,Office\nDesk Bot,allow,allow\n"
    rules = import_matrix(matrix, tmp_path / "out", "", f"# AI\n\n{text}").policy.rules
    assert sum(rule.id.startswith("no-tool-for") for rule in rules) == bans
