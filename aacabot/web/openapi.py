"""The HTTP interface described for machines (OpenAPI 3.1), from the same models that check what comes in."""

from typing import Any

from aiohttp import web
from pydantic.json_schema import models_json_schema

from aacabot.domain.cases import CaseState
from aacabot.domain.complaints import RowProblem, RowState
from aacabot.domain.complaints.requests import ComplaintRequest
from aacabot.domain.intel.requests import IntelRequest
from aacabot.domain.listings import Listing, MarketplaceEvent
from aacabot.web.errors import answer
from aacabot.web.openapi_intel import INTEL_PATHS, INTEL_SCHEMAS

_SIGNATURE = [
    {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
]
_KEY = {"name": "key", "in": "path", "required": True, "schema": {"type": "string"}}


def document() -> dict[str, Any]:
    """The whole description."""
    _, schemas = models_json_schema(
        [
            (Listing, "validation"),
            (MarketplaceEvent, "validation"),
            (ComplaintRequest, "validation"),
            (IntelRequest, "validation"),
        ],
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "aacabot", "version": "1"},
        "paths": {
            "/api/v1/marketplaces/{key}/listings": {"post": _listings()},
            "/api/v1/marketplaces/{key}/events": {"post": _events()},
            "/api/v1/complaints": {"post": _complaint()},
            "/api/v1/complaints/{id}": {"get": _complaint_result()},
            **INTEL_PATHS,
        },
        "components": {
            "schemas": {**schemas["$defs"], "Error": _ERROR, "ComplaintRow": _ROW, **INTEL_SCHEMAS},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


_ERROR = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "fields": {"type": "object", "additionalProperties": {"type": "string"}},
            },
            "required": ["code", "message", "fields"],
        }
    },
    "required": ["error"],
}


def _errors(**described: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        status.removeprefix("_"): {"description": said, "content": content}
        for status, said in described.items()
    }


_ERRORS = _errors(
    _400="Malformed",
    _401="Signature missing, wrong or stale",
    _404="Unknown marketplace",
    _413="Too large",
    _429="Busy: see Retry-After",
)
_KEYED_ERRORS = _errors(
    _400="Malformed, or a brand, right or reason that cannot be used",
    _401="Key missing, unknown, expired or revoked",
    _403="The key lacks the scope, or who made it the role",
    _404="Unknown complaint",
    _413="Too large",
    _429="Busy: see Retry-After",
)


def _operation(summary: str, schema: dict[str, Any], accepted: dict[str, Any]) -> dict[str, Any]:
    return {
        "summary": summary,
        "parameters": [_KEY, *_SIGNATURE],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {
            "202": {"description": "Taken in", "content": {"application/json": {"schema": accepted}}},
            **_ERRORS,
        },
    }


def _listings() -> dict[str, Any]:
    rows = {"type": "array", "maxItems": 1000, "items": {"$ref": "#/components/schemas/Listing"}}
    rejected = {
        "type": "object",
        "properties": {"index": {"type": "integer"}, "error": {"type": "string"}},
    }
    counts = {name: {"type": "integer"} for name in ("accepted", "updated", "duplicates")}
    return _operation(
        "Send suspicious listings",
        {"type": "object", "properties": {"listings": rows}, "required": ["listings"]},
        {"type": "object", "properties": {**counts, "rejected": {"type": "array", "items": rejected}}},
    )


def _events() -> dict[str, Any]:
    return _operation(
        "Tell what happened to a takedown or listing",
        {"$ref": "#/components/schemas/MarketplaceEvent"},
        {"type": "object", "properties": {"received": {"type": "boolean"}}},
    )


_ROW = {
    "type": "object",
    "properties": {
        "line": {"type": "integer"},
        "url": {"type": "string"},
        "state": {"enum": [state.value for state in RowState]},
        "problem": {"enum": [*(problem.value for problem in RowProblem), None]},
        "case_number": {"type": ["string", "null"]},
        "case_state": {"enum": [*(state.value for state in CaseState), None]},
    },
}


def _rows(**more: dict[str, str]) -> dict[str, Any]:
    rows = {"type": "array", "items": {"$ref": "#/components/schemas/ComplaintRow"}}
    properties = {"complaint_id": {"type": "string"}, "rows": rows, **more}
    return {"application/json": {"schema": {"type": "object", "properties": properties}}}


def _complaint() -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/ComplaintRequest"}
    return {
        "summary": "Report listings of any marketplace, with a key of scope complaints:write",
        "security": [{"key": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {
            "202": {"description": "Taken in", "content": _rows(again={"type": "boolean"})},
            **_KEYED_ERRORS,
        },
    }


def _complaint_result() -> dict[str, Any]:
    ident = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "summary": "What became of each row, with a key of scope complaints:read",
        "security": [{"key": []}],
        "parameters": [ident],
        "responses": {"200": {"description": "Each row", "content": _rows()}, **_KEYED_ERRORS},
    }


async def openapi(_: web.Request) -> web.Response:
    return answer(200, document())
