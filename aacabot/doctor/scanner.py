"""The virus scanner, where there is one: whether it answers about a harmless text."""

from aacabot.doctor.checks import Finding, failure, good
from aacabot.store.virus_scanner import ScannerUnreachable, VirusScanner

SUBJECT = "virus scanner"


async def check_scanner(address: str | None) -> list[Finding]:
    """Have a harmless text scanned; nothing is said where no scanner is named."""
    if address is None:
        return []
    try:
        found = await VirusScanner.at(address).finds_virus(b"aacabot doctor")
    except ScannerUnreachable as error:
        mend = (
            "start clamd with a TCPSocket, or correct AACABOT_CLAMD: evidence with files is refused meanwhile"
        )
        return [failure(SUBJECT, f"does not answer: {error}", mend)]
    if found:
        return [failure(SUBJECT, "takes a harmless text for a virus", "look at clamd's signatures")]
    return [good(SUBJECT, "answers")]
