"""Kinds of the catalog in a policy: the nearest tie counts, a guess grounds nothing, the strictest of several classes decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.answerer import make_answerer
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.reading.data.ties import Tie, Ties
from bot.wiring import import_policy
from tests.reading.conftest import when_that_is_all

DATA = """
classes:
  - {id: open, rank: 0, catalog: [everyday-help]}
  - {id: office, rank: 1, catalog: [internal-information], perhaps: [confidential-business, strategy]}
  - {id: guarded, rank: 2, perhaps: [personal-data]}
  - {id: locked, rank: 3}
types:
  - {id: staff-files, class: guarded, catalog: [employee-data]}
  - {id: passwords, class: locked, catalog: [password]}
  - {id: spending, class: office, catalog: [financial-data]}
"""


@pytest.fixture(scope="module")
def ties(tmp_path_factory: pytest.TempPathFactory) -> Ties:
    folder: Path = tmp_path_factory.mktemp("knowledge")
    (folder / "policy.yaml").write_text("organisation: Test\nlanguages: [en]\ndefault: uncovered\n")
    (folder / "tools").mkdir()
    (folder / "tools" / "one.yaml").write_text("id: one\nofferings:\n  - {id: one-team, plan: team}\n")
    (folder / "data.yaml").write_text(DATA)
    knowledge = load(folder, load_catalog()).or_raise()
    return Ties(knowledge, load_catalog())


CASES = {
    "a kind that the policy ties grounds a ruling, and so do narrower ones": ("payroll", Tie(("staff-files",))),
    "a guessed kind grounds nothing": ("personal-data", Tie(("guarded",), grounded=False)),
    "nor does a narrower kind of a guessed one": ("contact-details", Tie(("guarded",), grounded=False)),
    "of two broader kinds the stricter class decides": ("work-schedule", Tie(("staff-files",))),
    "a guess about something much more harmless says nothing of special data": (
        "vulnerability",
        Tie(("locked",), grounded=False, all_of=False),
    ),
    "a broader kind that is much more harmless grounds nothing": ("insider-information", Tie(("spending",), grounded=False)),
    "one that is nearly as sensitive does": ("invoice", Tie(("spending",))),
    "a broader kind may be any of its narrower ones": ("credentials", Tie(("passwords",), grounded=False, all_of=False)),
}


@pytest.mark.parametrize("name", CASES)
def test_a_kind_is_tied(name: str, ties: Ties) -> None:
    kind, expected = CASES[name]
    assert ties.of(kind) == expected


MATRIX = "tool,Public,Office,Secret\nChatGPT Team,allow,allow,deny\n"
TERMS = '{"data_classes": [{"name": "Office", "examples": ["credentialing and peer review", "identical parts lists"]}]}'


@pytest.mark.parametrize("data", ["a list of passwords", "my credentials", "the identity of a donor"])
def test_a_word_of_one_stem_with_an_example_of_a_mild_class_is_not_allowed(data: str, tmp_path: Path) -> None:
    (tmp_path / "matrix.csv").write_text(MATRIX)
    (tmp_path / "terms.json").write_text(TERMS)
    import_policy(tmp_path / "matrix.csv", tmp_path / "terms.json", None, tmp_path / "out")
    label = when_that_is_all(make_answerer(tmp_path / "out"), f"May I put {data} into ChatGPT Team?")
    assert label != "allow"


BUYERS = "tool,Public,Customer information,Rows about buyers\nChatGPT Team,allow,allow,deny\n"
NAMED = """{"data_classes": [
  {"name": "Customer information", "synonyms": ["customer data"], "examples": ["customer names"]},
  {"name": "Rows about buyers", "examples": ["mailing lists", "order histories"]}]}"""


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("customer names", {"allow"}),
        ("an export of our newsletter subscribers", {"ask"}),
        ("the list of loyalty card members", {"deny", "ask"}),
        ("die Bestellliste aus dem Shop", {"deny", "ask"}),
        ("the comments under our customer's post", {"deny", "ask"}),
        ("our customer's order histories", {"deny"}),
    ],
)
def test_a_class_called_after_a_kind_does_not_take_what_a_stricter_one_names(
    data: str, expected: set[str], tmp_path: Path
) -> None:
    (tmp_path / "matrix.csv").write_text(BUYERS)
    (tmp_path / "terms.json").write_text(NAMED)
    import_policy(tmp_path / "matrix.csv", tmp_path / "terms.json", None, tmp_path / "out")
    label = when_that_is_all(make_answerer(tmp_path / "out"), f"May I put {data} into ChatGPT Team?")
    assert label in expected
