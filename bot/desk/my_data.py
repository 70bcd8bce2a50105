"""A person's own wish: all that is kept of them, as lines of JSON in parts that fit a message, or its erasure with a proof."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.app import App
from bot.desk.erasing import MINE, erase_person, erase_person_for_good
from bot.ledger.acknowledged import REMINDED, TRIED
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ADDRESS, plain
from bot.policy.requests import Request
from bot.policy.talks.home import Clicker
from bot.policy.talks.talk import Address
from bot.saying.notices import home as said
from bot.saying.words import words_for

LONGEST_PART = 2500
"""A message of ours holds 2,900 characters, its own words included."""
LONGEST_PIECE, SHORT_PIECE = 900, 300
"""Characters of one text in one line, as they are written; a longer text goes on in the next line."""
ROWS_AT_ONCE = 50
MOST_LOOKS = 1000
QUESTIONS, REST = "questions", "rest"
ESCAPED = {character: f"\\u{ord(character):04x}" for character in "&<>@`"}
"""Written as JSON can write them, so that Slack's escapes change nothing and no text can end the block it stands in."""


EXPORT, ERASE = "my_data", "erase_me"
"""Kinds of notices. Such a notice names nobody and carries no words of theirs: the person stands in its sealed address, and the
words are looked up when they are sent."""
MOST_PARTS = 200
WISH_DAYS = 2


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows as text, and where the next part begins; None at the end."""

    text: str
    then: Any | None


def export(app: App, who: Clicker) -> None:
    """All that is kept of a person is sent to them in parts; a second wish on the same page is the same export."""
    key = _begin(app, "export", who, app.hash_of("person", who.team, who.user))
    app.engine.notify(f"mydata:{key}:0", {"kind": EXPORT, "key": key, "language": app.language_of(who.user), "number": 0})


def erase(app: App, who: Clicker, at: datetime) -> None:
    """Queued first, so that it happens whatever happens here; done at once, so that the next page shows it."""
    key = _begin(app, "erase", who, "")
    app.engine.notify(f"erase:{key}", {"kind": ERASE, "key": key, "language": app.language_of(who.user)})
    erase_person(app, key, app.hash_of("person", who.team, who.user), at)


def _begin(app: App, wish: str, who: Clicker, person: str) -> str:
    """The key of a wish, with where its words go. An erasure's own address names no person, so that it is not erased."""
    key = MINE + app.hash_of(wish, who.team, who.user, who.unique)
    channel = who.channel if who.channel.startswith("D") else who.user
    address = plain(ADDRESS, Address(who.team, channel, who.user))
    app.ledger.keep_address(key, address, expires_at=datetime.now(UTC) + timedelta(days=WISH_DAYS), person=person)
    return key


def my_data_words(app: App, notice: dict[str, Any], now: datetime) -> dict[str, Any] | None:
    """The words of one notice; None where there is nothing (any more) to send."""
    key, words = notice["key"], words_for(notice["language"], app.knowledge.organisation.languages)
    if (kept := app.ledger.address(key)) is None:
        return None
    person = app.hash_of("person", kept["team"], kept["user"])
    if notice["kind"] == ERASE:
        proof = erase_person_for_good(app, key, person, now)
        return {"key": key, "words": said.erased(proof.questions, proof.digest, proof.held, words)}
    if not notice["number"]:
        return {"key": key, "words": said.export_begins(app.ledger.count_of(person), words), "then": []}
    if notice["number"] > MOST_PARTS:
        return {"key": key, "words": said.export_ends(words), "then": None, "thread_ts": notice["thread"]}
    part = export_part(app.ledger, person, notice["from"])
    if not part.text:
        return None
    line = said.export_part(notice["number"], part.text, words)
    return {"key": key, "words": line, "then": part.then, "thread_ts": notice["thread"]}


def keep_my_data(app: App, notice: dict[str, Any], outcome: dict[str, Any]) -> None:
    """After one part comes the next, in the thread of the first. The address of an export stays until its own end, so that an
    erasure meanwhile finds the parts that the engine still holds."""
    key, then, number = notice["key"], (outcome.get("said") or {}).get("then"), notice.get("number", 0) + 1
    if notice["kind"] == EXPORT and outcome["state"] == "posted" and then is not None:
        following = {**notice, "number": number, "from": then, "thread": notice.get("thread") or outcome["ts"]}
        app.engine.notify(f"mydata:{key}:{number}", following)
    elif notice["kind"] == ERASE:
        app.ledger.erase_address(key)


def export_part(ledger: Ledger, person: str, cursor: Sequence[Any]) -> Part:
    """Lines from the cursor on (empty: from the newest question), and the cursor after them; None at the end."""
    where, *at = list(cursor) or [QUESTIONS, "", "", 0]
    if where == REST:
        begin = int(at[0])
        rest = _rest(ledger, person)[begin:]
        taken = _fitting(rest)
        return Part("\n".join(rest[:taken]), [REST, begin + taken] if taken < len(rest) else None)
    rows = _rows(ledger, person, at)
    lines = [
        (line, [QUESTIONS, row.at.isoformat(), row.key, number])
        for row, first in rows
        for number, line in enumerate(lines_of(row)[first:], first + 1)
    ]
    if not lines:
        return export_part(ledger, person, [REST, 0])
    taken = _fitting([line for line, _ in lines])
    goes_on = taken < len(lines) or len(rows) >= ROWS_AT_ONCE
    after = lines[taken - 1][1] if goes_on else [REST, 0] if _rest(ledger, person) else None
    return Part("\n".join(line for line, _ in lines[:taken]), after)


