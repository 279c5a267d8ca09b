"""What an alliance file may say only once."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from aacabot.domain.alliance_file.entries import (
    AllianceFile,
    BrandEntry,
    CounterNoticeEntry,
    GoodFaithEntry,
    GrantEntry,
    MemberEntry,
)
from aacabot.domain.alliance_file.entry import Entry
from aacabot.domain.alliance_file.problems import Problem, Source
from aacabot.domain.counter_notices import PRESETS
from aacabot.domain.good_faith.thresholds import PRESETS as PRESETS_OF_GOOD_FAITH
from aacabot.domain.good_faith.thresholds import WHOLE

E = TypeVar("E", bound=Entry)


def repeated_entries(file: AllianceFile, source: Source) -> Iterator[Problem]:
    """Keys, marks, rights, sellers and grants that stand twice where one would overrule the other."""
    yield from _repeated(file.marketplaces, lambda entry: entry.key, "key", source)
    for market in file.marketplaces:
        yield from _in_counter_notices(market.counter_notices, source)
        if market.good_faith is not None:
            yield from _in_good_faith(market.good_faith)
    yield from _repeated(file.members, lambda entry: entry.key, "key", source)
    for member in file.members:
        yield from _in_quiet_hours(member)
    brands = [brand for member in file.members for brand in member.brands]
    yield from _repeated(brands, lambda entry: entry.key, "key", source)
    for brand in brands:
        yield from _in_brand(brand, source)
    yield from _repeated(file.agencies, lambda entry: entry.key, "key", source)
    for agency in file.agencies:
        yield from _repeated_grants(agency.grants, source)
    yield from _repeated(file.phases, lambda entry: entry.number, "number", source)


def _in_quiet_hours(member: MemberEntry) -> Iterator[Problem]:
    """Both ends or neither; of one hour they would be nothing, or the whole day."""
    first, last = member.quiet_from, member.quiet_until
    if (first is None) != (last is None):
        missing = "quiet_from" if first is None else "quiet_until"
        both = "missing; expected both quiet_from and quiet_until, or neither"
        yield Problem((*member.path, missing), both)
    elif first is not None and first == last:
        yield Problem((*member.path, "quiet_until"), "expected another hour than quiet_from")


def _in_counter_notices(rules: tuple[CounterNoticeEntry, ...], source: Source) -> Iterator[Problem]:
    yield from _repeated(rules, lambda rule: rule.procedure, "procedure", source)
    for rule in rules:
        if rule.days is not None and rule.business_days is not None:
            yield Problem((*rule.path, "business_days"), "expected days or business_days, not both")
        elif rule.procedure not in PRESETS and rule.days is None and rule.business_days is None:
            yield Problem((*rule.path, "days"), "missing; expected days or business_days")


def _in_good_faith(entry: GoodFaithEntry) -> Iterator[Problem]:
    """A warning that comes after its limit: the limit's own preset counts where the file names none."""
    for name, beyond in (("takedown_rate", 1), ("scn_rate", -1)):
        warning = getattr(entry, f"watch_{name}")
        limit = getattr(entry, name)
        if limit is None:
            limit = getattr(PRESETS_OF_GOOD_FAITH[entry.preset or "alibaba"], name) / WHOLE
        if warning is not None and (warning - limit) * beyond < 0:
            which = "or more" if beyond > 0 else "or less"
            expected = f"expected {limit:g} {which}, the {name} it warns of"
            yield Problem((*entry.path, f"watch_{name}"), expected)


def _in_brand(brand: BrandEntry, source: Source) -> Iterator[Problem]:
    yield from _repeated(brand.marks, lambda mark: mark.text, "text", source)
    yield from _repeated(
        brand.rights, lambda right: (right.kind, right.office, right.number), "number", source
    )
    yield from _repeated(
        brand.authorised_sellers, lambda seller: (seller.marketplace, seller.seller_id), "seller_id", source
    )


def _repeated(
    entries: Iterable[E], identity: Callable[[E], Hashable], field: str, source: Source
) -> Iterator[Problem]:
    first: dict[Hashable, E] = {}
    for entry in entries:
        other = first.setdefault(identity(entry), entry)
        if other is not entry:
            yield Problem((*entry.path, field), f"expected once; line {source.line(other.path)} has it too")


def _repeated_grants(grants: Iterable[GrantEntry], source: Source) -> Iterator[Problem]:
    first: dict[Hashable, GrantEntry] = {}
    for grant in grants:
        for role in dict.fromkeys(grant.roles):
            other = first.setdefault((grant.brand, role), grant)
            if other is not grant:
                line = source.line(other.path)
                yield Problem(
                    (*grant.path, "roles"), f"expected {role} once for a brand; line {line} has it too"
                )
