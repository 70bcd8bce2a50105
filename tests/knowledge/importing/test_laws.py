"""Laws of import and export on random matrices: nothing is lost, and no cell gets looser."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path

from hypothesis import Phase, given
from hypothesis import strategies as st

from bot.knowledge.importing.cells.effects import read_cell
from bot.knowledge.importing.texts.words import fold
from bot.knowledge.importing.written.update import Told, merge_file
from bot.knowledge.matrix.exporting import export_folder
from tests.knowledge.importing.imports import catalog, import_matrix
from tests.knowledge.importing.test_formats import same_policy
from tests.laws import examples

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
COLUMNS = ["Public", "Internal", "Confidential", "PII", "Level 4", "Patient data", "Rot", "x; y data"]


@st.composite
def matrices(draw: st.DrawFn) -> list[list[str]]:
    columns = draw(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=4, unique=True))
    tools = draw(st.lists(st.sampled_from(TOOLS), min_size=1, max_size=5, unique=True))
    return [["tool", *columns], *([tool, *(draw(WORDS) for _ in columns)] for tool in tools)]


def as_csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


@examples(40)
@given(matrices())
def test_import_then_export_gives_the_same_matrix(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        import_matrix(as_csv(rows), out)
        assert list(csv.reader(io.StringIO(export_folder(out, "csv", catalog()).decode()))) == rows


ODD = [
    "a|b",
    "<b>Tool</b>",
    "=1+1",
    "*bold*",
    "x; y",
    "Team [1]",
    'say "x"',
    "back\\slash",
    "all",
    "_under_",
    "`code`",
    "ChatGPT Team",
]
ODD += ["https://example.org", "Größe & Co", "1. first", "# head", "~", "Plan: A", "+49", "@team", "tool", "a  b"]
TEXTS = [
    "Your lead agreed.",
    "No names | no <b>numbers</b>.",
    "=SUM(A1)",
    'Only "this"; and that.',
    "[1] see below",
    "*All* of it\\n",
]


def _read_as(name: str) -> str:
    """Two names that are one to whoever reads them, with a footnote's mark or an @, are refused; that is no law's concern."""
    return fold(name.removesuffix(" [1]").removeprefix("@"))


@st.composite
def policies(draw: st.DrawFn) -> tuple[list[list[str]], list[dict[str, object]]]:
    """A matrix with odd names, and conditions for some of its cells."""
    columns = draw(st.lists(st.sampled_from([*COLUMNS, *ODD]), min_size=1, max_size=4, unique_by=_read_as))
    tools = draw(st.lists(st.sampled_from(ODD), min_size=1, max_size=5, unique_by=_read_as))
    rows = [["tool", *columns], *([tool, *(draw(WORDS) for _ in columns)] for tool in tools)]
    conditions: list[dict[str, object]] = []
    for number in range(draw(st.integers(0, 4))):
        some_tools = st.lists(st.sampled_from(tools), max_size=len(tools), unique=True)
        some_columns = st.lists(st.sampled_from(columns), max_size=len(columns), unique=True)
        when = draw(st.sampled_from(["", "before", "using"]))
        told = {"id": f"c{number}", "text": draw(st.sampled_from(TEXTS)), "when": when}
        conditions.append({**told, "tools": draw(some_tools), "class": draw(some_columns)})
    return rows, conditions


@examples(25, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(policies(), st.sampled_from(["xlsx", "html", "md", "csv"]))
def test_an_export_of_any_policy_is_imported_as_the_same_policy(
    policy: tuple[list[list[str]], list[dict[str, object]]], form: str
) -> None:
    """Every cell and every condition of every cell, whatever the names hold."""
    rows, conditions = policy
    with tempfile.TemporaryDirectory() as folder:
        first, again = Path(folder) / "first", Path(folder) / "again"
        one = import_matrix(as_csv(rows), first, json.dumps({"conditions": conditions}))
        content = export_folder(first, form, catalog())
        terms = export_folder(first, "terms", catalog()).decode() if form == "csv" else ""
        two = import_matrix(content, again, terms, name=f"matrix.{form}")
        same_policy(first, one, again, two)


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[list[str]], list[list[str]], list[list[str]]]:
    """A table, what people made of it, and what the next table says."""
    base = draw(matrices())
    return base, *(
        [base[0], *([row[0], *(draw(st.sampled_from([cell, cell, "deny", "allow"])) for cell in row[1:])] for row in base[1:])]
        for _ in "ab"
    )


STRICT = ["allow", "conditional", "review", "unknown", "deny"]


@examples(40)
@given(edits())
def test_an_update_loses_no_edit_and_loosens_nothing_that_two_changed(
    edit: tuple[list[list[str]], list[list[str]], list[list[str]]],
) -> None:
    base, mine, theirs = edit
    told = Told()
    merged = merge_file("matrix.csv", as_csv(base), as_csv(mine), as_csv(theirs), told)
    found = list(csv.reader(io.StringIO(merged or "")))
    for old, own, new, row in zip(base, mine, theirs, found, strict=True):
        for one, two, three, cell in zip(old, own, new, row, strict=True):
            wanted = three if two == one else two if three in (one, two) else max(two, three, key=STRICT.index)
            assert cell == wanted


@examples(300)
@given(WORDS, st.text(alphabet=st.characters(categories=["L", "P", "N", "Zs"]), max_size=30))
def test_words_behind_a_verdict_never_loosen_it(word: str, tail: str) -> None:
    found = read_cell(f"{word} {tail}", {}).effect
    assert found != "allow" or word == "allow"
    if found == "allow":
        assert not any(c.isalnum() for c in tail)


@examples(300)
@given(st.text(max_size=40))
def test_no_text_makes_the_cell_reader_fail(text: str) -> None:
    assert read_cell(text, {}).effect in ("", "allow", "conditional", "review", "deny", "unknown")


def test_an_export_holds_no_formula_and_comes_back_as_it_was(tmp_path: Path) -> None:
    rows = [["tool", "=1+1", "Team; @all"], ["+49", "allow", "deny"], ["'-x", "deny", "deny"], ["Chat - GPT", "allow", "allow"]]
    import_matrix("".join(",".join(row) + "\n" for row in rows).replace("'-x", "''-x"), tmp_path / "out")
    text = export_folder(tmp_path / "out", "csv", catalog()).decode()
    assert next(csv.reader(io.StringIO(text))) == ["tool", "'=1+1", "Team; '@all"]
    assert [line.partition(",")[0] for line in text.splitlines()[1:]] == ["'+49", "''-x", "Chat - GPT"]
    import_matrix(text, tmp_path / "again")
    assert (tmp_path / "again" / "matrix.csv").read_text() == (tmp_path / "out" / "matrix.csv").read_text()
