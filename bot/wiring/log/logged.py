"""An answer of the command line goes in; it is a row of the log, and comes out with the receipt that the log knows it by."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.environment import shipped
from bot.flows.questions.answer import Answered
from bot.ledger.ledger import open_ledger
from bot.ledger.plain import question_values
from bot.settings import read_settings
from bot.wiring.log.policy_files import keep_files


def log_answer(url: str, answered: Answered, label: str, version: str, folder: Path | None = None) -> Answered:
    """Log an answer of the command line; gives it with the receipt that the ledger knows it by. Raises ``LedgerError``."""
    ledger = open_ledger(url, read_settings().secret)
    try:
        key = secrets.token_hex(32)
        receipt = ledger.receipt(key)
        text = answered.answer.text.replace(answered.answer.receipt, receipt)
        answer = replace(answered.answer, receipt=receipt, text=text)
        values = question_values(answered.reading, answered.ruled, answer, version)
        values |= {
            "label": label,
            "timings_ms": answered.timings,
            "channel_kind": "command",
            "trigger": "ask",
            "posted": "posted",
        }
        now = datetime.now(UTC)
        keep_files(ledger, folder or shipped("knowledge"), version, now)
        ledger.keep_question(key, at=now, receipt=receipt, **values)
        ledger.seal()
        return replace(answered, answer=answer)
    finally:
        ledger.close()
