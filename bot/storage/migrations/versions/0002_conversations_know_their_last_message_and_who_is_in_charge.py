"""Conversations know their last message and who is in charge."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handoff", sa.String(10)),
        sa.Column("handoff_since", sa.DateTime(timezone=True)),
        sa.CheckConstraint("handoff IN ('offered', 'waiting', 'active', 'closed')", name="handoff_is_a_known_state"),
    )
    op.create_index("ix_conversations_last_message_at", "conversations", ["last_message_at"])
