"""Looking at the virus scanner."""

from aacabot.doctor.scanner import check_scanner
from tests.store.fake_clamd import fake_clamd


async def test_no_scanner_is_nothing_to_look_at() -> None:
    assert await check_scanner(None) == []


async def test_a_scanner_that_answers_is_good_and_one_that_finds_everything_is_not() -> None:
    async with fake_clamd() as clamd:
        (found,) = await check_scanner(clamd.address)
        assert found.ok
        clamd.finds = True
        (found,) = await check_scanner(clamd.address)
        assert found.ok is False


async def test_one_that_is_silent_is_named_with_what_to_do() -> None:
    async with fake_clamd() as clamd:
        address = clamd.address
    (found,) = await check_scanner(address)
    assert found.ok is False
    assert "AACABOT_CLAMD" in found.mend
