"""Connectors by the kind an alliance file names (contract 5.2: `connector: signed_webhook`)."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

import aiohttp

from aacabot.marketplaces.connector import Connector, Gate
from aacabot.marketplaces.signed_webhook import CONNECT_SECONDS, TOTAL_SECONDS, SignedWebhook


class ConnectorKind(StrEnum):
    SIGNED_WEBHOOK = "signed_webhook"


class UnknownConnector(Exception):
    """No connector of this kind is built in; `known` names those that are."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.known = tuple(ConnectorKind)

    def __str__(self) -> str:
        return f"there is no connector {self.kind!r}; use one of: {', '.join(self.known)}"


def connector_for(
    kind: str,
    *,
    session: aiohttp.ClientSession,
    base_url: str,
    secret: str,
    hosts: frozenset[str],
    gate: Gate,
    clock: Callable[[], datetime],
    connect_timeout: float = CONNECT_SECONDS,
    total_timeout: float = TOTAL_SECONDS,
) -> Connector:
    """Build the connector of one marketplace from its settings; arguments as for `SignedWebhook`.

    Raises UnknownConnector for a kind that is not built in, and ValueError for settings that cannot work.
    """
    if kind != ConnectorKind.SIGNED_WEBHOOK:
        raise UnknownConnector(kind)
    return SignedWebhook(
        session,
        base_url,
        secret,
        hosts,
        gate,
        clock,
        connect_timeout=connect_timeout,
        total_timeout=total_timeout,
    )
