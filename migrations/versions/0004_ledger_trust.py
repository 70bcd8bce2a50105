"""What makes the log trustworthy: records and their chain, roots, files of policy versions, legal holds, looks at who asked.

Every question that is there already gets its record, so that the chain covers it from now on.

Revision: 0004, after 0003
"""

import json
import secrets
from datetime import UTC, datetime
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PUBLIC = (
    *("key", "receipt", "at", "channel_kind", "trigger", "language", "intent", "label", "verdict", "rules"),
    *("policy_version", "prompt_hash", "model", "timings_ms", "posted"),
)
PRIVATE = ("asker", "thread", "text", "kinds")
LONG = ("reading", "ruling", "answer")
PARSED = ("rules", "timings_ms", "kinds")
AT_ONCE = 1000


def upgrade() -> None:
    _tables()
    op.add_column("addresses", sa.Column("message", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_addresses_message", "addresses", ["message"], unique=False)
    op.add_column("erasures", sa.Column("held", sa.Integer(), nullable=False, server_default="0"))
    _record_what_is_there()


def _tables() -> None:
    op.create_table(
        "records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("private", sa.Text(), nullable=True),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("erasure", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("place"),
    )
    op.create_index("ix_records_ref", "records", ["ref"], unique=False)
    op.create_table(
        "roots",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    op.create_table(
        "snapshots",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "holds",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "about", "subject", "reason", "by")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("lifted_by", "lift_reason")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "looks",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "receipt", "person", "by")),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_looks_receipt", "looks", ["receipt"], unique=False)
    op.create_index("ix_looks_person", "looks", ["person"], unique=False)


def _record_what_is_there() -> None:
    """Written out once more here: what a migration does may not change with the code."""
    connection = op.get_bind()
    names = ", ".join(
        f"CAST({name} AS TEXT) AS {name}" if name in (*LONG, *PARSED) else name for name in (*PUBLIC, *PRIVATE, *LONG)
    )
    page = sa.text(
        f"SELECT {names}, corrections, told_label, told_verdict, corrected_version FROM questions "  # noqa: S608 - our own names
        "WHERE key > :after ORDER BY key LIMIT :most"
    )
    after = ""
    while rows := connection.execute(page, {"after": after, "most": AT_ONCE}).mappings().all():
        after = rows[-1]["key"]
        records = [one for row in rows for one in _records(dict(row))]
        connection.execute(
            sa.text(
                "INSERT INTO records (kind, ref, public, private, salt, digest, hash) "
                "VALUES (:kind, :ref, :public, :private, :salt, :digest, '')"
            ),
            records,
        )


def _records(row: dict) -> list[dict]:
    row["at"] = _moment(row["at"])
    for name in PARSED:
        row[name] = json.loads(row[name])
    for name in LONG:
        is_there = row[name] and row[name] != "null"
        row[name] = sha256(row[name].encode("utf-8", "surrogatepass")).hexdigest() if is_there else None
    salt, private = secrets.token_hex(16), _canonical({name: row[name] for name in (*PRIVATE, *LONG)})
    digest = sha256(f"{salt}\n{private}".encode("utf-8", "surrogatepass")).hexdigest()
    public = _canonical({name: row[name] for name in PUBLIC})
    question = {"kind": "question", "public": public, "private": private, "salt": salt, "digest": digest}
    found = [question]
    if row["corrections"]:
        told = {"receipt": row["receipt"], "label": row["told_label"], "verdict": row["told_verdict"], "at": row["at"]}
        public = _canonical({**told, "version": row["corrected_version"]})
        found.append({"kind": "correction", "public": public, "private": None, "salt": None, "digest": ""})
    return [{**one, "ref": row["key"]} for one in found]


def _moment(at: object) -> str:
    if isinstance(at, datetime):
        return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return str(at)


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
