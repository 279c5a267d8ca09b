"""A member that has not joined yet: its workspace has the app, and an invite code waits for it."""

from datetime import datetime, timedelta
from typing import Any

from aacabot.domain.alliance_file import AllianceFile, OperatorEntry, read_alliance_file
from aacabot.domain.invites import DAYS, MadeInvite
from aacabot.domain.viewers import EVERYONE
from aacabot.sandbox.demo.workspaces import DemoWorkspace
from aacabot.sandbox.slack import SandboxChannel, SandboxPerson
from aacabot.services import invites
from aacabot.services.hub import Hub
from aacabot.services.people import identify
from aacabot.store.invites import open_invites
from aacabot.store.members import member_with_key
from aacabot.store.models import Member

NAME = "Brindlewick Leather"
PERSON = SandboxPerson(id="U0NIA", name="Nia Brook", tz="Europe/London")
CHANNEL = SandboxChannel("C0BRINDLE", "brand-alerts", [PERSON.id])
WORKSPACE = DemoWorkspace("T0BRINDLE", NAME, [PERSON], [CHANNEL])
_KEY = "brindlewick-leather"
_FILE = f"""
members:
  - key: {_KEY}
    name: {NAME}
    contact: {{name: Nia Brook, email: nia@brindlewick.example}}
    region: europe
    phase: 1
    brands:
      - key: brindlewick
        name: Brindlewick
        category: bags
        marks: [{{text: Brindlewick, common: false}}]
        rights:
          - {{kind: trademark, office: UKIPO, number: UK00009900031, classes: [18], territories: [GB],
             expires: 2033-04-18}}
"""


def newcomers_file() -> AllianceFile:
    """The member as the operator lists it before it joins: no workspace, no channel, nobody."""
    return read_alliance_file(_FILE, "newcomer.yaml")


def newcomers_listing(base_url: str, now: datetime, stamp: str) -> dict[str, Any]:
    """A suspicious listing for its brand: the card waits until a channel is chosen."""
    ident = f"D{stamp}-newcomer"
    return {
        "listing_id": ident,
        "url": f"{base_url}/item/{ident}",
        "title": "Brindlewick Harbour tote, factory seconds without label",
        "description": "Same leather, same stitching. Label can be sewn in on request.",
        "seller": {"id": "s-3377", "name": "Totes & Co outlet", "country": "TR"},
        "price": {"amount": "24.00", "currency": "GBP"},
        "images": [{"url": f"{base_url}/images/handbag.png"}],
        "units_sold": 19,
        "category": "bags",
        "country": "TR",
        "source": "platform",
        "first_seen_at": (now - timedelta(minutes=11)).isoformat(),
        "suspicion": {"reason": "The seller offers to add the label later", "score": 0.9},
    }


async def invited(hub: Hub, operator: OperatorEntry | None) -> MadeInvite | None:
    """A fresh code made by the operator; None where the newcomer has joined in an earlier demo."""
    member = await _waiting(hub)
    if member is None or operator is None or operator.workspace is None:
        return None
    inviter = (await identify(hub, operator.workspace, operator.people[0].slack)).person
    # Codes of an earlier demo were kept under its key, which is gone: nobody could use them.
    async with hub.database.read(EVERYONE) as session:
        old = await open_invites(session, EVERYONE, member.id, hub.clock())
    for one in old:
        await invites.withdraw(hub, inviter, one.id)
    return await invites.invite(hub, inviter, member.id, DAYS)


async def _waiting(hub: Hub) -> Member | None:
    async with hub.database.read(EVERYONE) as session:
        member = await member_with_key(session, _KEY)
    return member if member is not None and member.joined_at is None else None
