"""Offices have a table, so that coordinators can change them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "offices",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True)),
    )
