"""A sentence that takes something away and that nobody could read as a rule is quoted to whoever says its telling words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.wiring import Answerer, import_policy, make_answerer
from tests.askers import as_read, label_as_read
from tests.knowledge.importing.imports import noted
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "cautions.yaml").read_text(encoding="utf-8"))
MATRIX = "Tool,Public,Internal\nClaude Team,yes,yes\nCopilot Chat,yes,yes\n"


def imported(folder: Path, *sentences: str, read: Sequence[str] = ()) -> Path:
    """The folder that the import makes of these sentences beside the matrix. ``read``: quotes that the glossary knows."""
    (folder / "matrix.csv").write_text(MATRIX, encoding="utf-8")
    (folder / "policy.md").write_text("# AI at Fernhollow\n\n" + "\n\n".join(sentences) + "\n", encoding="utf-8")
    (folder / "terms.json").write_text(json.dumps({"read": [*read]}), encoding="utf-8")
    import_policy(folder / "matrix.csv", folder / "terms.json" if read else None, folder / "policy.md", folder / "out")
    return folder / "out"


def rules_of(out: Path) -> list[dict[str, Any]]:
    """The rules that wait for words."""
    path = out / "rules.yaml"
    found: list[dict[str, Any]] = read_yaml(path.read_text(encoding="utf-8")) if path.exists() else []
    return [rule for rule in found if "words" in rule.get("where", {})]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_the_telling_words_of_a_sentence_make_a_review(case: dict[str, Any], tmp_path: Path) -> None:
    out = imported(tmp_path, *padding(case.get("language", "en")), case["text"], read=case.get("read", ()))
    made = rules_of(out)
    assert [rule["where"]["words"] for rule in made] == ([case["words"]] if case["words"] else [])
    assert all(rule["tools"] == (case.get("rows") or "*") and rule["effect"] == "review" for rule in made)
    said, listed = case.get("says", case["text"]), noted(out)
    assert all(rule["because"] == said and said in listed for rule in made)


def test_what_stands_below_a_table_alone_is_read_as_the_document_is(tmp_path: Path) -> None:
    (tmp_path / "matrix.csv").write_text(f"{MATRIX}Not for anything about the merger.,,\n", encoding="utf-8")
    (tmp_path / "policy.md").write_text("# AI at Fernhollow\n\nAsk Kim.\n", encoding="utf-8")
    import_policy(tmp_path / "matrix.csv", None, tmp_path / "policy.md", tmp_path / "out")
    (rule,) = rules_of(tmp_path / "out")
    assert (rule["where"], rule["effect"]) == ({"words": ["merger"]}, "review")
    assert rule["cites"] == "guidance/policy.md#matrix-csv"
    assert "Fernhollow" in (tmp_path / "out" / "policy.yaml").read_text(encoding="utf-8").splitlines()[0]  # not the table's file


def padding(language: str) -> list[str]:
    """Text by which the import knows the language, of which no rule is made."""
    return {
        "en": ["This page is for all of us who work here and it says which tool is for what."],
        "nl": ["Deze pagina is voor iedereen die hier werkt en zegt welk hulpmiddel waarvoor is."],
        "de": ["Diese Seite ist für alle, die hier arbeiten, und sie sagt, welches Werkzeug wofür ist."],
        "fr": ["Cette page est pour tous ceux qui travaillent ici et elle dit quel outil sert à quoi."],
        "es": ["Esta página es para todos los que trabajan aquí y dice qué herramienta es para qué."],
    }[language]


def answerer(tmp_path: Path) -> Answerer:
    """A policy with two such sentences."""
    said = (CASES[2]["text"], CASES[3]["text"])
    return make_answerer(imported(tmp_path, *padding("en"), *said))


def test_such_a_sentence_is_quoted_and_never_ends_in_a_yes(tmp_path: Path) -> None:
    bot = answerer(tmp_path)
    for question in (
        "Claude Team: write an internal insurance claim for Rex",
        "claims for the insurance in Copilot Chat, internal",
        "I'm at the Marlbrook branch, Claude Team for an internal memo?",
    ):
        assert label_as_read(bot, question) == "conditional", question
    text = as_read(bot, "Claude Team for an internal insurance claim?").answer.text
    assert "Insurance claims are always written by hand." in text


def test_who_says_none_of_its_words_or_asks_for_another_tool_is_not_touched(tmp_path: Path) -> None:
    bot = answerer(tmp_path)
    assert label_as_read(bot, "Claude Team for an internal memo?") == "allow"
    assert "Marlbrook branch" not in as_read(bot, "Copilot Chat for an internal memo of Marlbrook?").answer.text


def test_words_alone_cover_nothing_and_stay_said_in_a_thread(tmp_path: Path) -> None:
    bot = answerer(tmp_path)
    assert label_as_read(bot, "Perplexity for an insurance claim?") == "not_listed"
    before = (("user", "Copilot Chat for an internal insurance claim?"),)
    assert label_as_read(bot, "and Claude Team?", before) == "conditional"


@pytest.mark.parametrize(
    "said",
    [
        "Copilot Chat ne s'utilise qu'avec l'accord de tous les participants.",
        "Copilot Chat steht bis zur Verlängerung des Vertrags nur dem Kundenservice zur Verfügung.",
        "Copilot Chat may only listen in once the owner has said yes.",
        "Copilot Chat ist bis zum 28. Februar freigegeben.",
        "Copilot Chat est autorisé jusqu'au 28 février 2027.",
        "Copilot Chat may be used until 28 February 2027.",
    ],
)
def test_what_holds_for_every_use_of_a_row_is_its_condition(said: str, tmp_path: Path) -> None:
    language = {"n": "fr", "s": "de", "m": "en", "i": "de", "e": "fr"}[said[len("Copilot Chat ")]]
    out = imported(tmp_path, *padding(language), said)
    (condition,) = read_yaml((out / "conditions.yaml").read_text(encoding="utf-8"))["conditions"]
    assert (condition["text"], condition["tools"], condition["binds"]) == (said, ["copilot-chat"], True)
    bot = make_answerer(out)
    assert label_as_read(bot, "Copilot Chat for an internal memo?") == "conditional"
    assert label_as_read(bot, "Claude Team for an internal memo?") == "allow"


@pytest.mark.parametrize(
    "said",
    [
        "Internal information may be put into Copilot Chat only if the head of the department has agreed by email.",
        "Internal gegevens mogen alleen in Copilot Chat als de teamleider akkoord is.",
        "Daten der Klasse Internal dürfen in Copilot Chat nur eingegeben werden, wenn die Leitung vorher zugestimmt hat.",
        "Les données Internal ne vont dans Copilot Chat que si la direction a donné son accord.",
        "Los datos de Internal van a Copilot Chat solo si la dirección ha dado su permiso.",
    ],
)
def test_what_holds_for_one_class_in_a_row_is_its_condition_there(said: str, tmp_path: Path) -> None:
    word = {"information": "en", "gegevens": "nl", "Daten": "de", "données": "fr", "datos": "es"}
    out = imported(tmp_path, *padding(next(language for one, language in word.items() if one in said)), said)
    (condition,) = read_yaml((out / "conditions.yaml").read_text(encoding="utf-8"))["conditions"]
    assert (condition["tools"], condition["data"], condition["binds"]) == (["copilot-chat"], ["internal"], True)
    bot = make_answerer(out)
    assert label_as_read(bot, "Copilot Chat for an internal memo?") == "conditional"
    assert label_as_read(bot, "Copilot Chat for a public text?") == "allow"


def test_what_the_matrix_says_already_is_no_condition_of_a_row(tmp_path: Path) -> None:
    out = imported(tmp_path, *padding("en"), "Copilot Chat: only public and internal material.")
    assert not (out / "conditions.yaml").exists()


def test_a_word_that_names_a_kind_of_data_is_waited_for_in_every_language(tmp_path: Path) -> None:
    bot = make_answerer(imported(tmp_path, *padding("de"), "Unfallberichte verfassen wir selbst."))
    for question in ("Claude Team: internal accident report", "Claude Team : un rapport d'accident interne"):
        assert label_as_read(bot, question) == "conditional", question


def test_the_month_after_the_last_day_is_told_a_no(tmp_path: Path) -> None:
    bot = make_answerer(imported(tmp_path, *padding("en"), "Copilot Chat may be used until 30 November 2026."))
    assert label_as_read(bot, "Copilot Chat for an internal memo in December?") in ("deny", "ask")


ITEMS = """5. **Verboten, gleich mit welchem Werkzeug und welcher Klasse:**
   - Bewerbungen sortieren, bewerten oder zusammenfassen;
   - Pflanzenpässe, das Spritztagebuch oder amtliche Meldungen schreiben oder ergänzen;
   - Stimme oder Gesicht echter Menschen nachahmen.
