"""ASCII letters and digits that are taken for one another, alone (l, i, 1) or in pairs (rn for m)."""

import re

_LETTERS_ALIKE = "il ij lj ec uv nr nm mr oc oa hb gq qp bd vy sz hn tf kx wv rk ou cg be do"
_DIGITS_ALIKE = "o0 d0 u0 1i 1l 7l 5s 8s 8b 6b 8a 6g 9g q9 2z 3e 4a 7t"
_ALIKE = frozenset(map(frozenset, f"{_LETTERS_ALIKE} {_DIGITS_ALIKE}".split()))
_PAIRS = {
    "rn": "m", "nn": "m", "nl": "m", "cl": "d", "lc": "k",
    "vv": "w", "uu": "w", "lh": "h", "ii": "u", "lo": "b",
}  # fmt: skip
_PAIR = re.compile("|".join(_PAIRS))


_KEYS = {
    key: (row, column)
    for row, keys in enumerate(("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"))
    for column, key in enumerate(keys)
}


def looks_alike(word: str, mark: str) -> bool:
    """Whether two words of one length differ only in letters that are taken for one another."""
    return len(word) == len(mark) and all(
        a == b or frozenset((a, b)) in _ALIKE for a, b in zip(word, mark, strict=True)
    )


def slips_once(word: str, mark: str) -> bool:
    """Whether a word one edit from a mark has the slip of a finger: a neighbouring key, a double, a digit."""
    pairs = enumerate(zip(word, mark, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), min(len(word), len(mark)))
    before = max(at - 1, 0)
    if len(word) < len(mark):
        return at > 0 and mark[at] == mark[before]
    if word[at].isdigit():
        return True
    if len(word) > len(mark):
        return word[at] in word[before:at] or any(_are_near(word[at], c) for c in mark[before : at + 1])
    return _are_near(word[at], mark[at]) or word[at : at + 2] == mark[at : at + 2][::-1]


def _are_near(a: str, b: str) -> bool:
    (row_a, column_a), (row_b, column_b) = _KEYS.get(a, (9, 99)), _KEYS.get(b, (-9, -99))
    return abs(row_a - row_b) <= 1 and abs(column_a - column_b) <= 1


def read_as_one(word: str) -> list[str]:
    """The word with pairs that look like one letter read as that letter: each alone, and all together."""
    places = [(m.start(), _PAIRS[m[0]]) for m in _PAIR.finditer(word)]
    if not places:
        return []
    single = [word[:at] + letter + word[at + 2 :] for at, letter in places]
    return single if len(places) == 1 else [*single, _PAIR.sub(lambda m: _PAIRS[m[0]], word)]
