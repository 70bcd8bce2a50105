"""Keys of questions, or a person, go in; all that is kept of them goes, but for what a legal hold keeps. May be repeated; two at
once end as one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.answers.wordings import kin_of, marked_kin_of
from bot.app import App
from bot.desk import requests
from bot.desk.log import erasable
from bot.engine.engine import Engine
from bot.engine.forget import EngineRows
from bot.exam.cases import Cases
from bot.ledger.asked.mine import Proof
from bot.ledger.asked.questions import is_key

MINE = "mydata:"
"""How the keys of a person's own wishes begin, beside the keys of their questions."""


def erase_question(app: App, key: str, at: datetime) -> None:
    """Erase one question with whatever was answered in the message that answers it."""
    _erase(app, kin_of(key, app.ledger, app.hash_of), "asked", at)


def erase_person(app: App, wish: str, person: str, at: datetime) -> Proof:
    """Erase all that is kept of a person. The proof is kept before anything goes, so that a second try after a crash tells
    the same. ``at``: one moment for all of it, as it is one erasure."""
    ledger = app.ledger
    free, held = erasable(ledger, person)
    proof = ledger.keep_erasure(wish, [receipt for _, receipt in free if receipt], at, held)
    for key, _ in free:
        if key.startswith(MINE):
            _work(app).drop(f"mydata:{key}:")
    _erase(app, [kin for key, _ in free for kin in marked_kin_of(key, ledger, app.hash_of)], "person", at)
    if not held:
        ledger.erase_feedback_by(person)
        ledger.erase_looks_at(person, at)
        ledger.erase_acknowledgements(person)
        ledger.erase_console_of(person)
    return proof


def erase_person_for_good(app: App, wish: str, person: str, at: datetime) -> Proof:
    """As ``erase_person``; the database's files let go of it as well, which takes longer."""
    proof = erase_person(app, wish, person, at)
    app.ledger.tidy()
    return proof


def _erase(app: App, keys: Sequence[str], why: str, at: datetime) -> None:
    held = app.ledger.held_among(keys)
    free = [key for key in dict.fromkeys(keys) if key not in held]
    rows, work = app.ledger.rows_of(free), _work(app)
    for key in free:
        if is_key(key):
            work.erase(key, rows[key].receipt if key in rows else "")
        else:  # what the house says by itself goes by its own id
            work.drop(key)
    app.ledger.erase(free, at, why)
    receipts = {row.receipt for row in rows.values()}
    Cases(app.settings.exams).drop(lambda receipt: receipt in receipts)
    if hasattr(app, "engine"):
        for key in rows:
            requests.withdraw(app, key)


def _work(app: App) -> Engine | EngineRows:
    """The engine where it runs in this process, else its rows; what was asked of an owner is then the bot's to take back."""
    return app.engine if hasattr(app, "engine") else EngineRows(app.settings.engine_url)
