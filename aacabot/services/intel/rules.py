"""Counsel's rules for sharing, as the alliance keeps them now."""

from aacabot.domain.intel.rules import SharingRules, rules_from
from aacabot.services.hub import Unit
from aacabot.store.intel.rules import kept_rules


async def sharing_rules(unit: Unit) -> SharingRules:
    """The rules in force; the defaults where nobody has settled anything, or there is no alliance yet."""
    return rules_from(await kept_rules(unit.session))
