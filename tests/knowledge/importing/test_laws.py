"""Laws of import and export on random matrices: nothing is lost, and no cell gets looser."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.exporting import export_folder
from bot.knowledge.importing.cells import read_cell
from tests.knowledge.importing.imports import catalog, import_matrix

WORDS = st.sampled_from(["allow", "conditional", "review", "deny", "unknown"])
TOOLS = ["UniGPT", "a,b", 'say "x"']
TOOLS += [
    "ChatGPT Team",
    "Claude",
    "Free or personal AI tools",
    "Any other AI",
    "DeepSeek, Qwen",
    "Copilot (web search off)",
    "UniGPT",
    "a,b",
    'say "x"',
]
COLUMNS = ["Public", "Internal", "Confidential", "PII", "Level 4", "Patient data", "Rot", "x; y"]


@st.composite
def matrices(draw: st.DrawFn) -> list[list[str]]:
    columns = draw(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=4, unique=True))
    tools = draw(st.lists(st.sampled_from(TOOLS), min_size=1, max_size=5, unique=True))
    return [["tool", *columns], *([tool, *(draw(WORDS) for _ in columns)] for tool in tools)]


def as_csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


@settings(max_examples=40, deadline=None)
@given(matrices())
def test_import_then_export_gives_the_same_matrix(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        import_matrix(as_csv(rows), out)
        assert list(csv.reader(io.StringIO(export_folder(out, "csv", catalog()).decode()))) == rows


@settings(max_examples=300, deadline=None)
@given(WORDS, st.text(alphabet=st.characters(categories=["L", "P", "N", "Zs"]), max_size=30))
def test_words_behind_a_verdict_never_loosen_it(word: str, tail: str) -> None:
    found = read_cell(f"{word} {tail}", {}).effect
    assert found != "allow" or word == "allow"
    if found == "allow":
        assert not any(c.isalnum() for c in tail)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_no_text_makes_the_cell_reader_fail(text: str) -> None:
    assert read_cell(text, {}).effect in ("", "allow", "conditional", "review", "deny", "unknown")
