"""The club and its operator."""

from typing import Any

from aacabot.domain.alliance_file import AllianceFile
from aacabot.domain.ids import new_id
from aacabot.services.alliance.ledger import Ledger, mentioned
from aacabot.store.models import Alliance

_CLUB = {"name": "name"}
OPERATOR = {
    "key": "operator_key",
    "name": "operator_name",
    "workspace": "operator_team_id",
    "channel": "operator_channel_id",
}


def apply_operator(file: AllianceFile, alliance: Alliance | None, ledger: Ledger) -> Alliance | None:
    """Bring the alliance's one row to what the file says; None where nobody has said anything yet."""
    club = mentioned(file.alliance, _CLUB) if file.alliance else {}
    operator = mentioned(file.operator, OPERATOR) if file.operator else {}
    if alliance is not None:
        ledger.change("alliance", alliance, club, _CLUB)
        ledger.change(f"operator {alliance.operator_key}", alliance, operator, OPERATOR)
        return alliance
    return _new(file, {**club, **operator}, ledger) if file.alliance or file.operator else None


def _new(file: AllianceFile, values: dict[str, Any], ledger: Ledger) -> Alliance | None:
    if file.alliance is None:
        ledger.refuse((), "missing; expected alliance with its name, because there is none yet")
    if file.operator is None:
        ledger.refuse(
            (), "missing; expected operator with key, name, workspace and channel: there is none yet"
        )
    if file.alliance is None or file.operator is None:
        return None
    ledger.require(file.alliance, _CLUB)
    ledger.require(file.operator, OPERATOR)
    alliance = Alliance(id=new_id(), **values)
    ledger.add(f"alliance {alliance.name}: added", alliance)
    return alliance
