"""The language a browser asks for."""

from collections.abc import Iterable


def preferred_language(accepted: str, spoken: Iterable[str]) -> str:
    """The first of our languages that an Accept-Language header wants most; English where it names none.

    `spoken` are names such as `en` and `zh_CN`; `zh-TW` is answered with the Chinese there is.
    """
    known = {name.partition("_")[0]: name for name in spoken}
    for wanted in sorted(_weighed(accepted), key=lambda pair: -pair[1]):
        language = wanted[0].lower().partition("-")[0]
        if wanted[1] > 0 and language in known:
            return known[language]
    return "en"


def _weighed(accepted: str) -> list[tuple[str, float]]:
    """(language, weight) in the header's order (RFC 9110, 12.5.4); what cannot be read is left out."""
    found = []
    for part in accepted[:500].split(","):
        name, _, parameter = part.strip().partition(";")
        _, _, weight = parameter.strip().partition("=")
        try:
            found.append((name.strip(), float(weight) if weight else 1.0))
        except ValueError:
            continue
    return found
