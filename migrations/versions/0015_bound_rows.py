"""The memory of a thread is sealed with the house's key, together with its place: what somebody else puts there is none.

What is there already has no seal, and is forgotten: in those threads the bot asks back once.

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("threads", sa.Column("seal", sa.Text(), nullable=False, server_default=""))
