"""Telling somebody in person, wherever their workspace is."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from aacabot.domain.notes import Note, NoteKind
from aacabot.domain.viewers import EVERYONE
from aacabot.services import messages
from aacabot.services.hub import Hub
from aacabot.store.models import SlackIdentity, SlackMessageRow
from tests.journeys.alliance import BEN, OPS
from tests.services.casework import Casework


@pytest.mark.parametrize("home", [OPS, "T0FAR"])
async def test_a_note_reaches_people_whose_own_workspace_has_no_app(hub: Hub, home: str) -> None:
    work = await Casework.begun(hub)
    case, ben = await work.case(await work.suspect()), await work.person(BEN)
    async with work.hub.unit(EVERYONE) as unit:
        lives = update(SlackIdentity).where(col(SlackIdentity.user_id) == BEN).values(team_id=home)
        await unit.session.execute(lives)
        note = Note(kind=NoteKind.COUNTER_NOTICED, number=case.number, at=unit.now)
        await messages.note_in_person(unit, case, note, ben.id)
    (told,) = await work.rows(SlackMessageRow, kind="note")
    assert told.channel == f"{OPS}:{BEN}"
