"""The addresses of shared intelligence, described for machines."""

from typing import Any

from aacabot.domain.intel.imports import LineOutcome, LineProblem

_ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
_KEYED = {
    "401": "Key missing, unknown, expired or revoked",
    "403": "The key lacks the scope, or who made it the role; or sharing is not open to the member",
    "429": "Busy: see Retry-After",
}
_FILED = {
    "400": "The file as a whole cannot be read",
    "409": "The same file is being taken in",
    "413": "More than 16 MB, or 10,000 objects or rows",
}
_IDENT = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
_NAME = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}

INTEL_SCHEMAS: dict[str, Any] = {
    "IntelLine": {
        "type": "object",
        "properties": {
            "line": {"type": "integer"},
            "about": {"type": "string"},
            "outcome": {"enum": [one.value for one in LineOutcome]},
            "problem": {"enum": [*(one.value for one in LineProblem), None]},
            "rule": {"type": ["string", "null"]},
            "item_id": {"type": ["string", "null"]},
        },
    },
    "IntelFound": {
        "type": "object",
        "properties": {
            "page": {"type": "integer"},
            "pages": {"type": "integer"},
            "items": {"type": "array", "items": {"type": "object"}},
        },
    },
    "IntelImport": {
        "type": "object",
        "properties": {
            "import_id": {"type": "string"},
            "again": {"type": "boolean"},
            "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
            "lines": {"type": "array", "items": {"$ref": "#/components/schemas/IntelLine"}},
        },
    },
}


def _operation(summary: str, answered: dict[str, Any], errors: dict[str, str], **more: Any) -> dict[str, Any]:
    refused = {status: {"description": said, "content": _ERROR} for status, said in errors.items()}
    return {
        "summary": summary,
        "security": [{"key": []}],
        **more,
        "responses": {"200": answered, **refused},
    }


def _answer(said: str, schema: dict[str, Any], media: str = "application/json") -> dict[str, Any]:
    return {"description": said, "content": {media: {"schema": schema}}}


def _body(media: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {media: {"schema": schema}}}


_REPORT = _answer("A line for each object or row", {"$ref": "#/components/schemas/IntelImport"})
_ANY: dict[str, Any] = {"type": "object"}
INTEL_PATHS: dict[str, Any] = {
    "/api/v1/intel": {
        "post": _operation(
            "Share one item, with a key of scope intel:write",
            _answer("What became of it", {"$ref": "#/components/schemas/IntelLine"}),
            {"400": "Malformed", **_KEYED, "413": "Too large", "422": "Refused: `fields` names the rule"},
            requestBody=_body("application/json", {"$ref": "#/components/schemas/IntelRequest"}),
        ),
        "get": _operation(
            "Search what the member may read, with a key of scope intel:read",
            _answer("A page of items", {"$ref": "#/components/schemas/IntelFound"}),
            _KEYED,
            parameters=[
                {"name": name, "in": "query", "schema": {"type": kind}}
                for name, kind in (("words", "string"), ("page", "integer"))
            ],
        ),
    },
    "/api/v1/intel/stix": {
        "get": _operation(
            "All the member may read as one STIX 2.1 bundle, with a key of scope intel:read",
            _answer("The bundle, sent while it is read", _ANY, "application/stix+json;version=2.1"),
            _KEYED,
        ),
        "post": _operation(
            "Take in a STIX 2.1 bundle, with a key of scope intel:write",
            _REPORT,
            {**_FILED, **_KEYED},
            requestBody=_body("application/stix+json;version=2.1", _ANY),
        ),
    },
    "/api/v1/intel/csv": {
        "post": _operation(
            "Take in a CSV file, with a key of scope intel:write",
            _REPORT,
            {**_FILED, **_KEYED},
            requestBody=_body("text/csv", {"type": "string"}),
        )
    },
    "/api/v1/intel/imports/{id}": {
        "get": _operation(
            "The report of a file that came before, with a key of scope intel:write",
            _REPORT,
            {**_KEYED, "404": "Unknown import, or not finished"},
            parameters=[_IDENT],
        )
    },
    "/api/v1/schemas/{name}.json": {
        "get": {
            "summary": "The JSON schema of a STIX extension of ours; public",
            "parameters": [_NAME],
            "responses": {
                "200": _answer("The schema", _ANY, "application/schema+json"),
                "404": {"description": "Unknown schema", "content": _ERROR},
            },
        }
    },
}
