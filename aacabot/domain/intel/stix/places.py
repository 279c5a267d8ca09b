"""Where something is, as STIX wants it: a country, found at the end of what was written."""

from functools import cache
from typing import Any

from babel import Locale


@cache
def _countries() -> dict[str, str]:
    """The code of each country by its name in English and Chinese, and by its code."""
    found: dict[str, str] = {}
    for language in ("en", "zh"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code not in {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}:
                found[name.casefold()] = found[code.casefold()] = code
    return found


def area_of(value: str) -> dict[str, Any] | None:
    """`Yiwu, Zhejiang, China` as a location's `country` and `city`; None where no country is named last."""
    parts = [part.strip() for part in value.replace("，", ",").split(",") if part.strip()]
    code = _countries().get(parts[-1].casefold()) if parts else None
    if code is None:
        return None
    return {"country": code, **({"city": ", ".join(parts[:-1])} if len(parts) > 1 else {})}
