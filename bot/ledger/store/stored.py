"""A record with its question as stored goes in; what it says, and what it would have to say, comes out."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from json.encoder import encode_basestring as quoted
from typing import Any

from sqlalchemy import text

from bot.ledger.store.records import LONG, PRIVATE, PUBLIC, moment

TAIL = ("feedback", "corrections", "corrected_at", "corrected_version", "superseded_by")
"""What changes of a question after it was recorded; a witness of its own stands for it."""
LOWEST, NEVER = -(1 << 63), 1 << 62
"""Below each number that a database keeps; above each that the house gives."""
RECORD = ("id", "kind", "ref", "public", "private", "salt", "digest", "erasure", "place", "hash", "mac")
TEXTS, MAY_BE_EMPTY = ("kind", "ref", "public", "private", "salt", "digest", "hash", "mac"), ("private", "salt")
PLAIN = tuple(name for name in (*PUBLIC, *PRIVATE) if name not in ("rules", "timings_ms", "kinds"))
PARSED = ("rules", "timings_ms", "kinds")
TOLD = ("told_label", "told_verdict", "erased_at")
TOUCHED = "touched"
"""Whether any of these is not as it was when the question was recorded."""
FIELDS = (*RECORD, *(f"q_{name}" for name in (*PLAIN, *PARSED, *LONG, *TOLD, TOUCHED)))
COLUMNS = ", ".join(
    (
        *(f"r.{name}" for name in RECORD),
        *(f"q.{name}" for name in PLAIN),
        *(f"CAST(q.{name} AS TEXT)" for name in (*PARSED, *LONG)),
        *(f"q.{name}" for name in TOLD),
        "q.feedback <> '' OR q.corrections <> 0 OR q.corrected_version <> ''"
        " OR q.superseded_by <> '' OR q.corrected_at IS NOT NULL",
    )
)
JOINED = f"SELECT {COLUMNS} FROM records r LEFT JOIN questions q ON q.key = r.ref AND r.kind = 'question'"  # noqa: S608
SEALED = text(f"{JOINED} WHERE r.place > :after ORDER BY r.place LIMIT :most")
OPEN = text(f"{JOINED} WHERE r.place IS NULL AND r.id > :after ORDER BY r.id LIMIT :most")
PUBLIC_FORM, PRIVATE_FORM = (tuple((name, f'"{name}":') for name in sorted(names)) for names in (PUBLIC, (*PRIVATE, *LONG)))
Row = dict[str, Any]


def core_of(row: Row) -> tuple[str, str, str, str]:
    """What of a record is in the chain."""
    return row["kind"], row["ref"], row["digest"], row["public"]


def made_text(row: Row) -> str:
    """Make text of what a record keeps as text; the first column in which something else stands, as a database without types lets
    anybody do, empty where there is none."""
    odd = [name for name in TEXTS if not isinstance(row[name], str) and (row[name] is not None or name not in MAY_BE_EMPTY)]
    row.update({name: str(row[name]) for name in odd})
    return odd[0] if odd else ""


def at_of(place: Any) -> int:
    """Where it is told what is wrong with a record: at its place, after all places where it has none yet, and before them where
    somebody made the place no number."""
    return NEVER - 2 if place is None else place if isinstance(place, int) else 0


def composed(form: tuple[tuple[str, str], ...], row: Row, hashes: dict[str, str | None]) -> str:
    """The part that a record must hold if the columns are what was recorded: text is composed in less time than it is read in.

    What was not stored as canonical JSON gives another text for the same values.
    """
    parts = []
    for name, begin in form:
        value = hashes[name] if name in hashes else row[f"q_{name}"]
        if isinstance(value, datetime):
            value = moment(value)
        if isinstance(value, str):
            parts.append(begin + (value if name in PARSED else quoted(value)))
        else:  # whatever else somebody put there is no JSON
            parts.append(begin + ("null" if value is None else "?"))
    return "{" + ",".join(parts) + "}"


def column_of(row: Row, name: str) -> Any:
    """A column of a question, as its record writes it."""
    value = row[f"q_{name}"]
    if name in PARSED:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return moment(value) if isinstance(value, datetime) else value


def hash_of_stored(stored: str | None) -> str | None:
    """The hash of a long column; None where nothing is in it."""
    return sha256(stored.encode("utf-8", "surrogatepass")).hexdigest() if stored and stored != "null" else None


def last_words(row: Row, answer: str | None) -> dict[str, Any]:
    """What the asker was told last, as the columns say it now."""
    words = {"told_label": row["q_told_label"], "told_verdict": row["q_told_verdict"]}
    return words if row["private"] is None else {**words, "answer": answer}


def receipt_in(public: str) -> str:
    """The receipt that a record names."""
    return str(said_in(public).get("receipt", ""))


def said_in(stored: str) -> dict[str, Any]:
    """A record's part as values; nothing where somebody made it no JSON any more."""
    try:
        said = json.loads(stored)
    except (ValueError, TypeError):
        return {}
    return said if isinstance(said, dict) else {}
