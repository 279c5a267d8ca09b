"""Where a confirmed case goes: out at once, or past the desk."""

from aacabot.domain.cases import CaseEventKind
from aacabot.domain.messages import MessageKind
from aacabot.marketplaces.notice import Programme
from aacabot.services import cases, feedback, messages, takedowns
from aacabot.services.cases import CaseFile
from aacabot.services.good_faith import has_fast_lane
from aacabot.services.hub import Unit
from aacabot.services.specialties import route


async def proceed(unit: Unit, file: CaseFile) -> None:
    """Send a confirmed case on its way: out at once in the fast lane, otherwise past the desk."""
    await feedback.owe(unit, file.case, "confirmed", file.case.reason_code)
    if await has_fast_lane(unit, file.member, file.marketplace, file.case.reason_code):
        await takedowns.owe(unit, file, Programme.FAST_LANE)
    else:
        await cases.record(unit, file.case, CaseEventKind.REVIEW_ASKED)
        await route(unit, file)
        await messages.ask_desk(unit, MessageKind.REVIEW, file.case)
