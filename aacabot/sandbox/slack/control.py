"""The JSON API behind the page, and the page's own files.

`GET /sandbox/state`, `GET /sandbox/changes?since=SEQ` (waits up to 25 s for something newer),
`GET /sandbox/links`, `POST /sandbox/upload` for the bytes of a file, and `POST /sandbox/<verb>` with the
arguments of the Python call of that name.
Answers: 200 `{"delivery": ..., "errors": {...}, "options": [...]}` (`errors` only where the app refused
fields of a form, `options` only where it was asked for them), 409
`{"dialog": ...}` where the button asks first, 400 `{"error": words}` where a client could not do it, 502
`{"error": words}` where the app did not answer.
"""

import asyncio
import json
from pathlib import Path
from typing import Any

import orjson
from aiohttp import web

from aacabot.sandbox.slack.deliveries import Delivery
from aacabot.sandbox.slack.errors import DialogShown, SandboxRefusal
from aacabot.sandbox.slack.snapshot import delivery_json, snapshot
from aacabot.sandbox.slack.to_the_app import ToTheApp

POLL_SECONDS = 25.0
GATHER_SECONDS = 0.08  # a burst of changes is read as one
PAGE = Path(__file__).parent / "page"
WORDS = (
    "team",
    "user",
    "channel",
    "ts",
    "action_id",
    "block_id",
    "view_id",
    "command",
    "text",
    "callback_id",
)


