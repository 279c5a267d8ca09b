"""Shared intelligence for members' own tools: as STIX 2.1 or CSV, in and out, and one item at a time."""

from typing import Any

import orjson
from aiohttp import web
from pydantic import ValidationError

from aacabot.domain.api_tokens import Scope
from aacabot.domain.errors import FeatureNotOpen, NeedsRole
from aacabot.domain.ids import is_id
from aacabot.domain.intel.imports import MOST_BYTES, LineReport, UnreadableImport
from aacabot.domain.intel.items import ItemShown, Origin
from aacabot.domain.intel.requests import IntelRequest
from aacabot.domain.intel.rules import LEAST_COUNT
from aacabot.domain.intel.stix.extensions import schema_text
from aacabot.services.api_tokens import TokenUser
from aacabot.services.hub import Hub
from aacabot.services.intel.imports import Imported, ImportUnderWay, import_file, report_of
from aacabot.services.intel.stix_export import export_stix
from aacabot.services.intel.tool_items import search_for_tool, share_for_tool
from aacabot.web.errors import answer, error
from aacabot.web.keys import user_of

STIX_MEDIA_TYPE = "application/stix+json;version=2.1"
MAX_ITEM = 64 * 2**10
_SAID = {
    "file_too_large": "The file is larger than 16 MB.",
    "file_too_long": "The file holds more than 10,000 objects or rows.",
    "file_too_deep": "The file is nested too deep.",
    "file_not_text": "The file is not UTF-8.",
    "file_not_json": "The file is not JSON.",
    "file_not_a_bundle": "The file is no STIX bundle.",
    "file_columns": "The first row must name the columns kind and value, or kind and text.",
    "file_empty": "The file is empty.",
    "file_not_a_list": "The file is no CSV.",
}


class IntelRoutes:
    """Gives out and takes in intel for whoever has a key, with the roles of who made it now."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        base = "/api/v1/intel"
        return [
            web.get(f"{base}/stix", self.export),
            web.post(f"{base}/stix", self.take_stix),
            web.post(f"{base}/csv", self.take_csv),
            web.get(f"{base}/imports/{{id}}", self.report),
            web.post(base, self.share),
            web.get(base, self.search),
            web.get("/api/v1/schemas/{name}.json", self.schema),
        ]

    async def export(self, request: web.Request) -> web.StreamResponse:
        """All that the key's member may read, as one bundle: sent while it is read."""
        user = await user_of(self._hub, request, Scope.INTEL_READ)
        if isinstance(user, web.Response):
            return user
        try:
            export = await export_stix(self._hub, user.person, user.member_id)
        except NeedsRole:
            return _not_allowed()
        response = web.StreamResponse(headers={"Content-Type": STIX_MEDIA_TYPE, "Cache-Control": "no-store"})
        await response.prepare(request)
        async for chunk in export.chunks:
            await response.write(chunk)
        await response.write_eof()
        return response

    async def take_stix(self, request: web.Request) -> web.Response:
        return await self._take(request, "stix")

    async def take_csv(self, request: web.Request) -> web.Response:
        return await self._take(request, "csv")

    async def _take(self, request: web.Request, form: str) -> web.Response:
        """Take in a file: 200 with a line for each object or row, `again` where it came before."""
        user = await user_of(self._hub, request, Scope.INTEL_WRITE)
        if isinstance(user, web.Response):
            return user
        try:
            content = await _body(request, MOST_BYTES)
            made = await import_file(self._hub, user.person, user.member_id, content, form, Origin.API)
        except UnreadableImport as refused:
            status = 413 if refused.is_too_large else 400
            code = "too_large" if refused.is_too_large else "malformed"
            return error(status, code, _SAID.get(refused.problem, "The file cannot be read."))
        except ImportUnderWay:
            said = "This file is being taken in right now."
            return error(409, "under_way", said, headers={"Retry-After": "60"})
        except NeedsRole:
            return _not_allowed()
        except FeatureNotOpen:
            return _not_open()
        return answer(200, _imported(made))

    async def report(self, request: web.Request) -> web.Response:
        """The report of a file that came before."""
        user = await user_of(self._hub, request, Scope.INTEL_WRITE)
        if isinstance(user, web.Response):
            return user
        ident = request.match_info["id"]
        try:
            found = await report_of(self._hub, user.person, user.member_id, ident) if is_id(ident) else None
        except NeedsRole:
            return _not_allowed()
        if found is None:
            return error(404, "unknown_import", "This member has no such import, or it is not finished.")
        return answer(200, _imported(found))

    async def share(self, request: web.Request) -> web.Response:
        """Share one item: 200 with what became of it, 400 with the field, 422 where a rule refuses it."""
        user = await user_of(self._hub, request, Scope.INTEL_WRITE)
        if isinstance(user, web.Response):
            return user
        asked = await _asked(request)
        if isinstance(asked, web.Response):
            return asked
        return await self._shared(user, asked)

    async def _shared(self, user: TokenUser, asked: IntelRequest) -> web.Response:
        try:
            line = await share_for_tool(self._hub, user, asked)
        except NeedsRole:
            return _not_allowed()
        except FeatureNotOpen:
            return _not_open()
        if line.problem is not None and line.item_id is None:
            fields = {"problem": line.problem.value, **({"rule": line.rule} if line.rule else {})}
            return error(422, "refused", "This is not shared; the problem names the rule.", fields)
        return answer(200, _line(line))

    async def search(self, request: web.Request) -> web.Response:
        """A page of what has the words of `words`, misspelt or not; the latest where there are none."""
        user = await user_of(self._hub, request, Scope.INTEL_READ)
        if isinstance(user, web.Response):
            return user
        page = request.query.get("page", "1")
        try:
            asked = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
            found = await search_for_tool(self._hub, user, request.query.get("words", ""), asked)
        except NeedsRole:
            return _not_allowed()
        except FeatureNotOpen:
            return _not_open()
        items = [_item(item) for item in found.items]
        return answer(200, {"page": found.page, "pages": found.pages, "items": items})

    async def schema(self, request: web.Request) -> web.Response:
        """The schema of an extension of ours; it is public, as every exported file points to it."""
        text = schema_text(request.match_info["name"])
        if text is None:
            return error(404, "unknown_schema", "There is no such schema.")
        return web.Response(body=text, content_type="application/schema+json")


