"""`mayi table` has a model read a document into a table, which `mayi import` takes; a stand-in for Ollama is the model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import run_in
from tests.llm.ollama_stand_in import standing_in

DOCUMENT = """# Using AI at Tern Row

Open: press releases and brochures. Members: letters from members, claims forms.

Claude Team takes Open freely, and Members once the data officer has agreed. Otter is for nobody.
Temps may not use Claude Team for Members.
"""
RULINGS = [
    (3, "takes Open freely", "allow", ["Claude Team"], ["Open"], "", []),
    (3, "Members once the data officer has agreed", "if", ["Claude Team"], ["Members"], "once the data officer has agreed", []),
    (3, "Otter is for nobody", "forbid", ["Otter"], ["*"], "", []),
    (4, "Temps may not use Claude Team for Members", "forbid", ["Claude Team"], ["Members"], "", ["Temps"]),
    (3, "Gemini takes all", "allow", ["Gemini"], ["*"], "", []),
]
REPLY = {
    "rulings": [
        dict(zip(("line", "quote", "does", "tools", "data", "condition", "about"), one, strict=True), only_for=[])
        for one in RULINGS
    ],
    "classes": [
        {"line": 2, "name": "Open", "holds": ["press releases", "brochures"]},
        {"line": 2, "name": "Members", "holds": ["letters from members", "claims forms"]},
    ],
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "policy.md").write_text(DOCUMENT, encoding="utf-8")
    return tmp_path


def asked(place: Path, text: str) -> str:
    return run_in(place, "ask", text, "--knowledge", "my-policy").out


def test_who_drafts_a_table_is_told_what_the_models_exam_on_tables_said(place: Path) -> None:
    with standing_in(content=json.dumps(REPLY)) as (url, model):
        env = {"MAYI_MODEL": "stand-in", "MAYI_OLLAMA_URL": url, "MAYI_EXAMS": "exams"}
        before = run_in(place, "table", "policy.md", "--out", "draft", **env)
        exam = run_in(place, "exam", "--tables", **env)
        asked = len(model.asked)
        again = run_in(place, "exam", "--tables", "--json", "-", **env)
        after = run_in(place, "table", "policy.md", "--out", "draft", "--json", **env)
        parts = [body for body in model.asked[asked:] if "messages" in body]
    assert "Nobody knows how well `stand-in` reads tables: mayi exam --tables" in before.out
    assert exam.code == 0 and "worth it     no" in exam.out and "record       exams/tables-" in exam.out
    marks = json.loads(again.out)
    assert (marks["asked"], marks["right"], marks["cells"], marks["refused"]) == (96, 0, 0, 8)
    assert len(parts) <= 2  # the one on which ways of thinking are tried, and that of `mayi table`: nothing is asked twice
    assert json.loads(after.out)["exam"] == {name: marks[name] for name in json.loads(after.out)["exam"]}


def test_a_model_drafts_a_table_and_the_import_answers_by_it(place: Path) -> None:
    with standing_in(content=json.dumps(REPLY)) as (url, model):
        ran = run_in(place, "table", "policy.md", "--out", "draft", MAYI_MODEL="stand-in", MAYI_OLLAMA_URL=url)
        assert len([body for body in model.asked if "messages" in body]) == 1
    assert ran.code == 0 and "2 tools x 2 kinds of data" in ran.out and "left out: “Gemini takes all”" in ran.out
    shown = (place / "draft" / "table.md").read_text(encoding="utf-8")
    assert "| Claude Team | Open | allow |  | 3: Claude Team takes Open freely" in shown
    command = ran.out.splitlines()[-1].split()[1:]
    assert run_in(place, *command).code == 0
    assert "Allowed" in asked(place, "May I put a press release into Claude Team?")
    assert "once the data officer has agreed" in asked(place, "May I put a claims form into Claude Team?").lower()
    assert "Not allowed" in asked(place, "May I put a brochure into Otter?")
    assert "Not allowed" in asked(place, "I'm a temp, may I put a claims form into Claude Team?")


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        ("{}", {"MAYI_MODEL": ""}, "no model: set MAYI_MODEL"),
        ("no reply", {}, "gave no reply"),
        ('{"rulings": [], "classes": []}', {}, "found no line that says which tool may take which data"),
    ],
)
def test_where_nothing_was_read_nothing_is_written(place: Path, content: str, more: dict[str, str], said: str) -> None:
    with standing_in(content=content) as (url, _):
        ran = run_in(place, "table", "policy.md", "--out", "draft", **{"MAYI_MODEL": "stand-in", "MAYI_OLLAMA_URL": url, **more})
    assert ran.code != 0 and said in ran.err
    assert not (place / "draft").exists()


def test_a_document_that_is_none_is_told_with_its_place(place: Path) -> None:
    ran = run_in(place, "table", "policy.pdf", "--out", "draft", MAYI_MODEL="stand-in", MAYI_OLLAMA_URL="http://127.0.0.1:9")
    assert ran.code == 3 and "there is no such file" in ran.err
