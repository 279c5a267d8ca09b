"""Letters written with digits and symbols: `N1|<3`, `|3O5C|-|`."""

import re
from itertools import product

# The first letter is the likeliest; groups are tried before their parts.
_GROUPS: dict[str, str] = {
    "|V|": "m", "|\\/|": "m", "IVI": "m", "/\\/\\": "m", "|\\|": "n", "/\\/": "n", "^/": "n",
    "|-|": "h", "/-/": "h", ")-(": "h", "(-)": "o", "<>": "o", "[]": "o", "|)": "d", "|>": "pd", "|]": "d",
    "|{": "k", "|(": "k", "|_|": "u", "|_": "l", "|3": "b", "I3": "b", "!3": "b", "|2": "r",
    "/2": "r", "I2": "r", "|*": "p", "|o": "p", "|=": "f", "><": "x", "}{": "x",
    "\\/\\/": "w", "UU": "w", "VV": "w", "vv": "w", "\\/": "v", "_/": "j", "_|": "j", "`/": "y", "'/": "y",
    "/\\": "a", "|": "il", "/-\\": "a", "\\X/": "w", "_|_": "l", "0_": "q", "(_+": "g",
    "(,)": "q", "(_)": "u", "()_": "q", "7_": "z", "|\\": "n", "_)": "j", "\\|/": "w",
}  # fmt: skip
_SINGLES: dict[str, str] = {
    "0": "od", "1": "il", "2": "zr", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "til", "8": "bs",
    "9": "gq", "@": "a", "$": "s", "!": "il", "+": "t", "(": "c", "<": "c", "{": "c", "[": "c", "^": "n",
    "%": "x", "&": "g",
    "€": "e", "£": "l", "¢": "c", "¥": "y", "z": "zs", "D": "do", "?": "", ")": "d", "}": "d",
}  # fmt: skip
# Pairs that may just as well be two letters.
_EITHER: dict[str, tuple[str, ...]] = {
    "nn": ("nn", "m"), "rn": ("rn", "m"), "uu": ("w", "uu"), "vv": ("w", "vv"), "^^": ("m", "nn"),
    "1<": ("k",), "13": ("b", "ie", "le"), "12": ("r", "iz"), "|D": ("p", "id", "lo"),
    "|<": ("k", "ic"), "+3": ("te",), ")(": ("x",), "()": ("o",),
}  # fmt: skip
_OPTIONS: dict[str, tuple[str, ...]] = {
    **{piece: tuple(letters) or ("",) for piece, letters in (_SINGLES | _GROUPS).items()},
    **_EITHER,
}
_SLOT = re.compile("|".join(re.escape(g) for g in sorted(_OPTIONS, key=len, reverse=True)) + "|.", re.DOTALL)
_DISGUISED = re.compile(r"[^\W\d_]*[0-9@$!+(<{\[^|/\\€£¢¥&%)}]")
_COMBINATIONS = 96  # a bound on the readings tried for one run of characters
_MOST_CHARACTERS = 64


def is_leet(run: str) -> bool:
    """Whether a run without spaces has a digit or symbol that could stand for a letter."""
    return _DISGUISED.search(run) is not None


def decoded(run: str) -> list[str]:
    """The words a run may stand for, likeliest first; none for a run that is too long or too ambiguous."""
    if len(run) > _MOST_CHARACTERS:
        return []
    slots = [_options(m[0]) for m in _SLOT.finditer(run)]
    slots = [options for options in slots if options != ("",)]
    total = 1
    for options in slots:
        total *= len(options)
    if total > _COMBINATIONS:
        slots = [options[:1] for options in slots]
    return ["".join(letters) for letters in product(*slots)]


def _options(piece: str) -> tuple[str, ...]:
    known = _OPTIONS.get(piece) or _OPTIONS.get(piece.lower())
    if known is None or piece == "d":
        return (piece.lower() if piece.isalnum() else "",)
    return known
