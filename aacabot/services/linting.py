"""Looking a notice over before it leaves (docs/notices.md): for one case, or for many cards at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from aacabot.domain import acceptance, linting
from aacabot.domain.cases import ENDED_STATES, CaseState
from aacabot.domain.errors import NoticeIncomplete
from aacabot.domain.keywords import title_span
from aacabot.domain.linting import Draft, Findings
from aacabot.domain.rights import ReasonCode, Right
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub, Unit
from aacabot.store import acceptance as pasts
from aacabot.store import handed_in as store
from aacabot.store.handed_in import Beside

PAST = timedelta(days=365)
"""How far back decided notices say something about the next."""
LINTED = frozenset(
    {CaseState.ALERTED, CaseState.NEEDS_INFO, CaseState.PENDING_SECOND, CaseState.PLATFORM_REVIEW}
)
"""Nothing has gone out, and somebody still decides."""


@dataclass(frozen=True)
class Surroundings:
    """What was read around cases, for all of them together."""

    evidence: Mapping[str, Mapping[str, int]]
    beside: Mapping[str, Sequence[Beside]]
    own: Mapping[pasts.Own, acceptance.Past]
    alliance: Mapping[tuple[str, str], acceptance.Past]

    def pieces(self, case_id: str) -> int:
        return sum(self.evidence.get(case_id, {}).values())


async def lint(
    unit: Unit, file: CaseFile, right: Right, reason: ReasonCode, *, bona_fide: bool = True
) -> Findings:
    """What the case's notice under this right and reason lacks, and the acceptance to expect.

    `bona_fide` says whether the statement was made: by a click on the card it always is.
    """
    around = await look_around(unit, [file])
    held = {each.id for each in await cases.rights_of(unit, file.brand.id)}
    return findings(unit, file, right if right.id in held else None, reason, around, bona_fide=bona_fide)


def require_complete(
    unit: Unit, file: CaseFile, right: Right, reason: ReasonCode, *, bona_fide: bool = True
) -> None:
    """Raise NoticeIncomplete where the notice lacks what the law asks for; asks the database nothing."""
    missing = linting.required(_draft(file, right, reason, bona_fide), unit.now.date())
    if missing:
        raise NoticeIncomplete(file.case.number, missing)


async def look_around(unit: Unit, files: Sequence[CaseFile]) -> Surroundings:
    """Read what is needed to lint these cases: four statements, however many they are."""
    linted = [file for file in files if file.state in LINTED]
    own = {
        (file.member.id, file.marketplace.id, reason)
        for file in linted
        for reason in ({file.case.reason_code} if file.case.reason_code else set(ReasonCode))
    }
    since = (unit.now - PAST).date()
    markets = {file.marketplace.id for file in linted}
    return Surroundings(
        evidence=await store.evidence_by_kind(unit.session, {file.case.id for file in files}),
        beside=await store.cases_beside(unit.session, {file.row.id for file in linted}) if linted else {},
        own=await pasts.own_pasts(unit.session, own, since),
        alliance=await pasts.alliance_pasts(unit.session, markets) if linted else {},
    )


def findings(
    unit: Unit,
    file: CaseFile,
    right: Right | None,
    reason: ReasonCode,
    around: Surroundings,
    *,
    bona_fide: bool = True,
) -> Findings:
    """What a notice lacks, given what was read around its case."""
    beside = [
        one for one in around.beside.get(f"{file.row.id}:{file.member.id}", ()) if one.case_id != file.case.id
    ]
    draft = _draft(file, right, reason, bona_fide, around.evidence.get(file.case.id, {}), beside)
    place = (file.marketplace.id, reason.value)
    score = acceptance.score(around.own.get((file.member.id, *place)), around.alliance.get(place))
    return Findings(linting.lint(draft, unit.now.date()), score)


def _draft(
    file: CaseFile,
    right: Right | None,
    reason: ReasonCode,
    bona_fide: bool,
    evidence: Mapping[str, int] | None = None,
    beside: Sequence[Beside] = (),
) -> Draft:
    listing, member = file.listing, file.member
    return Draft(
        right=right,
        reason=reason,
        url=listing.url,
        complainant_name=member.contact_name or member.name,
        complainant_email=member.contact_email,
        bona_fide=bona_fide,
        country=listing.country,
        categories=(listing.category, file.brand.category),
        evidence=frozenset(evidence or ()),
        shows_title=title_span(listing.title, file.case.matches) is not None,
        another_case=any(one.brand_id == file.brand.id and one.state not in ENDED_STATES for one in beside),
        seen_gone=any(one.gone and one.state == CaseState.TAKEN_DOWN for one in beside),
    )


async def add_up_acceptance(hub: Hub) -> None:
    """Add the alliance's decided notices up anew, once a day."""
    async with hub.database.read(EVERYONE) as session:
        last = await pasts.last_added_up(session)
    now = hub.clock()
    if last is not None and last.date() == now.date():
        return
    async with hub.unit(EVERYONE) as unit:
        await pasts.add_up(unit.session, (unit.now - PAST).date(), unit.now)
