"""TLP 2.0 as STIX carries it: marking definitions whose ids and content are fixed.

https://github.com/oasis-open/cti-stix-common-objects, extension-definition-specifications/tlp-2.0. The
definitions of TLP 1.0 (STIX 2.1 section 7.2.1.4) are understood, and become the label that is no wider.
"""

from collections.abc import Mapping
from typing import Any

from aacabot.domain.intel.labels import ORDER, Label
from aacabot.domain.intel.stix.ids import SPEC

EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_CREATED = "2022-10-01T00:00:00.000Z"
MARKING_IDS: Mapping[Label, str] = {
    Label.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Label.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Label.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Label.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Label.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
_OLD_IDS: Mapping[str, Label] = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Label.CLEAR,
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Label.GREEN,
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Label.AMBER_STRICT,
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Label.RED,
}
_OLD_NAMES = {Label.CLEAR: "white", Label.GREEN: "green", Label.AMBER_STRICT: "amber", Label.RED: "red"}
_BY_ID = {ident: label for label, ident in MARKING_IDS.items()}


def marking(label: Label) -> dict[str, Any]:
    """The label's definition, word for word."""
    return {
        "type": "marking-definition",
        "spec_version": SPEC,
        "id": MARKING_IDS[label],
        "created": _CREATED,
        "name": label.mark,
        "extensions": {EXTENSION: {"extension_type": "property-extension", "tlp_2_0": label.value}},
    }


def label_of(marking_id: str) -> Label | None:
    """The label an id stands for, whatever a file says of it; None for a marking that is no TLP."""
    return _BY_ID.get(marking_id) or _OLD_IDS.get(marking_id)


def is_genuine(found: Mapping[str, Any]) -> bool:
    """Whether a definition that bears a TLP id says what that id stands for."""
    ident = str(found.get("id"))
    if (label := _BY_ID.get(ident)) is not None:
        said = {name: value for name, value in found.items() if name != "created"}
        expected = marking(label)
        expected.pop("created")
        return said == expected
    label = _OLD_IDS[ident]
    return found.get("definition_type") == "tlp" and found.get("definition") == {"tlp": _OLD_NAMES[label]}


def narrowest(labels: list[Label]) -> Label:
    """Of several labels the one that lets the fewest read."""
    return max(labels, key=ORDER.index)
