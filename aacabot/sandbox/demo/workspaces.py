"""The alliance file's organisations as workspaces of the sandbox Slack, with the app installed in each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aacabot.domain.alliance_file import AgencyEntry, AllianceFile, MemberEntry, OperatorEntry
from aacabot.sandbox.slack import SandboxChannel, SandboxPerson

_SLACK_LOCALES = {"en": "en-US", "zh": "zh-CN"}


@dataclass(frozen=True)
class DemoWorkspace:
    """One organisation's workspace, as `SlackSandbox.add_workspace` takes it."""

    id: str
    name: str
    people: list[SandboxPerson]
    channels: list[SandboxChannel]


def workspaces(file: AllianceFile) -> Iterator[DemoWorkspace]:
    """A workspace per organisation of the file, members first. One without a workspace id has none here."""
    for member in file.members:
        if member.workspace:
            yield DemoWorkspace(
                member.workspace, member.name or member.key, _members_people(member), _channels(member, file)
            )
    for agency in file.agencies:
        if agency.workspace:
            people = [SandboxPerson(id=one.slack, name=one.name or one.slack) for one in agency.people]
            yield DemoWorkspace(agency.workspace, agency.name or agency.key, people, [])
    if file.operator and file.operator.workspace:
        yield _desk(file.operator, file.operator.workspace)


def _desk(operator: OperatorEntry, workspace: str) -> DemoWorkspace:
    people = [SandboxPerson(id=one.slack, name=one.name or one.slack) for one in operator.people]
    channels = []
    if operator.channel:
        channels.append(SandboxChannel(operator.channel, "ipr-desk", [person.id for person in people]))
    return DemoWorkspace(workspace, operator.name or "Operator", people, channels)


def _members_people(member: MemberEntry) -> list[SandboxPerson]:
    locale = _SLACK_LOCALES.get(member.locale or "en", "en-US")
    tz = member.timezone or "Etc/UTC"
    return [
        SandboxPerson(id=one.slack, name=one.name or one.slack, tz=tz, locale=locale) for one in member.people
    ]


def _channels(member: MemberEntry, file: AllianceFile) -> list[SandboxChannel]:
    """The member's channel, and one for each brand that has its own."""
    every_brand = {brand.key for brand in member.brands}
    rooms = {member.channel: ("ip-alerts", every_brand)}
    rooms |= {brand.channel: (f"ip-{brand.key}", {brand.key}) for brand in member.brands if brand.channel}
    return [_channel(ident, name, brands, member, file) for ident, (name, brands) in rooms.items() if ident]


def _channel(
    ident: str, name: str, brands: set[str], member: MemberEntry, file: AllianceFile
) -> SandboxChannel:
    own = [one.slack for one in member.people if one.brands is None or brands & set(one.brands)]
    guests = list(_agents(file.agencies, brands))
    return SandboxChannel(ident, name, [*own, *guests], is_ext_shared=bool(guests))


def _agents(agencies: Iterable[AgencyEntry], brands: set[str]) -> Iterator[str]:
    for agency in agencies:
        if brands & {grant.brand for grant in agency.grants}:
            yield from (one.slack for one in agency.people)
