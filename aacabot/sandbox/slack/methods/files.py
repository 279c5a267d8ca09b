"""files.getUploadURLExternal, files.completeUploadExternal, files.info."""

from typing import Any

from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.files import SandboxFile, file_json
from aacabot.sandbox.slack.messages import SandboxMessage
from aacabot.sandbox.slack.methods.chat import writable_channel
from aacabot.sandbox.slack.methods.request import ApiRequest, Method, invalid_arguments


def get_upload_url(request: ApiRequest) -> dict[str, Any]:
    name, length = request.required("filename"), request.number("length", 0)
    if length < 1:
        raise invalid_arguments("[ERROR] must be greater than or equal to 1 [json-pointer:/length]")
    file = request.slack.files.expect(request.workspace.id, request.installation.bot_user_id, name, length)
    return {"upload_url": f"{request.slack.base_url}/upload/v1/{file.id}", "file_id": file.id}


def complete_upload(request: ApiRequest) -> dict[str, Any]:
    """Shares the files in `channel_id` with `initial_comment`, or keeps them unshared without a channel."""
    named = request.structure("files", "invalid_arguments")
    if not isinstance(named, list) or not named:
        raise invalid_arguments("[ERROR] missing required field: files")
    files = [_uploaded(request, one) for one in named]
    if request.args.get("channel_id"):
        _share(request, files)
    for file in files:
        file.is_complete = True
    return {"files": [file_json(one, request.slack.base_url) for one in files]}


def _uploaded(request: ApiRequest, named: Any) -> SandboxFile:
    file = request.slack.files.get(named.get("id") if isinstance(named, dict) else None)
    if file is None or file.team != request.workspace.id or file.content is None or file.is_complete:
        raise SlackError("file_not_found")
    file.title = named.get("title") or file.name
    return file


def _share(request: ApiRequest, files: list[SandboxFile]) -> None:
    where = ApiRequest(
        request.slack,
        request.workspace,
        request.installation,
        request.method,
        {"channel": request.args["channel_id"]},
    )
    channel = writable_channel(where)
    thread_ts = request.args.get("thread_ts")
    if thread_ts and request.slack.messages.get(channel.id, str(thread_ts)) is None:
        raise SlackError("thread_not_found")
    request.slack.messages.put(
        SandboxMessage(
            team=request.workspace.id,
            channel=channel.id,
            ts=request.slack.timestamps.next(),
            user=request.installation.bot_user_id,
            bot_id=request.installation.bot_id,
            text=str(request.args.get("initial_comment") or ""),
            thread_ts=str(thread_ts) if thread_ts else None,
            files=tuple(file_json(one, request.slack.base_url) for one in files),
        )
    )


def info(request: ApiRequest) -> dict[str, Any]:
    file = request.slack.files.get(request.required("file"))
    if file is None or file.team != request.workspace.id or not file.is_complete:
        raise SlackError("file_not_found")
    return {"file": file_json(file, request.slack.base_url)}


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.info": info,
}
