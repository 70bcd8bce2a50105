"""What a document keeps out of every tool because of where it was taken from, it keeps out in whatever state."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge.importing.imports import import_matrix

MATRIX = "tool,Public,De-identified,Patient data\nCopilot,allow,allow,deny\nRecord AI,allow,allow,allow\n"
KEPT_OUT = [
    "Nothing is copied out of the Record into an AI tool.",
    "Do not copy text from the Record into any AI tool.",
    "Nichts wird aus dem Record in ein KI-Werkzeug kopiert.",
    "Niets wordt uit het Record naar een AI-hulpmiddel gekopieerd.",
    "Rien n'est copié du Record vers un outil d'IA.",
    "No se copia nada del Record a una herramienta de IA.",
]


@pytest.mark.parametrize("sentence", KEPT_OUT)
def test_what_is_copied_out_of_a_place_goes_into_no_tool_but_that_places_own(sentence: str, tmp_path: Path) -> None:
    policy = import_matrix(MATRIX, tmp_path / "out", document=f"# Policy\n\n{sentence}\n").policy
    (kept,) = [one for id_, one in policy.data_types.items() if id_.startswith("never-")]
    assert kept.id.endswith("-record")
    assert not kept.becomes
    (ban,) = [rule for rule in policy.rules if kept.id in rule.data]
    assert {offering.split("/")[0] for offering in ban.offerings} == {"copilot"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Nothing is copied out of the Record into an AI tool unless the privacy office agrees.",
        "Nothing is copied out of the Record by hand.",
        "Text is copied out of the Record into an AI tool.",
    ],
)
def test_what_has_a_way_out_is_kept_out_of_nothing(sentence: str, tmp_path: Path) -> None:
    policy = import_matrix(MATRIX, tmp_path / "out", document=f"# Policy\n\n{sentence}\n").policy
    assert not [one for one in policy.data_types if one.startswith("never-")]


def test_what_is_said_to_be_none_of_a_class_is_no_example_of_it(tmp_path: Path) -> None:
    says = "Data without any name. Text copied from the Record is not De-identified, whatever you took out."
    document = f"# Policy\n\n| Kind | What it is |\n|---|---|\n| Public | flyers, maps |\n| De-identified | {says} |\n"
    policy = import_matrix(MATRIX, tmp_path / "out", document=document).policy
    assert not [one for one in policy.data_types if "record" in one]
