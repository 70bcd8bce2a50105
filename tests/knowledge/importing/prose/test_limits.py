"""Whole sentences that keep some people or some settings away become rules that forbid; all others are left to people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.classes.strictness import ClassWords
from bot.knowledge.importing.prose.limit_rules import find_limits
from bot.knowledge.importing.prose.limits import Limit, LimitReader
from bot.knowledge.importing.texts.document import parse
from bot.knowledge.importing.texts.tool_row import ToolRow
from bot.knowledge.load import load
from bot.policy.words import DataType, Slot
from tests.knowledge.importing.imports import catalog, import_matrix, noted, run
from tests.yamls import read_yaml

SETS: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "limits.yaml").read_text(encoding="utf-8"))
SENTENCES = [(one["language"], case) for one in SETS for case in one["sentences"]]
CASES = [(language, case["text"], case["forbidden"]) for language, case in SENTENCES if "forbidden" in case]
ASKED = [(language, case["text"], case["asks_first"]) for language, case in SENTENCES if "asks_first" in case]
ROWS = [ToolRow("vaugpt", "VauGPT"), ToolRow("copilot-chat", "Copilot Chat"), ToolRow("copilot", "Microsoft 365 Copilot"),
        ToolRow("deepl", "DeepL Pro")]  # fmt: skip

NO_DATA = DataType("")


def limits_of(text: str, language: str = "en", of: tuple[str, ...] = ()) -> list[Limit]:
    """What is made of one sentence. ``of``: rows that it is a condition for."""
    classes = [ClassWords("public", "Public"), ClassWords("internal", "Internal"), ClassWords("secret", "Secret")]
    classes[0].like = "public"
    for rank, entry in enumerate(classes):
        entry.rank = rank
    reader = LimitReader(ROWS, classes, load_catalog(), language)
    return find_limits([(line, of) for line in parse(text).lines], reader).limits


def as_words(limit: Limit) -> str:
    """A limit as the cases write it."""
    parts = (limit.who, limit.uses, limit.rows, limit.data)
    return " ".join(" / ".join(" ".join(part) for part in parts).split())


@pytest.mark.parametrize(("language", "text", "forbidden"), CASES, ids=[text for _, text, _ in CASES])
def test_a_whole_sentence_is_a_rule(language: str, text: str, forbidden: list[str]) -> None:
    assert [as_words(limit) for limit in limits_of(text, language) if not limit.asks] == forbidden


@pytest.mark.parametrize(("language", "text", "whom"), ASKED, ids=[text for _, text, _ in ASKED])
def test_whom_a_sentence_narrows_that_nobody_can_read_asks_before_anything(language: str, text: str, whom: str) -> None:
    assert [as_words(limit) for limit in limits_of(text, language) if limit.asks] == [f"{whom} / / /"] * bool(whom)


def test_what_a_condition_demands_forbids_its_opposite_in_its_own_rows() -> None:
    (limit,) = limits_of("Patient agreed; the phone is a managed phone of the ward; note signed.", of=("vaugpt",))
    assert (limit.uses, limit.rows) == (("own-device",), ("vaugpt",))
    assert limits_of("Patient agreed; note signed.", of=("vaugpt",)) == []


def test_data_of_somebody_with_a_name_of_their_own_are_known_by_that_name(tmp_path: Path) -> None:
    document = "# Data\n\n- Customer data of Vauclair Suisse SA go into no tool.\n"
    knowledge = import_matrix("tool,Public,Clients\nChatGPT,allow,allow\n", tmp_path / "out", document=document)
    banned = knowledge.vocabulary.data["never-customer-data-of-vauclair-suisse-sa"]
    assert banned.names == ("Vauclair Suisse", "Vauclair Suisse SA")
    assert not banned.catalog


def test_a_flag_that_must_be_yes_is_not_met_where_it_is_no(tmp_path: Path) -> None:
    terms = '{"conditions": [{"id": "c", "tools": ["ChatGPT"], "class": "Clients", "text": "AI flag is OK, names taken out."}]}'
    knowledge = import_matrix("tool,Public,Clients\nChatGPT,allow,conditional\n", tmp_path / "out", terms=terms)
    unmet = knowledge.vocabulary.conditions["c"].unmet
    assert {"flag is no", "flag nein", "flag ask"} <= set(unmet)


def test_an_update_follows_what_the_document_says_of_people(tmp_path: Path) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    (source / "matrix.csv").write_text("tool,Public\nChatGPT,allow\nOtter,allow\n")
    (source / "source.md").write_text("# Uses\n\nEverybody may use ChatGPT.\n")
    run(source, out)
    (source / "source.md").write_text("# Uses\n\nContractors may not use Otter.\n")
    assert run(source, out, update=True).faults == ()
    knowledge = load(out, catalog()).or_raise()
    assert knowledge.policy.assumed[Slot.ROLE] == "staff"
    assert "not-for-contractor" in {rule.id for rule in knowledge.policy.rules}


LIFTS = "# Levels\n\nLists of insiders are Secret. Code of the pricing model counts as Secret too. {} Is the tea list Secret?\n"


@pytest.mark.parametrize(
    ("more", "things"),
    [
        ("", set()),
        ("Anonymised interviews are Secret.", set()),
        ("Board papers may be Secret.", set()),
        ("The canteen menu is Public.", set()),
        ("Papers of the board and its minutes are Secret.", {"Papers of the board", "its minutes"}),
        ("*Control room*: radio logs and CAD notes count as Secret.", {"radio logs", "CAD notes"}),
        ("Camera footage stays here; test decks are Secret.", {"test decks"}),
        ("Treat radio logs as Secret.", {"radio logs"}),
        ("Traitez les journaux radio comme Secret.", {"journaux radio"}),
        ("Radio logs are classed as Secret.", {"Radio logs"}),
        ("Radio logs are classed as Public.", set()),
        ("Treat radio logs as Public.", set()),
        ("Treat anonymised logs as Secret.", set()),
    ],
    ids=[
        *("two sentences", "changed data are left out", "a doubt", "nothing gets milder", "a list"),
        *("whose it is before a colon", "behind a semicolon", "a command", "a command in French"),
        *("a statement of two verbs", "a statement of two verbs that would be milder"),
        *("a command that would be milder", "a command about changed data"),
    ],
)
def test_data_that_a_sentence_lifts_to_a_class_are_examples_of_it(more: str, things: set[str], tmp_path: Path) -> None:
    matrix = "tool,Public,Internal,Secret\nChatGPT,allow,allow,deny\nOtter,allow,deny,deny\n"
    knowledge = import_matrix(matrix, tmp_path / "out", document=LIFTS.format(more))
    things = things | {"Lists of insiders", "Code of the pricing model"}
    terms = knowledge.vocabulary.data.values()
    assert {term.label for term in terms if "secret" in knowledge.policy.data_types.get(term.id, NO_DATA).classes} == things
    listed = noted(tmp_path / "out")
    assert all(f"`{thing}` was taken for `Secret`" in listed for thing in things)
