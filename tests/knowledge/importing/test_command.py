"""``mayi import`` and ``mayi export`` as a contract: arguments, what is printed where, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.commands.policy import confirm, export, import_
from bot.knowledge.importing.written.confirm import NOTES
from tests.knowledge.importing.imports import CASES
from tests.yamls import read_yaml

app = typer.Typer()
import_.register(app)
confirm.register(app)
export.register(app)
CASE = CASES / "tecnico-desk"


def mayi(*arguments: object) -> tuple[int, str, str]:
    found = CliRunner().invoke(app, [str(a) for a in arguments])
    return found.exit_code, found.stdout, found.stderr


def test_an_import_writes_a_folder_and_says_where_to_confirm(tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    sources = (CASE / "matrix.csv", "--terms", CASE / "terms.json", "--document", CASE / "source.md")
    code, printed, _ = mayi("import", *sources, "--out", out)
    assert code == 0
    assert f"mayi confirm {out} --notes" in printed
    assert {path.name for path in out.iterdir()} == {
        ".import.json",
        NOTES,
        "conditions.yaml",
        "data.yaml",
        "guidance",
        "matrix.csv",
        "policy.yaml",
        "tools",
    }


def test_the_notes_are_shown_by_subject_and_those_of_another_folder_are_none(tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = json.loads(mayi("import", CASE / "matrix.csv", "--out", out, "--json")[1])
    code, printed, _ = mayi("confirm", out, "--notes")
    assert code == 0
    assert printed.count("\n  - ") == said["notes"]
    notes = json.loads(mayi("confirm", out, "--notes", "--json")[1])
    assert sum(map(len, notes.values())) == said["notes"]
    (out / NOTES).unlink()
    assert "No notes" in mayi("confirm", out, "--notes")[1]


def test_whoever_is_named_as_owner_answers_for_the_policy_also_after_an_update(tmp_path: Path) -> None:
    document, out = tmp_path / "policy.md", tmp_path / "out"
    document.write_text("# AI\n\nOwner: Kim Park.\n")
    sources = (CASE / "matrix.csv", "--document", document, "--out", out)
    code, _, warned = mayi("import", *sources, "--owner", "Ada Hill  (ada@hill.example)")
    assert (code, warned) == (0, "")
    assert mayi("import", *sources, "--update")[0] == 0
    made = read_yaml((out / "policy.yaml").read_text())
    assert made["owner"] == "Ada Hill"
    assert [one for one in made["contacts"] if one["id"] == "owner"] == [
        {"id": "owner", "name": "Ada Hill", "how": "ada@hill.example"}
    ]


def test_json_prints_one_object(tmp_path: Path) -> None:
    code, printed, _ = mayi("import", CASE / "matrix.csv", "--out", tmp_path / "out", "--json")
    found = json.loads(printed)
    assert code == 0
    assert found["notes"] > 0
    assert "matrix.csv" in found["files"]


def test_rules_made_of_sentences_are_told(tmp_path: Path) -> None:
    (tmp_path / "matrix.csv").write_text("tool,Public\nChatGPT,allow\nOtter,allow\n")
    (tmp_path / "policy.md").write_text("# Policy\n\nOtter may not be used.\n")
    sources = (tmp_path / "matrix.csv", "--document", tmp_path / "policy.md")
    assert "  caution-otter-may-not-be-used: Otter may not be used." in mayi("import", *sources, "--out", tmp_path / "a")[1]
    found = json.loads(mayi("import", *sources, "--out", tmp_path / "b", "--json")[1])
    assert found["rules"] == ["caution-otter-may-not-be-used"]


def test_a_folder_that_is_not_empty_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    code, printed, error = mayi("import", CASE / "matrix.csv", "--out", tmp_path)
    assert (code, printed) == (2, "")
    assert "not empty" in error


def test_faulty_input_exits_with_three_and_tells_all_faults(tmp_path: Path) -> None:
    (tmp_path / "matrix.csv").write_text("tool,Public\nChatGPT,mabye\n")
    (tmp_path / "terms.json").write_text("{")
    code, printed, error = mayi("import", tmp_path / "matrix.csv", "--terms", tmp_path / "terms.json", "--out", tmp_path / "out")
    assert (code, printed) == (3, "")
    assert "matrix.csv:2:2: unknown word `mabye`" in error
    assert "terms.json:1:2: this is no JSON" in error
    assert "2 faults; nothing was written" in error
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", ["csv", "xlsx", "html", "md", "svg", "png", "terms"])
def test_an_export_of_every_format(form: str, tmp_path: Path) -> None:
    mayi("import", CASE / "matrix.csv", "--out", tmp_path / "out")
    code, _, error = mayi("export", "--knowledge", tmp_path / "out", "--format", form, "--out", tmp_path / f"m.{form}")
    assert (code, error) == (0, "")
    if form in ("xlsx", "html", "md"):
        assert mayi("import", tmp_path / f"m.{form}", "--out", tmp_path / "again")[0] == 0
        assert (tmp_path / "again" / "matrix.csv").read_text() == (tmp_path / "out" / "matrix.csv").read_text()


def test_an_export_without_a_file_goes_to_standard_output(tmp_path: Path) -> None:
    mayi("import", CASE / "matrix.csv", "--out", tmp_path / "out")
    assert mayi("export", "--knowledge", tmp_path / "out")[1] == (tmp_path / "out" / "matrix.csv").read_text()


@pytest.mark.parametrize("arguments", [("--format", "pdf"), ("--format", "xlsx"), ("--format", "png")])
def test_wrong_use_of_export(arguments: tuple[str, ...], tmp_path: Path) -> None:
    mayi("import", CASE / "matrix.csv", "--out", tmp_path / "out")
    assert mayi("export", "--knowledge", tmp_path / "out", *arguments)[0] == 2


def test_an_update_tells_what_it_changed_and_what_it_kept(tmp_path: Path) -> None:
    table, out = tmp_path / "matrix.csv", tmp_path / "out"
    table.write_text("tool,Public,Secret\nChatGPT,allow,deny\nClaude,allow,deny\n")
    mayi("import", table, "--out", out)
    (out / "matrix.csv").write_text("tool,Public,Secret\nChatGPT,deny,deny\nClaude,allow,deny\n")
    table.write_text("tool,Public,Secret\nChatGPT,allow,deny\nClaude,review,deny\n")
    code, printed, _ = mayi("import", table, "--out", out, "--update")
    assert code == 0
    assert "1 changed by hand, and kept:\n  `matrix.csv`: `ChatGPT` × `Public` is deny, was allow" in printed
    assert (out / "matrix.csv").read_text() == "tool,Public,Secret\nChatGPT,deny,deny\nClaude,review,deny\n"


def test_an_update_of_a_folder_that_no_import_wrote_exits_with_three(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    code, _, error = mayi("import", CASE / "matrix.csv", "--out", tmp_path, "--update")
    assert (code, error.count("no import wrote it")) == (3, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_one_of_several_tables_is_chosen_by_its_number(tmp_path: Path) -> None:
    one, two = "|tool|A|\n|--|--|\n|ChatGPT|yes|\n", "|tool|A|\n|--|--|\n|ChatGPT|no|\n"
    (tmp_path / "m.md").write_text(f"{one}\n{two}")
    assert mayi("import", tmp_path / "m.md", "--out", tmp_path / "out", "--table", 2)[0] == 0
    assert (tmp_path / "out" / "matrix.csv").read_text() == "tool,A\nChatGPT,deny\n"


def test_export_of_faulty_knowledge_exits_with_three(tmp_path: Path) -> None:
    assert mayi("export", "--knowledge", tmp_path / "nothing")[0] == 3
