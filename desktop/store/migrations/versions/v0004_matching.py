"""Same person: pairs that wait for an answer, the answers (the old table knew only 'not the same'), what was not looked at yet; merges;
proposals of the region."""

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
    op.create_table(
        "proposals",
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("of_register", sa.String(length=40), nullable=True),
        sa.Column("record", sa.String(length=36), nullable=True),
        sa.Column("called", sa.Text(), nullable=True),
        sa.Column("other", sa.String(length=36), nullable=True),
        sa.Column("other_name", sa.Text(), nullable=True),
        sa.Column("changes", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.Column("made_on", sa.String(length=10), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.String(length=10), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index("ix_proposals_deleted_id_search", "proposals", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_proposals_deleted_name_sort_id", "proposals", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_proposals_record", "proposals", ["record"], unique=False)
    op.create_index("ix_proposals_status", "proposals", ["status"], unique=False)
    op.create_table(
        "merges",
        sa.Column("of_register", sa.String(length=40), nullable=True),
        sa.Column("kept", sa.String(length=36), nullable=True),
        sa.Column("gone", sa.String(length=36), nullable=True),
        sa.Column("kept_name", sa.Text(), nullable=True),
        sa.Column("gone_name", sa.Text(), nullable=True),
        sa.Column("merged_on", sa.String(length=10), nullable=True),
        sa.Column("merged_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    op.create_index("ix_merges_deleted_id_search", "merges", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_merges_deleted_name_sort_id", "merges", ["deleted", "name_sort", "id"], unique=False)
    op.create_table(
        "merge_parts",
        sa.Column("merge", sa.String(length=36), nullable=True),
        sa.Column("what", sa.String(length=10), nullable=True),
        sa.Column("of_register", sa.String(length=40), nullable=True),
        sa.Column("record", sa.String(length=36), nullable=True),
        sa.Column("field", sa.String(length=40), nullable=True),
        sa.Column("was", sa.String(length=36), nullable=True),
        sa.Column("now", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_parts")),
    )
    op.create_index("ix_merge_parts_deleted_id_search", "merge_parts", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_merge_parts_deleted_name_sort_id", "merge_parts", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_merge_parts_merge", "merge_parts", ["merge"], unique=False)
