"""Who owns a policy, as its document says it."""

from __future__ import annotations

import pytest

from bot.knowledge.importing.document import parse
from bot.knowledge.importing.prose import read_prose

OWNERS = {
    "a line of its own": ("Policy owner: Information Security", "Information Security"),
    "one of several in a line": (
        "Version 3.2 · Owner: Digital Risk Committee · Replaces a memo",
        "Digital Risk Committee",
    ),
    "in bold": ("**Verantwortlich:** Stabsstelle Datenschutz. Gilt ab Januar.", "Stabsstelle Datenschutz"),
    "nobody": ("Everybody owns what comes out.", ""),
}


@pytest.mark.parametrize("case", OWNERS)
def test_the_owner_is_a_name_and_no_more(case: str) -> None:
    text, owner = OWNERS[case]
    assert read_prose(parse(f"# AI policy\n\n{text}\n"), []).owner == owner
