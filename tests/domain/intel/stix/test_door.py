"""A file is counted before it is parsed, and each object held against the standard."""

import json
import time
from typing import Any
from uuid import uuid4

import pytest

from aacabot.domain.intel import IntelKind, Label, Origin
from aacabot.domain.intel.imports import MOST_BYTES, MOST_LINES, LineOutcome, UnreadableImport
from aacabot.domain.intel.stix.markings import MARKING_IDS, marking
from aacabot.domain.intel.stix.reading import Read, read_stix

DAY = "2026-11-20T00:00:00.000Z"
URL = "url--8f103772-78be-5c36-8136-ea12131921ef"


def made(kind: str, **said: Any) -> dict[str, Any]:
    found = {"type": kind, "spec_version": "2.1", "id": f"{kind}--{uuid4()}", "created": DAY, "modified": DAY}
    found |= said
    return {name: value for name, value in found.items() if value is not None}


def title(pattern: object = "last pairs", **said: Any) -> dict[str, Any]:
    return made(
        "indicator", **{"pattern": pattern, "pattern_type": "counterfeit-title", "valid_from": DAY, **said}
    )


def bundle(*objects: Any) -> bytes:
    return json.dumps({"type": "bundle", "id": f"bundle--{uuid4()}", "objects": objects}).encode()


def read(*objects: Any) -> Read:
    return read_stix(bundle(*objects), Origin.FILE)


