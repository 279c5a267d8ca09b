"""Whom a member's record is told to."""

from aacabot.domain.membership import House
from aacabot.domain.notices import Notice
from aacabot.services import messages
from aacabot.services.hub import Unit
from aacabot.store.membership import admins_of
from aacabot.store.models import Member


async def tell_admins(unit: Unit, member: Member, notice: Notice, subject: str) -> None:
    """Tell the member's admins in person; a member that has none, in its alert channel. Once per subject."""
    admins = await admins_of(unit.session, House(member.id), unit.now)
    for person_id in admins:
        await messages.tell_person(unit, person_id, notice, subject, member_id=member.id)
    if not admins:
        await messages.tell_member(unit, member, notice, subject)
