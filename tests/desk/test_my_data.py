"""What a person gets of their own data is all that they wrote and were told, part by part; an erasure tells its proof; a notice
names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.desk.my_data import MOST_PARTS, Part, erase, export, export_part, keep_my_data, my_data_words
from bot.ledger.ledger import open_ledger
from bot.policy.requests import Request, RequestKind, RequestState, Settlement, Wish
from bot.policy.talks.home import Clicker
from tests.databases import app_over, ledger_in
from tests.desk.test_staff_digest import Queue

NOW = datetime(2026, 11, 20, tzinfo=UTC)
KEY = b"a secret for tests only, 32 bytes"
SANNE = Clicker("T1", "U0SANNE001", unique="page-1")


class Engine(Queue):
    """Says each notice once, in the order of their queueing."""

    def erase(self, key: str, receipt: str = "") -> None: ...
    def drop(self, *prefixes: str) -> None: ...

    def run(self, app: App, state: str = "posted") -> list[tuple[str, str]]:
        """What was said, and in which thread."""
        said: list[tuple[str, str]] = []
        done: set[str] = set()
        while left := [id_ for id_ in self.queued if id_ not in done]:
            notice = self.queued[left[0]]
            done.add(left[0])
            outcome: dict[str, Any] = {"state": "dropped", "ts": "", "said": {}}
            if word := my_data_words(app, notice, NOW):
                said.append((word["words"], word.get("thread_ts", "")))
                outcome = {"state": state, "ts": f"{len(said)}.0", "said": word}
            keep_my_data(app, notice, outcome)
        return said


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """Three questions of one person."""
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), KEY)
    made = app_over(ledger)
    made.engine = Engine()  # type: ignore[assignment]
    for number in range(3):
        person = made.hash_of("person", SANNE.team, SANNE.user)
        ledger.keep_question(f"k{number}", at=NOW, asker=person, text=f"a secret {number} " + "x" * 2000)
    yield made
    ledger.close()


def run(app: App, state: str = "posted") -> list[tuple[str, str]]:
    return app.engine.run(app, state)  # type: ignore[attr-defined, no-any-return]


def test_an_export_is_said_in_order_in_the_thread_of_its_first_words(app: App) -> None:
    export(app, SANNE)
    export(app, SANNE)
    (_, first), *parts = run(app)
    assert first == "" and {thread for _, thread in parts} == {"1.0"}
    text = "".join(words for words, _ in parts)
    assert [text.count(f"a secret {number}") for number in range(3)] == [1, 1, 1]


def test_an_export_that_is_too_long_for_a_thread_says_so_at_its_end(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.my_data.export_part", lambda *_: Part("line", []))
    export(app, SANNE)
    said = run(app)
    assert len(said) == MOST_PARTS + 2 and "line" not in said[-1][0]


def test_an_export_of_nothing_says_so_and_ends(app: App) -> None:
    export(app, Clicker("T1", "U0NOBODY1"))
    assert len(run(app)) == 1


def test_an_export_that_slack_refuses_ends_without_more_parts(app: App) -> None:
    export(app, SANNE)
    assert len(run(app, state="refused")) == 1


def test_no_notice_names_the_person_or_carries_their_words(app: App) -> None:
    export(app, SANNE)
    run(app)
    erase(app, SANNE, NOW)
    run(app)
    told = repr(app.engine.queued)  # type: ignore[attr-defined]
    assert "secret" not in told and SANNE.user not in told


def test_an_erasure_tells_its_proof_and_forgets_where_to_and_what_was_exported_is_sent_no_more(app: App) -> None:
    export(app, SANNE)
    erase(app, SANNE, NOW)
    (words, _), *rest = run(app)
    assert "3" in words and not rest
    assert not any(app.ledger.address(notice["key"]) for notice in app.engine.queued.values())  # type: ignore[attr-defined]
    assert not any(row.text for row in app.ledger.questions())


@pytest.fixture
def exported(tmp_path: Path) -> str:
    """All parts of the export of somebody who asked, was refused an exception and thought little of the answer."""
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), KEY)
    answer = {"sentence": "S" * 250 + " said-early " + "S" * 100 + " said-late"}
    receipt = ledger.keep_question("k", at=NOW, asker="p1", text="my question", kinds=["person"], answer=answer)
    wish = Wish("chatgpt", "", "patients", "why-i-need-it", "2027-01-01")
    request = Request(RequestKind.EXCEPTION, receipt, "k", "p1", NOW, "en", wish, channel="#c")
    ledger.keep_request(request)
    settled = Settlement(words="what-the-owner-said", conditions=("a", "b"))
    ledger.settle_request(request.id, RequestState.REFUSED, settled, by="o", at=NOW)
    ledger.keep_feedback(receipt, "not_right", at=NOW, who="p1", reason="too_strict", note="my note")
    parts, cursor = "", []
    while cursor is not None:
        part: Any = export_part(ledger, "p1", cursor)
        parts, cursor = f"{parts}{part.text}\n", part.then
    ledger.close()
    return parts


WORDS = ("my question", "said-early", "said-late", "person", "why-i-need-it", "2027-01-01", "what-the-owner-said", "a, b")


@pytest.mark.parametrize("words", [*WORDS, "too_strict", "my note", "patients", "chatgpt"])
def test_it_is_in_the_export(exported: str, words: str) -> None:
    assert words in exported