6. **Texte.** Das Layout macht die Agentur."""


def test_each_item_below_a_head_that_bans_is_a_ban_of_its_own(tmp_path: Path) -> None:
    out = imported(tmp_path, *padding("de"), ITEMS)
    head = "Verboten, gleich mit welchem Werkzeug und welcher Klasse:"
    made: list[dict[str, Any]] = read_yaml((out / "rules.yaml").read_text(encoding="utf-8"))
    assert {rule["because"]: rule["where"]["purpose"] for rule in made if "purpose" in rule["where"]} == {
        f"{head} Bewerbungen sortieren, bewerten oder zusammenfassen": ["ranking-people"],
        f"{head} Stimme oder Gesicht echter Menschen nachahmen.": ["faking-people"],
    }
    (rule,) = (one for one in rules_of(out) if one["effect"] == "review")
    assert rule["because"] == f"{head} Pflanzenpässe, das Spritztagebuch oder amtliche Meldungen schreiben oder ergänzen"
    own = {word for one in rules_of(out) if one["effect"] == "forbid" for word in one["where"]["words"]}
    assert {"bewerbungen sortieren", "bewerbungen zusammenfassen", "spritztagebuch erganzen"} <= own
    assert {"pflanzenpasse", "spritztagebuch"} <= {*rule["where"]["words"]}


def test_items_below_a_head_that_bans_nothing_are_read_as_they_stand(tmp_path: Path) -> None:
    out = imported(tmp_path, *padding("en"), "Do well:\n\n- Draft leaflets\n\n**Leaflets:**\n\n- Draft posters\n")
    assert not rules_of(out)


def test_a_number_that_no_word_tells_is_shown_with_every_yes(tmp_path: Path) -> None:
    out = imported(tmp_path, "Do not upload more than 20 records at a time.")
    for text in ("May I put flyers into Claude Team?", "May I put 10 public records into Claude Team?"):
        answer = as_read(make_answerer(out), text).answer
        assert "Always: Do not upload more than 20 records" in answer.text and "☒" not in answer.text, text


def test_a_tool_that_may_not_decide_about_a_person_does_not(tmp_path: Path) -> None:
    out = imported(tmp_path, "No AI tool may decide, score or rank a person.")
    ask = make_answerer(out).ask
    for text in ("May Claude Team decide which tenants get a warning?", "Can Claude Team decide who we evict?"):
        assert ask(text, []).answer.verdict == "forbidden", text
