"""The first tables: the change log, the hand-over, and the registers of the first walk."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Money columns are integers of satang; sets are sorted JSON lists; ids are UUIDs in 16 bytes."""
    op.create_table(
        "acks",
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("device", "stream", name=op.f("pk_acks")),
    )
    op.create_table(
        "activities",
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("project", sa.LargeBinary(length=16), nullable=True),
        sa.Column("start_on", sa.String(length=10), nullable=True),
        sa.Column("end_on", sa.String(length=10), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("tambon_code", sa.String(length=40), nullable=True),
        sa.Column("participants", sa.Integer(), nullable=True),
        sa.Column("male", sa.Integer(), nullable=True),
        sa.Column("female", sa.Integer(), nullable=True),
        sa.Column("budget", sa.Integer(), nullable=True),
        sa.Column("spent", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.Column("dimensions", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    op.create_index("ix_activities_deleted_id_search", "activities", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_activities_deleted_name_sort_id", "activities", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_activities_project", "activities", ["project"], unique=False)
    op.create_table(
        "actors",
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_actors")),
    )
    op.create_table(
        "cases",
        sa.Column("household", sa.LargeBinary(length=16), nullable=True),
        sa.Column("person", sa.LargeBinary(length=16), nullable=True),
        sa.Column("needs", sa.Text(), nullable=True),
        sa.Column("dimensions", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("wish", sa.Text(), nullable=True),
        sa.Column("urgency", sa.String(length=40), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.Column("programme", sa.Text(), nullable=True),
        sa.Column("budget", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.String(length=10), nullable=True),
        sa.Column("next_visit_on", sa.String(length=10), nullable=True),
        sa.Column("closed_on", sa.String(length=10), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.create_index("ix_cases_deleted_id_search", "cases", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_cases_deleted_name_sort_id", "cases", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_cases_household", "cases", ["household"], unique=False)
    op.create_index("ix_cases_person", "cases", ["person"], unique=False)
    op.create_table(
        "clashes",
        sa.Column("record", sa.LargeBinary(length=16), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_clashes")),
    )
    op.create_table(
        "ctxvec",
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("ctx", sa.Integer(), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "ctx", "about", name=op.f("pk_ctxvec")),
    )
    op.create_table(
        "devices",
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("office", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sign_public", sa.LargeBinary(length=32), nullable=False),
        sa.Column("age_public", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("since_ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_devices")),
    )
    op.create_table(
        "household_persons",
        sa.Column("household", sa.LargeBinary(length=16), nullable=True),
        sa.Column("person", sa.LargeBinary(length=16), nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("since", sa.String(length=10), nullable=True),
        sa.Column("until", sa.String(length=10), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_persons")),
    )
    op.create_index("ix_household_persons_deleted_id_search", "household_persons", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_household_persons_deleted_name_sort_id", "household_persons", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_household_persons_household", "household_persons", ["household"], unique=False)
    op.create_index("ix_household_persons_person", "household_persons", ["person"], unique=False)
    op.create_table(
        "households",
        sa.Column("house_code", sa.String(length=40), nullable=True),
        sa.Column("house_no", sa.Text(), nullable=True),
        sa.Column("near_house_no", sa.Text(), nullable=True),
        sa.Column("moo", sa.Integer(), nullable=True),
        sa.Column("village", sa.Text(), nullable=True),
        sa.Column("tambon_code", sa.String(length=40), nullable=True),
        sa.Column("head", sa.LargeBinary(length=16), nullable=True),
        sa.Column("member_count", sa.Integer(), nullable=True),
        sa.Column("income_month", sa.Integer(), nullable=True),
        sa.Column("debt", sa.Integer(), nullable=True),
        sa.Column("tenure", sa.String(length=40), nullable=True),
        sa.Column("land_owner", sa.String(length=40), nullable=True),
        sa.Column("house_condition", sa.Text(), nullable=True),
        sa.Column("damage", sa.Text(), nullable=True),
        sa.Column("hardships", sa.Text(), nullable=True),
        sa.Column("surveyed_on", sa.String(length=10), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
    )
    op.create_index("ix_households_deleted_id_search", "households", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_households_deleted_name_sort_id", "households", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_households_head", "households", ["head"], unique=False)
    op.create_index("ix_households_house_code", "households", ["house_code"], unique=False)
    op.create_table(
        "losers",
        sa.Column("record", sa.LargeBinary(length=16), nullable=False),
        sa.Column("cell", sa.String(length=80), nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hlc", sa.Integer(), nullable=False),
        sa.Column("ctx", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("record", "cell", "stream", "seq", name=op.f("pk_losers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "members",
        sa.Column("person", sa.LargeBinary(length=16), nullable=True),
        sa.Column("seat_kind", sa.String(length=40), nullable=True),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("group", sa.Text(), nullable=True),
        sa.Column("appointed_on", sa.String(length=10), nullable=True),
        sa.Column("end_on", sa.String(length=10), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
    )
    op.create_index("ix_members_deleted_id_search", "members", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_members_deleted_name_sort_id", "members", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_members_person", "members", ["person"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "not_same",
        sa.Column("a", sa.LargeBinary(length=16), nullable=False),
        sa.Column("b", sa.LargeBinary(length=16), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_not_same")),
    )
    op.create_table(
        "offices",
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("areas", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_offices")),
    )
    op.create_table(
        "ops",
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hlc", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("record", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("fields", sa.LargeBinary(), nullable=False),
        sa.Column("ctx", sa.Integer(), nullable=False),
        sa.Column("actor", sa.LargeBinary(length=16), nullable=False),
        sa.Column("deed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "seq", name=op.f("pk_ops")),
    )
    op.create_index("ix_ops_record", "ops", ["record"], unique=False)
    op.create_table(
        "parcels",
        sa.Column("parcel", sa.LargeBinary(length=16), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("office", sa.LargeBinary(length=16), nullable=False),
        sa.Column("scope", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("parcel", name=op.f("pk_parcels")),
    )
    op.create_index("ix_parcels_device_scope_number", "parcels", ["device", "scope", "number"], unique=False)
    op.create_table(
        "people",
        sa.Column("prefix", sa.Text(), nullable=True),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("last_name", sa.Text(), nullable=True),
        sa.Column("sex", sa.String(length=10), nullable=True),
        sa.Column("national_id", sa.String(length=40), nullable=True),
        sa.Column("no_id_reason", sa.String(length=20), nullable=True),
        sa.Column("birth_date", sa.String(length=10), nullable=True),
        sa.Column("phones", sa.Text(), nullable=True),
        sa.Column("house_no", sa.Text(), nullable=True),
        sa.Column("moo", sa.Integer(), nullable=True),
        sa.Column("village", sa.Text(), nullable=True),
        sa.Column("tambon_code", sa.String(length=6), nullable=True),
        sa.Column("occupation", sa.Text(), nullable=True),
        sa.Column("vulnerable", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index("ix_people_deleted_id_search", "people", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_people_deleted_name_sort_id", "people", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_people_match", "people", ["match"], unique=False)
    op.create_index("ix_people_national_id", "people", ["national_id"], unique=False)
    op.create_table(
        "projects",
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=True),
        sa.Column("areas", sa.Text(), nullable=True),
        sa.Column("budget", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.Column("objective", sa.Text(), nullable=True),
        sa.Column("start_on", sa.String(length=10), nullable=True),
        sa.Column("end_on", sa.String(length=10), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("dimensions", sa.Text(), nullable=True),
        sa.Column("targets", sa.Text(), nullable=True),
        sa.Column("coordinator", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
    )
    op.create_index("ix_projects_deleted_id_search", "projects", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_projects_deleted_name_sort_id", "projects", ["deleted", "name_sort", "id"], unique=False)
    op.create_table(
        "segments",
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("seq_from", sa.Integer(), nullable=False),
        sa.Column("seq_to", sa.Integer(), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("payload_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sig", sa.LargeBinary(length=64), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "seq_from", name=op.f("pk_segments")),
    )
    op.create_table(
        "streams",
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("replica", sa.LargeBinary(length=16), nullable=False),
        sa.Column("scope", sa.LargeBinary(length=16), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("office", sa.LargeBinary(length=16), nullable=False),
        sa.Column("have_seq", sa.Integer(), nullable=False),
        sa.Column("have_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_streams")),
    )
    op.create_index("uq_streams_replica_scope", "streams", ["replica", "scope"], unique=True)
    op.create_table(
        "trail",
        sa.Column("record", sa.LargeBinary(length=16), nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("seq_from", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("record", "stream", "seq_from", name=op.f("pk_trail")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unapplied",
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("stream", "seq", name=op.f("pk_unapplied")),
    )
