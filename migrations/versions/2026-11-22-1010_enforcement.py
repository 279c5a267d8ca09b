"""Enforcement in practice: many at once, complaints, good faith, counter-notices, strikes, and the record.

Revision ID: 0004_enforcement
Revises: 0003_the_alliance
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.walls import let_runtime_use, on_postgres, wall

revision = "0004_enforcement"
down_revision = "0003_the_alliance"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TABLES = [
    "acceptance_figures",
    "alert_groups",
    "api_tokens",
    "bulk_acts",
    "bulk_items",
    "chain_roots",
    "complaint_rows",
    "complaints",
    "counsel_exports",
    "counter_notices",
    "good_faith",
    "good_faith_days",
    "good_faith_overrides",
    "legal_holds",
    "seller_standings",
    "signing_keys",
    "specialties",
    "strikes",
]
WALLED = [
    "alert_groups",
    "api_tokens",
    "bulk_items",
    "complaint_rows",
    "complaints",
    "counsel_exports",
    "counter_notices",
    "good_faith",
    "good_faith_days",
    "good_faith_overrides",
    "legal_holds",
    "strikes",
]


def upgrade() -> None:
    op.create_table(
        "chain_roots",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_chain_roots")),
    )
    op.create_table(
        "signing_keys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("private_key", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_keys")),
    )
    op.create_table(
        "acceptance_figures",
        sa.Column("marketplace_id", sa.String(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("upheld", sa.Integer(), nullable=False),
        sa.Column("largest", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["marketplace_id"], ["marketplaces.id"], name=op.f("fk_acceptance_figures_marketplace_id")
        ),
        sa.PrimaryKeyConstraint("marketplace_id", "reason_code", name=op.f("pk_acceptance_figures")),
    )
    op.create_table(
        "good_faith",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("marketplace_id", sa.String(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("readmit_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_down", sa.Integer(), nullable=False),
        sa.Column("declined", sa.Integer(), nullable=False),
        sa.Column("restored", sa.Integer(), nullable=False),
        sa.Column("untold_from", sa.String(), nullable=True),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["marketplace_id"], ["marketplaces.id"], name=op.f("fk_good_faith_marketplace_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_good_faith_member_id")),
        sa.PrimaryKeyConstraint("member_id", "marketplace_id", "reason_code", name=op.f("pk_good_faith")),
    )
    op.create_table(
        "good_faith_days",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("marketplace_id", sa.String(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taken_down", sa.Integer(), nullable=False),
        sa.Column("declined", sa.Integer(), nullable=False),
        sa.Column("restored", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["marketplace_id"], ["marketplaces.id"], name=op.f("fk_good_faith_days_marketplace_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_good_faith_days_member_id")),
        sa.PrimaryKeyConstraint(
            "member_id", "marketplace_id", "reason_code", "day", name=op.f("pk_good_faith_days")
        ),
    )
    op.create_table(
        "alert_groups",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("brand_id", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_alert_groups_brand_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_alert_groups_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_groups")),
    )
    with op.batch_alter_table("alert_groups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_groups_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_alert_groups_open", ["member_id", "kind", "key", "closed_at"], unique=False)
        batch_op.create_index("ix_alert_groups_due", ["closed_at", "shown_at"], unique=False)

    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("scopes", DOCUMENT, nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_api_tokens_made_by")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_api_tokens_member_id")),
        sa.ForeignKeyConstraint(["revoked_by"], ["people.id"], name=op.f("fk_api_tokens_revoked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    with op.batch_alter_table("api_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_tokens_member_id"), ["member_id"], unique=False)

    op.create_table(
        "bulk_acts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retracts_id", sa.String(), nullable=True),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_bulk_acts_person_id")),
        sa.ForeignKeyConstraint(["retracts_id"], ["bulk_acts.id"], name=op.f("fk_bulk_acts_retracts_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_acts")),
    )
    with op.batch_alter_table("bulk_acts", schema=None) as batch_op:
        batch_op.create_index("ix_bulk_acts_person", ["person_id", "asked_at"], unique=False)

    op.create_table(
        "counsel_exports",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("scope", DOCUMENT, nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_counsel_exports_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_counsel_exports_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counsel_exports")),
    )
    with op.batch_alter_table("counsel_exports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counsel_exports_member_id"), ["member_id"], unique=False)

    op.create_table(
        "good_faith_overrides",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("marketplace_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["people.id"], name=op.f("fk_good_faith_overrides_approved_by")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_good_faith_overrides_asked_by")),
        sa.ForeignKeyConstraint(
            ["marketplace_id"], ["marketplaces.id"], name=op.f("fk_good_faith_overrides_marketplace_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_good_faith_overrides_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_good_faith_overrides")),
    )
    with op.batch_alter_table("good_faith_overrides", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_good_faith_overrides_member_id"), ["member_id"], unique=False)

    op.create_table(
        "seller_standings",
        sa.Column("seller_row_id", sa.String(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("serious", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_row_id"], ["sellers.id"], name=op.f("fk_seller_standings_seller_row_id")
        ),
        sa.PrimaryKeyConstraint("seller_row_id", name=op.f("pk_seller_standings")),
    )
    op.create_table(
        "specialties",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("rights", DOCUMENT, nullable=False),
        sa.Column("languages", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_specialties_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_specialties")),
    )
    op.create_table(
        "complaints",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("brand_id", sa.String(), nullable=False),
        sa.Column("right_id", sa.String(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("token_id", sa.String(), nullable=True),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["approved_by"], ["people.id"], name=op.f("fk_complaints_approved_by")),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_complaints_brand_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_complaints_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_complaints_person_id")),
        sa.ForeignKeyConstraint(["right_id"], ["rights.id"], name=op.f("fk_complaints_right_id")),
        sa.ForeignKeyConstraint(["token_id"], ["api_tokens.id"], name=op.f("fk_complaints_token_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
        sa.UniqueConstraint("member_id", "digest", name=op.f("uq_complaints_member_id_digest")),
    )
    with op.batch_alter_table("complaints", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaints_member_id"), ["member_id"], unique=False)

    op.create_table(
        "bulk_items",
        sa.Column("act_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("seen", sa.String(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["bulk_acts.id"], name=op.f("fk_bulk_items_act_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_bulk_items_case_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_bulk_items_member_id")),
        sa.PrimaryKeyConstraint("act_id", "case_id", name=op.f("pk_bulk_items")),
    )
    with op.batch_alter_table("bulk_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulk_items_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_bulk_items_state", ["act_id", "state", "position"], unique=False)

    op.create_table(
        "complaint_rows",
        sa.Column("complaint_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("marketplace_id", sa.String(), nullable=True),
        sa.Column("listing_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_complaint_rows_case_id")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name=op.f("fk_complaint_rows_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["marketplace_id"], ["marketplaces.id"], name=op.f("fk_complaint_rows_marketplace_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_complaint_rows_member_id")),
        sa.PrimaryKeyConstraint("complaint_id", "position", name=op.f("pk_complaint_rows")),
    )
    with op.batch_alter_table("complaint_rows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_rows_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_complaint_rows_state", ["complaint_id", "state"], unique=False)
        batch_op.create_index("ix_complaint_rows_owed", ["marketplace_id", "state"], unique=False)

    op.create_table(
        "legal_holds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.String(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_legal_holds_case_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_legal_holds_member_id")),
        sa.ForeignKeyConstraint(["released_by"], ["people.id"], name=op.f("fk_legal_holds_released_by")),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("fk_legal_holds_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_holds")),
    )
    with op.batch_alter_table("legal_holds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_legal_holds_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_legal_holds_member_id"), ["member_id"], unique=False)

    op.create_table(
        "strikes",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("seller_row_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_strikes_case_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_strikes_member_id")),
        sa.ForeignKeyConstraint(["seller_row_id"], ["sellers.id"], name=op.f("fk_strikes_seller_row_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_strikes")),
    )
    with op.batch_alter_table("strikes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_strikes_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_strikes_seller", ["seller_row_id", "struck_at"], unique=False)
        batch_op.create_index("ix_strikes_counted", ["counted", "seller_row_id"], unique=False)

    op.create_table(
        "counter_notices",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("marketplace_id", sa.String(), nullable=False),
        sa.Column("takedown_id", sa.String(), nullable=True),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("entered_by", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("silence", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("rebuttal", sa.String(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["people.id"], name=op.f("fk_counter_notices_answered_by")),
        sa.ForeignKeyConstraint(["approved_by"], ["people.id"], name=op.f("fk_counter_notices_approved_by")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_counter_notices_case_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name=op.f("fk_counter_notices_entered_by")),
        sa.ForeignKeyConstraint(
            ["marketplace_id"], ["marketplaces.id"], name=op.f("fk_counter_notices_marketplace_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_counter_notices_member_id")),
        sa.ForeignKeyConstraint(
            ["takedown_id"], ["takedowns.id"], name=op.f("fk_counter_notices_takedown_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_notices")),
        sa.UniqueConstraint("case_id", "source_key", name=op.f("uq_counter_notices_case_id_source_key")),
    )
    with op.batch_alter_table("counter_notices", schema=None) as batch_op:
        batch_op.create_index("ix_counter_notices_due", ["marketplace_id", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_counter_notices_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_counter_notices_next", ["next_at"], unique=False)

    # Not as a batch: on SQLite that would make the table anew, without its triggers.
    op.add_column("case_events", sa.Column("previous", sa.String(), nullable=True))
    op.add_column("case_events", sa.Column("hash", sa.String(), nullable=True))
    op.create_index("ix_case_events_recorded", "case_events", ["recorded_at"], unique=False)

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seller_row_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("complaint_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("group_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("reviewer_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("reviewer_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("routed", DOCUMENT, nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("second_why", DOCUMENT, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("second_by", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("handle_by", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("outcome", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("outcome_reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_as", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("chain_head", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_cases_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index("ix_cases_due", ["state", "decide_by"], unique=False)
        batch_op.create_index("ix_cases_ended", ["state", "ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_group_id"), ["group_id"], unique=False)
        batch_op.create_index("ix_cases_outcome", ["member_id", "marketplace_id", "outcome_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_reviewer_id"), ["reviewer_id"], unique=False)
        batch_op.create_index("ix_cases_seller_state", ["seller_row_id", "state"], unique=False)
        batch_op.create_index("ix_cases_waiting", ["member_id", "state", "decide_by"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_cases_group_id"), "alert_groups", ["group_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_cases_seller_row_id"), "sellers", ["seller_row_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_cases_complaint_id"), "complaints", ["complaint_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_cases_reviewer_id"), "people", ["reviewer_id"], ["id"])

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("name", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("note", sa.String(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_evidence_person_id"), "people", ["person_id"], ["id"])

    with op.batch_alter_table("marketplaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("counter_notice_rules", DOCUMENT, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("good_faith", DOCUMENT, nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("listing_pattern", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("rebuttals_off_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("advice_off_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("quiet_from", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("quiet_until", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("alert_mode", sa.String(), nullable=False, server_default="each"))
        batch_op.add_column(sa.Column("digest_every", sa.Integer(), nullable=False, server_default="4"))

    with op.batch_alter_table("slack_channels", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cards_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("cards_new", sa.Integer(), nullable=False, server_default="0"))

    let_runtime_use(TABLES)
    for table in WALLED:
        wall(table)
    _note_what_is_known()


def _note_what_is_known() -> None:
    """Whose listing each case is about, and how the cases that ended before did."""
    if on_postgres():
        # The wall binds the owner too: without a scope no row would be found.
        op.execute("SELECT set_config('aacabot.scope', '*', true)")
    op.execute(
        "UPDATE cases SET seller_row_id ="
        " (SELECT seller_row_id FROM listings WHERE listings.id = cases.listing_id)"
    )
    op.execute(
        "UPDATE cases SET ended_as = state, ended_at ="
        " (SELECT max(occurred_at) FROM case_events WHERE case_id = cases.id AND to_state = cases.state)"
        " WHERE state IN ('taken_down', 'declined', 'dismissed', 'retracted', 'restored', 'failed', 'closed')"
    )
    for outcome, kinds in (("taken_down", "'verified'"), ("declined", "'declined', 'review_declined'")):
        op.execute(
            f"UPDATE cases SET outcome = '{outcome}', outcome_reason = reason_code, outcome_at ="
            f" (SELECT min(occurred_at) FROM case_events WHERE case_id = cases.id AND kind IN ({kinds}))"
            f" WHERE EXISTS (SELECT 1 FROM case_events WHERE case_id = cases.id AND kind IN ({kinds}))"
        )
    op.execute(
        "UPDATE cases SET restored_at = (SELECT min(occurred_at) FROM case_events"
        " WHERE case_id = cases.id AND kind IN ('restored', 'retracted'))"
        " WHERE outcome = 'taken_down' AND EXISTS (SELECT 1 FROM case_events"
        " WHERE case_id = cases.id AND kind IN ('restored', 'retracted'))"
    )


def downgrade() -> None:
    with op.batch_alter_table("slack_channels", schema=None) as batch_op:
        batch_op.drop_column("cards_new")
        batch_op.drop_column("cards_since")

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("digest_every")
        batch_op.drop_column("alert_mode")
        batch_op.drop_column("quiet_until")
        batch_op.drop_column("quiet_from")

    with op.batch_alter_table("marketplaces", schema=None) as batch_op:
        batch_op.drop_column("advice_off_at")
        batch_op.drop_column("rebuttals_off_at")
        batch_op.drop_column("listing_pattern")
        batch_op.drop_column("good_faith")
        batch_op.drop_column("counter_notice_rules")

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_evidence_person_id"), type_="foreignkey")
        batch_op.drop_column("note")
        batch_op.drop_column("name")
        batch_op.drop_column("person_id")

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cases_reviewer_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_cases_complaint_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_cases_seller_row_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_cases_group_id"), type_="foreignkey")
        batch_op.drop_index("ix_cases_waiting")
        batch_op.drop_index("ix_cases_seller_state")
        batch_op.drop_index(batch_op.f("ix_cases_reviewer_id"))
        batch_op.drop_index("ix_cases_outcome")
        batch_op.drop_index(batch_op.f("ix_cases_group_id"))
        batch_op.drop_index("ix_cases_ended")
        batch_op.drop_index("ix_cases_due")
        batch_op.drop_index(batch_op.f("ix_cases_complaint_id"))
        batch_op.drop_column("ended_at")
        batch_op.drop_column("chain_head")
        batch_op.drop_column("ended_as")
        batch_op.drop_column("restored_at")
        batch_op.drop_column("outcome_at")
        batch_op.drop_column("outcome_reason")
        batch_op.drop_column("outcome")
        batch_op.drop_column("answer_by")
        batch_op.drop_column("handle_by")
        batch_op.drop_column("second_by")
        batch_op.drop_column("second_why")
        batch_op.drop_column("routed")
        batch_op.drop_column("reviewer_since")
        batch_op.drop_column("reviewer_id")
        batch_op.drop_column("group_id")
        batch_op.drop_column("complaint_id")
        batch_op.drop_column("seller_row_id")

    op.drop_index("ix_case_events_recorded", table_name="case_events")
    op.drop_column("case_events", "hash")
    op.drop_column("case_events", "previous")

    with op.batch_alter_table("counter_notices", schema=None) as batch_op:
        batch_op.drop_index("ix_counter_notices_next")
        batch_op.drop_index(batch_op.f("ix_counter_notices_member_id"))
        batch_op.drop_index("ix_counter_notices_due")

    op.drop_table("counter_notices")
    with op.batch_alter_table("strikes", schema=None) as batch_op:
        batch_op.drop_index("ix_strikes_counted")
        batch_op.drop_index("ix_strikes_seller")
        batch_op.drop_index(batch_op.f("ix_strikes_member_id"))

    op.drop_table("strikes")
    with op.batch_alter_table("legal_holds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_legal_holds_member_id"))
        batch_op.drop_index(batch_op.f("ix_legal_holds_case_id"))

    op.drop_table("legal_holds")
    with op.batch_alter_table("complaint_rows", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_rows_owed")
        batch_op.drop_index("ix_complaint_rows_state")
        batch_op.drop_index(batch_op.f("ix_complaint_rows_member_id"))

    op.drop_table("complaint_rows")
    with op.batch_alter_table("bulk_items", schema=None) as batch_op:
        batch_op.drop_index("ix_bulk_items_state")
        batch_op.drop_index(batch_op.f("ix_bulk_items_member_id"))

    op.drop_table("bulk_items")
    with op.batch_alter_table("complaints", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaints_member_id"))

    op.drop_table("complaints")
    op.drop_table("specialties")
    op.drop_table("seller_standings")
    with op.batch_alter_table("good_faith_overrides", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_good_faith_overrides_member_id"))

    op.drop_table("good_faith_overrides")
    with op.batch_alter_table("counsel_exports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counsel_exports_member_id"))

    op.drop_table("counsel_exports")
    with op.batch_alter_table("bulk_acts", schema=None) as batch_op:
        batch_op.drop_index("ix_bulk_acts_person")

    op.drop_table("bulk_acts")
    with op.batch_alter_table("api_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_tokens_member_id"))

    op.drop_table("api_tokens")
    with op.batch_alter_table("alert_groups", schema=None) as batch_op:
        batch_op.drop_index("ix_alert_groups_due")
        batch_op.drop_index("ix_alert_groups_open")
        batch_op.drop_index(batch_op.f("ix_alert_groups_member_id"))

    op.drop_table("alert_groups")
    op.drop_table("good_faith_days")
    op.drop_table("acceptance_figures")
    op.drop_table("good_faith")
    op.drop_table("signing_keys")
    op.drop_table("chain_roots")
