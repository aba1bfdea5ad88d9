"""The council's people complete: councils, organizations, meetings, help, referrals, consents, photos, indicators, code lists."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All new columns are blank in older records."""
    op.create_table(
        "agenda_items",
        sa.Column("meeting", sa.LargeBinary(length=16), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("presented_by", sa.Text(), nullable=True),
        sa.Column("discussion", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
    )
    op.create_index("ix_agenda_items_deleted_id_search", "agenda_items", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_agenda_items_deleted_name_sort_id", "agenda_items", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_agenda_items_meeting", "agenda_items", ["meeting"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("taken_on", sa.String(length=10), nullable=True),
        sa.Column("caption", sa.Text(), nullable=True),
        sa.Column("content", sa.String(length=64), nullable=True),
        sa.Column("thumbnail", sa.String(length=64), nullable=True),
        sa.Column("location", sa.String(length=40), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("original_sha256", sa.Text(), nullable=True),
        sa.Column("person", sa.LargeBinary(length=16), nullable=True),
        sa.Column("household", sa.LargeBinary(length=16), nullable=True),
        sa.Column("case", sa.LargeBinary(length=16), nullable=True),
        sa.Column("step", sa.LargeBinary(length=16), nullable=True),
        sa.Column("meeting", sa.LargeBinary(length=16), nullable=True),
        sa.Column("organization", sa.LargeBinary(length=16), nullable=True),
        sa.Column("of_council", sa.LargeBinary(length=16), nullable=True),
        sa.Column("consent", sa.LargeBinary(length=16), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index("ix_attachments_case", "attachments", ["case"], unique=False)
    op.create_index("ix_attachments_consent", "attachments", ["consent"], unique=False)
    op.create_index("ix_attachments_deleted_id_search", "attachments", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_attachments_deleted_name_sort_id", "attachments", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_attachments_household", "attachments", ["household"], unique=False)
    op.create_index("ix_attachments_meeting", "attachments", ["meeting"], unique=False)
    op.create_index("ix_attachments_of_council", "attachments", ["of_council"], unique=False)
    op.create_index("ix_attachments_organization", "attachments", ["organization"], unique=False)
    op.create_index("ix_attachments_person", "attachments", ["person"], unique=False)
    op.create_index("ix_attachments_step", "attachments", ["step"], unique=False)
    op.create_table(
        "attendances",
        sa.Column("meeting", sa.LargeBinary(length=16), nullable=True),
        sa.Column("person", sa.LargeBinary(length=16), nullable=True),
        sa.Column("seat", sa.LargeBinary(length=16), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=True),
        sa.Column("stand_in", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
    )
    op.create_index("ix_attendances_deleted_id_search", "attendances", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_attendances_deleted_name_sort_id", "attendances", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_attendances_meeting", "attendances", ["meeting"], unique=False)
    op.create_index("ix_attendances_person", "attendances", ["person"], unique=False)
    op.create_index("ix_attendances_seat", "attendances", ["seat"], unique=False)
    op.create_table(
        "case_funds",
        sa.Column("case", sa.LargeBinary(length=16), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("form", sa.String(length=40), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("work_days", sa.Integer(), nullable=True),
        sa.Column("partner", sa.LargeBinary(length=16), nullable=True),
        sa.Column("given_on", sa.String(length=10), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_funds")),
    )
    op.create_index("ix_case_funds_case", "case_funds", ["case"], unique=False)
    op.create_index("ix_case_funds_deleted_id_search", "case_funds", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_case_funds_deleted_name_sort_id", "case_funds", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_case_funds_partner", "case_funds", ["partner"], unique=False)
    op.create_table(
        "case_steps",
        sa.Column("case", sa.LargeBinary(length=16), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=True),
        sa.Column("from_state", sa.String(length=40), nullable=True),
        sa.Column("on", sa.String(length=10), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("resolution", sa.LargeBinary(length=16), nullable=True),
        sa.Column("picture", sa.LargeBinary(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_steps")),
    )
    op.create_index("ix_case_steps_case", "case_steps", ["case"], unique=False)
    op.create_index("ix_case_steps_deleted_id_search", "case_steps", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_case_steps_deleted_name_sort_id", "case_steps", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_case_steps_picture", "case_steps", ["picture"], unique=False)
    op.create_index("ix_case_steps_resolution", "case_steps", ["resolution"], unique=False)
    op.create_table(
        "case_visits",
        sa.Column("case", sa.LargeBinary(length=16), nullable=True),
        sa.Column("visited_on", sa.String(length=10), nullable=True),
        sa.Column("visitor", sa.Text(), nullable=True),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("next_on", sa.String(length=10), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_visits")),
    )
    op.create_index("ix_case_visits_case", "case_visits", ["case"], unique=False)
    op.create_index("ix_case_visits_deleted_id_search", "case_visits", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_case_visits_deleted_name_sort_id", "case_visits", ["deleted", "name_sort", "id"], unique=False)
    op.create_table(
        "codes",
        sa.Column("list", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("label_th", sa.Text(), nullable=True),
        sa.Column("label_en", sa.Text(), nullable=True),
        sa.Column("also", sa.Text(), nullable=True),
        sa.Column("group", sa.Text(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Integer(), nullable=True),
        sa.Column("valid_to", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codes")),
    )
    op.create_index("ix_codes_deleted_id_search", "codes", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_codes_deleted_name_sort_id", "codes", ["deleted", "name_sort", "id"], unique=False)
    op.create_table(
        "consents",
        sa.Column("person", sa.LargeBinary(length=16), nullable=True),
        sa.Column("text_version", sa.String(length=40), nullable=True),
        sa.Column("given_on", sa.String(length=10), nullable=True),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("sensitive_too", sa.Boolean(), nullable=True),
        sa.Column("purposes", sa.Text(), nullable=True),
        sa.Column("given_by", sa.Text(), nullable=True),
        sa.Column("giver_name", sa.Text(), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_on", sa.String(length=10), nullable=True),
        sa.Column("withdrawn_how", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_deleted_id_search", "consents", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_consents_deleted_name_sort_id", "consents", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_consents_person", "consents", ["person"], unique=False)
    op.create_table(
        "council_assessments",
        sa.Column("of_council", sa.LargeBinary(length=16), nullable=True),
        sa.Column("assessed_on", sa.String(length=10), nullable=True),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("assessor", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_assessments")),
    )
    op.create_index("ix_council_assessments_deleted_id_search", "council_assessments", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_council_assessments_deleted_name_sort_id", "council_assessments", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_council_assessments_of_council", "council_assessments", ["of_council"], unique=False)
    op.create_table(
        "council_terms",
        sa.Column("of_council", sa.LargeBinary(length=16), nullable=True),
        sa.Column("term_no", sa.Integer(), nullable=True),
        sa.Column("start_on", sa.String(length=10), nullable=True),
        sa.Column("end_on", sa.String(length=10), nullable=True),
        sa.Column("chair_name", sa.Text(), nullable=True),
        sa.Column("secretary_name", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_terms")),
    )
    op.create_index("ix_council_terms_deleted_id_search", "council_terms", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_council_terms_deleted_name_sort_id", "council_terms", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_council_terms_of_council", "council_terms", ["of_council"], unique=False)
    op.create_table(
        "councils",
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("council_code", sa.Text(), nullable=True),
        sa.Column("areas", sa.Text(), nullable=True),
        sa.Column("area_kind", sa.String(length=40), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.Column("registered_on", sa.String(length=10), nullable=True),
        sa.Column("registrar", sa.String(length=40), nullable=True),
        sa.Column("registrar_name", sa.Text(), nullable=True),
        sa.Column("registration_no", sa.Text(), nullable=True),
        sa.Column("term_no", sa.Integer(), nullable=True),
        sa.Column("term_start_on", sa.String(length=10), nullable=True),
        sa.Column("term_end_on", sa.String(length=10), nullable=True),
        sa.Column("quorum_share", sa.Integer(), nullable=True),
        sa.Column("house_no", sa.Text(), nullable=True),
        sa.Column("moo", sa.Integer(), nullable=True),
        sa.Column("village", sa.Text(), nullable=True),
        sa.Column("tambon_code", sa.String(length=40), nullable=True),
        sa.Column("point", sa.String(length=40), nullable=True),
        sa.Column("phones", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("line_id", sa.Text(), nullable=True),
        sa.Column("contact", sa.LargeBinary(length=16), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_councils")),
    )
    op.create_index("ix_councils_contact", "councils", ["contact"], unique=False)
    op.create_index("ix_councils_deleted_id_search", "councils", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_councils_deleted_name_sort_id", "councils", ["deleted", "name_sort", "id"], unique=False)
    op.create_table(
        "help",
        sa.Column("given_on", sa.String(length=10), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("quantity", sa.Text(), nullable=True),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("case", sa.LargeBinary(length=16), nullable=True),
        sa.Column("household", sa.LargeBinary(length=16), nullable=True),
        sa.Column("person", sa.LargeBinary(length=16), nullable=True),
        sa.Column("partner", sa.LargeBinary(length=16), nullable=True),
        sa.Column("giver", sa.Text(), nullable=True),
        sa.Column("project", sa.LargeBinary(length=16), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help")),
    )
    op.create_index("ix_help_case", "help", ["case"], unique=False)
    op.create_index("ix_help_deleted_id_search", "help", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_help_deleted_name_sort_id", "help", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_help_household", "help", ["household"], unique=False)
    op.create_index("ix_help_partner", "help", ["partner"], unique=False)
    op.create_index("ix_help_person", "help", ["person"], unique=False)
    op.create_index("ix_help_project", "help", ["project"], unique=False)
    op.create_table(
        "household_debts",
        sa.Column("household", sa.LargeBinary(length=16), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.String(length=10), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_debts")),
    )
    op.create_index("ix_household_debts_deleted_id_search", "household_debts", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_household_debts_deleted_name_sort_id", "household_debts", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_household_debts_household", "household_debts", ["household"], unique=False)
    op.create_table(
        "indicator_sheets",
        sa.Column("indicator_set", sa.String(length=40), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("household", sa.LargeBinary(length=16), nullable=True),
        sa.Column("person", sa.LargeBinary(length=16), nullable=True),
        sa.Column("surveyed_on", sa.String(length=10), nullable=True),
        sa.Column("failed", sa.Text(), nullable=True),
        sa.Column("not_asked", sa.Text(), nullable=True),
        sa.Column("happiness", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_sheets")),
    )
    op.create_index("ix_indicator_sheets_deleted_id_search", "indicator_sheets", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_indicator_sheets_deleted_name_sort_id", "indicator_sheets", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_indicator_sheets_household", "indicator_sheets", ["household"], unique=False)
    op.create_index("ix_indicator_sheets_person", "indicator_sheets", ["person"], unique=False)
    op.create_table(
        "meetings",
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.Column("held_on", sa.String(length=10), nullable=True),
        sa.Column("start_at", sa.String(length=5), nullable=True),
        sa.Column("end_at", sa.String(length=5), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("chair", sa.LargeBinary(length=16), nullable=True),
        sa.Column("minute_taker", sa.LargeBinary(length=16), nullable=True),
        sa.Column("roll_count", sa.Integer(), nullable=True),
        sa.Column("present_count", sa.Integer(), nullable=True),
        sa.Column("quorum", sa.Integer(), nullable=True),
        sa.Column("guests_count", sa.Integer(), nullable=True),
        sa.Column("guests", sa.Text(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=True),
        sa.Column("adopted_on", sa.String(length=10), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    op.create_index("ix_meetings_chair", "meetings", ["chair"], unique=False)
    op.create_index("ix_meetings_deleted_id_search", "meetings", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_meetings_deleted_name_sort_id", "meetings", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_meetings_minute_taker", "meetings", ["minute_taker"], unique=False)
    op.create_table(
        "organization_people",
        sa.Column("organization", sa.LargeBinary(length=16), nullable=True),
        sa.Column("person", sa.LargeBinary(length=16), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("since", sa.String(length=10), nullable=True),
        sa.Column("until", sa.String(length=10), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_people")),
    )
    op.create_index("ix_organization_people_deleted_id_search", "organization_people", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_organization_people_deleted_name_sort_id", "organization_people", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_organization_people_organization", "organization_people", ["organization"], unique=False)
    op.create_index("ix_organization_people_person", "organization_people", ["person"], unique=False)
    op.create_table(
        "organizations",
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("activity_type", sa.Text(), nullable=True),
        sa.Column("founded_year", sa.Integer(), nullable=True),
        sa.Column("member_count", sa.Integer(), nullable=True),
        sa.Column("fund", sa.Integer(), nullable=True),
        sa.Column("registered_no", sa.Text(), nullable=True),
        sa.Column("registered_on", sa.String(length=10), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("moos", sa.Text(), nullable=True),
        sa.Column("village", sa.Text(), nullable=True),
        sa.Column("tambon_code", sa.String(length=40), nullable=True),
        sa.Column("contact", sa.LargeBinary(length=16), nullable=True),
        sa.Column("phones", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("point", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
    )
    op.create_index("ix_organizations_contact", "organizations", ["contact"], unique=False)
    op.create_index("ix_organizations_deleted_id_search", "organizations", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_organizations_deleted_name_sort_id", "organizations", ["deleted", "name_sort", "id"], unique=False)
    op.create_table(
        "partners",
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("parent_name", sa.Text(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=True),
        sa.Column("contact_role", sa.Text(), nullable=True),
        sa.Column("phones", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("tambon_code", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
    )
    op.create_index("ix_partners_deleted_id_search", "partners", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_partners_deleted_name_sort_id", "partners", ["deleted", "name_sort", "id"], unique=False)
    op.create_table(
        "referrals",
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("sent_on", sa.String(length=10), nullable=True),
        sa.Column("partner", sa.LargeBinary(length=16), nullable=True),
        sa.Column("case", sa.LargeBinary(length=16), nullable=True),
        sa.Column("household", sa.LargeBinary(length=16), nullable=True),
        sa.Column("person", sa.LargeBinary(length=16), nullable=True),
        sa.Column("asked", sa.Text(), nullable=True),
        sa.Column("due_on", sa.String(length=10), nullable=True),
        sa.Column("responsible", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=True),
        sa.Column("answered_on", sa.String(length=10), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
    )
    op.create_index("ix_referrals_case", "referrals", ["case"], unique=False)
    op.create_index("ix_referrals_deleted_id_search", "referrals", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_referrals_deleted_name_sort_id", "referrals", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_referrals_household", "referrals", ["household"], unique=False)
    op.create_index("ix_referrals_partner", "referrals", ["partner"], unique=False)
    op.create_index("ix_referrals_person", "referrals", ["person"], unique=False)
    op.create_table(
        "resolutions",
        sa.Column("meeting", sa.LargeBinary(length=16), nullable=True),
        sa.Column("agenda_item", sa.LargeBinary(length=16), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("project", sa.LargeBinary(length=16), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("responsible", sa.Text(), nullable=True),
        sa.Column("due_on", sa.String(length=10), nullable=True),
        sa.Column("done_on", sa.String(length=10), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolutions")),
    )
    op.create_index("ix_resolutions_agenda_item", "resolutions", ["agenda_item"], unique=False)
    op.create_index("ix_resolutions_deleted_id_search", "resolutions", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_resolutions_deleted_name_sort_id", "resolutions", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_resolutions_meeting", "resolutions", ["meeting"], unique=False)
    op.create_index("ix_resolutions_project", "resolutions", ["project"], unique=False)
    op.create_table(
        "saved_views",
        sa.Column("uid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor", sa.LargeBinary(length=16), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_saved_views")),
    )
    op.create_table(
        "scorecard_answers",
        sa.Column("scorecard", sa.LargeBinary(length=16), nullable=True),
        sa.Column("item", sa.String(length=40), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard_answers")),
    )
    op.create_index("ix_scorecard_answers_deleted_id_search", "scorecard_answers", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_scorecard_answers_deleted_name_sort_id", "scorecard_answers", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_scorecard_answers_scorecard", "scorecard_answers", ["scorecard"], unique=False)
    op.create_table(
        "scorecards",
        sa.Column("of_council", sa.LargeBinary(length=16), nullable=True),
        sa.Column("assessed_on", sa.String(length=10), nullable=True),
        sa.Column("assessor", sa.Text(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("highest", sa.Integer(), nullable=True),
        sa.Column("table_version", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("council", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("ver", sa.LargeBinary(), nullable=False),
        sa.Column("ext", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecards")),
    )
    op.create_index("ix_scorecards_deleted_id_search", "scorecards", ["deleted", "id", "search"], unique=False)
    op.create_index("ix_scorecards_deleted_name_sort_id", "scorecards", ["deleted", "name_sort", "id"], unique=False)
    op.create_index("ix_scorecards_of_council", "scorecards", ["of_council"], unique=False)
    op.add_column("cases", sa.Column("number", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("tags", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("score", sa.Integer(), nullable=True))
    op.add_column("cases", sa.Column("score_parts", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("score_version", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("rank", sa.Integer(), nullable=True))
    op.add_column("cases", sa.Column("programme_code", sa.String(length=40), nullable=True))
    op.add_column("cases", sa.Column("programme_year", sa.Integer(), nullable=True))
    op.add_column("cases", sa.Column("approved", sa.Integer(), nullable=True))
    op.add_column("cases", sa.Column("responsible", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("same_as", sa.LargeBinary(length=16), nullable=True))
    op.create_index("ix_cases_same_as", "cases", ["same_as"], unique=False)
    op.add_column("household_persons", sa.Column("informant", sa.Boolean(), nullable=True))
    op.add_column("household_persons", sa.Column("moved_because", sa.Text(), nullable=True))
    op.add_column("households", sa.Column("soi", sa.Text(), nullable=True))
    op.add_column("households", sa.Column("road", sa.Text(), nullable=True))
    op.add_column("households", sa.Column("postcode", sa.Text(), nullable=True))
    op.add_column("households", sa.Column("point", sa.String(length=40), nullable=True))
    op.add_column("households", sa.Column("families", sa.Integer(), nullable=True))
    op.add_column("households", sa.Column("family_no", sa.Integer(), nullable=True))
    op.add_column("households", sa.Column("income_main", sa.Integer(), nullable=True))
    op.add_column("households", sa.Column("income_second", sa.Integer(), nullable=True))
    op.add_column("households", sa.Column("income_other", sa.Integer(), nullable=True))
    op.add_column("households", sa.Column("income_own", sa.Integer(), nullable=True))
    op.add_column("households", sa.Column("without_income", sa.Integer(), nullable=True))
    op.add_column("households", sa.Column("expense_production", sa.Integer(), nullable=True))
    op.add_column("households", sa.Column("expense_needed", sa.Integer(), nullable=True))
    op.add_column("households", sa.Column("expense_unneeded", sa.Integer(), nullable=True))
    op.add_column("households", sa.Column("expense_debt", sa.Integer(), nullable=True))
    op.add_column("households", sa.Column("makes_ends_meet", sa.String(length=40), nullable=True))
    op.add_column("households", sa.Column("saving_forms", sa.Text(), nullable=True))
    op.add_column("households", sa.Column("savings", sa.Integer(), nullable=True))
    op.add_column("households", sa.Column("rent_month", sa.Integer(), nullable=True))
    op.add_column("households", sa.Column("mortgage", sa.String(length=40), nullable=True))
    op.add_column("households", sa.Column("land_living", sa.Integer(), nullable=True))
    op.add_column("households", sa.Column("land_working", sa.Integer(), nullable=True))
    op.add_column("households", sa.Column("land_hold", sa.Text(), nullable=True))
    op.add_column("households", sa.Column("land_document", sa.Text(), nullable=True))
    op.add_column("households", sa.Column("house_type", sa.Text(), nullable=True))
    op.add_column("households", sa.Column("wall", sa.String(length=40), nullable=True))
    op.add_column("households", sa.Column("roof", sa.String(length=40), nullable=True))
    op.add_column("households", sa.Column("floor", sa.String(length=40), nullable=True))
    op.add_column("households", sa.Column("toilet", sa.String(length=40), nullable=True))
    op.add_column("households", sa.Column("hygiene", sa.Text(), nullable=True))
    op.add_column("households", sa.Column("drinking_water", sa.String(length=40), nullable=True))
    op.add_column("households", sa.Column("electricity", sa.String(length=40), nullable=True))
    op.add_column("households", sa.Column("vehicles", sa.Text(), nullable=True))
    op.add_column("households", sa.Column("goods", sa.Text(), nullable=True))
    op.add_column("households", sa.Column("improvement", sa.String(length=40), nullable=True))
    op.add_column("households", sa.Column("housing_wish", sa.Text(), nullable=True))
    op.add_column("households", sa.Column("joins_programme", sa.String(length=40), nullable=True))
    op.add_column("households", sa.Column("disasters", sa.Text(), nullable=True))
    op.add_column("households", sa.Column("informant", sa.Text(), nullable=True))
    op.add_column("households", sa.Column("surveyor", sa.Text(), nullable=True))
    op.create_index("ix_households_house_no_moo", "households", ["house_no", "moo"], unique=False)
    op.add_column("members", sa.Column("organization", sa.LargeBinary(length=16), nullable=True))
    op.add_column("members", sa.Column("term_no", sa.Integer(), nullable=True))
    op.add_column("members", sa.Column("rep_to", sa.String(length=40), nullable=True))
    op.add_column("members", sa.Column("replaces", sa.LargeBinary(length=16), nullable=True))
    op.create_index("ix_members_organization", "members", ["organization"], unique=False)
    op.create_index("ix_members_replaces", "members", ["replaces"], unique=False)
    op.add_column("people", sa.Column("near_house_no", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("soi", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("road", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("postcode", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("known_as", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("marital", sa.String(length=40), nullable=True))
    op.add_column("people", sa.Column("education", sa.String(length=40), nullable=True))
    op.add_column("people", sa.Column("income_month", sa.Integer(), nullable=True))
    op.add_column("people", sa.Column("welfare_card", sa.Boolean(), nullable=True))
    op.add_column("people", sa.Column("body_state", sa.String(length=40), nullable=True))
    op.add_column("people", sa.Column("self_care", sa.Boolean(), nullable=True))
    op.add_column("people", sa.Column("died_on", sa.String(length=10), nullable=True))
    op.add_column("people", sa.Column("school_status", sa.String(length=40), nullable=True))
    op.add_column("people", sa.Column("school", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("school_level", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("out_since", sa.String(length=10), nullable=True))
    op.add_column("people", sa.Column("out_reasons", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("out_now", sa.String(length=40), nullable=True))
    op.add_column("people", sa.Column("learning_wish", sa.Text(), nullable=True))
