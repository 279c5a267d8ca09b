"""Reading complaints as their cards and the home show them: names and counts, never a list."""

from collections.abc import Sequence

from aacabot.domain.cases import CaseState
from aacabot.domain.complaints import ComplaintShown, RowProblem, RowState, Via
from aacabot.domain.people import Person
from aacabot.domain.portfolio import Reach
from aacabot.domain.rights import ReasonCode
from aacabot.services.hub import Hub, Unit
from aacabot.store import complaints as store

PER_PAGE = 10


async def shown(unit: Unit, complaint_id: str) -> ComplaintShown:
    """One complaint as it stands: for the hub's own work."""
    (found,) = await _shown(unit, [complaint_id])
    return found


async def complaints_of(hub: Hub, person: Person, page: int = 1) -> tuple[list[ComplaintShown], int]:
    """A page of the complaints for brands a person sees, newest first, and how many there are."""
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        offset = (max(page, 1) - 1) * PER_PAGE
        idents, total = await store.complaints_page(session, Reach.of(person), limit=PER_PAGE, offset=offset)
        return await _shown(unit, idents), total


async def _shown(unit: Unit, idents: Sequence[str]) -> list[ComplaintShown]:
    named = await store.named(unit.session, idents)
    rows = await store.counts_of_rows(unit.session, idents)
    cases = await store.counts_of_cases(unit.session, idents)
    return [_as_shown(named[ident], rows[ident], cases[ident]) for ident in idents if ident in named]


def _as_shown(
    named: store.Named, rows: dict[tuple[str, str | None], int], cases: dict[str, int]
) -> ComplaintShown:
    complaint = named.complaint
    return ComplaintShown(
        id=complaint.id,
        member=named.member,
        brand=named.brand,
        right=f"{named.office} {named.number}",
        reason=ReasonCode(complaint.reason_code),
        person=named.person if complaint.token_id is None else None,
        via=Via(complaint.via),
        made_at=complaint.made_at,
        total=complaint.total,
        waiting=sum(n for (state, _), n in rows.items() if state == RowState.WAITING),
        problems={RowProblem(problem): n for (_, problem), n in sorted(rows.items(), key=str) if problem},
        cases={CaseState(state): n for state, n in sorted(cases.items())},
    )