def _rows(ledger: Ledger, person: str, at: Sequence[Any]) -> list[tuple[QuestionRow, int]]:
    """The row that was begun, from its next line on, and the rows after it."""
    when, key, taken = at
    if not key:
        return [(row, 0) for row in ledger.asked_by(person, ROWS_AT_ONCE)]
    begun = ledger.question_by_key(key)
    after = ledger.asked_by(person, ROWS_AT_ONCE, (datetime.fromisoformat(when), key))
    own = [(begun, int(taken))] if begun and begun.asker == person and len(lines_of(begun)) > int(taken) else []
    return [*own, *((row, 0) for row in after)]


def _fitting(lines: Sequence[str]) -> int:
    """How many lines fit into a part: at least one, where there is one."""
    size = 0
    for taken, line in enumerate(lines):
        size += len(line) + 1
        if taken and size > LONGEST_PART:
            return taken
    return len(lines)


def lines_of(row: QuestionRow) -> list[str]:
    """One question. What was asked stands last, so that a long text can go on in lines of its own."""
    answer = row.answer or {}
    said = {
        "receipt": row.receipt,
        "at": row.at.isoformat(timespec="seconds"),
        "where": row.channel_kind,
        "language": row.language,
        "read_as": _pieces(str(answer.get("read_as", "")), 200)[0],
        "verdict": row.verdict,
        "told_last": row.told_verdict,
        "answer": _pieces(str(answer.get("sentence", "")), SHORT_PIECE)[0],
        "conditions": [_pieces(str(line.get("text", "")), 100)[0] for line in answer.get("checklist", [])][:5],
        "policy": row.policy_version,
        "feedback": row.feedback,
        "values_taken_out": row.kinds,
    }
    first, *more = _pieces(row.text or "")
    _, *rest = _pieces(str(answer.get("sentence", "")), SHORT_PIECE)
    return [
        _line({**said, "asked": first}),
        *(_line({"receipt": row.receipt, "asked_goes_on": piece}) for piece in more),
        *(_line({"receipt": row.receipt, "answer_goes_on": piece}) for piece in rest),
    ]


def _rest(ledger: Ledger, person: str) -> list[str]:
    """All that is kept beside the questions: what they read of the policy, said of answers, asked people for, and did in the
    console."""
    read = [{"read_policy": row.version, "at": row.at.isoformat(timespec="seconds")} for row in ledger.acknowledgements(person)]
    read += [
        {name: version, "at": at.isoformat(timespec="seconds")}
        for how, name in ((REMINDED, "reminded_to_read"), (TRIED, "tried_to_remind_to_read"))
        for version, at in ledger.reminded(how).get(person, [])
    ]
    thought = [
        {"feedback_on": row.receipt, "value": row.value, "reason": row.reason, "note": piece}
        for row in ledger.feedback_by(person)
        for piece in _pieces(row.note)
    ]
    wishes = [
        {"request": one.kind.value, "about": one.receipt, "at": one.at.isoformat(timespec="seconds"), "state": one.state.value}
        for one in ledger.requests(asker=person)
    ]
    wishes += [
        {"request": one.kind.value, "about": one.receipt, name: piece}
        for one in ledger.requests(asker=person)
        for name, words in _words_of(one).items()
        for piece in _pieces(words)
    ]
    looked = [
        {"looked_up": look.receipt, "at": look.at.isoformat(timespec="seconds"), "by": look.by}
        for look in ledger.looks(person=person, limit=MOST_LOOKS)
    ]
    views = [{"view": view.name, "query": piece} for view in ledger.views(person) for piece in _pieces(view.query)]
    deeds = [
        {"console": deed.deed, "at": deed.at.isoformat(timespec="seconds"), "role": deed.role, "about": piece}
        for deed in ledger.console_deeds_by(person)
        for piece in _pieces(deed.about)
    ]
    return [_line(one) for one in (*read, *thought, *wishes, *looked, *views, *deeds)]


def _words_of(request: Request) -> dict[str, str]:
    """What was written when it was asked for, and what the owner answered."""
    asked = {f"asked_{name}": str(value) for name, value in asdict(request.wish).items() if value}
    said = asdict(request.settlement)
    return asked | {f"answered_{name}": ", ".join(v) if isinstance(v, tuple) else str(v) for name, v in said.items() if v}


def _pieces(text: str, most: int = LONGEST_PIECE) -> list[str]:
    """A text in pieces that take no more than so many characters once they are written; at least one."""
    pieces, size = [""], 0
    for character in text:
        wide = len(_written(character)) - 2
        if size + wide > most:
            pieces.append("")
            size = 0
        pieces[-1] += character
        size += wide
    return pieces


def _line(value: dict[str, Any]) -> str:
    return _written({key: one for key, one in value.items() if one not in ("", [], None)})


def _written(value: Any) -> str:
    written = json.dumps(value, ensure_ascii=False)
    for character, escaped in ESCAPED.items():
        written = written.replace(character, escaped)
    return written
