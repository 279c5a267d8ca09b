"""Taking in what marketplaces send: checked, deduplicated, stored, and the screening owed, in one commit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any
from urllib.parse import urlsplit

import orjson
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col, select

from aacabot.domain.ids import new_id
from aacabot.domain.listings import Listing
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.store import listings as store
from aacabot.store.database import have_collided
from aacabot.store.models import Brand, IntakeBatch, Marketplace, SeenWebhook

MAX_ROWS = 1_000
_COLLISIONS = 4
"""How often a batch gives way to others with the same new listings; each time more of them are known."""
SCREENING_WORK = "screen_batch"
# Browsers read a backslash as a slash and drop line breaks (url.spec.whatwg.org), so that such an address
# can lead to another host than Python reads in it.
_LEADS_ASTRAY = re.compile(r"[\s\\\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Rejected:
    """A row that cannot be taken in, by its place in the batch."""

    index: int
    error: str


@dataclass
class Intake:
    """What became of a batch (contract 5.3): new, known with changed content, known and unchanged, bad."""

    accepted: int = 0
    updated: int = 0
    duplicates: int = 0
    rejected: list[Rejected] = field(default_factory=list)

    def encoded(self) -> bytes:
        return orjson.dumps(self)


@dataclass
class _Batch:
    """The rows a batch will write, gathered before anything is written."""

    new: list[tuple[Any, ...]] = field(default_factory=list)
    versions: list[tuple[Any, ...]] = field(default_factory=list)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    live_again: list[str] = field(default_factory=list)
    to_screen: list[str] = field(default_factory=list)


async def receive_listings(hub: Hub, marketplace: Marketplace, webhook_id: str, rows: Sequence[Any]) -> bytes:
    """Take in one batch and return the answer's JSON; the same webhook id again gets the same answer.

    One bad row never costs the others. Matching to brands is owed in the same commit and comes after.
    """
    seen_as = f"listings:{webhook_id}"
    for _ in range(_COLLISIONS):
        try:
            return await _receive(hub, marketplace, seen_as, rows)
        except DBAPIError as error:
            if not have_collided(error):
                raise
            # Another batch brought the same new listing at the same moment: now it is known.
    return await _receive(hub, marketplace, seen_as, rows)


async def _receive(hub: Hub, marketplace: Marketplace, webhook_id: str, rows: Sequence[Any]) -> bytes:
    async with hub.unit(EVERYONE) as unit:
        before = await store.answer_given(unit.session, marketplace.id, webhook_id)
        if before is not None:
            return before
        intake = Intake()
        good = check_rows(rows, marketplace, await _brand_keys(unit), intake)
        batch = await _gather(unit, marketplace, good, intake)
        await _write(hub, unit, marketplace, batch)
        answer = intake.encoded()
        seen = SeenWebhook(
            marketplace_id=marketplace.id, webhook_id=webhook_id, answer=answer, received_at=unit.now
        )
        if not await store.remember_webhook(unit.session, seen):
            raise IntegrityError("the same webhook id", None, Exception("seen_webhooks"))
    _count(hub, marketplace, intake)
    return answer


def _count(hub: Hub, marketplace: Marketplace, intake: Intake) -> None:
    for outcome in ("accepted", "updated", "duplicates"):
        hub.metrics.intake.labels(marketplace.key, outcome).inc(getattr(intake, outcome))
    hub.metrics.intake.labels(marketplace.key, "rejected").inc(len(intake.rejected))


async def _brand_keys(unit: Unit) -> frozenset[str]:
    rows = await unit.session.execute(select(Brand.key).where(col(Brand.withdrawn_at).is_(None)))
    return frozenset(rows.scalars())


def check_rows(
    rows: Sequence[Any], marketplace: Marketplace, brand_keys: frozenset[str], intake: Intake
) -> list[tuple[Listing, bytes]]:
    """The rows that can be taken in, each with what was received; the others are noted as rejected."""
    hosts = frozenset(marketplace.hosts)
    addresses = tuple(f"{scheme}://{host}/" for host in hosts for scheme in ("https", "http"))
    good = []
    for index, row in enumerate(rows):
        try:
            listing = Listing.model_validate(row)
            _check_address(listing.url, addresses, hosts)
            if listing.brand is not None and listing.brand not in brand_keys:
                raise ValueError("brand: no brand of the alliance has this key")
            received = orjson.dumps(row)
        except ValidationError as error:
            intake.rejected.append(Rejected(index, _words(error)))
        except ValueError as error:
            intake.rejected.append(Rejected(index, str(error)))
        except orjson.JSONEncodeError:
            intake.rejected.append(Rejected(index, "row: nested too deep to be kept"))
        else:
            good.append((listing, received))
    return good


def _check_address(url: str, addresses: tuple[str, ...], hosts: frozenset[str]) -> None:
    if not _LEADS_ASTRAY.search(url) and (url.startswith(addresses) or _is_on(hosts, url)):
        return
    raise ValueError("url: expected an http(s) address on one of the marketplace's hosts")


def _is_on(hosts: frozenset[str], url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "@" not in parts.netloc and parts.hostname in hosts


def _words(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "row"
    return f"{where}: {first['msg'].removeprefix('Value error, ')}"


async def _gather(
    unit: Unit, marketplace: Marketplace, good: Sequence[tuple[Listing, bytes]], intake: Intake
) -> _Batch:
    sellers = await _sellers(unit, marketplace, good)
    ids = list(dict.fromkeys(listing.listing_id for listing, _ in good))
    known = await store.known_listings(unit.session, marketplace.id, ids)
    batch = _Batch()
    for listing, raw in good:
        digest = listing.content_hash
        before = known.get(listing.listing_id)
        if before is None:
            ident, version = new_id(), 1
            intake.accepted += 1
            batch.new.append(_new_row(ident, marketplace, listing, digest, sellers, unit))
            batch.to_screen.append(ident)
        elif before.content_hash != digest:
            ident, version = before.id, before.version + 1
            intake.updated += 1
            batch.changed[ident] = _changed_row(ident, version, listing, digest, sellers, unit)
            batch.to_screen.append(ident)
        else:
            intake.duplicates += 1
            if before.is_settled:
                batch.live_again.append(before.id)
                batch.to_screen.append(before.id)
                known[listing.listing_id] = store.Known(before.id, before.version, digest, False)
            continue
        known[listing.listing_id] = store.Known(ident, version, digest, False)
        batch.versions.append((ident, version, raw, unit.now))
    return batch


async def _sellers(
    unit: Unit, marketplace: Marketplace, good: Sequence[tuple[Listing, bytes]]
) -> dict[str, str]:
    rows = {
        listing.seller.id: (
            new_id(),
            marketplace.id,
            listing.seller.id,
            listing.seller.name,
            listing.seller.country,
        )
        for listing, _ in good
        if listing.seller
    }
    # In one order for every batch, so that two of them never wait for each other's rows.
    return await store.upsert_sellers(unit.session, [rows[key] for key in sorted(rows)], marketplace.id)


def _new_row(
    ident: str, marketplace: Marketplace, listing: Listing, digest: str, sellers: dict[str, str], unit: Unit
) -> tuple[Any, ...]:
    """As `store.LISTING_COLUMNS`."""
    seller = sellers.get(listing.seller.id) if listing.seller else None
    return (ident, marketplace.id, listing.listing_id, listing.url, seller, 1, digest, unit.now, 0)


def _changed_row(
    ident: str, version: int, listing: Listing, digest: str, sellers: dict[str, str], unit: Unit
) -> dict[str, Any]:
    return {
        "b_id": ident,
        "b_version": version,
        "b_hash": digest,
        "b_seller": sellers.get(listing.seller.id) if listing.seller else None,
        "b_at": unit.now,
        "b_url": listing.url,
    }


async def _write(hub: Hub, unit: Unit, marketplace: Marketplace, batch: _Batch) -> None:
    session = unit.session
    # In one order for every batch, as with the sellers.
    await store.add_listings(session, sorted(batch.new, key=itemgetter(2)))
    await store.change_listings(session, batch.changed.values())
    await store.add_versions(session, batch.versions)
    await store.mark_live_again(session, batch.live_again)
    if batch.to_screen:
        await owe_screening(hub, unit, marketplace.id, batch.to_screen)


async def take_in(hub: Hub, unit: Unit, marketplace: Marketplace, listing: Listing) -> None:
    """Store one listing that was read, not sent, in the unit's commit: a new one, or a new version of it.

    Other brands it may touch are looked for in the same way as for one that was sent.
    """
    received = orjson.dumps(listing.model_dump(mode="json", exclude_none=True))
    batch = await _gather(unit, marketplace, [(listing, received)], Intake())
    await _write(hub, unit, marketplace, batch)


async def owe_screening(hub: Hub, unit: Unit, marketplace_id: str, listing_ids: Sequence[str]) -> None:
    """Owe one unit of work for a batch of listings (their row ids)."""
    ident = new_id()
    await store.add_batch(
        unit.session,
        IntakeBatch(
            id=ident,
            marketplace_id=marketplace_id,
            listing_ids=orjson.dumps(list(dict.fromkeys(listing_ids))),
            received_at=unit.now,
        ),
    )
    await hub.engine.owe(unit.session, SCREENING_WORK, ident, {"batch_id": ident})
