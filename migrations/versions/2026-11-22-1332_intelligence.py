"""Shared intelligence: items under labels, groups, what members met, introductions, search, and files.

Revision ID: 0005_intelligence
Revises: 0004_enforcement
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.walls import hide_intel, keep_to_the_hub, let_runtime_use, show_intel, wall

revision = "0005_intelligence"
down_revision = "0004_enforcement"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TABLES = [
    "blind_questions",
    "encountered_cases",
    "encounters",
    "intel_follows",
    "intel_group_codes",
    "intel_group_members",
    "intel_groups",
    "intel_import_lines",
    "intel_imports",
    "intel_items",
    "intel_label_requests",
    "intel_moves",
    "intel_origins",
    "intel_recipients",
    "intel_reviews",
    "intel_sellers",
    "intel_spellings",
    "intel_verdicts",
    "intel_views",
    "intel_words",
    "introduction_answers",
    "introductions",
    "matching_keys",
]
WALLED = [
    "blind_questions",
    "encountered_cases",
    "encounters",
    "intel_follows",
    "intel_group_codes",
    "intel_group_members",
    "intel_import_lines",
    "intel_imports",
    "intel_label_requests",
    "intel_moves",
    "intel_origins",
    "intel_recipients",
    "intel_reviews",
    "intel_verdicts",
    "introduction_answers",
    "introductions",
]


def upgrade() -> None:
    with op.batch_alter_table("sellers", schema=None) as batch_op:
        batch_op.create_index("ix_sellers_name", ["name"], unique=False)

    op.create_table(
        "intel_groups",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intel_groups")),
    )
    op.create_table(
        "intel_spellings",
        sa.Column("spelling", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("spelling", "word", name=op.f("pk_intel_spellings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "matching_keys",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_matching_keys")),
    )
    op.create_table(
        "blind_questions",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_blind_questions_member_id")),
        sa.PrimaryKeyConstraint("member_id", "day", name=op.f("pk_blind_questions")),
    )
    op.create_table(
        "encounters",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("upheld", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_encounters_member_id")),
        sa.PrimaryKeyConstraint("key", "member_id", "category", name=op.f("pk_encounters")),
    )
    with op.batch_alter_table("encounters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_encounters_member_id"), ["member_id"], unique=False)

    op.create_table(
        "intel_items",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=True),
        sa.Column("reliability", sa.String(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("marketplace_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("shared_on", sa.Date(), nullable=False),
        sa.Column("last_seen_on", sa.Date(), nullable=False),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("outdated", sa.Integer(), nullable=False),
        sa.Column("doubted", sa.Boolean(), nullable=False),
        sa.Column("stix_id", sa.String(), nullable=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["intel_groups.id"], name=op.f("fk_intel_items_group_id")),
        sa.ForeignKeyConstraint(
            ["marketplace_id"], ["marketplaces.id"], name=op.f("fk_intel_items_marketplace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intel_items")),
        sa.UniqueConstraint("stix_id", name=op.f("uq_intel_items_stix_id")),
    )
    with op.batch_alter_table("intel_items", schema=None) as batch_op:
        batch_op.create_index("ix_intel_items_group", ["group_id"], unique=False)
        batch_op.create_index("ix_intel_items_key", ["key"], unique=False)
        batch_op.create_index("ix_intel_items_shared", ["state", "shared_on"], unique=False)

    op.create_table(
        "intel_follows",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("seller_row_id", sa.String(), nullable=True),
        sa.Column("told", DOCUMENT, nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_intel_follows_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_intel_follows_person_id")),
        sa.ForeignKeyConstraint(
            ["seller_row_id"], ["sellers.id"], name=op.f("fk_intel_follows_seller_row_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intel_follows")),
    )
    with op.batch_alter_table("intel_follows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intel_follows_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_intel_follows_person", ["person_id"], unique=False)
        batch_op.create_index("ix_intel_follows_due", ["look_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_intel_follows_seller_row_id"), ["seller_row_id"], unique=False)

    op.create_table(
        "intel_group_members",
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("invited_by", sa.String(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["intel_groups.id"], name=op.f("fk_intel_group_members_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["people.id"], name=op.f("fk_intel_group_members_invited_by")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_intel_group_members_member_id")),
        sa.PrimaryKeyConstraint("group_id", "member_id", name=op.f("pk_intel_group_members")),
    )
    with op.batch_alter_table("intel_group_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intel_group_members_member_id"), ["member_id"], unique=False)

    op.create_table(
        "intel_group_codes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["intel_groups.id"], name=op.f("fk_intel_group_codes_group_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_intel_group_codes_made_by")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_intel_group_codes_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intel_group_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_intel_group_codes_code_hash")),
    )
    with op.batch_alter_table("intel_group_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intel_group_codes_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_intel_group_codes_member_id"), ["member_id"], unique=False)

    op.create_table(
        "intel_imports",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "counts",
            DOCUMENT,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_intel_imports_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_intel_imports_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intel_imports")),
    )
    with op.batch_alter_table("intel_imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intel_imports_member_id"), ["member_id"], unique=False)

    op.create_table(
        "intel_label_requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("from_label", sa.String(), nullable=False),
        sa.Column("to_label", sa.String(), nullable=False),
        sa.Column("from_group", sa.String(), nullable=True),
        sa.Column("to_group", sa.String(), nullable=True),
        sa.Column("to_named", DOCUMENT, nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_intel_label_requests_asked_by")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name=op.f("fk_intel_label_requests_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["intel_items.id"], name=op.f("fk_intel_label_requests_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_intel_label_requests_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intel_label_requests")),
    )
    with op.batch_alter_table("intel_label_requests", schema=None) as batch_op:
        batch_op.create_index("ix_intel_label_requests_item", ["item_id", "decided_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_intel_label_requests_member_id"), ["member_id"], unique=False)

    op.create_table(
        "intel_recipients",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["intel_items.id"], name=op.f("fk_intel_recipients_item_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_intel_recipients_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_intel_recipients_person_id")),
        sa.PrimaryKeyConstraint("item_id", "person_id", name=op.f("pk_intel_recipients")),
    )
    with op.batch_alter_table("intel_recipients", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intel_recipients_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_intel_recipients_person_id"), ["person_id"], unique=False)

    op.create_table(
        "intel_reviews",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column(
            "marked",
            DOCUMENT,
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_intel_reviews_author_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_intel_reviews_decided_by")),
        sa.ForeignKeyConstraint(["item_id"], ["intel_items.id"], name=op.f("fk_intel_reviews_item_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_intel_reviews_member_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_intel_reviews")),
    )
    with op.batch_alter_table("intel_reviews", schema=None) as batch_op:
        batch_op.create_index("ix_intel_reviews_member", ["member_id", "decided_at"], unique=False)

    op.create_table(
        "intel_sellers",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("seller_row_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["intel_items.id"], name=op.f("fk_intel_sellers_item_id")),
        sa.ForeignKeyConstraint(
            ["seller_row_id"], ["sellers.id"], name=op.f("fk_intel_sellers_seller_row_id")
        ),
        sa.PrimaryKeyConstraint("item_id", "seller_row_id", name=op.f("pk_intel_sellers")),
    )
    with op.batch_alter_table("intel_sellers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intel_sellers_seller_row_id"), ["seller_row_id"], unique=False)

    op.create_table(
        "intel_moves",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["intel_items.id"], name=op.f("fk_intel_moves_item_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_intel_moves_member_id")),
        sa.PrimaryKeyConstraint("item_id", "member_id", "what", name=op.f("pk_intel_moves")),
    )
    with op.batch_alter_table("intel_moves", schema=None) as batch_op:
        batch_op.create_index("ix_intel_moves_moved", ["moved_at"], unique=False)

    op.create_table(
        "intel_views",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["intel_items.id"], name=op.f("fk_intel_views_item_id")),
        sa.PrimaryKeyConstraint("item_id", "day", name=op.f("pk_intel_views")),
    )
    op.create_table(
        "intel_words",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("shared_on", sa.Date(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["intel_items.id"], name=op.f("fk_intel_words_item_id")),
        sa.PrimaryKeyConstraint("word", "audience", "shared_on", "item_id", name=op.f("pk_intel_words")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("intel_words", schema=None) as batch_op:
        batch_op.create_index("ix_intel_words_item", ["item_id"], unique=False)

    op.create_table(
        "intel_import_lines",
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("item_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["intel_imports.id"], name=op.f("fk_intel_import_lines_import_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_intel_import_lines_member_id")),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_intel_import_lines")),
    )
    with op.batch_alter_table("intel_import_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intel_import_lines_member_id"), ["member_id"], unique=False)

    op.create_table(
        "encountered_cases",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("listing_id", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_encountered_cases_case_id")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_encountered_cases_listing_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_encountered_cases_member_id")),
        sa.PrimaryKeyConstraint("case_id", "key", name=op.f("pk_encountered_cases")),
    )
    with op.batch_alter_table("encountered_cases", schema=None) as batch_op:
        batch_op.create_index("ix_encountered_cases_key", ["key", "listing_id"], unique=False)
        batch_op.create_index(
            "ix_encountered_cases_last", ["key", "member_id", "category", "met_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_encountered_cases_member_id"), ["member_id"], unique=False)

    op.create_table(
        "intel_origins",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("brand_id", sa.String(), nullable=True),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("import_id", sa.String(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "evidence",
            DOCUMENT,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_intel_origins_brand_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_intel_origins_case_id")),
        sa.ForeignKeyConstraint(["item_id"], ["intel_items.id"], name=op.f("fk_intel_origins_item_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_intel_origins_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_intel_origins_person_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_intel_origins")),
    )
    with op.batch_alter_table("intel_origins", schema=None) as batch_op:
        batch_op.create_index("ix_intel_origins_member", ["member_id", "shared_at"], unique=False)
        batch_op.create_index("ix_intel_origins_person", ["person_id"], unique=False)

    op.create_table(
        "intel_verdicts",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_intel_verdicts_case_id")),
        sa.ForeignKeyConstraint(["item_id"], ["intel_items.id"], name=op.f("fk_intel_verdicts_item_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_intel_verdicts_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_intel_verdicts_person_id")),
        sa.PrimaryKeyConstraint("item_id", "member_id", name=op.f("pk_intel_verdicts")),
    )
    with op.batch_alter_table("intel_verdicts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intel_verdicts_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_intel_verdicts_untold", ["told", "said_at"], unique=False)

    op.create_table(
        "introductions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_introductions_case_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_introductions_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_introductions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introductions")),
    )
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_introductions_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_introductions_open", ["closed_at", "closes_at"], unique=False)

    op.create_table(
        "introduction_answers",
        sa.Column("introduction_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introductions.id"], name=op.f("fk_introduction_answers_introduction_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_introduction_answers_member_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_introduction_answers_person_id")),
        sa.PrimaryKeyConstraint("introduction_id", "member_id", name=op.f("pk_introduction_answers")),
    )
    with op.batch_alter_table("introduction_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_introduction_answers_member_id"), ["member_id"], unique=False)

    with op.batch_alter_table("alliances", schema=None) as batch_op:
        batch_op.add_column(sa.Column("clearing_house", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "sharing_rules",
                DOCUMENT,
                nullable=False,
                server_default="{}",
            )
        )

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("shares_encounters", sa.Boolean(), nullable=False, server_default=sa.true())
        )

    let_runtime_use(TABLES)
    for table in WALLED:
        wall(table)
    show_intel()
    for table in ("intel_words", "intel_spellings"):  # words of what few may read are in them
        keep_to_the_hub(table)


def downgrade() -> None:
    hide_intel()
    with op.batch_alter_table("sellers", schema=None) as batch_op:
        batch_op.drop_index("ix_sellers_name")

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("shares_encounters")

    with op.batch_alter_table("alliances", schema=None) as batch_op:
        batch_op.drop_column("sharing_rules")
        batch_op.drop_column("clearing_house")

    with op.batch_alter_table("introduction_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_introduction_answers_member_id"))

    op.drop_table("introduction_answers")
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.drop_index("ix_introductions_open")
        batch_op.drop_index(batch_op.f("ix_introductions_member_id"))

    op.drop_table("introductions")
    with op.batch_alter_table("intel_verdicts", schema=None) as batch_op:
        batch_op.drop_index("ix_intel_verdicts_untold")
        batch_op.drop_index(batch_op.f("ix_intel_verdicts_member_id"))

    op.drop_table("intel_verdicts")
    with op.batch_alter_table("intel_origins", schema=None) as batch_op:
        batch_op.drop_index("ix_intel_origins_person")
        batch_op.drop_index("ix_intel_origins_member")

    op.drop_table("intel_origins")
    with op.batch_alter_table("encountered_cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_encountered_cases_member_id"))
        batch_op.drop_index("ix_encountered_cases_last")
        batch_op.drop_index("ix_encountered_cases_key")

    op.drop_table("encountered_cases")
    with op.batch_alter_table("intel_import_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intel_import_lines_member_id"))

    op.drop_table("intel_import_lines")
    with op.batch_alter_table("intel_words", schema=None) as batch_op:
        batch_op.drop_index("ix_intel_words_item")

    op.drop_table("intel_words")
    op.drop_table("intel_views")
    with op.batch_alter_table("intel_moves", schema=None) as batch_op:
        batch_op.drop_index("ix_intel_moves_moved")

    op.drop_table("intel_moves")
    with op.batch_alter_table("intel_sellers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intel_sellers_seller_row_id"))

    op.drop_table("intel_sellers")
    with op.batch_alter_table("intel_reviews", schema=None) as batch_op:
        batch_op.drop_index("ix_intel_reviews_member")

    op.drop_table("intel_reviews")
    with op.batch_alter_table("intel_recipients", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intel_recipients_person_id"))
        batch_op.drop_index(batch_op.f("ix_intel_recipients_member_id"))

    op.drop_table("intel_recipients")
    with op.batch_alter_table("intel_label_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intel_label_requests_member_id"))
        batch_op.drop_index("ix_intel_label_requests_item")

    op.drop_table("intel_label_requests")
    with op.batch_alter_table("intel_imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intel_imports_member_id"))

    op.drop_table("intel_imports")
    with op.batch_alter_table("intel_group_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intel_group_codes_member_id"))
        batch_op.drop_index(batch_op.f("ix_intel_group_codes_group_id"))

    op.drop_table("intel_group_codes")
    with op.batch_alter_table("intel_group_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intel_group_members_member_id"))

    op.drop_table("intel_group_members")
    with op.batch_alter_table("intel_follows", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intel_follows_seller_row_id"))
        batch_op.drop_index("ix_intel_follows_person")
        batch_op.drop_index("ix_intel_follows_due")
        batch_op.drop_index(batch_op.f("ix_intel_follows_member_id"))

    op.drop_table("intel_follows")
    with op.batch_alter_table("intel_items", schema=None) as batch_op:
        batch_op.drop_index("ix_intel_items_shared")
        batch_op.drop_index("ix_intel_items_key")
        batch_op.drop_index("ix_intel_items_group")

    op.drop_table("intel_items")
    with op.batch_alter_table("encounters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_encounters_member_id"))

    op.drop_table("encounters")
    op.drop_table("blind_questions")
    op.drop_table("matching_keys")
    op.drop_table("intel_spellings")
    op.drop_table("intel_groups")
