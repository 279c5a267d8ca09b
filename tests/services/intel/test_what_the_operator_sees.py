"""What docs/what-the-operator-sees.md promises, as far as it can be tried."""

from pathlib import Path

import pytest

from aacabot.domain.audit_trail import TrailAsked
from aacabot.domain.errors import FieldProblem, IntelNotFound
from aacabot.domain.intel import Draft, IntelKind, Label
from aacabot.domain.people import Person
from aacabot.services.audit_trail import read_trail
from aacabot.services.hub import Hub
from aacabot.services.intel.introductions import ask_about_case
from aacabot.services.intel.lists import new_for, shared_by
from aacabot.services.intel.search import search
from aacabot.services.intel.sharing import share
from aacabot.services.intel.showing import open_item
from aacabot.services.people import identify
from aacabot.slack.views.intel.operator import operator_sees_modal
from aacabot.store.models import (
    Encounter,
    EncounteredCase,
    IntelItem,
    Introduction,
    IntroductionAnswer,
    MatchingKey,
    Member,
)
from tests.journeys.alliance import ANN, BEA, OLA, OPS
from tests.services.casework import REX, Casework
from tests.services.intel.holders import with_holders
from tests.slack.views.checks import is_sound_modal
from tests.slack.views.samples import EN

PAGE = Path(__file__).parents[3] / "docs" / "what-the-operator-sees.md"


async def read_by(work: Casework, person: Person, item_ids: dict[Label, str]) -> set[Label]:
    """The labels of the items a person finds in any way there is: opened, listed or searched for."""
    found = set()
    for label, item_id in item_ids.items():
        try:
            found.add((await open_item(work.hub, person, item_id)).label)
        except IntelNotFound:
            continue
        assert label in found
    listed = [*(await new_for(work.hub, person, 1)).items, *(await shared_by(work.hub, person, 1)).items]
    hits = await search(work.hub, person, "pattern", 1)
    return found | {item.label for item in listed} | {item.label for item in hits.items}


async def test_the_operators_people_read_green_and_clear_alone(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, acme = await work.person(ANN), (await work.rows(Member, key="acme"))[0].id
    item_ids = {}
    for label in Label:
        named = frozenset({(await work.person(BEA)).id}) if label is Label.RED else frozenset()
        draft = Draft(kind=IntelKind.TITLE, value=f"pattern {label}", label=label, named=named)
        item_ids[label] = (await share(work.hub, ann, acme, draft)).item_id
    for user in (OLA, REX):
        draft = Draft(
            kind=IntelKind.TITLE, value="x", label=Label.RED, named=frozenset({(await work.person(user)).id})
        )
        with pytest.raises(FieldProblem):
            await share(work.hub, ann, acme, draft)
        assert await read_by(work, await work.person(user), item_ids) == {Label.CLEAR, Label.GREEN}


async def test_nothing_of_intelligence_is_in_the_trail_the_operators_admins_read(hub: Hub) -> None:
    work, case_id = await with_holders(hub, 0, 1, 2)
    ann, acme = await work.person(ANN), (await work.rows(Member, key="acme"))[0].id
    await share(work.hub, ann, acme, Draft(kind=IntelKind.TITLE, value="zq4711 pattern", text="zq4711 text"))
    await ask_about_case(work.hub, ann, case_id)
    lines, _ = await read_trail(work.hub, await identify(work.hub, OPS, OLA), TrailAsked())
    assert not [line for line in lines if line.action.startswith(("intel.", "introduction.", "group."))]
    own, _ = await read_trail(work.hub, await identify(work.hub, OPS, ANN), TrailAsked())
    assert {line.action for line in own} >= {"intel.shared", "introduction.asked"}
    assert "zq4711" not in str(own)


async def test_a_contact_is_stored_as_its_hash_and_the_key_is_not_in_clear(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, acme = await work.person(ANN), (await work.rows(Member, key="acme"))[0].id
    await share(work.hub, ann, acme, Draft(kind=IntelKind.CONTACT, value="+86 138 0013 8000"))
    (item,) = await work.rows(IntelItem)
    assert item.value is None and "13800138000" not in str(item.model_dump())
    (key,) = await work.rows(MatchingKey)
    assert len(work.hub.settings.cipher.decrypt(key.secret.encode())) == 32


def test_what_is_compared_has_no_column_for_its_text() -> None:
    for table in (Encounter, EncounteredCase, Introduction, IntroductionAnswer):
        assert {"value", "text", "name", "url", "title"}.isdisjoint(table.model_fields), table


def test_the_modal_and_the_page_say_it() -> None:
    view = operator_sees_modal(EN)
    is_sound_modal(view)
    said, page = str(view), PAGE.read_text()
    for word in ("TLP:AMBER", "TLP:GREEN", "audit trail", "hash"):
        assert word in said and word in page
    assert "aacabot intel rotate-key" in page
