"""Pages stay fast in a big log: what is rare among records, and what was not served among questions, is found without the rest.

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_records_rare", "records", ["kind", "id"], "kind <> 'question'"),
    ("ix_questions_unserved", "questions", ["at"], "(label IN ('not_listed', 'ask') OR feedback = 'not_right')"),
)


def upgrade() -> None:
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
