"""Where the demo listens: the ports people know, or free ones where those are taken."""

import socket

HOST = "127.0.0.1"
SLACK_PORT, MARKETPLACE_PORT, HUB_PORT = 4400, 9090, 3000


class PortTaken(Exception):
    """The port that was asked for is in use."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is in use")
        self.port = port


def is_free(port: int) -> bool:
    """Whether a server could listen on the port right now."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError:
            return False
    return True


def usual_or_free(port: int) -> int:
    """The port, or any free one where it is taken or 0."""
    if port and is_free(port):
        return port
    with socket.socket() as found:
        found.bind((HOST, 0))
        free: int = found.getsockname()[1]
        return free


def asked_or_usual(asked: int | None, usual: int) -> int:
    """The port asked for (0 is any; PortTaken where it is in use), else the usual one or a free one."""
    if not asked:
        return usual_or_free(usual if asked is None else 0)
    if not is_free(asked):
        raise PortTaken(asked)
    return asked
