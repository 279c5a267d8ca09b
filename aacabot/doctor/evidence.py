"""The evidence store: whether a file can be written there and read back."""

from pathlib import Path

from aacabot.doctor.checks import Finding, failure, first_line, good
from aacabot.doctor.patience import within
from aacabot.doctor.sqlite import free_room
from aacabot.store.evidence import EvidenceStore

SUBJECT = "evidence store"
PATIENCE_SECONDS = 10.0


async def check_evidence(url: str) -> list[Finding]:
    """Write, read and remove a small file."""
    mend = "correct AACABOT_EVIDENCE_URL, or let the hub's user write there"
    try:
        await within(PATIENCE_SECONDS, lambda: EvidenceStore(url).try_out())
    except TimeoutError:
        said = f"no answer within {PATIENCE_SECONDS:.0f} s"
    except (ImportError, ValueError) as error:
        said = f"this kind of address is not known here: {first_line(error)}"
        mend = "install the fsspec package for it, or correct AACABOT_EVIDENCE_URL"
    except Exception as error:  # noqa: BLE001 - each kind of store has errors of its own; all are told
        said = f"cannot be written: {type(error).__name__}: {first_line(error)}"
    else:
        return [good(SUBJECT, "a file was written, read and removed"), *_room(url)]
    return [failure(SUBJECT, said, mend)]


def _room(url: str) -> list[Finding]:
    scheme, separator, path = url.partition("://")
    if separator and scheme != "file":
        return []
    return [free_room(SUBJECT, Path(path if separator else url))]
