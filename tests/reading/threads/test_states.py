"""How far a paper is says nothing of what it is, unless it is what anybody may read, or a condition asks for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from bot.wiring import Answerer, make_answerer
from tests.reading.conftest import SAMPLE, answerer_of

CONTRACT, RELEASE = "Can I put a contract in DeepL Pro?", "Can I put a press release in DeepL Pro?"


def data_and_label(answerer: Answerer, *texts: str) -> tuple[set[str], str]:
    """What the last message of a talk is about, and its answer in a word."""
    state = None
    for text in texts:
        answered = answerer.mind.flow(make_safe(text), state, Asker(), "R-TEST", date(2026, 11, 27))
        state = answered.state
    data = {id_ for ruled in answered.ruled for ask in ruled.item.question.data for id_ in ask.types}
    return data, answerer.told.label(answered)


@pytest.mark.parametrize(
    ("name", "first", "then"),
    [
        ("a draft of a contract", CONTRACT, "its a draft"),
        ("a contract that is not signed", CONTRACT, "its still a draft, not signed"),
        (
            "in which tool, a contract that is not signed",
            "Need something to translate a contract, whats allowed",
            "not signed yet",
        ),
        ("in German", "Darf ich den Vertrag in DeepL Pro übersetzen?", "ist noch ein Entwurf, nicht unterschrieben"),
        ("in Dutch", "Mag ik het contract in DeepL Pro vertalen?", "het is nog een concept, niet ondertekend"),
        ("in French", "Puis-je traduire un contrat dans DeepL Pro ?", "c'est encore un brouillon, pas signé"),
        ("in Spanish", "¿Puedo traducir un contrato con DeepL Pro?", "todavía es un borrador, no está firmado"),
    ],
)
def test_how_far_a_paper_is_changes_nothing(name: str, first: str, then: str) -> None:
    assert data_and_label(answerer_of(SAMPLE), first, then) == ({"contracts"}, "conditional"), name


@pytest.mark.parametrize(
    ("name", "first", "then", "label"),
    [
        ("a draft of what anybody may read is not public yet", RELEASE, "its still a draft", "ask"),
        ("what else is in it is read", CONTRACT, "its a draft, with the health records", "deny"),
        ("whoever signed it did not agree", CONTRACT, "its a draft, the owner did not agree", "deny"),
    ],
)
def test_more_than_how_far_it_is_is_read_as_before(name: str, first: str, then: str, label: str) -> None:
    assert data_and_label(answerer_of(SAMPLE), first, then)[1] == label, name


def test_a_condition_that_asks_for_the_signature_is_not_met(tmp_path: Path) -> None:
    folder = copytree(Path(__file__).parents[3] / "knowledge", tmp_path / "knowledge")
    conditions = folder / "conditions.yaml"
    text = conditions.read_text("utf-8").replace(
        "Whoever signed the contract has agreed.", "The contract is signed by both sides."
    )
    conditions.write_text(text, "utf-8")
    assert data_and_label(make_answerer(folder), CONTRACT, "its not signed yet")[1] == "deny"
