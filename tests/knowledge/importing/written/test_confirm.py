"""The notes of an import say a thing once; who gave only prose is told what else to give."""

from __future__ import annotations

from pathlib import Path

from tests.knowledge.importing.imports import import_matrix, noted
from tests.knowledge.importing.test_bad_input import faults_of

EQUAL = "tool,Public,Letters,Files,Photos\nChatGPT,allow,deny,deny,deny\nClaude,allow,deny,deny,deny\n"


def confirm_of(matrix: str, out: Path) -> str:
    import_matrix(matrix, out)
    return noted(out)


def test_classes_with_equal_cells_are_one_line(tmp_path: Path) -> None:
    said = [line for line in confirm_of(EQUAL, tmp_path / "out").splitlines() if "equal cells" in line]
    assert said == ["`Letters`, `Files` and `Photos` have equal cells; they have the same rank."]


def test_prose_without_a_table_is_told_what_to_give_instead(tmp_path: Path) -> None:
    prose = "# Our AI\n\nBe careful with every tool. We like it for mails, and nobody puts guests' names in.\n"
    [fault] = faults_of(tmp_path / "out", prose, name="matrix.md")
    assert "as CSV and give the page as `--document`, have a model draft one (mayi table), or begin with `mayi new`" in fault
