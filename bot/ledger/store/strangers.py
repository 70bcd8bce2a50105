"""A database goes in; what it does by itself whenever the house writes, and no migration made it do, comes out."""

from __future__ import annotations

from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from bot.ledger.store.canonical import hash_of

TRIGGERS = {
    "sqlite": text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"),
    "postgresql": text(
        "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE NOT t.tgisinternal AND c.relnamespace = (current_schema())::regnamespace ORDER BY t.tgname"
    ),
}
"""Name, and what it does."""
INSTEAD = {
    "sqlite": text("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name"),
    "postgresql": text(
        "SELECT viewname FROM pg_views WHERE schemaname = current_schema() "
        "UNION SELECT tablename FROM pg_rules WHERE schemaname = current_schema() ORDER BY 1"
    ),
}
"""Names that something else stands for than a table."""
OURS = {
    ("sqlite", "question_search_changed"): "3c40f60267c9a709",
    ("sqlite", "question_search_gone"): "a6afda51c0df4181",
    ("sqlite", "question_search_new"): "648772d52c5fe296",
    ("sqlite", "questions_words_gone"): "700edc7d1f9ecd82",
    ("sqlite", "questions_words_new"): "aa120f8c546cbc37",
    ("postgresql", "question_search_written"): "9a4b5f30756ae46c",
}
"""Kind of database and name of a trigger of the migrations -> the beginning of the hash of what it does."""


def is_ours(kind: str, name: str, does: object) -> bool:
    """Whether a trigger does what the migrations made it do. ``kind``: of database."""
    return OURS.get((kind, name)) == hash_of(str(does))[:16]


def stranger_in(connection: Connection) -> str:
    """The first trigger that is none of the house's, or table that is none; empty where there is none."""
    kind = connection.dialect.name
    for name, does in connection.execute(TRIGGERS[kind]):
        if not is_ours(kind, name, does):
            return f"the trigger `{name}`"
    tables = SQLModel.metadata.tables
    return next((f"the view or rule `{name}`" for (name,) in connection.execute(INSTEAD[kind]) if name in tables), "")
