"""Asking a clamd about a file."""

import pytest

from aacabot.store.virus_scanner import ScannerUnreachable, VirusScanner
from tests.store.fake_clamd import fake_clamd


async def test_a_clean_file_is_told_from_a_bad_one() -> None:
    async with fake_clamd() as clamd:
        scanner = VirusScanner.at(clamd.address)
        assert not await scanner.finds_virus(b"x" * 700_000)
        assert await scanner.finds_virus(b"a VIRUS in it")
        assert [len(one) for one in clamd.received] == [700_000, 13]


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR\0", b"what?\0", b"no end"])
async def test_words_that_are_no_answer_are_none(says: bytes) -> None:
    async with fake_clamd(says) as clamd:
        with pytest.raises(ScannerUnreachable):
            await VirusScanner.at(clamd.address).finds_virus(b"anything")


async def test_nobody_there_is_said() -> None:
    async with fake_clamd() as clamd:
        address = clamd.address
    with pytest.raises(ScannerUnreachable):
        await VirusScanner.at(address).finds_virus(b"anything")


@pytest.mark.parametrize("address", ["", "localhost", "localhost:", ":3310", "localhost:port", "localhost:0"])
def test_an_address_is_a_host_and_a_port(address: str) -> None:
    with pytest.raises(ValueError):
        VirusScanner.at(address)
