"""Whom to ask, and what holds for a tool that the policy does not name, as sentences of documents say it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.importing.prose.contacts import asked_in, how_of, name_approvers, own_words, read_contacts, whole_words
from bot.knowledge.importing.prose.duties import Duty
from bot.knowledge.importing.prose.parts import read_prose
from bot.knowledge.importing.texts.document import parse
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "contacts.yaml").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_document_says(case: dict[str, Any]) -> None:
    document = parse(f"# Policy\n\n{case['text']}\n")
    prose = read_prose(document, ["ChatGPT"])
    if "contacts" in case:
        assert {kind: [name, how] for kind, name, how, _ in prose.contacts} == case["contacts"]
    if "says" in case:
        assert [own_words(line.text) for kind, _, _, line in prose.contacts if kind == "incident"] == [case["says"]]
    if "because" in case:
        assert prose.unlisted_line
        assert whole_words(document, prose.unlisted_line) == case["because"]
    if "unlisted" in case:
        assert (prose.unlisted or "uncovered") == case["unlisted"]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("ask the Case Manager", "Case Manager"),
        ("Leitung Züchtung fragen", "Leitung Züchtung"),
        ("demander au directeur technique", "directeur technique"),
        ("demander à l'informatique", "informatique"),
        ("preguntar al responsable de obra", "responsable de obra"),
        ("vraag de teamleider", "teamleider"),
        ("yes, if the Case Manager has been told beforehand", ""),
        ("names out", ""),
    ],
)
def test_whom_a_cell_says_to_ask(cell: str, name: str) -> None:
    assert asked_in(cell) == name


@pytest.mark.parametrize(
    "table",
    [
        "| Question about | Ask | At |\n|---|---|---|\n| Data | Data Lead | ext. 44 |\n| Texts | Press Desk | ext. 45 |",
        "| Thema | Stelle | Erreichbar |\n|---|---|---|\n| Daten | Data Lead | Tel. 44 |\n| Texte | Press Desk | Tel. 45 |",
        "| Sujet | Personne | Contact |\n|---|---|---|\n| Données | Data Lead | poste 44 |\n| Textes | Press Desk | poste 45 |",
        "| Onderwerp | Wie | Bereik |\n|---|---|---|\n| Data | Data Lead | toestel 44 |\n| Tekst | Press Desk | toestel 45 |",
        "| Asunto | Persona | Contacto |\n|---|---|---|\n| Datos | Data Lead | tel. 44 |\n| Textos | Press Desk | tel. 45 |",
        "| Who | For | Phone |\n|---|---|---|\n| Data Lead | data | ext. 44 |\n| Press Desk | texts | ext. 45 |",
    ],
)
def test_a_table_of_contacts_may_begin_with_what_they_are_for(table: str) -> None:
    listed = read_contacts(parse(f"# Policy\n\n{table}\n"))
    assert [one.name for one in listed] == ["Data Lead", "Press Desk"]
    assert "45" in listed[1].how and "45" not in listed[1].about


def test_whom_a_cell_names_is_whose_word_it_takes() -> None:
    table = "| Who | Mail |\n|---|---|\n| Case Manager | case@example.org |\n| Press | press@example.org |"
    listed = read_contacts(parse(f"# Policy\n\n{table}\n"))
    duties = [Duty("one", "only with the approval of the Case Manager"), Duty("two", "ask Crewing"), Duty("three", "names out")]
    found = name_approvers(duties, listed, [], "Quality")
    assert [duty.approver for duty in duties] == ["case-manager", "crewing", ""]
    assert [(kind, name, how) for kind, name, how, _ in found] == [
        ("case-manager", "Case Manager", "case@example.org"),
        ("crewing", "Crewing", ""),
    ]


def test_whoever_answers_for_the_policy_is_had_as_the_table_says_by_a_shorter_name_too() -> None:
    table = "| Role | Reach |\n|---|---|\n| Legal and Compliance | ext. 44 |\n| AI desk | ext. 45 |"
    listed = read_contacts(parse(f"# Policy\n\n{table}\n"))
    named = ("Legal and Compliance", "Department Legal and Compliance", "Compliance", "Head of Sales")
    assert [how_of(name, listed) for name in named] == ["ext. 44", "ext. 44", "ext. 44", ""]
