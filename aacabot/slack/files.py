"""Files of Slack: one given in a form is read, one of ours is posted to a person."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

TIMEOUT = aiohttp.ClientTimeout(total=15)
_SLACKS_HOSTS = ("slack.com", "slack-files.com")


@dataclass(eq=False)
class FileNotRead(Exception):
    """A file that was given cannot be had; `problem` is a message key of forms."""

    problem: str


async def read_file(client: AsyncWebClient, file_id: str, most: int) -> bytes:
    """The bytes of a file given in a form, at most `most` of them. Raises FileNotRead.

    Asked about by its id first: a form only carries what the client says of it, and in channels shared with
    another workspace not even that (docs.slack.dev/reference/objects/file-object, `file_access`).
    """
    try:
        answer = await client.files_info(file=file_id)
    except SlackApiError as error:
        raise FileNotRead("file_not_read") from error
    about: dict[str, Any] = answer["file"]
    if int(about.get("size") or 0) > most:
        raise FileNotRead("file_too_large")
    url = str(about.get("url_private_download") or about.get("url_private") or "")
    if not _is_slacks(url, client.base_url):
        raise FileNotRead("file_not_read")
    return await _fetched(client, url, most)


def _is_slacks(url: str, api_url: str) -> bool:
    """Whether an address may be given our token: Slack's own hosts, or the one its Web API is at."""
    there, api = urlsplit(url), urlsplit(api_url)
    if (there.scheme, there.netloc) == (api.scheme, api.netloc):
        return True
    host = there.hostname or ""
    return there.scheme == "https" and any(host == one or host.endswith(f".{one}") for one in _SLACKS_HOSTS)


async def _fetched(client: AsyncWebClient, url: str, most: int) -> bytes:
    headers = {"Authorization": f"Bearer {client.token}"}
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.get(url, headers=headers, allow_redirects=False) as answer,
        ):
            # Slack answers who may not read a file with a page that asks to sign in.
            if answer.status != 200 or answer.content_type == "text/html":
                raise FileNotRead("file_not_read")
            if (answer.content_length or 0) > most:
                raise FileNotRead("file_too_large")
            content = await answer.content.read(most + 1)
            while len(content) <= most and (more := await answer.content.read(most + 1 - len(content))):
                content += more
    except (aiohttp.ClientError, TimeoutError) as error:
        raise FileNotRead("slack_silent") from error
    if len(content) > most:
        raise FileNotRead("file_too_large")
    return content


async def post_file(client: AsyncWebClient, user_id: str, name: str, content: bytes, said: str) -> None:
    """Send a person a file in their direct messages. Raises SlackApiError, or aiohttp.ClientError.

    Posting is not idempotent: whoever calls writes down that it was done, at once.
    """
    opened = await client.conversations_open(users=user_id)
    place = await client.api_call(
        "files.getUploadURLExternal", params={"filename": name, "length": len(content)}
    )
    async with (
        aiohttp.ClientSession(timeout=TIMEOUT) as session,
        session.post(str(place["upload_url"]), data=content) as answer,
    ):
        answer.raise_for_status()
    files = orjson.dumps([{"id": place["file_id"], "title": name}]).decode()
    await client.api_call(
        "files.completeUploadExternal",
        params={"files": files, "channel_id": opened["channel"]["id"], "initial_comment": said},
    )
