"""`mayi terms judge` and `replay` on folders: what they print, what they write, what they refuse."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.commands.running import run_in

PAGE = "# Terms\n\nWe {may} use your prompts to train our models.\n\nThe rest stays as it was, word for word.\n\n{more}\n"


def pair(folder: Path, name: str, before: str, after: str) -> str:
    """A folder with both texts."""
    inside = folder / name
    inside.mkdir()
    (inside / "before.md").write_text(before, encoding="utf-8")
    (inside / "after.md").write_text(after, encoding="utf-8")
    return name


def test_judged_folders_have_the_form_that_is_read_from_outside(tmp_path: Path) -> None:
    changed = pair(
        tmp_path,
        "014",
        PAGE.format(may="will not", more="Effective: 1 May 2026"),
        PAGE.format(may="may", more="Effective: 1 July 2026"),
    )
    same = pair(tmp_path, "015", PAGE.format(may="may", more=""), PAGE.format(may="may", more=""))
    ran = run_in(tmp_path, "terms", "judge", changed, f"{same}/", "--json", "out.json")
    assert (ran.code, ran.out) == (0, "")
    first, second = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert list(first) == [
        "id", "severity", "topics", "direction", "effective_date", "stated_date", "summary", "deciding_quote", "seconds",
    ]  # fmt: skip
    assert (first["id"], first["severity"], first["topics"], first["direction"]) == (
        "014",
        "alert",
        ["training_on_inputs"],
        "unclear",
    )
    assert (first["effective_date"], first["stated_date"]) == (date(2026, 7, 1).isoformat(), None)
    assert first["deciding_quote"] == "We may use your prompts to train our models."
    assert (second["id"], second["severity"], second["deciding_quote"]) == ("015", "ignore", "")


def test_without_json_people_can_read_it(tmp_path: Path) -> None:
    name = pair(tmp_path, "014", PAGE.format(may="will not", more=""), PAGE.format(may="may", more=""))
    ran = run_in(tmp_path, "terms", "judge", name)
    assert ran.out.splitlines()[0] == "014  alert · unclear · training_on_inputs"
    assert "“We may use your prompts to train our models.”" in ran.out


@pytest.mark.parametrize(
    ("broken", "told"),
    [("before.md", "before.md: cannot be read"), ("after.md", "after.md: cannot be read")],
    ids=["without a text before", "without a text after"],
)
def test_a_folder_that_lacks_a_text_is_wrong_use(tmp_path: Path, broken: str, told: str) -> None:
    name = pair(tmp_path, "014", "a", "b")
    (tmp_path / name / broken).unlink()
    ran = run_in(tmp_path, "terms", "judge", name, "--json", "-")
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_a_text_in_a_wrong_charset_is_judged_all_the_same(tmp_path: Path) -> None:
    name = pair(tmp_path, "014", "", "")
    for which, may in (("before", "will not"), ("after", "may")):
        text = PAGE.format(may=may, more="Café déjà vu")
        (tmp_path / name / f"{which}.md").write_bytes(text.encode("latin-1"))
    assert json.loads(run_in(tmp_path, "terms", "judge", name, "--json", "-").out)[0]["severity"] == "alert"


def test_a_quote_out_of_a_wrong_charset_can_be_read(tmp_path: Path) -> None:
    name = pair(tmp_path, "014", "", "")
    for which, text in (
        ("before", "Wir nutzen Eingaben nicht für das Training."),
        ("after", "Wir nutzen Eingaben für das Training."),
    ):
        (tmp_path / name / f"{which}.md").write_bytes(text.encode("latin-1"))
    made = json.loads(run_in(tmp_path, "terms", "judge", name, "--json", "-").out)[0]
    assert made["deciding_quote"] == "Wir nutzen Eingaben für das Training."


@pytest.mark.parametrize("raw", [b"%PDF-1.7\nxyz", b"a\0b\0"], ids=["a PDF", "sixteen bits a sign"])
def test_what_is_no_text_is_wrong_use(tmp_path: Path, raw: bytes) -> None:
    name = pair(tmp_path, "014", "We keep nothing.", "")
    (tmp_path / name / "after.md").write_bytes(raw)
    ran = run_in(tmp_path, "terms", "judge", name)
    assert (ran.code, ran.out) == (2, "")
    assert "after.md: is no text" in ran.err


def test_two_empty_texts_are_the_same(tmp_path: Path) -> None:
    name = pair(tmp_path, "014", "", "\n")
    assert "The same words" in run_in(tmp_path, "terms", "judge", name, "--language", "en").out


def test_a_timeline_is_replayed(tmp_path: Path) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    texts = {
        "2026-01-06": ("will not", ""),
        "2026-01-13": ("may", ""),
        "2026-01-20": ("may", "© 2026 Acme"),
        "2026-01-27": ("will not", ""),
    }
    for day, (may, more) in texts.items():
        (folder / f"{day}.md").write_text(PAGE.format(may=may, more=more), encoding="utf-8")
    made = json.loads(run_in(tmp_path, "terms", "replay", "page", "--json", "-").out)
    assert [(one["recorded"], one["posted"], one["why_not"]) for one in made] == [
        ("2026-01-13", "2026-01-13", None),
        ("2026-01-20", None, "navigation"),
        ("2026-01-27", None, "earlier_text"),
    ]
    assert run_in(tmp_path, "terms", "replay", "page").out.startswith(
        "2026-01-13  posted 2026-01-13  alert · unclear · training_on_inputs\n"
    )


def test_a_folder_without_dated_texts_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "2026-02-31.md").write_text("no such day", encoding="utf-8")
    ran = run_in(tmp_path, "terms", "replay", "page")
    assert ran.code == 2
    assert "no two files named like 2026-01-31.md" in ran.err


def test_a_timeline_json_that_cannot_be_read_is_wrong_use(tmp_path: Path) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    for day in ("2026-01-06", "2026-01-13"):
        (folder / f"{day}.md").write_text("text", encoding="utf-8")
    (folder / "timeline.json").write_text("{", encoding="utf-8")
    ran = run_in(tmp_path, "terms", "replay", "page")
    assert ran.code == 2
    assert "timeline.json: cannot be read" in ran.err


SUMMARIES = {
    "en": "About training on what is typed in: words alone cannot tell which way, so read both texts. "
    "One sentence changed. See “Terms”.",
    "nl": "Over trainen met wat wordt ingevoerd: aan de woorden alleen is niet te zien welke kant het op gaat, dus lees beide "
    "teksten. Eén zin is veranderd. Zie “Terms”.",
    "de": "Es geht um Training mit Eingaben: an den Wörtern allein ist nicht zu sehen, in welche Richtung es geht, "
    "lies also beide Texte. Ein Satz hat sich geändert. Siehe „Terms“.",
    "fr": "À propos de\u202f: l'entraînement sur les saisies\u202f; les mots seuls ne disent pas dans quel sens, "
    "lis donc les deux textes. Une phrase a changé. Voir «\u202fTerms\u202f».",
    "es": "Sobre entrenamiento con lo que se escribe: solo con las palabras no se sabe en qué sentido, así que lee los dos "
    "textos. Ha cambiado una frase. Véase «Terms».",
}


@pytest.mark.parametrize(("language", "summary"), SUMMARIES.items(), ids=list(SUMMARIES))
def test_the_summary_is_in_the_language_that_was_asked_for(tmp_path: Path, language: str, summary: str) -> None:
    name = pair(tmp_path, "014", PAGE.format(may="will not", more=""), PAGE.format(may="may", more=""))
    ran = run_in(tmp_path, "terms", "judge", name, "--language", language, "--json", "-")
    assert json.loads(ran.out)[0]["summary"] == summary


def test_a_language_nobody_speaks_here_is_wrong_use(tmp_path: Path) -> None:
    name = pair(tmp_path, "014", "a", "b")
    ran = run_in(tmp_path, "terms", "judge", name, "--language", "xx")
    assert (ran.code, ran.out) == (2, "")
    assert "`xx` is not one of" in ran.err


def test_a_replay_says_in_the_language_why_nothing_was_posted(tmp_path: Path) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    for day, more in (("2026-01-06", "© 2025 Acme"), ("2026-01-13", "© 2026 Acme")):
        (folder / f"{day}.md").write_text(PAGE.format(may="may", more=more), encoding="utf-8")
    ran = run_in(tmp_path, "terms", "replay", "page", "--language", "nl")
    assert ran.out == "2026-01-13  niet geplaatst: Alleen menu’s, voetteksten of een datum verschillen.\n"
