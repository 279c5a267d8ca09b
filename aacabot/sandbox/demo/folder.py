"""What the demo was asked for, and the hub's settings that follow from it."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet
from filelock import FileLock, Timeout

from aacabot.config import Settings
from aacabot.engine import DatabaseInUse
from aacabot.sandbox.demo.addresses import HOST


@dataclass(frozen=True, kw_only=True)
class DemoOptions:
    """`folder` belongs to the demo and is emptied at its start, unless `keep`.

    A database given as `database_url` is someone's own and is always kept, with its evidence. `port` is the
    page's: None takes 4400 or a free one, 0 any. The same `seed` sends the same listings after the first.
    """

    folder: Path = Path(".demo")
    database_url: str | None = None
    keep: bool = False
    port: int | None = None
    seed: int | None = None
    streams: bool = True

    @property
    def hub_database(self) -> str:
        return self.database_url or f"sqlite:///{self.folder.resolve()}/hub.db"


def make_room(options: DemoOptions) -> None:
    """Have an empty folder, or with `keep` the last demo's. DatabaseInUse while another demo runs in it."""
    options.folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(options.folder / "hub.db.lock", timeout=0)
    try:
        with lock:
            if not options.keep and options.database_url is None:
                _empty(options.folder)
    except Timeout:
        raise DatabaseInUse(
            f"A demo is already running in {options.folder.resolve()}: use its page, or stop it first."
        ) from None


def _empty(folder: Path) -> None:
    for name in ("hub.db", "hub.db-wal", "hub.db-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "evidence", ignore_errors=True)


def hub_settings(options: DemoOptions, *, port: int, slack_api_url: str, signing_secret: str) -> Settings:
    """Settings of the demo's hub. Nothing of `.env` or the environment counts: a real hub may be there."""
    return Settings(
        _env_file=None,
        database_url=options.hub_database,
        owner_database_url=None,
        evidence_url=f"file://{options.folder.resolve()}/evidence",
        public_url=f"http://{HOST}:{port}",
        host=HOST,
        port=port,
        secret_key=Fernet.generate_key().decode(),
        slack_signing_secret=signing_secret,
        slack_bot_token=None,
        slack_client_id="demo",
        slack_client_secret="demo",
        slack_app_token=None,
        slack_api_url=slack_api_url,
    )
