"""Who owns a policy, and which data goes into some tools only, as its document says it."""

from __future__ import annotations

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
