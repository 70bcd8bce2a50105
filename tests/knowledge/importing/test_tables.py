"""Tables as people have them: merged cells, colours, comments, footnotes, several tables, text around them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.importing.door import read_sources, simple_names, write_files
from bot.knowledge.importing.written.confirm import NOTES
from bot.knowledge.load import load
from bot.policy.house import Knowledge
from tests.knowledge.importing.imports import catalog, lines_of
from tests.knowledge.importing.versions import commented, saved, workbook

GREEN, RED, AMBER, GREY = "FF92D050", "FFFF5050", "FFFFC000", "FFD9D9D9"


def imported(tmp_path: Path, content: bytes | str, name: str = "matrix.xlsx", which: str = "") -> tuple[str, str, Knowledge]:
    """The written matrix, what is listed to confirm, and the knowledge."""
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    files = write_files(read_sources(tmp_path / name, None, None, which), catalog(), simple_names(catalog()))
    out = tmp_path / "out"
    for path, text in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text)
    return files["matrix.csv"], lines_of(files[NOTES]), load(out, catalog()).or_raise()


def conditions(knowledge: Knowledge) -> dict[str, str]:
    """Cell -> the words of its conditions."""
    words = {condition.id: next(iter(condition.text.values()), "") for condition in knowledge.policy.conditions.values()}
    return {
        rule.id.removeprefix("matrix:"): " ".join(words[each] for each in rule.conditions)
        for rule in knowledge.policy.rules
        if rule.conditions
    }


# --- merged cells ------------------------------------------------------------------------------------------------------


def test_a_word_that_is_merged_over_several_cells_is_meant_in_each(tmp_path: Path) -> None:
    rows = [["tool", "Public", "Internal", "Secret"], ["ChatGPT", "yes", "no", None], ["Claude", "yes", None, None]]
    matrix, _, _ = imported(tmp_path, workbook(rows, merged=["C2:D3"]))
    assert matrix == "tool,Public,Internal,Secret\nChatGPT,allow,deny,deny\nClaude,allow,deny,deny\n"


def test_a_head_of_two_lines_is_put_together_and_listed(tmp_path: Path) -> None:
    rows = [["Tool", "Public", "Personal data", None], [None, None, "Staff", "Customers"], ["ChatGPT", "yes", "limited", "no"]]
    matrix, listed, _ = imported(tmp_path, workbook(rows, merged=["A1:A2", "B1:B2", "C1:D1"]))
    assert matrix == "tool,Public,Personal data: Staff,Personal data: Customers\nChatGPT,allow,conditional,deny\n"
    assert "The head of the table has two lines" in listed


def test_a_line_across_the_table_is_a_heading_and_no_tool(tmp_path: Path) -> None:
    rows = [["tool", "Public", "Secret"], ["Approved tools", None, None], ["ChatGPT", "yes", "no"]]
    matrix, listed, _ = imported(tmp_path, workbook(rows, merged=["A2:C2"]))
    assert matrix == "tool,Public,Secret\nChatGPT,allow,deny\n"
    assert "The line `Approved tools` is a heading" in listed


def test_plans_of_one_merged_tool_are_rows_of_their_own(tmp_path: Path) -> None:
    rows = [["Tool", "Plan", "Public"], ["Claude", "Free", "no"], [None, "Team", "yes"], ["ChatGPT", "", "no"]]
    matrix, listed, _ = imported(tmp_path, workbook(rows, merged=["A2:A3"]))
    assert matrix == "tool,Public\nClaude Free,deny\nClaude Team,allow\nChatGPT,deny\n"
    assert "was named `Claude Team`" in listed


def test_a_tool_that_is_merged_over_two_rows_without_plans_is_there_twice(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="the row `Claude` is there twice"):
        imported(tmp_path, workbook([["tool", "Public"], ["Claude", "no"], [None, "yes"]], merged=["A2:A3"]))


# --- comments, footnotes, formulas, hidden parts -----------------------------------------------------------------------


def test_a_comment_at_a_yes_makes_a_condition_of_it_and_is_listed(tmp_path: Path) -> None:
    content = commented(
        [["tool", "A", "B"], ["ChatGPT", "yes", "no"]], {(2, 2): "Kim:\nOnly without names.", (2, 3): "Board 2026"}
    )
    matrix, listed, knowledge = imported(tmp_path, content)
    assert matrix == "tool,A,B\nChatGPT,conditional,deny\n"
    assert conditions(knowledge) == {"chatgpt:a": "Only without names."}
    assert "it has a comment: “Board 2026”" in listed


HEAD = [["tool", "A", "B"]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "m.xlsx",
            workbook([*HEAD, ["ChatGPT", "yes¹ ²", "no"], ["¹ After training by the lead."], ["² Without any names in it."]]),
        ),
        (
            "m.md",
            "| tool | A | B |\n|--|--|--|\n| ChatGPT | yes[^1] [^2] | no |\n\n"
            "[^1]: After training by the lead.\n\n[^2]: Without any names in it.\n",
        ),
        (
            "m.html",
            "<table><tr><th>tool<th>A<th>B<tr><td>ChatGPT<td>yes<sup>1</sup><sup>2</sup><td>no</table>"
            "<p><sup>1</sup> After training by the lead.</p><p><sup>2</sup> Without any names in it.</p>",
        ),
    ],
)  # fmt: skip
def test_footnotes_become_the_conditions_of_their_cells(name: str, content: bytes | str, tmp_path: Path) -> None:
    matrix, _, knowledge = imported(tmp_path, content, name)
    assert matrix == "tool,A,B\nChatGPT,conditional,deny\n"
    assert conditions(knowledge) == {"chatgpt:a": "After training by the lead. Without any names in it."}


def test_a_formula_without_a_value_is_a_fault_and_no_empty_cell(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="the cell B2 of `Sheet` is a formula"):
        imported(tmp_path, workbook([["tool", "A"], ["ChatGPT", '=IF(1,"no","yes")']]))


def test_a_hidden_sheet_is_left_out_and_hidden_rows_are_read_and_both_are_listed(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filename=_stored(tmp_path, workbook([["tool", "A"], ["ChatGPT", "no"], ["Claude", "yes"]])))
    book.worksheets[0].row_dimensions[2].hidden = True
    old = book.create_sheet("Old")
    for row in [["tool", "A"], ["ChatGPT", "yes"], ["Claude", "yes"], ["Gemini", "yes"]]:
        old.append(row)
    old.sheet_state = "hidden"
    matrix, listed, _ = imported(tmp_path, saved(book))
    assert matrix == "tool,A\nChatGPT,deny\nClaude,allow\n"
    assert "`Old` is hidden" in listed
    assert "Hidden rows or columns of the sheet `Sheet` were read as well: 2." in listed


def _stored(tmp_path: Path, content: bytes) -> Path:
    (tmp_path / "before.xlsx").write_bytes(content)
    return tmp_path / "before.xlsx"


# --- pages and documents -----------------------------------------------------------------------------------------------


def test_a_page_is_read_as_people_see_it(tmp_path: Path) -> None:
    page = (
        "<html><body><script>var x='<table><tr><td>no</td></tr></table>'</script><table><caption>Tools</caption>"
        "<tr><th rowspan=2>Tool<th rowspan=2>Public<th colspan=2>Personal<tr><th>Staff<th>Clients"
        '<tr><td><b>Chat</b>GPT<td><img src=x alt="Yes"><td style="background:#ffc7ce"><i aria-hidden="true">✗</i><span>No</span>'
        '<td><i aria-hidden="true">✗</i><tr style="display:none"><td>Old tool<td>yes<td>yes<td>yes'
        "<tr><td>Claude<td colspan=2>yes<td>no</table></body></html>"
    )
    matrix, _, _ = imported(tmp_path, page, "m.html")
    assert matrix == (
        "tool,Public,Personal: Staff,Personal: Clients\nChatGPT,allow,deny,deny\nOld tool,review,review,review\n"
        "Claude,allow,allow,deny\n"
    )


def test_markup_in_a_document_is_no_part_of_its_words(tmp_path: Path) -> None:
    text = (
        "```\n| tool | A |\n|--|--|\n| Nonsense | yes |\n```\n\n| **tool** | `A` | B\\|C |\n|:--|:-:|--:|\n"
        "| [ChatGPT](https://example.org) | :white_check_mark: | ❌ No |\n| Claude\\_x | __*yes*__ | <br>no |\n"
    )
    matrix, _, _ = imported(tmp_path, text, "m.md")
    assert matrix == "tool,A,B|C\nChatGPT,allow,deny\nClaude_x,allow,deny\n"


def test_a_cell_that_sends_people_to_somebody_needs_a_review_and_is_listed(tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, "tool,A,B\nChatGPT,see IT,Rückfrage beim Datenschutz\n", "m.csv")
    assert matrix == "tool,A,B\nChatGPT,review,review\n"
    assert "`see IT` sends people to somebody" in listed


@pytest.mark.parametrize(
    ("cell", "effect"),
    [
        ("✅ Yes", "allow"), ("❌ No", "deny"), ("✓ with approval", "review"), ("✅ No", "deny"), ("❌ Yes", "deny"),
        ("✓ allowed", "allow"), ("◐ conditional", "conditional"), ("◇ review", "review"), ("○ not covered", "unknown"),
        ("✕ not allowed", "deny"), ("★ allowed", "conditional"), ("✓ see IT", "review"), ("✓ tbd", "unknown"),
    ],
)  # fmt: skip
def test_a_mark_and_its_words_are_read_together(cell: str, effect: str, tmp_path: Path) -> None:
    assert imported(tmp_path, f"tool,A,B\nChatGPT,{cell},no\n", "m.csv")[0] == f"tool,A,B\nChatGPT,{effect},deny\n"


# --- what must hold is never lost -------------------------------------------------------------------------------------


def test_what_a_legend_says_of_a_mark_in_brackets_and_what_the_row_says_both_hold(tmp_path: Path) -> None:
    rows: list[list[str | None]] = [["Tool", "Public", "Staff", "Remarks"]]
    rows += [
        ["ChatGPT", "✓", "(✓)", "Only in the EU"],
        ["Claude", "✓", "(✓)", "Owner: IT"],
        ["Gemini", "✓", "✓ 1)", "Owner: HR"],
    ]
    rows += [["(✓) = only after pseudonymisation"], ["1) HR department only"]]
    _, confirm, knowledge = imported(tmp_path, workbook(rows))
    said = conditions(knowledge)
    assert said["chatgpt:staff"] == "only after pseudonymisation. Only in the EU"
    assert said["claude:staff"] == "only after pseudonymisation"
    assert said["gemini:staff"] == "HR department only"
    assert "The note of `Gemini` became no condition: “Owner: HR”" in confirm
    assert "The note of `Claude` became no condition: “Owner: IT”" in confirm


def test_traffic_lights_explained_in_one_sentence_keep_what_each_asks_for(tmp_path: Path) -> None:
    rows = [["Werkzeug", "Öffentlich", "Intern"], ["ChatGPT", "grün", "gelb"], ["Claude", "gelb", "rot"]]
    legend = "Grün = erlaubt, Gelb = nur nach Rücksprache mit dem Datenschutz, Rot = verboten"
    matrix, confirm, knowledge = imported(tmp_path, workbook([*rows, [legend]]))
    assert matrix == "tool,Öffentlich,Intern\nChatGPT,allow,conditional\nClaude,conditional,deny\n"
    assert "no legend says so" not in confirm
    assert {words for condition in knowledge.policy.conditions.values() for words in condition.text.values()} == {
        "nur nach Rücksprache mit dem Datenschutz"
    }


def test_a_footnote_within_a_cell_is_its_condition_too(tmp_path: Path) -> None:
    table = 'tool,Public\nChatGPT,"Yes, with approval of the DPO¹ and redacted²"\n¹ It takes five days.,\n² Names and numbers.,\n'
    _, _, knowledge = imported(tmp_path, table, "matrix.csv")
    assert conditions(knowledge)["chatgpt:public"] == (
        "with approval of the DPO and redacted. It takes five days. Names and numbers."
    )


def test_a_title_over_all_columns_is_no_part_of_their_names(tmp_path: Path) -> None:
    page = (
        "<h1>KI im Rudel</h1><table><tr><th rowspan=2>Werkzeug<th colspan=2>Was soll hinein?"
        "<tr><th>frei (Website)<th>geheim (Lohn)<tr><td>DeepL Pro<td>ja<td>nein<tr><td>Kling<td>ja<td>nein</table>"
    )
    matrix, _, _ = imported(tmp_path, page, "m.html")
    assert matrix == "tool,frei (Website),geheim (Lohn)\nDeepL Pro,allow,deny\nKling,allow,deny\n"
