"""Find what is shown of a case without reading every message.

Revision ID: 0002_messages_by_subject
Revises: 0001_first_tables
"""

from alembic import op

revision = "0002_messages_by_subject"
down_revision = "0001_first_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_slack_messages_subject", "slack_messages", ["subject"])


def downgrade() -> None:
    op.drop_index("ix_slack_messages_subject", table_name="slack_messages")
