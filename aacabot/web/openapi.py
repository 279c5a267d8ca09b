"""The HTTP interface described for machines (OpenAPI 3.1), from the same models that check what comes in."""

from typing import Any

from aiohttp import web
from pydantic.json_schema import models_json_schema

from aacabot.domain.listings import Listing, MarketplaceEvent
from aacabot.web.errors import answer

_SIGNATURE = [
    {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
]
_KEY = {"name": "key", "in": "path", "required": True, "schema": {"type": "string"}}


def document() -> dict[str, Any]:
    """The whole description."""
    _, schemas = models_json_schema(
        [(Listing, "validation"), (MarketplaceEvent, "validation")],
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "aacabot", "version": "1"},
        "paths": {
            "/api/v1/marketplaces/{key}/listings": {"post": _listings()},
            "/api/v1/marketplaces/{key}/events": {"post": _events()},
        },
        "components": {"schemas": {**schemas["$defs"], "Error": _ERROR}},
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
_ERRORS = {
    str(status): {
        "description": said,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    for status, said in (
        (400, "Malformed"),
        (401, "Signature missing, wrong or stale"),
        (404, "Unknown marketplace"),
        (413, "Too large"),
        (429, "Busy: see Retry-After"),
    )
}


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


async def openapi(_: web.Request) -> web.Response:
    return answer(200, document())
