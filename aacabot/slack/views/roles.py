"""Words for roles, and what somebody holds in one line."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from aacabot.domain.membership import RoleHeld
from aacabot.domain.roles import Role
from aacabot.locales import N_, Words
from aacabot.slack.views import reasons
from aacabot.slack.views.texts import shown

BRAND = 60
NAMED = 3
"""Brands a line names before it counts them."""

ROLES: Mapping[str, str] = {
    Role.ADMIN: N_("admin"),
    Role.COUNSEL: N_("counsel"),
    Role.ENFORCER: N_("enforcer"),
    Role.ANALYST: N_("analyst"),
    Role.VIEWER: N_("viewer"),
    Role.OPERATOR_ADMIN: N_("operator admin"),
    Role.REVIEWER: N_("reviewer"),
    Role.ACCOUNT_MANAGER: N_("account manager"),
    Role.AGENCY_USER: N_("agency user"),
    Role.LIAISON: N_("liaison"),
    Role.OBSERVER: N_("observer"),
}

MEANINGS: Mapping[str, str] = {
    Role.ADMIN: N_("admin: decides, and gives and takes roles"),
    Role.COUNSEL: N_("counsel: decides, and hears when a seller objects"),
    Role.ENFORCER: N_("enforcer: confirms and dismisses"),
    Role.ANALYST: N_("analyst: looks on and studies"),
    Role.VIEWER: N_("viewer: looks on"),
    Role.OPERATOR_ADMIN: N_("operator admin: runs the alliance"),
    Role.REVIEWER: N_("reviewer: accepts or declines at the desk"),
    Role.ACCOUNT_MANAGER: N_("account manager: helps members"),
    Role.AGENCY_USER: N_("agency user: looks on"),
    Role.LIAISON: N_("liaison: police or customs"),
    Role.OBSERVER: N_("observer: a guest of the alliance"),
}


def role_named(role: str, words: Words) -> str:
    return reasons.said(role, ROLES, words)


def roles_in_short(held: Iterable[RoleHeld], words: Words) -> str:
    """All of somebody's roles on one line: `enforcer for Acme and Bolt · viewer for all brands`."""
    over: dict[str, list[RoleHeld]] = {}
    for one in held:
        over.setdefault(one.role, []).append(one)
    parts = [_over(role, grants, words) for role, grants in over.items()]
    return " · ".join(parts) if parts else words("No role yet")


def _over(role: str, grants: list[RoleHeld], words: Words) -> str:
    named = role_named(role, words)
    brands = [grant.brand for grant in grants if grant.brand]
    if role in {Role.OPERATOR_ADMIN, Role.REVIEWER, Role.ACCOUNT_MANAGER, Role.LIAISON, Role.OBSERVER}:
        return named
    if len(brands) < len(grants):
        return words("{role} for all brands", role=named)
    return words("{role} for {brands}", role=named, brands=brands_in_short(brands, words))


def brands_in_short(brands: Sequence[str], words: Words) -> str:
    """Up to three names, or how many there are."""
    if len(brands) > NAMED:
        return words.plural("{n} brand", "{n} brands", len(brands))
    return words.listing_of([shown(brand, BRAND) or "?" for brand in brands])


def role_line(held: RoleHeld, words: Words) -> str:
    """One role on a line of its own."""
    return roles_in_short([held], words) + ending(held.expires, words)


def ending(expires: date | None, words: Words) -> str:
    """Until when, with the sign that sets it apart; nothing for a role without an end."""
    return " · " + words("until {day}", day=words.day(expires)) if expires else ""
