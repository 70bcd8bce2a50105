"""What stands beside, below and behind a table's names: footnotes, notes, dates and states never get lost."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.importing.cells.notes import read_footnotes, split_marks
from tests.knowledge.importing.test_tables import conditions, imported


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("m.csv", "tool,A,B\nChatGPT¹,yes,no\nClaude,yes,no\n,,\n¹ Only on paper.,,\n"),
        ("m.csv", "tool,A,B\nChatGPT [1],yes,no\nClaude,yes,no\n[1] Only on paper.,,\n"),
        ("m.csv", "tool,A,B\nChatGPT*,yes,no\nClaude,yes,no\n*Only on paper.,,\n"),
        ("m.csv", "tool,A,B\nChatGPT †,yes,no\nClaude,yes,no\n† Only on paper.,,\n"),
        ("m.csv", "tool,A,B\nChatGPT (1),yes,no\nClaude,yes,no\nNote 1: Only on paper.,,\n"),
        ("m.csv", "tool,A,B\nChatGPT a),yes,no\nClaude,yes,no\na) Only on paper.,,\n"),
        ("m.csv", "tool,A,B\nChatGPT (h),yes,no\nClaude,yes,no\n(h) Only on paper.,,\n"),
        ("m.csv", "tool,A,B\nChatGPT 1),yes,no\nClaude,yes,no\n1) Only on paper.,,\n"),
        ("m.md", "| tool | A | B |\n|--|--|--|\n| ChatGPT[^1] | yes | no |\n| Claude | yes | no |\n\n[^1]: Only on paper.\n"),
        (
            "m.md",
            "| tool | A | B |\n|--|--|--|\n| ChatGPT\\* | yes | no |\n| Claude | yes | no |\n\n(2) Else.\n\\* Only on paper.\n",
        ),
        (
            "m.html",
            "<table><tr><th>tool<th>A<th>B<tr><td>ChatGPT<sup>1</sup><td>yes<td>no<tr><td>Claude<td>yes<td>no</table>"
            "<p>1) Only on paper.<br>2) Something else entirely.</p>",
        ),
    ],
)
def test_a_footnote_at_a_rows_name_is_a_condition_of_its_cells(name: str, content: str, tmp_path: Path) -> None:
    matrix, listed, knowledge = imported(tmp_path, content, name)
    assert matrix == "tool,A,B\nChatGPT,conditional,deny\nClaude,allow,deny\n"
    assert conditions(knowledge) == {"chatgpt:a": "Only on paper."}
    assert "`ChatGPT` has the footnote" in listed


def test_a_cell_that_sends_to_a_number_has_that_note_without_its_marks(tmp_path: Path) -> None:
    content = "| tool | A | B |\n|--|--|--|\n| ChatGPT | yes, see 1 | no |\n| Claude | yes, see 2 | no |\n\n"
    content += "1. **ChatGPT and A.** Only *on paper*.\n2. **Claude** is for drafts only.\n"
    matrix, _, knowledge = imported(tmp_path, content, "m.md")
    assert matrix == "tool,A,B\nChatGPT,conditional,deny\nClaude,conditional,deny\n"
    assert conditions(knowledge) == {"chatgpt:a": "Only on paper.", "claude:a": "Claude is for drafts only."}


def test_a_raised_mark_in_a_workbook_is_a_footnote(tmp_path: Path) -> None:
    book = Workbook()
    raised = InlineFont(vertAlign="superscript")
    rows = [["tool", "A"], [CellRichText("ChatGPT", TextBlock(raised, "1")), "yes"], ["1 Only on paper, please."]]
    for row in rows:
        book.worksheets[0].append(row)
    book.save(stream := io.BytesIO())
    matrix, _, knowledge = imported(tmp_path, stream.getvalue())
    assert (matrix, conditions(knowledge)) == ("tool,A\nChatGPT,conditional\n", {"chatgpt:a": "Only on paper, please."})


def test_a_footnote_at_a_columns_name_is_a_condition_of_its_cells(tmp_path: Path) -> None:
    matrix, _, knowledge = imported(tmp_path, "tool,A,B²\nChatGPT,yes,yes\nClaude,no,no\n² Not for minutes.,,\n", "m.csv")
    assert matrix == "tool,A,B\nChatGPT,allow,conditional\nClaude,deny,deny\n"
    assert conditions(knowledge) == {"chatgpt:b": "Not for minutes."}


@pytest.mark.parametrize("row", ["ChatGPT*,yes", "ChatGPT a),yes", "ChatGPT,yes b)", "ChatGPT,yes (b)", "ChatGPT,yes [b]"])
def test_a_mark_that_nothing_explains_still_makes_a_yes_conditional(row: str, tmp_path: Path) -> None:
    matrix, listed, knowledge = imported(tmp_path, f"tool,A\n{row}\n", "m.csv")
    assert matrix == "tool,A\nChatGPT,conditional\n"
    assert "nothing says what must hold" in listed
    assert conditions(knowledge) == {"chatgpt:a": "Ask the policy owner what must hold."}


def test_sentences_and_letters_below_a_table_are_no_tools(tmp_path: Path) -> None:
    text = "tool,A,B\nChatGPT,yes a),no\nClaude,yes,no\nNot for the merger.,,\na) not for board papers,,\nb) HR only,,\n"
    matrix, _, knowledge = imported(tmp_path, text, "m.csv")
    assert matrix == "tool,A,B\nChatGPT,conditional,deny\nClaude,allow,deny\n"
    assert conditions(knowledge) == {"chatgpt:a": "not for board papers"}


@pytest.mark.parametrize(
    ("written", "name", "marks"),
    [
        ("ChatGPT¹²", "ChatGPT", "1 2"), ("ChatGPT¹, ²", "ChatGPT", "1 2"), ("ChatGPT [1][2]", "ChatGPT", "1 2"),
        ("X¹⁰", "X", "10"),
        ("ChatGPT [1, 2]", "ChatGPT", "1 2"), ("Claude Team **", "Claude Team", "**"), ("C++", "C++", ""), ("C#", "C#", ""),
        ("GPT-4", "GPT-4", ""), ("Level (2)", "Level", "2"), ("Level (3)", "Level (3)", ""),
        ("Claude (Bedrock)", "Claude (Bedrock)", ""), ("Internal a)", "Internal", "a"), ("Internal (a)", "Internal (a)", ""),
        ("Notes (1 to a)", "Notes (1 to a)", ""),
        ("Level 2", "Level 2", ""), ("*", "*", ""), ("Copilot365", "Copilot365", ""),
    ],
)  # fmt: skip
def test_names_and_the_marks_behind_them(written: str, name: str, marks: str) -> None:
    assert split_marks(written, {"1": "x", "2": "y", "10": "z"}) == (name, marks)


def test_footnotes_as_people_write_them() -> None:
    lines = [
        "¹Nur intern.",
        "² Only here.",
        "*) Not there.",
        "Hinweis 3: Nur dort.",
        "4. Only with a contract.",
        "(5) With care.",
        "a) Only on weekdays.",
    ]
    assert read_footnotes([*lines, "¹ Something else."]) == {
        "1": "Nur intern.", "2": "Only here.", "*": "Not there.", "3": "Nur dort.", "4": "Only with a contract.",
        "5": "With care.", "a": "Only on weekdays.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "written", "said"),
    [
        ("ChatGPT,yes,see note 3\nnote 3: only on paper,,", "ChatGPT,allow,conditional", ""),
        ("ChatGPT,yes,note 3\nnote 3: the archive has two keys,,", "ChatGPT,allow,review", ""),
        ("ChatGPT,yes,note 3\nnote 3: not before the audit,,", "ChatGPT,allow,review", ""),
        ("ChatGPT,yes,note 3\nnote 3: if the works council has not agreed: never,,", "ChatGPT,allow,review", ""),
        ("ChatGPT,yes,note 3\nnote 3: after an assessment which is still pending,,", "ChatGPT,allow,review", ""),
        ('ChatGPT,"yes, see note 3",no\nnote 3: only on paper,,', "ChatGPT,conditional,deny", "only on paper"),
        ("ChatGPT,yes (Hinweis 1),no\nHinweis 1: nur dort,,", "ChatGPT,conditional,deny", "nur dort"),
        ("ChatGPT,yes (until 31 Mar 2030),no", "ChatGPT,conditional,deny", "yes (until 31 Mar 2030)"),
        ("ChatGPT,bis 31.03.2030 ja,nein", "ChatGPT,conditional,deny", "bis 31.03.2030 ja"),
        ("ChatGPT,from 1 April: yes,no", "ChatGPT,conditional,deny", "from 1 April: yes"),
        ("ChatGPT,planned,expired", "ChatGPT,unknown,deny", ""),
    ],
)
def test_cells_that_name_a_note_or_a_day_are_no_plain_yes(rows: str, written: str, said: str, tmp_path: Path) -> None:
    matrix, _, knowledge = imported(tmp_path, f"tool,A,B\n{rows}\n", "m.csv")
    assert matrix == f"tool,A,B\n{written}\n"
    assert conditions(knowledge).get("chatgpt:a", "") == said


@pytest.mark.parametrize(
    ("head", "beside", "written"),
    [
        ("Notes", "only on paper", "conditional,deny"),
        ("Notes", "until 31 March", "conditional,deny"),
        ("Conditions", "company account", "conditional,deny"),
        ("Bemerkung", "danach gesperrt", "conditional,deny"),
        ("Licence", "E5, until 31 Mar", "conditional,deny"),
        ("Licence", "Enterprise", "allow,deny"),
        ("Valid until", "2030-03-31", "allow,deny"),  # a rule forbids from the next day on
        ("Valid until", "unlimited", "allow,deny"),
        ("Notes", "bought in 2024", "allow,deny"),
        ("Approved", "no", "deny,deny"),
        ("Status", "under evaluation", "unknown,deny"),
        ("Status", "approved", "allow,deny"),
        ("Status", "with conditions", "conditional,deny"),
        ("Status", "In use", "allow,deny"),
        ("Status", "the team in Utrecht knows", "unknown,deny"),
        ("Approval", "required", "conditional,deny"),
    ],
)
def test_what_stands_beside_a_row_narrows_its_cells(head: str, beside: str, written: str, tmp_path: Path) -> None:
    matrix, _, _ = imported(tmp_path, f'tool,{head},A,B\nChatGPT,"{beside}",yes,no\n', "m.csv")
    assert matrix == f"tool,A,B\nChatGPT,{written}\n"


def test_what_columns_of_people_and_of_conditions_ask_holds_beside_each_other_and_beside_the_cell(tmp_path: Path) -> None:
    table = (
        "tool,Who may use it,A,B,Conditions\n"
        "Cursor,the pilot engineers,yes,only on paper,Privacy mode on. No keys in open files\n"
        "Claude,everyone,yes,no,Privacy mode on\n"
    )
    _, _, knowledge = imported(tmp_path, table, "m.csv")
    whole = "the pilot engineers Privacy mode on. No keys in open files"
    assert conditions(knowledge) == {
        "cursor:a": whole,
        "cursor:b": f"{whole} only on paper",
        "claude:a": "Privacy mode on",
    }


def test_a_note_that_restricts_nothing_is_listed_and_lines_below_are_kept(tmp_path: Path) -> None:
    text = "tool,Status,A,Notes\nChatGPT,live,yes,bought in 2024\nEvery use is logged by the security people.,,,\n"
    matrix, listed, _ = imported(tmp_path, text, "m.csv")
    assert matrix == "tool,A\nChatGPT,allow\n"
    assert "The note of `ChatGPT` became no condition: “bought in 2024”" in listed
    assert (
        tmp_path / "out" / "guidance" / "policy.md"
    ).read_text() == "## m.csv\n\nEvery use is logged by the security people.\n"


def test_a_column_approved_is_about_all_data_where_there_is_no_other(tmp_path: Path) -> None:
    assert (
        imported(tmp_path, "tool,Approved\nChatGPT,yes\nClaude,no\n", "m.csv")[0] == "tool,Approved\nChatGPT,allow\nClaude,deny\n"
    )


def test_columns_that_are_about_the_tools_are_left_out_and_listed(tmp_path: Path) -> None:
    text = "Service,Owner,DPA signed,Score,Public,Secret\nChatGPT,IT,yes,5,yes,no\nClaude,-,no,3,yes,no\n"
    matrix, listed, _ = imported(tmp_path, text, "m.csv")
    assert matrix == "tool,Public,Secret\nChatGPT,allow,deny\nClaude,allow,deny\n"
    assert listed.count("was taken to be about the tools") == 3
    matrix, listed, _ = imported(tmp_path, "tool,Floor,Public\nChatGPT,third,yes\nClaude,ground,no\n", "n.csv")
    assert matrix == "tool,Public\nChatGPT,allow\nClaude,deny\n"
    assert "The column `Floor` was taken to be about the tools" in listed


def test_a_misspelt_word_needs_a_review_where_its_column_says_something(tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, "tool,Public,Secret\nChatGPT,yes,denny\nClaude,no,no\n", "m.csv")
    assert matrix == "tool,Public,Secret\nChatGPT,allow,review\nClaude,deny,deny\n"
    assert "nobody can read `denny`" in listed


def test_a_table_of_which_nobody_can_read_the_most_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="unknown word `denny`"):
        imported(tmp_path, "tool,Public,Secret\nChatGPT,denny,no\nClaude,no,allwo\nGemini,allwo,denny\n", "m.csv")


def test_a_note_goes_to_the_conditional_cells_of_its_row_where_there_are_any(tmp_path: Path) -> None:
    matrix, _, knowledge = imported(tmp_path, "tool,A,B,Notes\nChatGPT,yes,limited,only on paper\n", "m.csv")
    assert (matrix, conditions(knowledge)) == ("tool,A,B\nChatGPT,allow,conditional\n", {"chatgpt:b": "only on paper"})


def test_a_column_of_people_that_says_of_a_tool_that_it_is_blocked_is_no_data(tmp_path: Path) -> None:
    rows = (
        "Werkzeug,Wer,Offen,Geheim",
        "Claude Team,nur das Planungsbüro,ja,nein",
        "Copilot Chat,alle,ja,nein",
        "Grok,gesperrt,nein,nein",
    )
    table = "".join(f"{row}\n" for row in rows)
    matrix, _, knowledge = imported(tmp_path, table, "m.csv")
    assert matrix == "tool,Offen,Geheim\nClaude Team,conditional,deny\nCopilot Chat,allow,deny\nGrok,deny,deny\n"
    assert conditions(knowledge) == {"claude-team:offen": "nur das Planungsbüro"}
