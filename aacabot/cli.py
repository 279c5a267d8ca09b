"""The command line: what an operator and a newcomer type."""

import asyncio
from typing import Annotated

import typer
from cryptography.fernet import Fernet
from rich.console import Console

from aacabot import engine
from aacabot.app import NotMigrated, serve
from aacabot.app import migrate as migrate_database
from aacabot.cli_alliance import app as alliance
from aacabot.cli_audit import audit
from aacabot.cli_counsel import counsel
from aacabot.cli_demo import demo_command
from aacabot.cli_doctor import doctor_command
from aacabot.cli_fairness import fairness_command
from aacabot.cli_good_faith import good_faith
from aacabot.cli_hub import settings_or_exit
from aacabot.cli_intel import intel
from aacabot.cli_intel_files import export_command, import_command
from aacabot.cli_keys import rotate_keys_command, signing_keys
from aacabot.cli_lane import lane
from aacabot.cli_member import member
from aacabot.cli_person import person
from aacabot.cli_screen import screen_command
from aacabot.cli_work import work
from aacabot.logs import configure_logs
from aacabot.store import schema

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(alliance, name="alliance")
app.add_typer(audit, name="audit")
app.add_typer(good_faith, name="good-faith")
app.add_typer(counsel, name="counsel")
app.add_typer(intel, name="intel")
intel.command("export")(export_command)
intel.command("import")(import_command)
app.add_typer(lane, name="lane")
app.add_typer(member, name="member")
app.add_typer(person, name="person")
app.add_typer(signing_keys, name="signing-key")
app.add_typer(work, name="work")
app.command("doctor")(doctor_command)
app.command("screen")(screen_command)
app.command("fairness")(fairness_command)
app.command("rotate-keys")(rotate_keys_command)
app.command("demo")(demo_command)
_err = Console(stderr=True)


@app.command("serve")
def serve_command() -> None:
    """Run the hub until it is told to stop."""
    settings = settings_or_exit()
    configure_logs(settings.log_format)
    try:
        asyncio.run(serve(settings))
    except NotMigrated as error:
        _fail(f"{error}; run: aacabot migrate")
    except engine.DatabaseInUse as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"AACABOT_HOST, AACABOT_PORT: cannot listen there: {error.strerror or error}")


def _fail(words: str) -> None:
    _err.print(words, markup=False, highlight=False)
    raise typer.Exit(1)


@app.command()
def migrate(
    down_to: Annotated[str | None, typer.Option(help="Go back to a revision; base drops all.")] = None,
) -> None:
    """Create or update the database: our tables, the walls between members, and the engine's tables."""
    settings = settings_or_exit()
    configure_logs(settings.log_format)
    owner = settings.owner_database_url or settings.database_url
    if down_to is not None:
        schema.downgrade(owner, down_to)
        print(f"database is back at {schema.current_revision(owner) or 'no revision'}")
        return
    migrate_database(settings)
    print(f"database is at {schema.current_revision(owner)}")


@app.command("secret-key")
def secret_key() -> None:
    """Print a new key for AACABOT_SECRET_KEY."""
    print(Fernet.generate_key().decode())
