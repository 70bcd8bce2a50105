"""What another answer took the place of is found without the rest: there people clicked what they had meant.

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    where = sa.text("superseded_by <> ''")
    op.create_index("ix_questions_superseded", "questions", ["at"], unique=False, sqlite_where=where, postgresql_where=where)
