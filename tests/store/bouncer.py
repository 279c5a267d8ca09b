"""A real PgBouncer in transaction mode, with two server connections, in front of the tests' Postgres."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
SERVER_CONNECTIONS = 2
_NOBODY = 65534

_CONFIG = """
[databases]
* = host={host} port={port}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = trust
auth_file = {users}
pool_mode = transaction
default_pool_size = {pool}
max_client_conn = 200
server_lifetime = 3600
query_wait_timeout = 30
ignore_startup_parameters = extra_float_digits
logfile = {folder}/bouncer.log
pidfile =
"""


@contextmanager
def bounced(url: str, folder: Path) -> Iterator[str]:
    """The same database through PgBouncer. Needs PROGRAM; runs as another user, for it refuses to be root."""
    target = sa.make_url(url)
    host = str(target.query.get("host") or target.host)
    user = _whose(host)
    home = folder / "bouncer"
    home.mkdir()
    listen = _free_port()
    users, config = home / "users.txt", home / "bouncer.ini"
    users.write_text(f'"{target.username}" "{target.password or ""}"\n')
    config.write_text(
        _CONFIG.format(
            host=host, port=target.port or 5432, listen=listen, users=users, pool=SERVER_CONNECTIONS,
            folder=home,
        )
    )  # fmt: skip
    for path in (home, users, config):
        if user is not None:
            os.chown(path, user, user)
    if user is not None:
        _let_in(home)
    process = subprocess.Popen([str(PROGRAM), "-q", str(config)], user=user, group=user, extra_groups=())
    try:
        _wait(process, listen, home / "bouncer.log")
        through = sa.URL.create(
            "postgresql", target.username, target.password or "-", "127.0.0.1", listen, target.database
        )
        yield through.render_as_string(hide_password=False)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)


def _whose(host: str) -> int | None:
    """Who to be: where Postgres listens in a folder, its owner may look into it. None: as we are."""
    if os.getuid() != 0:
        return None
    return Path(host).stat().st_uid if host.startswith("/") else _NOBODY


def _let_in(folder: Path) -> None:
    """Let everybody pass through the folders above, which pytest makes for its own user."""
    for parent in folder.parents:
        if parent.stat().st_uid == os.getuid() and not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"PgBouncer did not start: {log.read_text() if log.exists() else 'no log'}")
