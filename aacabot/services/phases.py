"""The phased roll-out: what is open to whom, and when the rest will be."""

from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.errors import FeatureNotOpen
from aacabot.domain.features import Feature, Opening
from aacabot.services.hub import Unit
from aacabot.store.models import FeatureOpening, Member, Phase


async def opening_of(unit: Unit, feature: Feature) -> Opening:
    """To whom a feature is open. One that nobody has spoken of is open for all."""
    found = await unit.session.execute(
        select(FeatureOpening, col(Phase.begins))
        .outerjoin(Phase, col(Phase.number) == col(FeatureOpening.phase))
        .where(col(FeatureOpening.feature) == feature.value)
    )
    known = found.first()
    if known is None:
        return Opening(feature=feature, for_all=True)
    row, begins = known
    return Opening(
        feature=feature,
        for_all=row.for_all,
        phase=row.phase,
        begins=begins,
        member_ids=frozenset(row.member_ids),
    )


async def require_open(unit: Unit, feature: Feature, member: Member) -> None:
    """Raise FeatureNotOpen, saying when it will be, unless the feature is open to the member."""
    opening = await opening_of(unit, feature)
    if not opening.open_to(member.id, member.phase):
        begins = opening.begins_after(unit.now.date())
        raise FeatureNotOpen(feature.value, member.name, opening.phase, begins)
