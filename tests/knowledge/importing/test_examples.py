"""What a document lists as examples of a class, and what a later sentence adds to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.importing.classes.learn import learn_examples
from bot.knowledge.importing.classes.strictness import ClassWords
from bot.knowledge.importing.texts.document import parse
from bot.knowledge.importing.texts.things import goes_on, items
from tests.knowledge.importing.imports import import_matrix
from tests.reading.conftest import answerer_of
from tests.yamls import read_yaml

TEXT = "KYC files, disputes (first six, last four). **Fraud rules, velocity limits and scores are handled as P3 too**, alas"


def test_a_list_ends_with_its_sentence() -> None:
    assert items(TEXT) == ["KYC files", "disputes", "first six", "last four"]


@pytest.mark.parametrize(
    ("language", "things"),
    [("en", ["rotas", "van stock lists", "slides"]), ("nl", ["rotas", "slides"]), ("", ["rotas", "slides"])],
)
def test_what_joins_in_another_language_is_a_thing_here(language: str, things: list[str]) -> None:
    assert items("rotas, van stock lists, slides", language=language) == things


def test_everything_that_a_clause_says_more_of_is_no_thing(tmp_path: Path) -> None:
    document = (
        "# Daten\n\n1. **offen**: alles, was in der Zeitung stand, Werbesprüche, Speiseplan.\n2. **geheim**: Akten, Verträge.\n"
    )
    import_matrix("tool,offen,geheim\nErlenChat,allow,deny\n", tmp_path / "out", document=document)
    data = (tmp_path / "out" / "data.yaml").read_text(encoding="utf-8")
    assert "Werbesprüche" in data and "Speiseplan" in data
    assert "label: alles" not in data


def test_a_definition_with_a_word_that_only_begins_like_a_rule_is_a_list_of_examples() -> None:
    document = parse(
        "# Levels\n\n- **Open:** adverts, flyers\n- **Closed:** diaries of users, magazine drafts (food, health), plans\n"
    )
    classes = [ClassWords("open", "Open"), ClassWords("closed", "Closed")]
    learn_examples(classes, {"open": "open", "closed": "closed"}, document)
    assert list(classes[1].examples) == ["diaries of users", "magazine drafts", "food", "health", "plans"]


def test_what_counts_as_a_class_as_well_is_an_example_of_it() -> None:
    types = answerer_of("meridian-payments").mind.knowledge.vocabulary.data
    assert types["velocity-limits"].label == "velocity limits"


DEFINED = read_yaml((Path(__file__).parent / "defined.yaml").read_text())
TABLE = "tool,Public,Sealed\nChatGPT,yes,no\n"


@pytest.mark.parametrize("case", DEFINED, ids=lambda case: case["name"])
def test_what_is_said_of_a_class_becomes_its_data_types(case: dict[str, Any], tmp_path: Path) -> None:
    knowledge = import_matrix(case.get("matrix", TABLE), tmp_path / "out", document=case.get("document", ""))
    names = {entry.id: knowledge.vocabulary.data[entry.id].label for entry in knowledge.policy.data_classes.values()}
    found: dict[str, list[str]] = {}
    for kind in knowledge.policy.data_types.values():
        for class_id in kind.classes:
            found.setdefault(names[class_id], []).append(knowledge.vocabulary.data[kind.id].label)
    assert {name: sorted(things) for name, things in found.items()} == {
        name: sorted(things) for name, things in case["expected"].items()
    }


@pytest.mark.parametrize("sentence", ["", "Also", "Also ", "So are", "Ook."])
def test_a_sentence_that_only_begins_to_go_on_goes_on_with_nothing(sentence: str) -> None:
    assert not goes_on(sentence)
