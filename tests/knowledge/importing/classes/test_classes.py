"""What else a data class is called by its own name."""

from __future__ import annotations

import pytest

from bot.knowledge.importing.cells.raw_tables import Cell
from bot.knowledge.importing.classes.strictness import name_parts
from bot.knowledge.importing.tables.shape import is_class_name, is_turned
from bot.knowledge.importing.texts.glossary import Glossary
from bot.policy.words import Citation

CASES = [
    ("a code in front and the name behind it", "S3 Vertraulich", ["S3", "Vertraulich"]),
    ("a code with a letter behind it", "K2-P Persoonsgegevens", ["K2-P", "Persoonsgegevens"]),
    ("a code behind a dash", "P4 - Restricted", ["P4", "Restricted"]),
    ("a level in front and two names behind it", "Level 2 Internal / Our Papers", ["Level 2", "Internal"]),
    ("a level in front and one name behind it", "Stufe 3 Vertraulich", ["Stufe 3", "Vertraulich"]),
    ("a number that counts something", "Top 10 customers", []),
    ("no code: a word and a number", "Level 2", []),
    ("no code: a name of several words", "Tenants and colleagues", []),
]


@pytest.mark.parametrize(("label", "parts"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_class_is_also_called(label: str, parts: list[str]) -> None:
    assert name_parts(label) == parts


@pytest.mark.parametrize(
    "name",
    [
        *("Public data", "Öffentliche Daten", "Openbare gegevens", "Données publiques", "Información pública"),
        *("Internal information", "Données internes", "Información interna", "Données confidentielles"),
    ],
)
def test_words_that_all_data_has_hide_no_class(name: str) -> None:
    assert is_class_name(name)


def test_classes_with_accents_stand_down_the_side_as_others_do() -> None:
    rows = [["", "Zorvex", "Quillia"], ["Données publiques", "oui", "oui"], ["Données internes", "oui", "non"]]
    assert is_turned([tuple(Cell(text, Citation("m.csv", 1)) for text in row) for row in rows], Glossary())