class Control:
    """The page's hands and eyes."""

    def __init__(self, sandbox: ToTheApp) -> None:
        self._sandbox = sandbox

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/sandbox/state", self.state)
        app.router.add_get("/sandbox/changes", self.changes)
        app.router.add_get("/sandbox/links", self.links)
        app.router.add_post("/sandbox/upload", self.upload)
        app.router.add_post("/sandbox/{verb}", self.act)
        app.router.add_get("/", self.page)
        if PAGE.is_dir():
            app.router.add_static("/page/", PAGE)

    async def page(self, request: web.Request) -> web.StreamResponse:
        index = PAGE / "index.html"
        if not index.is_file():
            return web.Response(
                status=404, text="This sandbox has no page; its JSON is under /sandbox/state."
            )
        return web.FileResponse(index, headers={"Cache-Control": "no-cache"})

    async def state(self, request: web.Request) -> web.Response:
        seen = orjson.dumps(snapshot(self._sandbox.state, request.query.get("user")))
        return web.Response(body=seen, content_type="application/json", headers={"Cache-Control": "no-store"})

    async def changes(self, request: web.Request) -> web.Response:
        since = request.query.get("since", "0")
        if not since.isdigit():
            return web.json_response({"error": "since must be a number."}, status=400)
        if await self._sandbox.state.changes.after(int(since), POLL_SECONDS):
            await asyncio.sleep(GATHER_SECONDS)
        return await self.state(request)

    async def links(self, request: web.Request) -> web.Response:
        links = [{"label": label, "url": url} for label, url in self._sandbox.links.items()]
        return web.json_response({"links": links})

    async def upload(self, request: web.Request) -> web.Response:
        """A file chosen in a form: the raw bytes, and whose it is in the query; returns its id."""
        about = request.query
        if request.content_type != "application/octet-stream" or not {"team", "user", "name"} <= about.keys():
            return web.json_response({"error": "Send the file's bytes, and team, user and name."}, status=400)
        try:
            self._sandbox.actor(about["team"], about["user"])
        except SandboxRefusal as refusal:
            return web.json_response({"error": str(refusal)}, status=400)
        content = await request.read()
        file = self._sandbox.state.files.given(about["team"], about["user"], about["name"], content)
        return web.json_response({"id": file.id})

    async def act(self, request: web.Request) -> web.Response:
        try:
            what = await _read(request)
            delivery = await self._carry_out(request.match_info["verb"], what)
        except DialogShown as shown:
            return web.json_response({"dialog": shown.dialog}, status=409)
        except SandboxRefusal as refusal:
            return web.json_response({"error": str(refusal)}, status=400)
        answer: dict[str, Any] = {"delivery": delivery_json(delivery) if delivery.attempts else None}
        if delivery.problem is not None:
            return web.json_response({"error": delivery.problem, **answer}, status=502)
        said = delivery.json or {}
        if said.get("response_action") == "errors":
            answer["errors"] = said["errors"]
        if "options" in said:
            answer["options"] = said["options"]
        return web.json_response(answer)

    async def _carry_out(self, verb: str, what: dict[str, Any]) -> Delivery:
        sandbox, args = self._sandbox, self._words(what)
        confirm = what.get("confirm")
        if verb in ("click", "select"):
            return await self._touch(verb, what, args, confirm)
        if verb == "suggest":
            return await self._suggest(what, args)
        if verb == "submit":
            return await sandbox.submit(view_id=_need(args, "view_id"), values=what.get("values") or {})
        if verb == "close":
            return await sandbox.close(view_id=_need(args, "view_id"))
        if verb == "command":
            return await sandbox.command(**_only(args, "team user channel command text user_team"))
        if verb == "shortcut":
            return await sandbox.shortcut(**_only(args, "team user callback_id"))
        if verb == "message_shortcut":
            return await sandbox.message_shortcut(**_only(args, "team user channel ts callback_id user_team"))
        if verb == "home":
            return await sandbox.open_home(**_only(args, "team user"), wait_for_retries=False)
        if verb == "say":
            sandbox.say(**_only(args, "team user channel text"))
            return Delivery()
        raise SandboxRefusal(f"Nobody can {verb} here.")

    async def _touch(
        self, verb: str, what: dict[str, Any], args: dict[str, str], confirm: bool | None
    ) -> Delivery:
        """A click or choice in a message, in a view (`view_id`), or in the home (`home`)."""
        sandbox = self._sandbox
        value = what.get("option_value") if verb == "select" else what.get("value")
        if args.get("view_id"):
            there = _only(args, "view_id action_id block_id")
            return await sandbox.click_in_view(**there, value=value, confirm=confirm)
        if what.get("home"):
            there = _only(args, "team user action_id block_id")
            return await sandbox.click_in_home(**there, value=value, confirm=confirm)
        there = _only(args, "team user channel ts action_id block_id user_team")
        if verb == "select":
            return await sandbox.select(**there, option_value=value, confirm=confirm)
        return await sandbox.click(**there, value=value, confirm=confirm)

    async def _suggest(self, what: dict[str, Any], args: dict[str, str]) -> Delivery:
        """Typing in a select whose options the app is asked for."""
        if what.get("home"):
            return await self._sandbox.suggest_in_home(**_only(args, "team user action_id text"))
        return await self._sandbox.suggest(**_only(args, "view_id action_id text"))

    def _words(self, what: dict[str, Any]) -> dict[str, str]:
        """The string arguments; in a channel shared by another organisation `team` is the channel's."""
        args = {key: str(what[key]) for key in (*WORDS, "user_team") if what.get(key) is not None}
        host = self._sandbox.state.workspaces.team_of_channel(args.get("channel", ""))
        if host is not None and "team" in args and args["team"] != host and "user_team" not in args:
            args["user_team"], args["team"] = args["team"], host
        return args


async def _read(request: web.Request) -> dict[str, Any]:
    try:
        what = json.loads(await request.text() or "{}")
    except ValueError as error:
        raise SandboxRefusal("The request is not JSON.") from error
    if not isinstance(what, dict):
        raise SandboxRefusal("The request must be a JSON object.")
    return what


OPTIONAL = ("user_team", "block_id", "text")


def _only(args: dict[str, str], names: str) -> dict[str, Any]:
    wanted = names.split()
    for name in wanted:
        if name not in OPTIONAL:
            _need(args, name)
    return {name: args[name] for name in wanted if name in args}


def _need(args: dict[str, str], name: str) -> str:
    if name not in args:
        raise SandboxRefusal(f"Say {name}.")
    return args[name]
