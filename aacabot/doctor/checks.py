"""What a check found, in the words an operator needs."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

REDACTED = "(secret)"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `ok` is None for a warning; `mend` says what to do, if anything.

    Only False makes the doctor's exit code 1.
    """

    subject: str
    ok: bool | None
    said: str
    mend: str = ""

    @property
    def level(self) -> str:
        """`ok`, `warn` or `FAIL`."""
        return {True: "ok", None: "warn", False: "FAIL"}[self.ok]


def good(subject: str, said: str) -> Finding:
    return Finding(subject, True, said)


def warning(subject: str, said: str, mend: str) -> Finding:
    return Finding(subject, None, said, mend)


def failure(subject: str, said: str, mend: str) -> Finding:
    return Finding(subject, False, said, mend)


def without_secrets(findings: Iterable[Finding], secrets: Iterable[str | None]) -> list[Finding]:
    """The findings with every secret struck out, whatever error text it came in."""
    known = sorted((secret for secret in secrets if secret and len(secret) > 3), key=len, reverse=True)
    return [
        replace(finding, said=_struck(finding.said, known), mend=_struck(finding.mend, known))
        for finding in findings
    ]


def _struck(text: str, secrets: list[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, REDACTED)
    return text


def first_line(error: BaseException) -> str:
    """The beginning of an error's text: drivers add statements and advice below it."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]


def listed(names: Iterable[str], most: int = 5) -> str:
    """`a, b, c and 4 more`."""
    all_names = list(names)
    more = len(all_names) - most
    return ", ".join(all_names[:most]) + (f" and {more} more" if more > 0 else "")
