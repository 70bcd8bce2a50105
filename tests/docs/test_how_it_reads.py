"""The page that explains one question shows what the bot says today, and names files that are there."""

from __future__ import annotations

import os
import re
import textwrap
from pathlib import Path

from bot.commands.policy.ask import why_lines
from bot.wiring import Answerer, make_answerer

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-it-reads.md"
BLOCK = re.compile(r"<!-- ask: (.+?) -->\n.*?<!-- end -->", re.S)
ROW = re.compile(r"^\| `([^`]+)` → `([^`]+)` \| .*? \| (.+) \|$", re.M)
NAMED = re.compile(r"`((?:bot|docs|prompts|tests|benchmarks|knowledge)/[\w./*-]+)`")


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
    named = NAMED.findall(PAGE.read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not list(ROOT.glob(name))] == []


def test_every_file_of_the_reading_room_and_of_the_floor_below_has_its_place() -> None:
    page = PAGE.read_text(encoding="utf-8")
    files = [file for room in ("reading", "tongue") for file in (ROOT / "bot" / room).rglob("*.py") if file.name != "__init__.py"]
    paths = [file.relative_to(ROOT / "bot").as_posix() for file in files if not {"model", "redaction"} & set(file.parts)]
    tails = {path: {path, path.partition("/")[2], path.rpartition("/")[2]} for path in paths}
    assert [path for path, names in tails.items() if not any(f"`{name}`" in page for name in (*names, f"bot/{path}"))] == []
