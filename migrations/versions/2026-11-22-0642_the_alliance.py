"""Members, people and walls between them: installing, joining, duty, help, phases, audit, announcements.

Revision ID: 0003_the_alliance
Revises: 0002_messages_by_subject
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.walls import (
    hide_those_who_serve,
    keep_forever,
    let_go,
    let_runtime_use,
    on_postgres,
    show_those_who_serve,
    wall,
)

revision = "0003_the_alliance"
down_revision = "0002_messages_by_subject"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TABLES = [
    "absences",
    "access_requests",
    "announcements",
    "attempts",
    "audit_entries",
    "duty_shifts",
    "feature_openings",
    "help_replies",
    "help_requests",
    "invites",
    "linked_workspaces",
    "oauth_states",
    "org_workspaces",
    "phases",
    "rsvps",
]
KEPT = ["audit_entries", "case_events"]
WALLED = [
    "access_requests",
    "audit_entries",
    "duty_shifts",
    "help_replies",
    "help_requests",
    "invites",
    "linked_workspaces",
    "rsvps",
]


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempts")),
    )
    op.create_table(
        "feature_openings",
        sa.Column("feature", sa.String(), nullable=False),
        sa.Column("for_all", sa.Boolean(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=True),
        sa.Column("member_ids", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("feature", name=op.f("pk_feature_openings")),
    )
    op.create_table(
        "oauth_states",
        sa.Column("state_hash", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_oauth_states")),
    )
    op.create_table(
        "org_workspaces",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("enterprise_id", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_org_workspaces")),
    )
    with op.batch_alter_table("org_workspaces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_org_workspaces_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "phases",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_phases")),
    )
    op.create_table(
        "absences",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deputy_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["people.id"], name=op.f("fk_absences_deputy_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_absences_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_absences")),
    )
    op.create_table(
        "access_requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_access_requests_member_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["people.id"], name=op.f("fk_access_requests_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_requests")),
        sa.UniqueConstraint(
            "member_id", "team_id", "user_id", name=op.f("uq_access_requests_member_id_team_id_user_id")
        ),
    )
    with op.batch_alter_table("access_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_requests_member_id"), ["member_id"], unique=False)

    op.create_table(
        "announcements",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("happens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_ids", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_announcements_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("team_id", sa.String(), nullable=True),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=True),
        sa.Column("details", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_audit_entries_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_audit_entries_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_member_at", ["member_id", "at"], unique=False)
        batch_op.create_index("ix_audit_entries_person", ["person_id"], unique=False)

    op.create_table(
        "duty_shifts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("weekdays", DOCUMENT, nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("to_minute", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_duty_shifts_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_duty_shifts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shifts")),
    )
    with op.batch_alter_table("duty_shifts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_shifts_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duty_shifts_person_id"), ["person_id"], unique=False)

    op.create_table(
        "invites",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.String(), nullable=True),
        sa.Column("used_team_id", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_invites_made_by")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_invites_member_id")),
        sa.ForeignKeyConstraint(["used_by"], ["people.id"], name=op.f("fk_invites_used_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invites")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invites_code_hash")),
    )
    with op.batch_alter_table("invites", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invites_member_id"), ["member_id"], unique=False)

    op.create_table(
        "linked_workspaces",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("linked_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["linked_by"], ["people.id"], name=op.f("fk_linked_workspaces_linked_by")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_linked_workspaces_member_id")),
        sa.PrimaryKeyConstraint("member_id", "team_id", name=op.f("pk_linked_workspaces")),
    )
    with op.batch_alter_table("linked_workspaces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_linked_workspaces_team_id"), ["team_id"], unique=False)

    op.create_table(
        "rsvps",
        sa.Column("announcement_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_rsvps_announcement_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_rsvps_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_rsvps_person_id")),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_rsvps")),
    )
    with op.batch_alter_table("rsvps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rsvps_member_id"), ["member_id"], unique=False)

    op.create_table(
        "help_requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("facts", DOCUMENT, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_reply_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_reply_by", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_help_requests_asked_by")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_help_requests_case_id")),
        sa.ForeignKeyConstraint(
            ["first_reply_by"], ["people.id"], name=op.f("fk_help_requests_first_reply_by")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_help_requests_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_requests")),
        sa.UniqueConstraint("cause", name=op.f("uq_help_requests_cause")),
    )
    with op.batch_alter_table("help_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_requests_member_id"), ["member_id"], unique=False)

    op.create_table(
        "help_replies",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("from_desk", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_help_replies_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_help_replies_person_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["help_requests.id"], name=op.f("fk_help_replies_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_replies")),
    )
    with op.batch_alter_table("help_replies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_replies_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_replies_request_id"), ["request_id"], unique=False)

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("severity", sa.String(), nullable=False, server_default="normal"))
        batch_op.add_column(sa.Column("assignee_id", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_cases_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index("ix_cases_severity_state", ["severity", "state"], unique=False)
        batch_op.create_index("ix_cases_state_brand", ["state", "brand_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_cases_assignee_id"), "people", ["assignee_id"], ["id"])

    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.add_column(sa.Column("granted_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_grants_granted_by"), "people", ["granted_by"], ["id"])

    with op.batch_alter_table("installations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_org", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("app_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("installed_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("refresh_token", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("renewal_claimed_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("renewal_problem", sa.String(), nullable=True))

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("digest_hour", sa.Integer(), nullable=False, server_default="9"))
        batch_op.add_column(sa.Column("guided", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("cover", sa.String(), nullable=False, server_default="desk"))
        batch_op.add_column(sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("rights", schema=None) as batch_op:
        batch_op.add_column(sa.Column("warned_of", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("warned_days", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_rights_expires"), ["expires"], unique=False)

    let_runtime_use(TABLES, append_only=("audit_entries",))
    for table in WALLED:
        wall(table)
    show_those_who_serve()
    _count_those_who_work_here_as_joined()
    for table in KEPT:
        keep_forever(table)


def _count_those_who_work_here_as_joined() -> None:
    if on_postgres():
        # The wall binds the owner too: without a scope no row would be found.
        op.execute("SELECT set_config('aacabot.scope', '*', true)")
    op.execute("UPDATE members SET joined_at = CURRENT_TIMESTAMP WHERE team_id IS NOT NULL")


def downgrade() -> None:
    for table in KEPT:
        let_go(table)
    hide_those_who_serve()
    with op.batch_alter_table("rights", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rights_expires"))
        batch_op.drop_column("warned_days")
        batch_op.drop_column("warned_of")

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("erased_at")

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("joined_at")
        batch_op.drop_column("cover")
        batch_op.drop_column("guided")
        batch_op.drop_column("digest_hour")

    with op.batch_alter_table("installations", schema=None) as batch_op:
        batch_op.drop_column("renewal_problem")
        batch_op.drop_column("renewal_claimed_until")
        batch_op.drop_column("expires_at")
        batch_op.drop_column("refresh_token")
        batch_op.drop_column("installed_by")
        batch_op.drop_column("app_id")
        batch_op.drop_column("is_org")

    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_grants_granted_by"), type_="foreignkey")
        batch_op.drop_column("granted_at")
        batch_op.drop_column("granted_by")

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cases_assignee_id"), type_="foreignkey")
        batch_op.drop_index("ix_cases_state_brand")
        batch_op.drop_index("ix_cases_severity_state")
        batch_op.drop_index(batch_op.f("ix_cases_assignee_id"))
        batch_op.drop_column("assignee_id")
        batch_op.drop_column("severity")

    with op.batch_alter_table("help_replies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_replies_request_id"))
        batch_op.drop_index(batch_op.f("ix_help_replies_member_id"))

    op.drop_table("help_replies")
    with op.batch_alter_table("help_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_requests_member_id"))

    op.drop_table("help_requests")
    with op.batch_alter_table("rsvps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rsvps_member_id"))

    op.drop_table("rsvps")
    with op.batch_alter_table("linked_workspaces", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_linked_workspaces_team_id"))

    op.drop_table("linked_workspaces")
    with op.batch_alter_table("invites", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invites_member_id"))

    op.drop_table("invites")
    with op.batch_alter_table("duty_shifts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_shifts_person_id"))
        batch_op.drop_index(batch_op.f("ix_duty_shifts_member_id"))

    op.drop_table("duty_shifts")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_person")
        batch_op.drop_index("ix_audit_entries_member_at")

    op.drop_table("audit_entries")
    op.drop_table("announcements")
    with op.batch_alter_table("access_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_requests_member_id"))

    op.drop_table("access_requests")
    op.drop_table("absences")
    op.drop_table("phases")
    with op.batch_alter_table("org_workspaces", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_org_workspaces_enterprise_id"))

    op.drop_table("org_workspaces")
    op.drop_table("oauth_states")
    op.drop_table("feature_openings")
    op.drop_table("attempts")
