"""Lists as people write them into a field of a form, and back again."""

import re
from collections.abc import Iterable, Mapping, Sequence

_COMMAS = re.compile(r"[,;，、；\n]")
_COLON = re.compile(r"[:：]")


def spellings_written(forms: Mapping[str, Sequence[str]]) -> str:
    """A line for each spelling, with its script: `zh: 泽菲琳`."""
    return "\n".join(f"{script}: {spelling}" for script, texts in forms.items() for spelling in texts)


def spellings_read(text: str) -> dict[str, list[str]]:
    """The spellings by script. Raises ValueError for a line that does not say both."""
    forms: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        script, *rest = _COLON.split(line, maxsplit=1)
        spelling = "".join(rest).strip()
        if not script.strip() or not spelling:
            raise ValueError(line)
        known = forms.setdefault(script.strip(), [])
        if spelling not in known:
            known.append(spelling)
    return forms


def listed(values: Iterable[object]) -> str:
    """The values with commas between: `25, 18`."""
    return ", ".join(map(str, values))


def list_read(text: str) -> list[str]:
    """The values between commas, semicolons or line ends, each once."""
    return list(dict.fromkeys(filter(None, map(str.strip, _COMMAS.split(text)))))


def numbers_read(text: str) -> list[int]:
    """Whole numbers between commas or spaces, each once. Raises ValueError for anything else."""
    return list(dict.fromkeys(int(part) for each in list_read(text) for part in each.split()))