def problems(*objects: Any) -> list[str | None]:
    """What was said of each object, in order; None for one that may become an item."""
    found = read(*objects)
    said = {one.line: one.problem.value if one.problem else one.outcome.value for one in found.reports}
    return [said.get(line) for line in range(1, len(objects) + 1)]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xff\xfe{}", "file_not_text"),
        (b"{", "file_not_json"),
        (b'{"type":"bundle","objects":[NaN]}', "file_not_json"),
        (b'{"type":"bundle","objects":[1e5,' + b"9" * 5_000 + b"]}", "file_not_json"),
        (b"[]", "file_not_a_bundle"),
        (b'{"type":"report","objects":[]}', "file_not_a_bundle"),
        (b'{"type":"bundle","type":"bundle","objects":[]}', "file_not_a_bundle"),
        (b'{"type":"bundle","objects":{}}', "file_not_a_bundle"),
        (b'{"type":"bundle","objects":[' + b"[" * 40 + b"]" * 40 + b"]}", "file_too_deep"),
        (b'{"a":' * 100_000, "file_too_deep"),
        (b'{"type":"bundle","objects":[' + b"{}," * MOST_LINES + b"{}]}", "file_too_long"),
        (b'{"type":"bundle","objects":[' + b"1," * MOST_LINES + b"1]}", "file_too_long"),
        (b'{"type":"bundle","x":[' + b"[]," * 600_000 + b"[]]}", "file_too_long"),
        (b" " * (MOST_BYTES + 1), "file_too_large"),
        (b'"' + b'\\"' * 4_000_000, "file_not_json"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_is_refused_as_a_whole(content: bytes, problem: str) -> None:
    began = time.process_time()
    with pytest.raises(UnreadableImport) as refused:
        read_stix(content, Origin.FILE)
    assert refused.value.problem == problem
    assert time.process_time() - began < 10


def test_a_million_objects_are_refused_before_they_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b'{"type":"bundle","objects":[' + b'{"a":1},' * 1_000_000 + b"{}]}"
    monkeypatch.setattr(json, "loads", lambda *_, **__: pytest.fail("parsed"))
    with pytest.raises(UnreadableImport) as refused:
        read_stix(content, Origin.FILE)
    assert refused.value.is_too_large


def test_each_object_that_is_none_has_a_line() -> None:
    assert problems(
        7,
        {"type": "indicator"},
        title(id="indicator--not-a-uuid"),
        title(id=f"note--{uuid4()}"),
        title(type="x-shoe", id=f"x-shoe--{uuid4()}"),
        title(spec_version="2.0"),
        title(valid_from="yesterday"),
        title(pattern=7),
        made("malware", name="m", is_family=False),
        title(pattern="[file:name = 'x']", pattern_type="stix"),
        made("threat-actor", name="Somebody's real name"),
        made("infrastructure", name="box"),
        title(),
    ) == [
        "not_an_object",
        "bad_id",
        "bad_id",
        "bad_id",
        "unknown_type",
        "spec_version",
        "invalid",
        "invalid",
        "not_taken",
        "pattern",
        "kind_unknown",
        "kind_unknown",
        None,
    ]


def test_a_key_said_twice_leaves_open_which_is_meant() -> None:
    told = json.dumps(title()).replace('"type"', '"confidence": 1, "confidence": 99, "type"')
    found = read_stix(b'{"type":"bundle","objects":[' + told.encode() + b"]}", Origin.FILE)
    assert [one.problem for one in found.reports] == ["duplicate_keys"]


def test_the_same_id_twice_is_taken_once() -> None:
    one = title()
    assert problems(one, {**one, "pattern": "others"}) == [None, "duplicate_id"]


def test_references_go_somewhere_and_not_in_circles() -> None:
    a, b = f"note--{uuid4()}", f"note--{uuid4()}"
    first = made("note", id=a, content="x", object_refs=[b])
    second = made("note", id=b, content="y", object_refs=[a])
    itself = made("note", content="z")
    itself["object_refs"] = [itself["id"]]
    lost = made("note", content="w", object_refs=[f"indicator--{uuid4()}"])
    relation = made("relationship", relationship_type="related-to", source_ref=a, target_ref="nowhere")
    assert problems(first, second, itself, lost, relation) == [
        "cycle",
        "cycle",
        "cycle",
        "dangling_ref",
        "dangling_ref",
    ]


def test_two_that_are_related_both_ways_are_no_circle() -> None:
    a, b = title("a"), title("b")
    there = made("relationship", relationship_type="related-to", source_ref=a["id"], target_ref=b["id"])
    back = made("relationship", relationship_type="related-to", source_ref=b["id"], target_ref=a["id"])
    assert problems(a, b, there, back) == [None, None, "read", "read"]


def test_a_marking_that_pretends_takes_what_it_marks_with_it() -> None:
    clear = MARKING_IDS[Label.CLEAR]
    forged = {**marking(Label.RED), "id": clear}
    wider = {**marking(Label.CLEAR), "name": "TLP:CLEAR", "definition_type": "statement"}
    marked = title(object_marking_refs=[clear])
    assert problems(marking(Label.CLEAR), marked) == ["read", None]
    assert problems(forged, marked) == ["forged_marking", "forged_marking"]
    assert problems(wider, marked) == ["forged_marking", "forged_marking"]


def test_markings_we_cannot_keep_are_refused() -> None:
    statement = made("marking-definition", definition_type="statement", definition={"statement": "(c)"})
    marked = title(object_marking_refs=[statement["id"]])
    partly = title(granular_markings=[{"marking_ref": MARKING_IDS[Label.RED], "selectors": ["pattern"]}])
    red = title(object_marking_refs=[MARKING_IDS[Label.CLEAR], MARKING_IDS[Label.RED]])
    assert problems(statement, marked, partly, red) == [
        "custom_marking",
        "custom_marking",
        "custom_marking",
        "red",
    ]


@pytest.mark.parametrize(
    ("refs", "label"),
    [
        (None, Label.AMBER_STRICT),
        ([MARKING_IDS[Label.GREEN]], Label.GREEN),
        ([MARKING_IDS[Label.GREEN], MARKING_IDS[Label.AMBER]], Label.AMBER),
        (["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"], Label.CLEAR),
        (["marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"], Label.AMBER_STRICT),
    ],
)
def test_the_narrowest_label_counts(refs: list[str] | None, label: Label) -> None:
    (candidate,) = read(title(object_marking_refs=refs)).candidates
    assert candidate.draft.label is label


def test_an_address_is_taken_once_with_what_was_observed() -> None:
    url = {"type": "url", "id": URL, "value": "https://market.example/item/1"}
    observed = made(
        "observed-data", first_observed=DAY, last_observed=DAY, number_observed=1, object_refs=[URL]
    )
    remark = made("note", content="Sole differs", object_refs=[observed["id"]])
    found = read(url, observed, remark)
    (candidate,) = found.candidates
    assert (candidate.draft.kind, candidate.draft.value, candidate.draft.text) == (
        IntelKind.LISTING,
        "https://market.example/item/1",
        "Sole differs",
    )
    assert [one.outcome for one in found.reports] == [LineOutcome.READ] * 2
    (alone,) = read(url).candidates
    assert (alone.draft.label, alone.draft.reliability) == (Label.AMBER_STRICT, "f")


def test_only_fields_that_are_named_are_read() -> None:
    strange = title(
        x_customer="Mrs Example, +44 20 7946 0000",
        extensions={
            "extension-definition--" + str(uuid4()): {"extension_type": "property-extension", "p": "q"}
        },
    )
    (candidate,) = read(strange).candidates
    assert "Example" not in repr(candidate.draft) and "'q'" not in repr(candidate.draft)


def test_what_no_database_keeps_is_left_out() -> None:
    (candidate,) = read(title("last\ud800 pairs\0", description="a\0b\udfff")).candidates
    assert (candidate.draft.value, candidate.draft.text) == ("last pairs", "ab")
