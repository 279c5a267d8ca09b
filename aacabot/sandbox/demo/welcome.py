"""The words a newcomer sees when the demo is up."""

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from aacabot.domain.alliance_file import MemberEntry
from aacabot.domain.people import Role
from aacabot.sandbox.demo import newcomer
from aacabot.sandbox.demo.rehearsal import Rehearsal


def welcome(rehearsal: Rehearsal) -> RenderableType:
    """Where to go, what to press, who you are and how to stop."""
    page, marketplace = rehearsal.slack.base_url, rehearsal.market.base_url
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("Open", Text(page, style=f"bold link {page}"))
    table.add_row("You are", f"{_who(rehearsal.file.members[0])}. Press Confirm & take down.")
    table.add_row(
        "Then look at", Text.assemble((marketplace, f"link {marketplace}"), ", where the listing is gone.")
    )
    table.add_row("Be others", "Acting as, top right: a colleague, the agency, or the IPR desk.")
    if rehearsal.invite is not None:
        person, team = newcomer.PERSON.name, newcomer.NAME
        table.add_row("Join", f"Act as {person} of {team}, open aacabot's Home, and enter this code:")
        table.add_row("", Text(rehearsal.invite.code, style="bold"))
        table.add_row("", "Then choose a channel: the first card of the brand comes there.")
    if rehearsal.options.streams:
        table.add_row("", "A new listing comes every 20 seconds.")
    table.add_row("Stop", "Ctrl-C. All of it is on this machine; every name is invented.")
    return table


def _who(member: MemberEntry) -> str:
    enforcer = next((one for one in member.people if Role.ENFORCER in one.roles), member.people[0])
    return f"{enforcer.name or enforcer.slack} of {member.name or member.key}"
