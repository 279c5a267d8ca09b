"""A signed document opens as it was signed, and not otherwise."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.signatures import SignatureBroken, SigningKeyPair, canonical, open_signed, sign

PAIR = SigningKeyPair("key-1", bytes(range(32)))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(st.text(), JSON, max_size=5)


@given(DOCUMENTS)
def test_a_signed_document_opens_as_it_was(document: dict[str, Any]) -> None:
    opened, print_of_key = open_signed(sign(document, PAIR))
    assert opened == document
    assert print_of_key == PAIR.fingerprint
    assert open_signed(sign(document, PAIR), PAIR.public_key)[0] == document


@given(DOCUMENTS, DOCUMENTS)
def test_another_content_is_refused(document: dict[str, Any], other: dict[str, Any]) -> None:
    if canonical(document) == canonical(other):
        return
    file = {**json.loads(sign(document, PAIR)), "document": other}
    with pytest.raises(SignatureBroken, match="changed after signing"):
        open_signed(json.dumps(file).encode())


def test_spaces_and_the_order_of_keys_do_not_matter() -> None:
    file = json.loads(sign({"b": 1, "a": [2, 3]}, PAIR))
    turned = {"signature": file["signature"], "document": {"a": [2, 3], "b": 1}}
    assert open_signed(json.dumps(turned, indent=7).encode())[0] == {"a": [2, 3], "b": 1}


def test_another_key_is_refused_where_one_is_given() -> None:
    other = SigningKeyPair.new("key-2")
    with pytest.raises(SignatureBroken, match="another key"):
        open_signed(sign({"a": 1}, PAIR), other.public_key)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b'{"document": {}}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"document": {}, "signature": {}, "more": 1}',
        b'{"document": {"a": 1, "a": 2}, "signature": {}}',
        b'{"document": {"a": 123456789012345678901234567890}, "signature": {}}',
    ],
)
def test_what_is_no_signed_document_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(SignatureBroken):
        open_signed(data)


@pytest.mark.parametrize("field", ["algorithm", "fingerprint", "public_key", "value"])
@pytest.mark.parametrize("value", ["", "AAAA", "é", None, 7, PAIR.public_key + "="])
def test_a_touched_signature_is_refused(field: str, value: object) -> None:
    file = json.loads(sign({"a": 1}, PAIR))
    file["signature"][field] = value
    with pytest.raises(SignatureBroken):
        open_signed(json.dumps(file).encode())


def test_the_private_half_is_never_shown() -> None:
    assert PAIR.private.hex() not in repr(PAIR)
    assert repr(PAIR.private) not in repr(PAIR)
