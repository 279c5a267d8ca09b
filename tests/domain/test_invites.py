"""Invite codes: read aloud, typed in every way, kept so that nobody can read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.invites import (
    ALPHABET,
    LENGTH,
    MadeInvite,
    hashes,
    is_key,
    is_one_of,
    may_invite,
    new_code,
    normalise,
)
from aacabot.domain.people import Grant, Person, Role
from tests.services.casework import NOON

KEYS = (b"new key", b"old key")


def test_a_code_has_a_hundred_bits_in_groups_without_letters_that_look_alike() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4] * 5
        assert not set("ILOU") & set(code)
    assert len(ALPHABET) ** LENGTH >= 2**80


@pytest.mark.parametrize(
    "typed",
    [
        "7k3q-9mwd-0101-abcd-efgh",
        "7K3Q 9MWD O1OI ABCD EFGH",
        "  7K3Q9MWDOLOLABCDEFGH\n",
        "７Ｋ３Ｑ–９ＭＷＤ–０１０１–ＡＢＣＤ–ＥＦＧＨ",
        "7K3Q.9MWD.0101.ABCD.EFGH",
    ],
)
def test_what_people_type_is_understood(typed: str) -> None:
    assert normalise(typed) == "7K3Q9MWD0101ABCDEFGH"


@pytest.mark.parametrize(
    "typed", ["", "7K3Q", "7K3Q-9MWD-0101-ABCD-EFGH-7", "码" * 20, "é7K3Q9MWD0101ABCDEFG"]
)
def test_what_cannot_be_a_code_is_like_no_code(typed: str) -> None:
    assert normalise(typed) == ""


@given(st.text())
def test_whatever_is_typed_is_a_code_or_nothing(typed: str) -> None:
    assert len(normalise(typed)) in {0, LENGTH}


def test_a_code_is_found_under_the_key_it_was_kept_with() -> None:
    code = new_code()
    (kept,) = hashes(code, KEYS[1:])
    rotated = hashes(code.lower(), KEYS)
    assert kept == rotated[1] != rotated[0]
    assert is_one_of(kept, rotated)
    assert not is_one_of(kept, hashes(new_code(), KEYS))
    assert code.replace("-", "") not in kept


def test_a_made_code_is_not_in_what_is_logged() -> None:
    code = new_code()
    made = MadeInvite(id="i1", member_id="m1", member="Acme", code=code, expires_at=NOON)
    assert code not in repr(made)


@pytest.mark.parametrize(
    ("role", "member", "brand", "may"),
    [
        (Role.OPERATOR_ADMIN, None, None, True),
        (Role.ACCOUNT_MANAGER, None, None, True),
        (Role.REVIEWER, None, None, False),
        (Role.ADMIN, "acme", None, True),
        (Role.ADMIN, "acme", "shoes", False),
        (Role.ADMIN, "beta", None, False),
        (Role.COUNSEL, "acme", None, False),
    ],
)
def test_who_may_invite_for_acme(role: Role, member: str | None, brand: str | None, may: bool) -> None:
    grants = (Grant(role=role, member_id=member, brand_id=brand),)
    person = Person(id="p", name="P", team_id="T", user_id="U", grants=grants)
    assert may_invite(person, "acme") is may


@pytest.mark.parametrize(
    ("key", "good"), [("acme-2", True), ("Acme", False), ("-a", False), ("a" * 65, False)]
)
def test_a_new_members_key_is_one_the_alliance_file_takes(key: str, good: bool) -> None:
    assert is_key(key) is good
