"""Keys that follow earlier ones; segments with fields left out; which photos and papers other offices have."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is known of any photo yet: the next receipt tells."""
    op.add_column("devices", sa.Column("follows", sa.String(length=32), nullable=True))
    op.add_column("devices", sa.Column("proof", sa.LargeBinary(length=64), nullable=True))
    op.add_column("segments", sa.Column("thinned", sa.LargeBinary(length=72), nullable=True))
    op.create_table(
        "thin_marks",
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("seq_from", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("device", "stream", "seq_from", name=op.f("pk_thin_marks")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "file_marks",
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("name", sa.LargeBinary(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("device", "name", name=op.f("pk_file_marks")),
        sqlite_with_rowid=False,
    )
