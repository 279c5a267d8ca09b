"""The club and its operator."""

from typing import Any

from aacabot.domain.alliance_file import AllianceFile, SharingEntry
from aacabot.domain.ids import new_id
from aacabot.services.alliance.ledger import Ledger, in_words, mentioned
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
    rules = _rules(file, alliance, ledger)
    operator = mentioned(file.operator, OPERATOR) if file.operator else {}
    if alliance is not None:
        ledger.change("alliance", alliance, club, _CLUB)
        _change_rules(alliance, rules, ledger)
        ledger.change(f"operator {alliance.operator_key}", alliance, operator, OPERATOR)
        return alliance
    return (
        _new(file, {**club, **operator, "sharing_rules": rules}, ledger)
        if file.alliance or file.operator
        else None
    )


def _rules(file: AllianceFile, alliance: Alliance | None, ledger: Ledger) -> dict[str, Any]:
    """Counsel's rules for sharing with what the file says of them; the rest stays as it is."""
    kept = alliance.sharing_rules if alliance else {}
    entry = file.alliance.sharing if file.alliance else None
    if entry is None:
        return dict(kept)
    said = mentioned(entry, {name: name for name in SharingEntry.model_fields})
    lexicon = {**kept.get("lexicon", {}), **said.pop("lexicon", {})}
    for number, term in enumerate(lexicon.get("release", ())):
        if term in {one.casefold() for one in lexicon.get("add", ())}:
            ledger.refuse(
                (*entry.path, "lexicon", "release", number), "expected a term that add does not have"
            )
    words = {name: list(dict.fromkeys(terms)) for name, terms in lexicon.items() if terms}
    found = {**kept, **said, "lexicon": words}
    return {name: value for name, value in found.items() if value}


def _change_rules(alliance: Alliance, rules: dict[str, Any], ledger: Ledger) -> None:
    """A line for each rule that differs, in the file's words; the column holds them all."""
    kept = alliance.sharing_rules
    for name in SharingEntry.model_fields:
        before, after = kept.get(name) or None, rules.get(name) or None
        if before != after:
            ledger.lines.append(f"alliance: sharing.{name} {in_words(before)} -> {in_words(after)}")
            ledger.set_silently(alliance, "sharing_rules", rules)


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
