"""Made-up readers sit the exam on tables: who reads what documents say helps, who says nothing or allows everything does not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.exam.tables_paper import pages
from bot.owners.tabling import lines_of, prompt_of
from bot.policy.talks.claims import Reply
from bot.reading.model.hearing import Hear
from bot.wiring.tables_exam import TablesSitting

PAGES = pages()[:3]
READ = Path(__file__).resolve().parents[1] / "documents"
Entry = dict[str, Any]


def reader(told: Callable[[Entry], Entry]) -> Hear:
    """Who gives, of each part of a document, what a strong model read there, as ``told`` tells it."""
    known = {prompt_of(lines_of(page.document)): json.loads((READ / page.name / "tabled.json").read_text()) for page in PAGES}

    def hear(shared: str, rest: str, _schema: dict[str, Any]) -> Reply:
        first, last = map(int, re.findall(r"\d+", rest))
        here = {key: [one for one in entries if first <= one["line"] <= last] for key, entries in known[shared].items()}
        return Reply({**here, "rulings": [told(one) for one in here["rulings"]]}, seconds=2.0)

    return hear


def test_who_reads_what_the_documents_say_helps() -> None:
    read: list[int] = []
    marks = TablesSitting(reader(lambda one: one))(PAGES, read.append)
    assert marks.helps
    assert (marks.asked, marks.refused, marks.lost, marks.seconds) == (36, 0, 0, 2.0)
    assert marks.right > marks.by_words + len(PAGES)
    assert read[-1] == marks.lines == sum(len(lines_of(page.document)) for page in PAGES)
    assert read == sorted(read)


def test_who_says_nothing_reads_no_table() -> None:
    marks = TablesSitting(lambda *_: None)(PAGES[:1], lambda _: None)
    assert not marks.helps
    assert (marks.right, marks.cells, marks.refused, marks.lost) == (0, 0, 1, marks.lines)


def test_who_allows_everything_is_found_out() -> None:
    marks = TablesSitting(reader(lambda one: {**one, "does": "allow", "condition": "", "only_for": [], "about": []}))(
        PAGES, lambda _: None
    )
    assert marks.wrongly_allowed > marks.asked / 30
    assert not marks.helps


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_each_document_of_the_paper_asks_for_a_yes_and_for_a_no(page: Any) -> None:
    assert {label for _, label in page.asked} >= {"allow", "deny"}
    assert len(page.asked) == 12
