"""The page that explains one question shows what the bot says today, and names files that are there."""

from __future__ import annotations

import os
import re
import textwrap
from pathlib import Path

from bot.answers.answerer import Answerer, make_answerer
from bot.commands.policy.ask import why_lines

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-it-reads.md"
BLOCK = re.compile(r"<!-- ask: (.+?) -->\n.*?<!-- end -->", re.S)
ROW = re.compile(r"^\| `([^`]+)` → `([^`]+)` \| .*? \| (.+) \|$", re.M)
NAMED = re.compile(r"`((?:bot|docs|prompts|tests|benchmarks|knowledge)/[\w./*-]+)`")
FOLDERS = [path.parent.name for path in (ROOT / "bot" / "reading").glob("*/__init__.py")]
IN_THE_ROOM = re.compile(rf"`((?:(?:{'|'.join(FOLDERS)})/)?\w+\.py)`")


def shown(answerer: Answerer, text: str) -> str:
    """The answer and why, without the line of the receipt and of the policy's version."""
    answered = answerer.ask(text)
    lines = [*answered.answer.text.splitlines(), *why_lines(answered)]
    assert answered.answer.receipt
    return "\n".join(line for line in lines if not line.startswith(answered.answer.receipt))


def first_line(answerer: Answerer, text: str) -> str:
    return textwrap.shorten(answerer.ask(text).answer.text.splitlines()[0], 76, placeholder=" …")


def made_anew(page: str) -> str:
    answerer = make_answerer(ROOT / "knowledge")
    found = BLOCK.search(page)
    assert found, "the page has lost its question"
    question = found[1]

    def changed(row: re.Match[str]) -> str:
        old, new, why = row.groups()
        assert old in question, f"`{old}` is not in the question"
        return f"| `{old}` → `{new}` | {first_line(answerer, question.replace(old, new))} | {why} |"

    anew = BLOCK.sub(lambda _: f"<!-- ask: {question} -->\n```\n{shown(answerer, question)}\n```\n<!-- end -->", page)
    return ROW.sub(changed, anew)


def test_the_page_shows_what_the_bot_says() -> None:
    """MAYI_RECORD=1 writes the block and the table anew; the words around them are yours."""
    anew = made_anew(PAGE.read_text(encoding="utf-8"))
    if os.environ.get("MAYI_RECORD"):
        PAGE.write_text(anew, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == anew, "run it again with MAYI_RECORD=1 and look at the difference"


def test_a_changed_word_is_tried_in_several_rows() -> None:
    assert len(ROW.findall(PAGE.read_text(encoding="utf-8"))) >= 5


def test_every_file_that_it_names_is_there() -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = [*NAMED.findall(page), *(f"bot/reading/{name}" for name in IN_THE_ROOM.findall(page))]
    assert named
    assert [name for name in named if not list(ROOT.glob(name))] == []


def test_every_folder_of_the_reading_room_has_its_row_and_no_other() -> None:
    rooms = PAGE.read_text(encoding="utf-8").split("\n## The rooms\n", 1)[1].split("\n## ", 1)[0]
    assert sorted(re.findall(r"^\| `(\w+)` \|", rooms, re.M)) == sorted(FOLDERS)
