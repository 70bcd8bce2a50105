"""A condition that decides the class: the thing is of the milder one, and no yes of it is plain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.importing.classes.strictness import ClassWords
from bot.knowledge.importing.prose.by_case import Case, find_cases
from bot.knowledge.importing.texts.document import parse
from tests.knowledge.importing.imports import import_matrix
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "by_case.yaml").read_text(encoding="utf-8"))
MATRIX = "tool,Green,Yellow,Red\nCopilot,allow,allow,deny\nRecord AI,allow,deny,deny\n"


SYNONYMS = {"Green": (), "Yellow": ("geel", "jaune", "gelb", "amarillo"), "Red": ("rood", "rouge", "rot", "rojo")}


def found(said: str, language: str = "en") -> list[Case]:
    columns = {"Green": ["allow", "allow"], "Yellow": ["allow", "deny"], "Red": ["deny", "deny"]}
    classes = [ClassWords(name.lower(), name, SYNONYMS[name]) for name in columns]
    for entry in classes:
        entry.column = columns[entry.label]
    return find_cases(parse(f"# Policy\n\n{said}\n"), classes, {}, language)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["said"])
def test_the_milder_class_is_had_under_the_condition(case: dict[str, Any]) -> None:
    told = found(case["said"], case.get("language", "en"))
    assert [one.thing for one in told] == case["things"]
    assert {one.class_id for one in told} == {case["class"]}


@pytest.mark.parametrize("said", CASES["nothing"], ids=str)
def test_what_says_more_makes_nothing_milder(said: str | dict[str, str]) -> None:
    assert (found(**said) if isinstance(said, dict) else found(said)) == []


def test_no_yes_of_it_is_plain(tmp_path: Path) -> None:
    said = "Tenders are red without the approval of the legal office, yellow with it."
    policy = import_matrix(MATRIX, tmp_path / "out", document=f"# Policy\n\n{said}\n").policy
    assert policy.data_types["tenders"].classes == ("yellow",)
    (duty,) = [one for one in policy.conditions.values() if one.id == "tenders-if"]
    assert duty.binds
    assert "says_met" not in (tmp_path / "out" / "conditions.yaml").read_text()


def test_what_a_list_puts_into_a_class_stays_there(tmp_path: Path) -> None:
    lists = "- **Green**: flyers, maps\n- **Yellow**: rotas, minutes\n- **Red**: tenders, housing files\n"
    document = f"# Policy\n\n{lists}\n## More\n\nTenders are red until the award, then green.\n"
    policy = import_matrix(MATRIX, tmp_path / "out", document=document).policy
    assert policy.data_types["tenders"].classes == ("red",)
