"""From use to policy: what staff clicked when they were asked back is asked of the owner, and then is a word that is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answer import rule
from bot.answers.mind import Mind, make_mind
from bot.answers.settle import click, correction
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.plain import READING, plain
from bot.owners.clicks import Clicks, left_words
from bot.owners.confirm import Confirming
from bot.policy.confirming import About
from bot.policy.talks.talk import Asker, Reading, SafeText, ThreadState
from tests.databases import ledger_in
from tests.wiring.owned import osterly

TODAY = date(2026, 11, 24)
ASKED = "May I put our swimming rota into Alba?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = osterly(tmp_path / "policy")
    (made / "rules.yaml").unlink()  # without rules on the purpose, so that only the data is asked for
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(ledger_in(tmp_path / "mayi.db"), b"k" * 32)
    yield opened
    opened.close()


@pytest.fixture
def mind(folder: Path) -> Mind:
    return make_mind(load(folder, load_catalog()).or_raise(), load_catalog())


def ask(mind: Mind, ledger: Ledger, who: str, text: str, *, chosen: str, days: int = 0) -> None:
    """Ask, be asked back which data it is, and click: as the ledger keeps it."""
    read = mind.reader.read_words(SafeText(text), None, Asker())
    back = rule(mind, read.items[0], read, TODAY).ruling
    assert back is not None and back.ask_back is not None, "words read it"
    clicked = click(mind, ThreadState(item=read.items[0], pending=back.ask_back), "data", chosen)
    assert clicked is not None
    at, key = datetime.now(UTC) - timedelta(days=days), f"{who} {text}"
    keep(ledger, f"{key} clicked", who, clicked, at)
    keep(ledger, key, who, read, at, superseded_by=f"{key} clicked", label="ask")


def keep(ledger: Ledger, key: str, who: str, reading: Reading, at: datetime, **values: Any) -> None:
    ledger.keep_question(key, at=at, asker=who, text=reading.text, reading=plain(READING, reading), **values)


def words(folder: Path, ledger: Ledger) -> list[str]:
    questions = Confirming(folder, Clicks(ledger)).questions()
    return [one.question.subject for one in questions if one.question.about is About.WORD]


def test_what_two_people_clicked_is_asked_of_the_owner(folder: Path, ledger: Ledger, mind: Mind) -> None:
    ask(mind, ledger, "ada", ASKED, chosen="internal")
    assert words(folder, ledger) == []
    ask(mind, ledger, "ben", "Is it fine to paste the swimming rota into Alba?", chosen="people")
    assert words(folder, ledger) == ["swimming rota"]
    (clicked,) = Clicks(ledger)()
    assert (clicked.meant, clicked.people) == ((("internal", 1), ("people", 1)), 2)
    assert clicked.share == pytest.approx(1.0)


def test_a_new_click_is_seen_at_once(folder: Path, ledger: Ledger, mind: Mind) -> None:
    confirming = Confirming(folder, Clicks(ledger))
    before = confirming.count()
    for who in ("ada", "ben"):
        ask(mind, ledger, who, ASKED, chosen="people")
    assert confirming.count() == before + 1


def test_what_was_clicked_long_ago_or_is_erased_counts_no_more(folder: Path, ledger: Ledger, mind: Mind) -> None:
    for who in ("ada", "ben"):
        ask(mind, ledger, who, ASKED, chosen="people", days=100)
    for who in ("cleo", "dirk"):
        ask(mind, ledger, who, ASKED, chosen="people")
    confirming = Confirming(folder, Clicks(ledger))
    assert confirming.question("word/swimming-rota") is not None
    ledger.erase([f"dirk {ASKED}"], datetime.now(UTC))
    assert words(folder, ledger) == []
    assert confirming.question("word/swimming-rota") is None, "who has looked before forgets it, too"


def test_once_it_is_answered_nobody_is_asked_back_for_it(folder: Path, ledger: Ledger, mind: Mind) -> None:
    for who in ("ada", "ben"):
        ask(mind, ledger, who, ASKED, chosen="people")
    confirming = Confirming(folder, Clicks(ledger))
    (asked,) = (one.question for one in confirming.questions() if one.question.about is About.WORD)
    confirming.answer(asked.id, asked.ways[0], "noor", asked.asked)
    learnt = make_mind(load(folder, load_catalog()).or_raise(), load_catalog())
    read = learnt.reader.read_words(SafeText(ASKED), None, Asker())
    ruling = rule(learnt, read.items[0], read, TODAY).ruling
    assert ruling is not None and ruling.ask_back is None
    assert words(folder, ledger) == []


def test_a_click_is_about_the_last_question_of_a_message_and_teaches_nothing_of_the_others(
    folder: Path, ledger: Ledger, mind: Mind
) -> None:
    text = "May I put our swimming rota into Alba? And may I put people data into Brisk?"
    for who in ("ada", "ben"):
        read = mind.reader.read_words(SafeText(text), None, Asker())
        assert len(read.items) == 2
        after = correction(mind, ThreadState(item=read.items[-1]), {"data": ("open",)})
        now = datetime.now(UTC)
        keep(ledger, f"{who} after", who, after, now)
        keep(ledger, who, who, read, now, superseded_by=f"{who} after")
    assert "swimming rota" not in words(folder, ledger)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Swimming rota? Berlin trip! May I?", ""),
        ("May I use Alba for the swimming rota, canteen?", "swimming rota"),
        ("May I use Alba?", ""),
    ],
    ids=["two questions, each as long", "behind a comma begins another", "nothing"],
)
def test_words_that_are_left_never_cross_a_break(mind: Mind, text: str, left: str) -> None:
    assert left_words(mind.reader.read_words(SafeText(text), None, Asker())) == left


def test_a_row_of_another_form_is_passed_over(folder: Path, ledger: Ledger, mind: Mind) -> None:
    for who in ("ada", "ben"):
        ask(mind, ledger, who, ASKED, chosen="people")
    now = datetime.now(UTC)
    ledger.keep_question("new", at=now, asker="cleo", reading={"items": 1})
    ledger.keep_question("old", at=now, asker="cleo", reading={"of": "an older release"}, superseded_by="new")
    assert words(folder, ledger) == ["swimming rota"]
