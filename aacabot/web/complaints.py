"""A member's own tools: reporting listings with a key, and reading what became of them."""

from typing import Any

import orjson
from aiohttp import web
from pydantic import ValidationError

from aacabot.domain.api_tokens import Scope
from aacabot.domain.complaints import RowResult
from aacabot.domain.complaints.requests import ComplaintRequest
from aacabot.domain.errors import FeatureNotOpen, FieldProblem, HoldingNotFound, NeedsRole
from aacabot.services.hub import Hub
from aacabot.services.tool_complaints import file_for_tool, result_for_tool
from aacabot.web.errors import answer, error
from aacabot.web.keys import user_of

MAX_REQUEST = 2**20
_FIELDS = {
    "complaint_brand": ("brand", "No brand of this member has this key."),
    "complaint_right": ("right", "The brand has no such right in force. Cite it like EUIPO 018000001."),
    "complaint_reason": ("reason", "This right does not support this reason."),
    "complaint_urls": ("listings", "Too many listings, or none."),
    "complaint_note": ("note", "The note is too long."),
    "complaint_statement": ("statement", "The statement of good faith is missing."),
}


class ComplaintRoutes:
    """Takes in complaints from whoever has a key, with the roles of who made it."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        base = "/api/v1/complaints"
        return [web.post(base, self.file), web.get(f"{base}/{{id}}", self.show)]

    async def file(self, request: web.Request) -> web.Response:
        """Report listings: 202 with each row as it stands, `again` where the same was reported today."""
        user = await user_of(self._hub, request, Scope.COMPLAINTS_WRITE)
        if isinstance(user, web.Response):
            return user
        asked = await _read(request)
        if isinstance(asked, web.Response):
            return asked
        try:
            filed = await file_for_tool(self._hub, user, asked)
        except FieldProblem as problem:
            field, said = _FIELDS.get(problem.field, (problem.field, "This cannot be used."))
            return error(400, "invalid", said, {field: problem.problem})
        except (NeedsRole, HoldingNotFound):
            return error(403, "not_allowed", "Whoever made this key may not report for this brand now.")
        except FeatureNotOpen:
            return error(403, "not_open", "Reporting is not open to this member yet; the operator can help.")
        rows = await result_for_tool(self._hub, user, filed.complaint.id) or []
        return answer(
            202,
            {"complaint_id": filed.complaint.id, "again": filed.again, "rows": [_row(row) for row in rows]},
        )

    async def show(self, request: web.Request) -> web.Response:
        """What became of each row of a complaint."""
        user = await user_of(self._hub, request, Scope.COMPLAINTS_READ)
        if isinstance(user, web.Response):
            return user
        complaint_id = request.match_info["id"]
        try:
            rows = await result_for_tool(self._hub, user, complaint_id)
        except HoldingNotFound:
            rows = None
        if rows is None:
            return error(404, "unknown_complaint", "This member has no such complaint.")
        return answer(200, {"complaint_id": complaint_id, "rows": [_row(row) for row in rows]})


async def _read(request: web.Request) -> ComplaintRequest | web.Response:
    if (request.content_length or 0) > MAX_REQUEST:
        return error(413, "too_large", "The body is larger than this address takes.")
    try:
        return ComplaintRequest.model_validate(orjson.loads(await request.read()))
    except orjson.JSONDecodeError:
        return error(400, "malformed", "The body is not JSON.")
    except ValidationError as wrong:
        fields = {
            ".".join(map(str, found["loc"])) or "body": found["msg"]
            for found in wrong.errors(include_input=False, include_url=False)
        }
        return error(400, "malformed", "The complaint is not of the form agreed.", fields)


def _row(row: RowResult) -> dict[str, Any]:
    return {
        "line": row.line,
        "url": row.url,
        "state": row.state.value,
        "problem": row.problem.value if row.problem else None,
        "case_number": row.number,
        "case_state": row.case_state.value if row.case_state else None,
    }
