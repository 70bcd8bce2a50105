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
    prose = "# Our AI\n\nBe careful with every tool. We like Copilot for mails, and nobody puts guests' names in.\n"
    [fault] = faults_of(tmp_path / "out", prose, name="matrix.md")
    assert "as CSV and give the page as `--document`, or begin with `mayi new`" in fault


LIGHTS = """# Ampel

### 🟢 Grün – ohne Rückfrage erlaubt

- **HausGPT** mit Dienstkennung: Recherche
- **DeepL Pro** (Lizenz): Merkblätter

### 🟡 Gelb – nur nach Freigabe durch die Leitung

- Protokoll-Assistent: Mitschrift

### 🔴 Rot – verboten

- ChatGPT, Gemini und DeepSeek mit privatem oder dienstlichem Konto, ausgenommen für veröffentlichte Informationen
- Gesundheitsdaten, Personalakten
"""


def test_a_traffic_light_of_bullets_has_its_tools_as_tools(tmp_path: Path) -> None:
    import_matrix(LIGHTS, tmp_path / "out", name="matrix.md")
    matrix = (tmp_path / "out" / "matrix.csv").read_text(encoding="utf-8").splitlines()
    assert matrix == [
        "tool,Gesundheitsdaten,Personalakten,Andere Daten",
        "HausGPT,deny,deny,review",
        "DeepL Pro (Lizenz),deny,deny,review",
        "Protokoll-Assistent,deny,deny,review",
        "ChatGPT,deny,deny,deny",
        "Gemini,deny,deny,deny",
        "DeepSeek mit privatem,deny,deny,deny",
    ]
