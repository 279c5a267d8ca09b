"""What members' cases met, kept in the commit of what happened to the case.

Others are told of it by `services.intel.met`, unnamed and from buckets on; here nothing is hidden yet. A case
meets what the version of its listing says that it stands on: seller, listing, title and images. It counts
until its own member says that the listing is none, and is upheld while it is proven gone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from aacabot.domain.cases import CaseState
from aacabot.domain.intel.keys import listing_text, normalised, seller_text
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.listings import Listing
from aacabot.services.case_outcomes import TAKEN_DOWN
from aacabot.services.hub import Unit
from aacabot.services.intel.matching import Matcher
from aacabot.store.intel import encounters as store
from aacabot.store.intel.encounters import Change, Met
from aacabot.store.intel.rekeying import hold_keys
from aacabot.store.models import CaseRow

_NOT_MET = frozenset({CaseState.DISMISSED.value, CaseState.RETRACTED.value})


@dataclass(frozen=True)
class Standing:
    """Whether a case counts as met, and whether it was upheld."""

    counts: bool
    upheld: bool


@dataclass(frozen=True)
class _Meeting:
    case: CaseRow
    category: str
    met: Mapping[str, IntelKind]
    is_new: bool


def standing_of(case: CaseRow) -> Standing:
    counts = (case.ended_as or case.state) not in _NOT_MET
    return Standing(counts, counts and case.outcome == TAKEN_DOWN and case.restored_at is None)


def keys_met(matching: Matcher, marketplace_id: str, listing: Listing) -> dict[str, IntelKind]:
    """The keyed hashes of what a listing shows, with their kinds."""
    met = {
        matching.key(IntelKind.LISTING, listing_text(marketplace_id, listing.listing_id)): IntelKind.LISTING
    }
    if listing.seller is not None:
        seller = seller_text(marketplace_id, listing.seller.id)
        met[matching.key(IntelKind.SELLER, seller)] = IntelKind.SELLER
    if normalised(IntelKind.TITLE, listing.title):
        met[matching.key(IntelKind.TITLE, listing.title)] = IntelKind.TITLE
    hashes = {image.pdq for image in listing.images if image.pdq}
    return met | {matching.key(IntelKind.IMAGE, pdq): IntelKind.IMAGE for pdq in hashes}


def meet(
    unit: Unit,
    case: CaseRow,
    category: str | None,
    listing: Listing,
    matching: Matcher,
    *,
    is_new: bool = False,
) -> None:
    """A case stands on this version of its listing now: keep what that shows, at the end of the commit.

    `category` is the brand's. `matching` is `matcher_in` of the same unit.
    """
    met = keys_met(matching, case.marketplace_id, listing)
    unit.at_the_end("encounters", case.id, _Meeting(case, category or "", met, is_new), _keep)


def follow(unit: Unit, case: CaseRow, before: Standing) -> None:
    """Something happened to a case: count what it met anew where that changes how it stands."""
    if standing_of(case) != before:
        unit.at_the_end("encounters standing", case.id, case, _restand)


class _Changes:
    """Changes added up by what they change."""

    def __init__(self) -> None:
        self._by: dict[tuple[str, str, str], Change] = {}

    def add(self, met: Met, sign: int, *, cases: bool, upheld: bool) -> None:
        at = (met.key, met.member_id, met.category)
        none = Change(
            key=met.key, member_id=met.member_id, category=met.category, kind=met.kind,
            last_on=date.min, cases=0, upheld=0,
        )  # fmt: skip
        known = self._by.get(at, none)
        self._by[at] = replace(
            known,
            last_on=max(known.last_on, met.met_on),
            cases=known.cases + sign * cases,
            upheld=known.upheld + sign * upheld,
        )

    @property
    def found(self) -> list[Change]:
        return [one for one in self._by.values() if one.cases or one.upheld]


async def _keep(unit: Unit, meetings: Sequence[_Meeting]) -> None:
    old = {one.case.id for one in meetings if not one.is_new}
    known: dict[str, dict[str, Met]] = {one.case.id: {} for one in meetings}
    for row in await store.met_by_cases(unit.session, old) if old else []:
        known[row.case_id][row.key] = row
    added, gone, changes = [], [], _Changes()
    for meeting in meetings:
        before = known[meeting.case.id]
        added += [row for row in _rows(meeting) if row.key not in before]
        gone += [row for key, row in before.items() if key not in meeting.met]
    for sign, rows in ((1, added), (-1, gone)):
        for row in rows:
            changes.add(row, sign, cases=row.counts, upheld=row.upheld)
    await store.take_met(unit.session, {(row.case_id, row.key) for row in gone})
    await store.add_met(unit.session, added)
    await store.count(unit.session, changes.found)


def _rows(meeting: _Meeting) -> list[Met]:
    case, standing = meeting.case, standing_of(meeting.case)
    return [
        Met(
            case_id=case.id, key=key, kind=kind.value, member_id=case.member_id, listing_id=case.listing_id,
            category=meeting.category, met_on=case.opened_at.date(),
            counts=standing.counts, upheld=standing.upheld,
        )
        for key, kind in meeting.met.items()
    ]  # fmt: skip


async def _restand(unit: Unit, cases: Sequence[CaseRow]) -> None:
    await hold_keys(unit.session)
    standing = {case.id: standing_of(case) for case in cases}
    changes, to_write = _Changes(), dict[Standing, set[str]]()
    for row in await store.met_by_cases(unit.session, standing):
        before, after = Standing(row.counts, row.upheld), standing[row.case_id]
        if before != after:
            changes.add(row, -1, cases=before.counts, upheld=before.upheld)
            changes.add(row, 1, cases=after.counts, upheld=after.upheld)
            to_write.setdefault(after, set()).add(row.case_id)
    for after, ids in to_write.items():
        await store.stand(unit.session, ids, counts=after.counts, upheld=after.upheld)
    await store.count(unit.session, changes.found)


def rows_of(case: CaseRow, category: str | None, listing: Listing, matching: Matcher) -> list[Met]:
    """What a case meets as it stands now: for counting everything anew."""
    return _rows(_Meeting(case, category or "", keys_met(matching, case.marketplace_id, listing), True))
