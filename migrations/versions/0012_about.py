"""What a deed was about: a review that is done stays done for what was looked at, and for nothing that comes later.

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task_deeds", sa.Column("about", sa.JSON(), nullable=False, server_default="[]"))
