"""PostgreSQL: a question finds its place at once, also among many of the same millisecond; each tried all that were taken before.

SQLite has done so since 0009.

Revision: 0011, after 0010
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

FUNCTION = "SELECT pg_get_functiondef('index_question(questions)'::regprocedure)"
DECLARED = "place bigint;"
FOUND = "place := floor(extract(epoch FROM new.at) * 1000)::bigint * 1024;"
BEHIND = """
  -- behind the last of its millisecond; a full one goes on in what is free among those of the next
  behind := (SELECT max(id) FROM question_search WHERE id BETWEEN place AND place + 1023);
  IF behind = place + 1023 THEN
    behind := (SELECT one.id FROM question_search one WHERE one.id >= behind AND NOT EXISTS
      (SELECT 1 FROM question_search other WHERE other.id = one.id + 1) ORDER BY one.id LIMIT 1);
  END IF;
  place := coalesce(behind + 1, place);"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    function = str(op.get_bind().exec_driver_sql(FUNCTION).scalar_one())
    for before, after in ((DECLARED, f"{DECLARED} behind bigint;"), (FOUND, FOUND + BEHIND)):
        if before not in function:
            raise ValueError(f"index_question is not the one of revision 0005: it has no `{before}`")
        function = function.replace(before, after)
    op.get_bind().exec_driver_sql(function.replace("%", "%%"))
