"""What is shared is today's answer under today's announcement, and a try that has ended can be made again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.plain import ANSWER, plain
from bot.policy.talks.answer import Answer
from bot.policy.talks.checks import Who
from bot.policy.talks.home import Board, Hanging
from bot.policy.talks.talk import Intent
from bot.slack.posts.post import Poster, build_client
from bot.wiring.answers.sharing import Sharing
from tests.databases import ledger_in

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
THEN = Answer("en", "allow", "allowed", Intent.MAY_I, "✓", "Allowed", "Yes.", announcement="Of another day.")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(ledger_in(tmp_path / "bot.db"), b"a secret for tests only, 32 bytes")
    opened.keep_question("k1", at=NOW, asker="sanne", text="May I?", policy_version="v1", answer=plain(ANSWER, THEN))
    yield opened
    opened.close()


def sharing(ledger: Ledger, queued: list[str], board: Board | None = None) -> Sharing:
    return Sharing(
        ledger,
        Poster(build_client("xoxb-test", "http://127.0.0.1:1/")),
        lambda id_, _notice: queued.append(id_),
        lambda *_: None,
        lambda _team, user: user,
        lambda: "v1",
        lambda _row: None,
        lambda: board or Board(None, None),
    )


def share(one: Sharing, receipt: str) -> str:
    return one.share(receipt, Who("T1", "U1"), "C1", "http://127.0.0.1:1/hook", "en")


@pytest.mark.parametrize(("hanging", "shown"), [("", ""), ("Of today.", "Of today.")])
def test_above_a_shared_answer_hangs_what_hangs_there_today(ledger: Ledger, hanging: str, shown: str) -> None:
    board = Board(None, Hanging(hanging, "@marit", NOW, None) if hanging else None)
    row: Any = ledger.question_by_key("k1")
    said = sharing(ledger, [], board).word({"key": "share:R:0", "receipt": row.receipt, "language": "en"})
    assert said is not None
    assert said["answer"]["announcement"] == shown


@pytest.mark.parametrize(("state", "tries"), [("", "00"), ("posting", "00"), ("late", "01"), ("refused", "01")])
def test_a_second_click_is_a_new_try_only_where_the_first_has_ended(ledger: Ledger, state: str, tries: str) -> None:
    queued: list[str] = []
    one = sharing(ledger, queued)
    row: Any = ledger.question_by_key("k1")
    assert share(one, row.receipt) == ""
    if state:
        ledger.begin_saying(queued[0], NOW)
    if state in ("late", "refused"):
        ledger.give_up(queued[0], state, "nobody knows")
    assert share(one, row.receipt) == ""
    assert [id_.rsplit(":", 1)[-1] for id_ in queued] == list(tries)


def test_what_stands_there_is_not_shared_twice(ledger: Ledger) -> None:
    queued: list[str] = []
    one = sharing(ledger, queued)
    row: Any = ledger.question_by_key("k1")
    share(one, row.receipt)
    ledger.begin_saying(queued[0], NOW)
    ledger.said(queued[0], "12.1")
    assert share(one, row.receipt) != ""
    assert len(queued) == 1