async def _body(request: web.Request, most: int) -> bytes:
    """The body, refused as soon as it is known to be too large. Raises UnreadableImport."""
    if (request.content_length or 0) > most:
        raise UnreadableImport("file_too_large")
    parts, size = [], 0
    async for part in request.content.iter_chunked(2**16):
        size += len(part)
        if size > most:
            raise UnreadableImport("file_too_large")
        parts.append(part)
    return b"".join(parts)


async def _asked(request: web.Request) -> IntelRequest | web.Response:
    try:
        return IntelRequest.model_validate(orjson.loads(await _body(request, MAX_ITEM)))
    except UnreadableImport:
        return error(413, "too_large", "The body is larger than this address takes.")
    except orjson.JSONDecodeError:
        return error(400, "malformed", "The body is not JSON.")
    except ValidationError as wrong:
        fields = {
            ".".join(map(str, found["loc"])) or "body": found["msg"]
            for found in wrong.errors(include_input=False, include_url=False)
        }
        return error(400, "malformed", "The item is not of the form agreed.", fields)


def _not_allowed() -> web.Response:
    return error(403, "not_allowed", "Whoever made this key may not do this for the member now.")


def _not_open() -> web.Response:
    return error(403, "not_open", "Sharing is not open to this member yet; the operator can help.")


def _imported(made: Imported) -> dict[str, Any]:
    return {
        "import_id": made.id,
        "again": made.again,
        "counts": made.counts,
        "lines": [_line(one) for one in made.lines],
    }


def _item(item: ItemShown) -> dict[str, Any]:
    """What a reader sees of an item, without counts of few members; never whose it is."""
    return {
        "id": item.id,
        "kind": item.kind.value,
        "label": item.label.value,
        "value": item.value,
        "text": item.text,
        "reliability": item.reliability.value,
        "confidence": item.confidence,
        "category": item.category,
        "marketplace": item.marketplace,
        "shared_on": item.shared_on.isoformat(),
        "last_seen_on": item.last_seen_on.isoformat(),
        "score": item.score,
        "sellers": list(item.sellers),
        **{
            name: count if count >= LEAST_COUNT else None
            for name, count in (("met", item.met), ("wrong", item.wrong), ("outdated", item.outdated))
        },
    }


def _line(line: LineReport) -> dict[str, Any]:
    return {
        "line": line.line,
        "about": line.about,
        "outcome": line.outcome.value,
        "problem": line.problem.value if line.problem else None,
        "rule": line.rule,
        "item_id": line.item_id,
    }
