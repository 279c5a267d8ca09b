"""Row-level security on Postgres: tenants see their own rows (design, rule 7)."""

from alembic import op
from sqlalchemy import text

ROLE = "aacabot_runtime"

_CREATE_ROLE = f"""
DO $$ BEGIN
    -- Where another database of the cluster has made it, the owner need not be allowed to make roles.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
        CREATE ROLE {ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
_SCOPE = "nullif(current_setting('aacabot.scope', true), '')"


def on_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def let_runtime_use(tables: list[str], *, append_only: tuple[str, ...] = ()) -> None:
    """Grant the runtime role what the hub does: everything, but events are only ever added."""
    if not on_postgres():
        return
    op.execute(text(_CREATE_ROLE))
    schema = op.get_bind().execute(text("SELECT current_schema()")).scalar_one()
    op.execute(text(f'GRANT USAGE ON SCHEMA "{schema}" TO {ROLE}'))
    for table in tables:
        rights = "SELECT, INSERT" if table in append_only else "SELECT, INSERT, UPDATE, DELETE"
        op.execute(text(f"GRANT {rights} ON {table} TO {ROLE}"))


def wall(table: str, member_column: str = "member_id") -> None:
    """Show a row only to the scopes that include its member; `*` is the operator and the hub's own work."""
    if not on_postgres():
        return
    allowed = f"{_SCOPE} = '*' OR {member_column} = ANY (string_to_array({_SCOPE}, ','))"
    op.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
    op.execute(text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
    op.execute(text(f"CREATE POLICY {table}_by_member ON {table} USING ({allowed}) WITH CHECK ({allowed})"))


_OPERATORS_OWN = "member_id IS NULL AND agency_id IS NULL"
_ACTS_FOR_THEM = "agency_id IS NOT NULL AND EXISTS (SELECT FROM grants WHERE grants.person_id = people.id)"
_HAS_ACTED_FOR_THEM = (
    "agency_id IS NOT NULL AND EXISTS (SELECT FROM case_events WHERE case_events.person_id = people.id)"
)


def show_those_who_serve() -> None:
    """Let members read, not write, who serves them: the operator's people, and those of their agencies.

    The tables asked here have walls of their own, so each scope finds its own grants and events only.
    """
    if not on_postgres():
        return
    shown = f"({_OPERATORS_OWN}) OR ({_ACTS_FOR_THEM}) OR ({_HAS_ACTED_FOR_THEM})"
    op.execute(text(f"CREATE POLICY people_who_serve ON people FOR SELECT USING ({shown})"))


def hide_those_who_serve() -> None:
    if on_postgres():
        op.execute(text("DROP POLICY people_who_serve ON people"))


def keep_forever(table: str) -> None:
    """Refuse on SQLite, which has no grants, to change or delete a row: rows are only ever added.

    A later batch change of the table makes it anew and must ask for this again.
    """
    if on_postgres():
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            text(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: rows are only ever added'); END"
            )
        )


def let_go(table: str) -> None:
    """Undo `keep_forever`."""
    if on_postgres():
        return
    for deed in ("update", "delete"):
        op.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{deed}"))


_IS_SHARED = "state = 'shared' AND label <> 'red'"
_FOR_THEIR_GROUP = (
    "EXISTS (SELECT FROM intel_group_members WHERE intel_group_members.group_id = intel_items.group_id "
    "AND intel_group_members.joined_at IS NOT NULL AND intel_group_members.left_at IS NULL)"
)
_THEIR_OWN = "EXISTS (SELECT FROM intel_origins WHERE intel_origins.item_id = intel_items.id)"
_FOR_THEM_BY_NAME = (
    "state = 'shared' AND EXISTS "
    "(SELECT FROM intel_recipients WHERE intel_recipients.item_id = intel_items.id)"
)
_THEIR_GROUP = "EXISTS (SELECT FROM intel_group_members WHERE intel_group_members.group_id = intel_groups.id)"


def show_intel() -> None:
    """Let members read the intel and the groups that are theirs; only the hub's own work writes them.

    The tables asked here have walls of their own, so each scope finds its own groups, origins and people.
    This is the outer wall, by member; labels and people are `store.intel.visible`.
    """
    if not on_postgres():
        return
    for_all = f"{_IS_SHARED} AND (group_id IS NULL OR {_FOR_THEIR_GROUP})"
    _show_some("intel_items", f"({for_all}) OR {_THEIR_OWN} OR ({_FOR_THEM_BY_NAME})")
    _show_some("intel_groups", _THEIR_GROUP)


def _show_some(table: str, theirs: str) -> None:
    everything = f"{_SCOPE} = '*'"
    op.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
    op.execute(text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
    op.execute(
        text(f"CREATE POLICY {table}_by_hub ON {table} USING ({everything}) WITH CHECK ({everything})")
    )
    op.execute(text(f"CREATE POLICY {table}_for_readers ON {table} FOR SELECT USING ({theirs})"))


def keep_to_the_hub(table: str) -> None:
    """Show a table's rows to the hub's own work alone; the walls go with the table."""
    if not on_postgres():
        return
    everything = f"{_SCOPE} = '*'"
    op.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
    op.execute(text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
    op.execute(
        text(f"CREATE POLICY {table}_by_hub ON {table} USING ({everything}) WITH CHECK ({everything})")
    )


def hide_intel() -> None:
    if on_postgres():
        for table in ("intel_items", "intel_groups"):
            op.execute(text(f"DROP POLICY {table}_for_readers ON {table}"))
            op.execute(text(f"DROP POLICY {table}_by_hub ON {table}"))
