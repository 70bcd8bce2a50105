"""Sources that cannot be used: every fault at once, with its place and what to do, and nothing written."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from bot.flows.import_policy import NotEmptyError
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.importing import cell
from tests.knowledge.importing.imports import import_folder, import_matrix

GOOD = "tool,Public,Secret\nChatGPT,allow,deny\nClaude,allow,conditional\n"


def faults_of(out: Path, text: str | bytes = GOOD, terms: str = "", name: str = "matrix.csv") -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        import_matrix(text, out, terms, name=name)
    assert not out.exists()
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("", "matrix.csv:1:1: the file is empty"),
        ("\n\n , \n", "matrix.csv:1:1: the file is empty"),
        ("tool\nChatGPT\n", "matrix.csv:1:1: the table has one column"),
        ("tool,Public\n", "matrix.csv:1:1: the table has no tool"),
        ("tool,Public\nChatGPT,allwo\n", "matrix.csv:2:2: unknown word `allwo` in a cell; use allow, conditional"),
        ("tool,Public\nChatGPT,allow\n chatgpt,deny\n", "matrix.csv:3:1: the row `chatgpt` is there twice, first on line 2"),
        ("tool,Public,public\nChatGPT,allow,deny\n", "matrix.csv:1:3: the column `public` is there twice"),
        ("tool,Public\n,allow\n", "matrix.csv:2:1: a row without a tool"),
        ("tool,Public\nChatGPT, Team,allow\n", "matrix.csv:2:3: `allow` stands below no column"),
        ("tool,Public\nChatGPT," + "a" * 6000 + "\n", "matrix.csv:2:2: a cell of 6,000 characters"),
        (b"\x00\x01\xff\xfe\x00\x9f" * 9, "matrix.csv:1:1: this is neither text nor a workbook"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "bytes",
)
def test_a_table_that_cannot_be_used_says_where_and_why(text: str | bytes, start: str, tmp_path: Path) -> None:
    found = faults_of(tmp_path / "out", text)
    assert any(fault.startswith(start) for fault in found), found


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    terms = '{"tools": [{"name": "A"}, {"name": "A"}], "data_classes": [{}]}'
    found = faults_of(tmp_path / "out", "tool,Public\nChatGPT,mabye\nClaude,blorp\n", terms)
    assert [fault.split(": ")[0] for fault in found] == ["matrix.csv:2:2", "matrix.csv:3:2", "terms.json:1:36", "terms.json:1:43"]


@pytest.mark.parametrize(
    ("terms", "start"),
    [
        ('{"tools": [', "terms.json:1:12: this is no JSON"),
        ("[]", "terms.json:1:1: the file holds no object"),
        ('{"tools": 3}', "terms.json:1:2: `tools` is no list"),
        ('{"tools": [{"name": "ChatGPT", "aliases": [1]}]}', "terms.json:1:21: `aliases` of `ChatGPT` is neither a word"),
        (
            '{"conditions": [\n {"id": "c", "tools": ["Gemeni"], "class": ["Hidden"], "text": "t"}]}',
            "terms.json:2:9: the condition `c` names the tool `Gemeni`, which is not in the matrix; use one of: ChatGPT, Claude",
        ),
    ],
)
def test_a_glossary_that_cannot_be_used_says_where_and_why(terms: str, start: str, tmp_path: Path) -> None:
    found = faults_of(tmp_path / "out", GOOD, terms)
    assert any(fault.startswith(start) for fault in found), found


def test_both_unknown_names_of_a_condition_are_told(tmp_path: Path) -> None:
    found = faults_of(tmp_path / "out", GOOD, '{"conditions": [{"id": "c", "tools": ["X"], "class": ["Y"], "text": "t"}]}')
    assert len(found) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_of_spreadsheet_programs(encoding: str, delimiter: str, tmp_path: Path) -> None:
    text = "Werkzeug,Öffentlich,Geheim\r\nChatGPT,erlaubt,verboten\r\n".replace(",", delimiter)
    import_matrix(text.encode(encoding), tmp_path / "out")
    assert (tmp_path / "out" / "matrix.csv").read_text() == "tool,Öffentlich,Geheim\nChatGPT,allow,deny\n"


def test_a_workbook_that_is_no_workbook(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hi")
    assert "the workbook cannot be read" in faults_of(tmp_path / "out", out.getvalue(), name="matrix.xlsx")[0]
    assert "the workbook cannot be read" in faults_of(tmp_path / "two", b"PK\x03\x04 broken", name="matrix.xlsx")[0]


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (cell.MAX_UNPACKED + 1))
    assert "the workbook unpacks to" in faults_of(tmp_path / "out", out.getvalue(), name="matrix.xlsx")[0]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(NotEmptyError, match="not empty"):
        import_matrix(GOOD, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_used_and_a_file_is_not(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    import_matrix(GOOD, tmp_path / "out")
    (tmp_path / "file").write_text("")
    with pytest.raises(NotEmptyError, match="a file"):
        import_folder(tmp_path / "out-source", tmp_path / "file")
