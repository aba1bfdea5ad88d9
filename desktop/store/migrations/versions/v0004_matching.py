"""Same person: pairs that wait for an answer, the answers (the old table knew only 'not the same'), and what was not looked at yet."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Answers given are taken over; every person of an older book is looked at once."""
    op.create_table(
        "answers",
        sa.Column("a", sa.LargeBinary(length=16), nullable=False),
        sa.Column("b", sa.LargeBinary(length=16), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("actor", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_answers")),
    )
    op.create_index("ix_answers_b", "answers", ["b"], unique=False)
    op.execute("INSERT INTO answers (a, b, register, answer, actor, at_ms) SELECT a, b, register, 'not_same', actor, at_ms FROM not_same")
    op.drop_table("not_same")
    op.create_table(
        "pairs",
        sa.Column("a", sa.LargeBinary(length=16), nullable=False),
        sa.Column("b", sa.LargeBinary(length=16), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("found_ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_pairs")),
    )
    op.create_index("ix_pairs_b", "pairs", ["b"], unique=False)
    op.create_index("ix_pairs_register_score", "pairs", ["register", "score"], unique=False)
    op.create_table(
        "unmatched",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("record", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_unmatched")),
    )
    op.execute("INSERT INTO unmatched (register, record) SELECT 'people', id FROM people")
    op.create_index("ix_people_birth_date", "people", ["birth_date"], unique=False)
    op.create_index("ix_people_phones", "people", ["phones"], unique=False)
    op.create_index("ix_people_council_house_no", "people", ["council", "house_no"], unique=False)
