"""A ledger goes in; what is made from its questions and is not as it would be made, or is no longer what its hash says, comes
out: the index of the search, the counts by day, the texts of vendors' pages.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from bot.ledger.asked.search import PLACES_A_MS
from bot.ledger.asked.usage import UsageDayRow, count_rows, rows_of_day
from bot.ledger.captures import CaptureRow
from bot.ledger.store.strangers import TRIGGERS, is_ours

Wrong = tuple[str, str, str]
"""What (changed, missing, added), why, and what it is about."""
MEND = "make it anew with: mayi db reindex"
WRITER = "question_search_new"
"""The trigger of SQLite whose statement says what of a question is in the index."""
DRIFT_MS = 60_000
"""By so much a question stands behind its moment where many are of the same one, and were changed again and again."""
MADE = (
    *("key", "at", "asker", "verdict", "channel_kind", "language", "feedback", "policy_version", "model", "ms"),
    *("tools", "data", "named_tools", "named_data", "doc"),
)
ACCENTS, PLAIN = (
    "àâäáãåçéèêëíìîïñóòôöõúùûüýÿÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝ",
    "aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy",
)


def _of_postgresql(slot: str, value: str, each: str = "") -> str:
    """The list that the function ``index_question`` makes."""
    return (
        f"(SELECT coalesce(array_agg(DISTINCT {value}), '{{}}') FROM json_array_elements(q.reading->'items') i, "  # noqa: S608
        f"json_array_elements(i->'question'->'{slot}') a{each})"
    )


POSTGRESQL = f"""SELECT q.key, q.at, q.asker, CASE WHEN q.label = 'ask' THEN 'ask' ELSE q.verdict END, q.channel_kind, q.language,
 q.feedback, q.policy_version, q.model, (SELECT coalesce(sum(value::float), 0)::int FROM json_each_text(q.timings_ms)),
 array_to_json(l.tools)::text, array_to_json(l.data)::text, array_to_json(l.named_tools)::text, array_to_json(l.named_data)::text,
 to_tsvector('simple', left(regexp_replace(translate(lower(coalesce(q.text, '')), '{ACCENTS}', '{PLAIN}'),
 '[^[:alnum:]]+', ' ', 'g'), 200000)) ||
 array_to_tsvector(ARRAY['#v' || CASE WHEN q.label = 'ask' THEN 'ask' ELSE q.verdict END, '#c' || q.channel_kind,
 '#l' || q.language, '#f' || q.feedback, '#p' || q.policy_version, '#a' || q.asker]
 || ARRAY(SELECT '#t' || t FROM unnest(l.tools) t) || ARRAY(SELECT '#d' || d FROM unnest(l.data) d))
 FROM questions q CROSS JOIN LATERAL (SELECT
 {_of_postgresql("tools", "split_part(o, '/', 1)", ", json_array_elements_text(a->'offerings') o")} AS tools,
 {_of_postgresql("data", "o", ", json_array_elements_text(a->'types') o")} AS data,
 {_of_postgresql("tools", "coalesce(a->>'name', '')")} AS named_tools,
 {_of_postgresql("data", "coalesce(a->>'name', '')")} AS named_data) l"""  # noqa: S608 - our own names
MOMENT = {
    "sqlite": "(CAST(strftime('%s', substr(s.at, 1, 19)) AS INTEGER) * 1000 + CAST(substr(s.at || '.000', 21, 3) AS INTEGER))",
    "postgresql": "floor(extract(epoch FROM s.at) * 1000)::bigint",
}
"""In milliseconds."""


def look_at_derived(connection: Connection) -> list[Wrong]:
    """Of each kind the first that is wrong; a question from which nothing can be made any more is wrong too."""
    found: list[Wrong] = []
    for look in (_index, _days, _texts):
        try:
            with connection.begin_nested():
                found += islice(look(connection), 1)
        except (DBAPIError, ValueError, TypeError):
            found.append(("changed", "what is made from the questions cannot be compared with them", ""))
    return found


def _index(connection: Connection) -> Iterator[Wrong]:
    kind = connection.dialect.name
    if (made := _made(connection)) is None:
        yield "missing", "the trigger that writes the index of the search is gone, or is not the house's", ""
        return
    same = "IS" if kind == "sqlite" else "IS NOT DISTINCT FROM"
    alike = " AND ".join(f"s.{name} {same} w.{name}" for name in MADE)
    wrong = (
        f"WITH w ({', '.join(MADE)}) AS ({made}) SELECT w.key FROM w LEFT JOIN question_search s ON s.key = w.key "  # noqa: S608
        f"WHERE s.key IS NULL OR NOT ({alike}) OR s.id / {PLACES_A_MS} - {MOMENT[kind]} NOT BETWEEN 0 AND {DRIFT_MS} LIMIT 1"
    )
    if (key := connection.exec_driver_sql(wrong).scalar()) is not None:
        yield "changed", f"the question is not in the index of the search as it was written; {MEND}", str(key)
    there, of = connection.execute(text("SELECT (SELECT count(*) FROM question_search), (SELECT count(*) FROM questions)")).one()
    if there != of:
        yield "added", f"the index of the search has {there:,} questions, and {of:,} are there; {MEND}", ""
    if kind == "sqlite":
        unfound = (
            "SELECT s.key FROM question_search s WHERE NOT EXISTS (SELECT 1 FROM questions_words_docsize d WHERE d.id = s.id)"
        )
        if (key := connection.execute(text(f"{unfound} LIMIT 1")).scalar()) is not None:
            yield "missing", f"the question's words are not in the index of the search; {MEND}", str(key)


def _made(connection: Connection) -> str | None:
    """The statement that says of all questions what their rows in the index must hold: on SQLite the trigger's own."""
    if connection.dialect.name == "postgresql":
        return POSTGRESQL
    does = next((str(does) for name, does in connection.execute(TRIGGERS["sqlite"]) if name == WRITER), "")
    if not is_ours("sqlite", WRITER, does):
        return None
    columns = does[does.index(" END, new.key,") + len(" END, ") : does.rindex("; END")]
    return f"SELECT {columns} FROM questions new"  # noqa: S608 - what our own migration wrote


def _days(connection: Connection) -> Iterator[Wrong]:
    for day, counts in connection.execute(select(UsageDayRow.day, UsageDayRow.counts)).all():
        if count_rows(rows_of_day(connection, date.fromisoformat(day))) != counts:
            yield "changed", f"the counts of {day} are not those of its questions; {MEND}", f"usage_days:{day}"


def _texts(connection: Connection) -> Iterator[Wrong]:
    kept: Any = select(col(CaptureRow.id), col(CaptureRow.packed), col(CaptureRow.size)).execution_options(yield_per=50)
    for id_, packed, size in connection.execute(kept):
        plain = _unpacked(packed)
        if sha256(plain).hexdigest() != id_ or len(plain) != size:
            yield "changed", "the text of a vendor's page is not the one that was read", f"captures:{id_}"
    for side in ("before", "after"):
        gone = f"SELECT {side} FROM page_changes WHERE {side} <> '' AND {side} NOT IN (SELECT id FROM captures)"  # noqa: S608
        if (id_ := connection.execute(text(f"{gone} LIMIT 1")).scalar()) is not None:
            yield "missing", "the text of a vendor's page that a change of terms names is gone", f"captures:{id_}"


def _unpacked(packed: Any) -> bytes:
    try:
        return zlib.decompress(packed)
    except (zlib.error, TypeError):
        return b""
