"""What a glossary says that changed data becomes: bound where more must hold."""

from __future__ import annotations

import json
from pathlib import Path

from bot.policy.policy import Policy
from tests.knowledge.importing.imports import import_matrix

MATRIX = """tool,Public,Internal,Personal,Secret
Copilot,allow,allow,conditional,deny
DeepL,allow,allow,deny,deny
ChatGPT,allow,deny,deny,deny
"""
TERMS = json.dumps(
    {
        "data_classes": [
            {"name": "Public", "examples": ["press releases"]},
            {"name": "Internal", "examples": ["meeting notes"]},
            {"name": "Personal", "synonyms": ["personal data"], "examples": ["customer letters"]},
            {"name": "Secret", "examples": ["merger plans"]},
        ]
    }
)


def became(policy: Policy) -> dict[str, dict[str, str]]:
    """Class -> transformation -> class; with "if" where a duty binds what is left."""
    bound = {id_ for duty in policy.conditions.values() if duty.binds for id_ in duty.data}
    told = {id_: f"{policy.data_types[id_].classes[0]} if" for id_ in bound}
    classes = policy.data_classes.items()
    return {id_: {done: told.get(to, to) for done, to in one.becomes.items()} for id_, one in classes if one.becomes}


def told(*changes: tuple[list[str], str, str]) -> str:
    """A glossary that says so: data, class, what must be out."""
    rows = [{"id": f"c{n}", "data": data, "becomes": to, "text": text} for n, (data, to, text) in enumerate(changes)]
    return json.dumps({**json.loads(TERMS), "changes": rows})


OUT = {"anonymised": "internal if", "redacted": "internal if", "names-removed": "internal if"}


def test_what_a_glossary_says_of_changed_data_is_bound_to_its_words(tmp_path: Path) -> None:
    terms = told((["Personal"], "Internal", "All seven strikes are done."), (["Secret"], "", ""))
    policy = import_matrix(MATRIX, tmp_path / "out", terms, "# Policy\n\nTaking out names alone is not enough.\n").policy
    found = became(policy)
    assert found["personal"] == OUT and set(found["secret"].values()) == {"secret"}
    (duty,) = [one for one in policy.conditions.values() if one.binds]
    assert duty.text == {"en": "All seven strikes are done."}


def test_a_thing_of_a_class_may_stay_what_it_is(tmp_path: Path) -> None:
    terms = told(
        (["Personal"], "Internal", "Names are out."), (["customer letters"], "", ""), (["Nothing known"], "Internal", "x")
    )
    policy = import_matrix(MATRIX, tmp_path / "out", terms).policy
    assert became(policy) == {"personal": OUT}
    assert set(policy.data_types["customer-letters"].becomes.values()) == {"personal"}


def test_of_two_ways_the_stricter_class_counts_and_a_class_by_name_is_all_of_it(tmp_path: Path) -> None:
    terms = told((["Secret"], "Public", "Names are out."), (["Secret"], "Personal", "Names and prices are out."))
    matrix = "tool,Public,Personal,Secret\nCopilot,allow,conditional,deny\n"
    policy = import_matrix(matrix, tmp_path / "out", terms).policy
    assert became(policy)["secret"] == dict.fromkeys(OUT, "personal if")
    assert not policy.data_types["merger-plans"].becomes.keys() - OUT.keys()
    assert "merger-plans" not in policy.data_types["merger-plans"].becomes.values()
