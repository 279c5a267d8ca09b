"""What an alliance file may say only once."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from aacabot.domain.alliance_file.entries import AllianceFile, BrandEntry, GrantEntry
from aacabot.domain.alliance_file.entry import Entry
from aacabot.domain.alliance_file.problems import Problem, Source

E = TypeVar("E", bound=Entry)


def repeated_entries(file: AllianceFile, source: Source) -> Iterator[Problem]:
    """Keys, marks, rights, sellers and grants that stand twice where one would overrule the other."""
    yield from _repeated(file.marketplaces, lambda entry: entry.key, "key", source)
    yield from _repeated(file.members, lambda entry: entry.key, "key", source)
    brands = [brand for member in file.members for brand in member.brands]
    yield from _repeated(brands, lambda entry: entry.key, "key", source)
    for brand in brands:
        yield from _in_brand(brand, source)
    yield from _repeated(file.agencies, lambda entry: entry.key, "key", source)
    for agency in file.agencies:
        yield from _repeated_grants(agency.grants, source)
    yield from _repeated(file.phases, lambda entry: entry.number, "number", source)


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
