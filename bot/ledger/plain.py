"""The travelling values as plain data and back: what a durable step or a ledger row can hold is JSON."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from bot.policy.deciding.rulings import Ruling
from bot.policy.talks.answer import Answer
from bot.policy.talks.incoming import Asked
from bot.policy.talks.talk import Address, Reading, Ruled, ThreadState, WhyLine

READING = TypeAdapter(Reading)
RULED = TypeAdapter(tuple[Ruled, ...])
RULING = TypeAdapter(Ruling)
ANSWER = TypeAdapter(Answer)
STATE = TypeAdapter(ThreadState)
ASKED = TypeAdapter(Asked)
ADDRESS = TypeAdapter(Address)
LINES = TypeAdapter(tuple[WhyLine, ...])


def plain(adapter: TypeAdapter[Any], value: Any) -> Any:
    """A value as JSON can say it."""
    return adapter.dump_python(value, mode="json")


def question_values(reading: Reading, ruled: tuple[Ruled, ...], answer: Answer, version: str) -> dict[str, Any]:
    """The columns of a ledger row that say what was read, ruled and said."""
    rulings = [one.ruling for one in ruled if one.ruling is not None]
    reasons = dict.fromkeys(
        (reason.rule, reason.at.file, reason.at.line, reason.at.column) for ruling in rulings for reason in ruling.reasons
    )
    return {
        "text": reading.text,
        "language": reading.language,
        "intent": reading.items[0].intent.value if reading.items else "",
        "reading": plain(READING, reading),
        "ruling": [plain(RULING, ruling) for ruling in rulings],
        "answer": plain(ANSWER, answer),
        "label": answer.label,
        "verdict": answer.verdict,
        "rules": [{"rule": rule, "file": file, "line": line, "column": column} for rule, file, line, column in reasons],
        "policy_version": version,
        "prompt_hash": reading.prompt_hash,
        "model": reading.model,
    }
