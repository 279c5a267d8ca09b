"""A new matching key while the hub runs: who matched before matches after, and a kill changes nothing."""

from datetime import date

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from typer.testing import CliRunner

from aacabot.cli import app
from aacabot.domain.intel import Draft, IntelKind
from aacabot.domain.intel.keys import seller_text
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel import rekeying
from aacabot.services.intel.matching import (
    MatchingKeyAdded,
    MatchingKeyLocked,
    matcher,
    require_current,
)
from aacabot.services.intel.rekeying import add_matching_key
from aacabot.services.intel.sharing import share, share_in
from aacabot.services.secret_keys import encrypt_with_first_key
from aacabot.store.models import AuditEntryRow, Encounter, IntelItem, MatchingKey, Member
from tests.conftest import SECRET_KEY
from tests.journeys.alliance import ANN
from tests.services.casework import Casework

SELLER = seller_text("m1", "s-77")
SHOP = Draft(kind=IntelKind.STOREFRONT, value="https://market.example/shop/77")


async def met_by_two(work: Casework) -> None:
    """Acme and Beta met one seller; Acme shared a storefront, and a note without a hash."""
    key = (await matcher(work.hub)).key(IntelKind.SELLER, SELLER)
    async with work.hub.unit(EVERYONE) as unit:
        for member in [row for row in await work.rows(Member) if row.key in {"acme", "beta"}]:
            unit.session.add(
                Encounter(key=key, member_id=member.id, kind="seller", last_on=date(2026, 11, 1), cases=2)
            )
    acme = (await work.rows(Member, key="acme"))[0].id
    ann = await work.person(ANN)
    await share(work.hub, ann, acme, SHOP)
    await share(work.hub, ann, acme, Draft(kind=IntelKind.NOTE, value="", text="They answer at night"))


async def matches(work: Casework) -> tuple[int, int]:
    """(encounters with the seller, items of the storefront) found with the keys in use."""
    now = await matcher(work.hub)
    met = await work.rows(Encounter, key=now.key(IntelKind.SELLER, SELLER))
    items = await work.rows(IntelItem, key=now.key(SHOP.kind, SHOP.value))
    return len(met), len(items)


async def test_who_matched_before_matches_after_each_new_key(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await met_by_two(work)
    before = {row.key for row in await work.rows(Encounter)}
    for number in (2, 3):
        done = await add_matching_key(work.hub, "cli:root")
        assert (done.number, done.hashes) == (number, 2)
        assert await matches(work) == (2, 1)
    assert before.isdisjoint(row.key for row in await work.rows(Encounter))
    again = await share(work.hub, await work.person(ANN), (await work.rows(Member, key="acme"))[0].id, SHOP)
    assert again.merged
    audited = await work.rows(AuditEntryRow, action="matching_key.added")
    assert [(row.actor, row.details["number"]) for row in audited] == [("cli:root", 2), ("cli:root", 3)]


async def test_a_kill_in_between_leaves_everything_and_it_can_be_run_again(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = await Casework.begun(hub)
    await met_by_two(work)

    class Killed(BaseException):
        pass

    def power_cut(*_: object) -> str:
        raise Killed

    for name in ("under_another", "sealed"):
        with monkeypatch.context() as cut, pytest.raises(Killed):
            cut.setattr(rekeying, name, power_cut)
            await add_matching_key(work.hub, "cli:root")
        assert [row.number for row in await work.rows(MatchingKey)] == [1]
        assert await matches(work) == (2, 1)
    assert (await add_matching_key(work.hub, "cli:root")).number == 2
    assert await matches(work) == (2, 1)


async def test_a_node_with_old_keys_stores_nothing_with_them(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await met_by_two(work)
    old = await matcher(work.hub)
    await add_matching_key(work.hub, "cli:root")
    ann, acme = await work.person(ANN), (await work.rows(Member, key="acme"))[0].id
    with pytest.raises(MatchingKeyAdded):
        async with work.hub.unit(EVERYONE) as unit:
            await share_in(unit, ann, acme, SHOP, old)
    async with work.hub.unit(EVERYONE) as unit:
        now = await matcher(work.hub)
        for _ in range(2):
            await require_current(unit, now)
    assert await matches(work) == (2, 1)


async def test_matching_keys_move_with_the_secret_key(hub: Hub) -> None:
    new_key = Fernet.generate_key().decode()
    work = await Casework.begun(hub)
    await met_by_two(work)
    await add_matching_key(work.hub, "cli:root")
    both, new = (Casework(hub, secret_key=SecretStr(keys)) for keys in (f"{new_key},{SECRET_KEY}", new_key))
    with pytest.raises(MatchingKeyLocked):
        await add_matching_key(new.hub, "cli:root")
    result = await encrypt_with_first_key(both.hub)
    assert (result.matching_keys, result.unopened_matching_keys) == (2, [])
    assert await matches(new) == (2, 1)
    assert (await encrypt_with_first_key(work.hub)).unopened_matching_keys == ["1", "2"]


def test_the_command_says_what_it_did_and_which_key_is_missing(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AACABOT_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("AACABOT_SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "x")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-x")
    done = CliRunner().invoke(app, ["intel", "rotate-key"])
    assert done.exit_code == 0, done.output
    assert "matching key 2 is in use, laid over 0 hashes" in done.stdout
    monkeypatch.setenv("AACABOT_SECRET_KEY", Fernet.generate_key().decode())
    locked = CliRunner().invoke(app, ["intel", "rotate-key"])
    assert locked.exit_code == 1
    assert "matching key 1: no key in AACABOT_SECRET_KEY opens it" in locked.stderr
    rotated = CliRunner().invoke(app, ["rotate-keys"])
    assert rotated.exit_code == 1 and "matching key 1: no key" in rotated.stderr
