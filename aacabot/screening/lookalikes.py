"""Characters that pass for a Latin letter and that neither UTS #39 nor their own name gives away.

Currency and other signs, letters of scripts UTS #39 compares with no Latin one, and the Chinese
characters and kana that fancy-text tools use as a Latin alphabet.
"""

_BY_LETTER: dict[str, str] = {
    "a": "ᗩ₳∀卂",
    "b": "ƅβხᛔᗸᗽᗾ␢฿乃",
    "c": "₡¢￠⊂☾☽匚",
    "d": "đðᗫ₫∂刀",
    "e": "əɛεξєع€∑∈乇",
    "f": "φ₣千",
    "g": "₲厶",
    "h": "հ♄卄廾",
    "i": "ɩ工丨",
    "j": "丁",
    "k": "ĸҝқҡҟ₭",
    "l": "λŀ₤£乚",
    "m": "₥♏♍ᙢ爪",
    "n": "ŋηոŉℵ⋒หח₦∩几",
    "o": "口",
    "p": "þƿᚦᖘ₱₽卩尸",
    "r": "ჩ℟ᚱ尺",
    "s": "ֆ₰∮§₴∫丂",
    "t": "τ†ナ⍡₮₸丅干",
    "u": "∪凵",
    "v": "✓✔√",
    "w": "ω₩￦山",
    "x": "χ✗✘乂",
    "y": "¥￥丫",
    "z": "乙",
    "ae": "æ",
    "oe": "œ",
    "ss": "ß",
}

LETTER: dict[str, str] = {char: letter for letter, chars in _BY_LETTER.items() for char in chars}
