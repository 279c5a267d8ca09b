"""Who of the desk knows what, and which cases ask for that."""

from collections.abc import Collection

from aacabot.domain.audit import Deed
from aacabot.domain.cases import CaseEventKind
from aacabot.domain.errors import NeedsRole, NoSuchColleague
from aacabot.domain.people import Person
from aacabot.domain.reviews import Specialist
from aacabot.domain.rights import RightKind
from aacabot.domain.specialties import Needs, needs_kept, needs_of
from aacabot.services import cases
from aacabot.services.audit import note_deed
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub, Unit
from aacabot.store import reviews as store
from aacabot.store.marketplaces import get_alliance
from aacabot.store.models import RegisteredRight, Specialty
from aacabot.store.reviews import Known


async def route(unit: Unit, file: CaseFile) -> None:
    """Say what the case asks of its reviewer, by its right and by what its listing is written in."""
    row = await unit.session.get(RegisteredRight, file.case.right_id) if file.case.right_id else None
    kind = RightKind(row.kind) if row else RightKind.TRADEMARK
    needs = needs_of(kind, (file.listing.title, file.listing.description))
    file.case.routed = needs.kept
    if needs:
        await cases.record(unit, file.case, CaseEventKind.ROUTED, data=needs.kept)


def knowledge(known: Known) -> Needs:
    return needs_kept({"rights": known.rights, "languages": known.languages})


async def specialists(unit: Unit, needs: Collection[Needs]) -> dict[Needs, tuple[Specialist, ...]]:
    """The reviewers who know each of these; none for viewers who do not see the operator's people."""
    wanted = {one for one in needs if one}
    if not wanted or unit.viewer.member_ids is not None:
        return {}
    alliance = await get_alliance(unit.session)
    everybody = await store.reviewers(unit.session, alliance.operator_team_id if alliance else "", unit.now)
    return {
        one: tuple(
            Specialist(name=known.name, slack_user=known.slack_user)
            for known in everybody
            if one.met_by(knowledge(known))
        )
        for one in wanted
    }


async def reviewers(hub: Hub, person: Person) -> list[tuple[Known, Needs]]:
    """The desk's reviewers and what each knows. Raises NeedsRole for others than the desk."""
    _require_desk(person)
    async with hub.database.read(person.viewer) as session:
        alliance = await get_alliance(session)
        found = await store.reviewers(session, alliance.operator_team_id if alliance else "", hub.clock())
    return [(known, knowledge(known)) for known in found]


async def set_specialties(hub: Hub, person: Person, reviewer_id: str, knows: Needs) -> None:
    """Say what a reviewer knows. Raises NeedsRole for others than operator admins, or NoSuchColleague."""
    if not person.is_operator_admin:
        raise NeedsRole("specialties", "")
    async with hub.unit(person.viewer) as unit:
        if reviewer_id not in {
            known.person_id for known in await store.reviewers(unit.session, "", unit.now)
        }:
            raise NoSuchColleague
        row = await store.specialty_of(unit.session, reviewer_id)
        if row is None:
            row = Specialty(person_id=reviewer_id)
            unit.session.add(row)
        row.rights, row.languages = [str(one) for one in knows.rights], [str(one) for one in knows.languages]
        details = {"setting": "specialties", **(knows.kept or {"rights": [], "languages": []})}
        note_deed(unit, Deed.SETTING_CHANGED, "reviewer", by=person, subject_id=reviewer_id, details=details)


def _require_desk(person: Person) -> None:
    if not person.is_reviewer:
        raise NeedsRole("review", "")
