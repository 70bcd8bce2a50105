"""The chain is sealed with the house's key, and every row of the log has a witness in it.

Rows that are there get their witness now. A record says since when each is proved, and which receipts no answer was kept for.

Revision: 0014, after 0013
"""

import json
import secrets
from datetime import UTC, datetime
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

AT_ONCE = 1000
JSONS = ("wish", "settlement", "offerings", "about", "topics", "diff", "judgement")
COLUMNS = {
    "questions": ("key", "feedback", "corrections", "corrected_at", "corrected_version", "superseded_by"),
    "feedback": ("id", "at", "note", "reason", "receipt", "value", "who"),
    "addresses": ("key", "expires_at", "message", "person", "sealed"),
    "requests": (
        *("id", "asker", "at", "card_ts", "channel", "erased_at", "key", "kind", "language", "patch", "receipt"),
        *("settled_at", "settled_by", "settlement", "state", "told", "wish"),
    ),
    "holds": ("id", "about", "at", "by", "lift_reason", "lifted_at", "lifted_by", "reason", "subject"),
    "looks": ("id", "at", "by", "person", "reason", "receipt"),
    "erasures": ("id", "at", "digest", "held", "questions"),
    "snapshots": ("version", "at", "digest"),
    "roots": ("day", "at", "hash", "place"),
    "acknowledgements": ("id", "at", "how", "person", "version"),
    "policy_versions": ("number", "at", "sealed", "version"),
    "console_deeds": ("id", "about", "at", "deed", "role", "who"),
    "notice_board": ("id", "at", "deed", "sealed", "until", "words"),
    "task_deeds": ("id", "about", "at", "deed", "due", "note", "number", "offerings", "sealed", "task", "until"),
    "term_changes": ("id", "at", "day", "diff", "direction", "effective", "page", "title", "topics", "url"),
    "page_changes": ("id", "after", "at", "before", "judgement", "page", "severity", "told", "url"),
}
"""The key first. Of questions what changes after they were recorded."""
CHANGED = (
    "(t.feedback <> '' OR t.corrections <> 0 OR t.corrected_at IS NOT NULL OR t.corrected_version <> '' OR t.superseded_by <> '')"
)


def upgrade() -> None:
    op.add_column("records", sa.Column("mac", sa.Text(), nullable=False, server_default=""))
    op.add_column("receipts", sa.Column("at", sa.DateTime(timezone=True), nullable=True))
    connection, now = op.get_bind(), _moment(datetime.now(UTC))
    if connection.scalar(sa.text("SELECT count(*) FROM (SELECT id FROM records LIMIT 1) s")):
        _insert(connection, [_record("witnessed", "", {}, now)])
    for table in COLUMNS:
        _witness(connection, table, now)
    lost = sa.text(
        "SELECT c.key, c.receipt FROM receipts c WHERE NOT EXISTS "
        "(SELECT 1 FROM records r WHERE r.ref = c.key AND r.kind = 'question')"
    )
    _insert(connection, [_record("unsaid", row.key, {"receipt": row.receipt}, now) for row in connection.execute(lost).all()])


def _witness(connection: sa.Connection, table: str, now: str) -> None:
    columns = COLUMNS[table]
    key = columns[0]
    jsons = JSONS if table != "console_deeds" and table != "holds" else ()
    names = ", ".join(f"CAST(t.{name} AS TEXT)" if name in jsons else f"t.{name}" for name in columns)
    only = f"AND {CHANGED}" if table == "questions" else ""
    page = f"SELECT {names} FROM {table} t WHERE t.{key} > :after {only} ORDER BY t.{key} LIMIT :most"  # noqa: S608 - our own names
    after: object = 0 if key == "number" or table in ("feedback", "acknowledgements", "console_deeds", "notice_board") else ""
    while rows := connection.execute(sa.text(page), {"after": after, "most": AT_ONCE}).all():
        after = rows[-1][0]
        made = []
        for row in rows:
            salt, values = secrets.token_hex(16), [_moment(v) if isinstance(v, datetime) else v for v in row]
            public = {"row": sha256(f"{salt}\n{_canonical(values)}".encode("utf-8", "surrogatepass")).hexdigest()}
            if table == "addresses":
                public["until"] = values[columns.index("expires_at")]
            made.append({**_record("row", f"{table}:{row[0]}", public, now), "salt": salt})
        _insert(connection, made)


def _record(kind: str, ref: str, public: dict, now: str) -> dict:
    return {"kind": kind, "ref": ref, "public": _canonical({**public, "at": now}), "salt": None}


def _insert(connection: sa.Connection, records: list[dict]) -> None:
    if records:
        connection.execute(
            sa.text(
                "INSERT INTO records (kind, ref, public, salt, digest, hash, mac) VALUES (:kind, :ref, :public, :salt, '', '', '')"
            ),
            records,
        )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
