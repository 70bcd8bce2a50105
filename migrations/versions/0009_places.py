"""SQLite: any number of questions of one millisecond is found, and so is a policy version with edits (``+``) or notes (``~``).

PostgreSQL did both from the beginning.

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = "id, key, at, asker, verdict, channel_kind, language, feedback, policy_version, model, ms, tools, data, named_tools, named_data, doc"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for statement in sqlite():
        op.execute(sa.text(statement.replace(":", r"\:")))
    # the triggers index anew what could not be found
    op.execute("UPDATE questions SET key = key WHERE instr(policy_version, '+') > 0 OR instr(policy_version, '~') > 0")


ITEM, ASK = (f"CASE {one}.type WHEN 'object' THEN {one}.value ELSE '{{}}' END" for one in "ia")
TOOLS = f"""SELECT DISTINCT CASE WHEN instr(o.value, '/') > 0 THEN substr(o.value, 1, instr(o.value, '/') - 1) ELSE o.value END AS v
 FROM json_each(new.reading, '$.items') i, json_each({ITEM}, '$.question.tools') a, json_each({ASK}, '$.offerings') o"""
DATA = f"""SELECT DISTINCT o.value AS v
 FROM json_each(new.reading, '$.items') i, json_each({ITEM}, '$.question.data') a, json_each({ASK}, '$.types') o"""
NAMED_TOOLS, NAMED_DATA = (
    f"""SELECT DISTINCT coalesce(json_extract({ASK}, '$.name'), '') AS v
 FROM json_each(new.reading, '$.items') i, json_each({ITEM}, '$.question.{slot}') a"""
    for slot in ("tools", "data")
)
VERDICT = "CASE WHEN new.label = 'ask' THEN 'ask' ELSE new.verdict END"


def tag(kind: str, value: str) -> str:
    """One token that no text can hold: a private letter, the kind, the value with its separators as private letters."""
    for number, separator in enumerate("-/_.+~"):
        value = f"replace({value}, '{separator}', char({57345 + number}))"
    return f"char(57344) || '{kind}' || {value}"


def sqlite() -> list[str]:
    def tags(kind: str, values: str) -> str:
        return f"coalesce((SELECT group_concat({tag(kind, 'v')}, ' ') FROM ({values})), '')"

    single = " || ' ' || ".join(
        tag(kind, value)
        for kind, value in (
            ("v", VERDICT), ("c", "new.channel_kind"), ("l", "new.language"), ("f", "new.feedback"),
            ("p", "new.policy_version"), ("a", "new.asker"),
        )
    )  # fmt: skip
    words = "coalesce(replace(new.text, char(57344), ' '), '')"
    doc = f"{words} || ' ' || {single} || ' ' || {tags('t', TOOLS)} || ' ' || {tags('d', DATA)}"
    base = "(CAST(strftime('%s', substr(new.at, 1, 19)) AS INTEGER) * 1000 + CAST(substr(new.at || '.000', 21, 3) AS INTEGER)) * 1024"
    last = f"(SELECT max(id) FROM question_search WHERE id BETWEEN {base} AND {base} + 1023)"
    # the first place that is free behind the last of its millisecond: a full one goes on among those of the next
    behind = (
        f"(SELECT one.id + 1 FROM question_search one WHERE one.id >= {last} AND NOT EXISTS "
        "(SELECT 1 FROM question_search other WHERE other.id = one.id + 1) ORDER BY one.id LIMIT 1)"
    )
    free = f"CASE WHEN {last} IS NULL THEN {base} ELSE {behind} END"
    listed = [f"(SELECT json_group_array(v) FROM ({one}))" for one in (TOOLS, DATA, NAMED_TOOLS, NAMED_DATA)]
    ms = "CAST(coalesce((SELECT sum(value) FROM json_each(new.timings_ms)), 0) AS INTEGER)"
    insert = (
        f"INSERT INTO question_search ({COLUMNS}) SELECT {free}, new.key, new.at, new.asker, {VERDICT}, new.channel_kind, "
        f"new.language, new.feedback, new.policy_version, new.model, {ms}, {', '.join(listed)}, {doc};"
    )
    return [
        "DROP TRIGGER question_search_new",
        "DROP TRIGGER question_search_changed",
        f"CREATE TRIGGER question_search_new AFTER INSERT ON questions BEGIN {insert} END",
        f"CREATE TRIGGER question_search_changed AFTER UPDATE ON questions BEGIN DELETE FROM question_search WHERE key = old.key; {insert} END",
    ]
