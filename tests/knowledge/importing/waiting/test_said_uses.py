"""Items of lists that forbid, in five languages: each deed with each thing that it is done to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.importing.waiting.said_uses import done_in
from tests.knowledge.importing.waiting.test_cautions import imported
from tests.yamls import read_yaml

RARE, PLAIN = {"aufwandmengen", "spritztagebuch", "candidatures"}, {"texts", "textes", "texte"}
"""Words that tell by themselves, and those that tell nothing."""

ITEMS = [
    (
        "en",
        "choosing or ranking applicants, or deciding on promotion",
        ["applicants choosing", "applicants ranking", "promotion deciding"],
    ),
    ("en", "writing statements or official log books;", ["statements writing", "log books writing"]),
    ("en", "watching crew for tiredness, mood or attendance", ["crew watching"]),
    ("en", "checking the work of drivers", ["work drivers checking"]),
    ("en", "using an AI result as the basis for stability", []),
    ("en", "writing texts", []),
    ("en", "passwords and names of patients", []),
    ("de", "Bewerbungen sortieren oder zusammenfassen;", ["bewerbungen sortieren", "bewerbungen zusammenfassen"]),
    ("de", "Verhalten von Beschäftigten auszuwerten", ["verhalten beschaftigten auswerten"]),
    ("de", "Aufwandmengen von Pflanzenschutzmitteln bestimmen", ["aufwandmengen bestimmen"]),
    (
        "de",
        "Pässe oder das Spritztagebuch schreiben, ergänzen",
        ["passe schreiben", "passe erganzen", "spritztagebuch schreiben", "spritztagebuch erganzen"],
    ),
    ("de", "Bilder für Katalog oder Webshop erzeugen oder in Form und Farbe verändern", ["bilder erzeugen", "bilder verandern"]),
    ("de", "Namen von Patienten", []),
    ("de", "Texte schreiben", []),
    ("nl", "sollicitaties sorteren of beoordelen", ["sollicitaties sorteren", "sollicitaties beoordelen"]),
    ("nl", "de stem of het gezicht van echte mensen nabootsen", ["stem nabootsen", "gezicht mensen nabootsen"]),
    ("fr", "trier ou résumer des candidatures", ["candidatures trier", "candidatures resumer"]),
    ("fr", "rédiger des constats d'accident", ["constats accident rediger"]),
    ("fr", "rédiger des textes", []),
    ("es", "clasificar o resumir solicitudes de empleo", ["solicitudes empleo clasificar", "solicitudes empleo resumir"]),
    ("es", "imitar la voz o la cara de una persona real", ["voz imitar", "cara persona imitar"]),
]


@pytest.mark.parametrize(("language", "item", "pairs"), ITEMS)
def test_an_item_says_what_is_done_to_what(language: str, item: str, pairs: list[str]) -> None:
    found = done_in(item, language, lambda word: 2 if word in RARE else int(word not in PLAIN))
    assert set(found) == set(pairs)


def bans_of(folder: Path, *items: str, lead: str = "Never, with any tool or any class:") -> list[dict[str, Any]]:
    """The rules that forbid which the import makes of a list."""
    out = imported(folder, "## Rules", lead + "\n" + "\n".join(f"- {item}" for item in items)) / "rules.yaml"
    rules: list[dict[str, Any]] = read_yaml(out.read_text(encoding="utf-8")) if out.exists() else []
    return [rule for rule in rules if rule["effect"] == "forbid"]


def test_an_item_forbids_by_its_own_words_beside_the_use_of_the_catalog_that_it_is(tmp_path: Path) -> None:
    where = [rule["where"] for rule in bans_of(tmp_path, "ranking applicants;", "imitating the voice of a real person.")]
    assert {"purpose": ["ranking-people"]} in where
    assert {"words": ["applicants ranking"]} in where
    assert {"purpose": ["faking-people"]} in where


def test_a_leave_behind_the_ban_does_not_say_whose_it_is(tmp_path: Path) -> None:
    leave = "A manager may have Claude Team polish an appraisal they wrote."
    rules = bans_of(tmp_path, f"ranking applicants, or deciding on promotion. {leave}")
    assert {rule["tools"] for rule in rules} == {"*"}


def test_a_ban_that_names_its_tools_is_theirs(tmp_path: Path) -> None:
    rules = bans_of(tmp_path, "ranking applicants", lead="Claude Team is never used for:")
    assert {tuple(rule["tools"]) for rule in rules} == {("claude-team",)}


def test_what_holds_for_private_logins_is_no_ban_for_all(tmp_path: Path) -> None:
    rules = bans_of(tmp_path, "polishing brochures", lead="Private accounts are never used for:")
    assert not [rule for rule in rules if "words" in rule["where"]]
