"""The channels the alliance names: there, open, and with the bot in them."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError

from aacabot.doctor.checks import Finding, failure, good, warning
from aacabot.doctor.workspaces import Workspace
from aacabot.store.alliance import AllianceRecords

SUBJECT = "slack channel"
AT_ONCE = 6


@dataclass(frozen=True)
class NamedChannel:
    """A channel the alliance names, and what for."""

    team_id: str
    channel_id: str
    purpose: str


def named_channels(records: AllianceRecords) -> list[NamedChannel]:
    """Each channel once, with everything it is for."""
    purposes: dict[tuple[str, str], list[str]] = {}
    if records.alliance is not None:
        key = records.alliance.operator_team_id, records.alliance.operator_channel_id
        purposes.setdefault(key, []).append("the desk")
    members = {member.id: member for member in records.members if member.withdrawn_at is None}
    for member in members.values():
        if member.team_id and member.channel_id:
            purposes.setdefault((member.team_id, member.channel_id), []).append(f"member {member.key}")
    for brand in records.brands:
        owner = members.get(brand.member_id)
        if brand.withdrawn_at is None and brand.channel_id and owner and owner.team_id:
            purposes.setdefault((owner.team_id, brand.channel_id), []).append(f"brand {brand.key}")
    return [NamedChannel(team, channel, ", ".join(what)) for (team, channel), what in purposes.items()]


async def check_channels(
    channels: Iterable[NamedChannel], workspaces: Mapping[str, Workspace]
) -> list[Finding]:
    """Ask Slack about every channel; those it has no time for are said to be not looked at."""
    places = asyncio.Semaphore(AT_ONCE)

    async def check(channel: NamedChannel) -> Finding | None:
        async with places:
            return await _check(channel, workspaces.get(channel.team_id))

    found = await asyncio.gather(*(check(channel) for channel in channels))
    findings = [finding for finding in found if finding is not None]
    unseen = len(found) - len(findings)
    if unseen:
        mend = "run aacabot doctor again in a minute"
        findings.append(
            warning(SUBJECT, f"Slack had no time for {unseen} channels; they are not looked at", mend)
        )
    return findings


async def _check(channel: NamedChannel, workspace: Workspace | None) -> Finding | None:
    """What is found, or None where Slack asks to wait."""
    where = f"{channel.channel_id} ({channel.purpose})"
    if workspace is None:
        said = f"{where}: the hub has no working token for workspace {channel.team_id}"
        mend = f"install the app in {channel.team_id}, or correct the workspace in the alliance file"
        return failure(SUBJECT, said, mend)
    try:
        answer = await workspace.client.api_call("conversations.info", params={"channel": channel.channel_id})
    except SlackApiError as error:
        if error.response.status_code == 429 or error.response.get("error") == "ratelimited":
            return None
        return _refused(where, str(error.response.get("error")), workspace)
    except (aiohttp.ClientError, TimeoutError) as error:
        mend = "run aacabot doctor again; see the lines about Slack"
        return warning(SUBJECT, f"{where}: Slack did not answer ({type(error).__name__})", mend)
    about = answer.get("channel") or {}
    where = f"#{about.get('name') or channel.channel_id} {where}"
    if about.get("is_archived"):
        mend = "unarchive it in Slack, or name another channel in the alliance file"
        return failure(SUBJECT, f"{where}: is archived", mend)
    if not about.get("is_member"):
        return failure(SUBJECT, f"{where}: the bot is not in it", _invite(workspace))
    return good(SUBJECT, f"{where}: the bot is in it")


def _refused(where: str, code: str, workspace: Workspace) -> Finding:
    if code == "channel_not_found":
        said = f"{where}: not found in {workspace.name}; a wrong id, or private without the bot in it"
        return failure(SUBJECT, said, f"{_invite(workspace)}; or correct the id in the alliance file")
    if code == "missing_scope":
        return warning(SUBJECT, f"{where}: may not be looked at", "grant the scopes named above")
    return failure(SUBJECT, f"{where}: Slack refuses it ({code})", "see the lines about Slack above")


def _invite(workspace: Workspace) -> str:
    return f"in Slack, open the channel and type: /invite @{workspace.bot_name}"
