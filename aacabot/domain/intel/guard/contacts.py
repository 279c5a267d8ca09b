"""How to reach somebody: e-mail addresses, telephone numbers in any form, names on messengers."""

import re
from collections.abc import Iterator

from aacabot.domain.intel.guard.findings import GuardRule
from aacabot.domain.intel.guard.folding import Reading, masked, overlapping, with_digits

Piece = tuple[GuardRule, int, int]
"""A rule, and where in the original it applies."""

URL = re.compile(r"(?:https?://|www\.)\S+")
_AT = r"(?:\s*@\s*|\s*[\[({<]\s*(?:at|a)\s*[\])}>]\s*)"
_IN_BRACKETS = r"\s*[\[({<]\s*(?:dot|punkt|punto|point|点)\s*[\])}>]\s*"
_EMAIL = re.compile(rf"(?<![\w.+%'-])[\w.+%'-]*\w{_AT}\w[\w-]*(?:(?:{_IN_BRACKETS}|[.。])[\w-]+)+")
_SPELT_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]*\w\s+(?:at|艾特)\s+\w[\w-]*(?:{_IN_BRACKETS}|\s+(?:dot|点)\s+)\w[\w-]*"
)

_GAP = r"[ ().\-/·–—_]{0,3}"
_STRONG = re.compile(rf"(?<![\w+])(?:\+|(?<!\d)00(?=\s?[1-9]))\s?\(?\d(?:{_GAP}\d){{6,14}}(?!\d)")
_CHINESE_MOBILE = re.compile(rf"(?<!\d)(?:86{_GAP})?1[3-9](?:{_GAP}\d){{9}}(?!\d)")
_NUMBER = re.compile(r"(?<![\w.,:])\(?\d(?:[ ().\-/·–—_]{0,2}\d){6,18}(?![\d:])(?!,\d)")
_CALL = (
    r"(?<![a-z])(?:tel|telephone|phone|ph|mobile|mob|cell|call|ring|sms|text|fax|hotline|whats\s?app|viber|signal)"
    r"(?![a-z])|电话|手机|致电|拨打|联系|热线|传真"
)
_CALLED = re.compile(rf"(?:{_CALL})[^\d\n]{{0,20}}?(\(?\+?\d(?:{_GAP}\d){{5,14}})(?!\d)")
_SPELT_DIGIT = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double)"
_SPELT = re.compile(rf"(?<![a-z]){_SPELT_DIGIT}(?:[\s,.\-]+{_SPELT_DIGIT}){{6,}}(?![a-z])")
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{2}[-./ ]?(?:0?[1-9]|1[0-2])[-./ ]?(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|1[0-2])[-./](?:19|20)\d{2})(?!\d)"
)
_REGISTERED = re.compile(
    r"(?:registration|registered|euipo|eutm|wipo|uspto|cnipa|trade\s?mark|patent|design|注册号|商标)"
    r"[^\d\n]{0,20}$"
)
_ARTICLE = re.compile(
    r"(?<![a-z])(?:listing|item|sku|ean|upc|gtin|article)[^\d\n]{0,12}$|(?:商品|货号|款号|编号)[^\d\n]{0,6}$"
)

_NETWORK = (
    r"(?:wechat|weixin|whats\s?app|telegram|tele\s?gram|qq|skype|signal|kakao(?:talk)?|viber|line|instagram|insta"
    r"|facebook|tiktok|twitter|snapchat|discord|wx|vx|tg|ig|fb)"
)
_HANDLE = re.compile(
    rf"(?:(?<![a-z]){_NETWORK}(?![a-z])|微信|威信|薇信|飞书|抖音|支付宝|旺旺)\s*"
    r"(?:(?:id|no|number|handle|user|username|account|name|is|号码?|账号|帐号|名)\.?\s*)*"
    r"(?:[:=]\s*@?|@|[(]\s*)\s*([a-z0-9][\w.\-]{2,})"
    rf"|(?:(?<![a-z]){_NETWORK}(?![a-z])|微信|威信|薇信)\s*(?:id|号码?|账号|帐号|handle|username|number)?\s+"
    r"((?=[\w.\-]*[\d_])[a-z][\w.\-]{4,}|\d{5,})"
    r"|(?:微信|威信|薇信|旺旺|支付宝)(?:号码?|账号|帐号)?\s*(?=[a-z0-9_\-]{5,})([a-z0-9][\w\-]{4,})"
    r"|(?<![\w@./])wxid_[a-z0-9]{5,}|(?<![\w@./])@[a-z_][\w.]{2,}(?!\S*@)"
)
_CONTACT_ADDRESS = re.compile(
    r"(?<![a-z0-9.-])(?:https?://)?(?:[a-z0-9-]+\.)*"
    r"(?:wa\.me|whatsapp\.com|t\.me|telegram\.me|line\.me|weixin\.qq\.com|u\.wechat\.com|m\.me|signal\.me|viber\.com"
    r"|discord\.gg|paypal\.me|venmo\.com|cash\.app|linkedin\.com/in|facebook\.com/profile)/\S+"
    r"|(?<![a-z])(?:mailto|tel|sms|skype|weixin|tg):\S+"
)


def reached(reading: Reading, *, in_words: bool, may_be_ids: bool) -> Iterator[Piece]:
    """Everything by which a person is reached.

    `in_words` is a text of sentences, where any long number counts; `may_be_ids` a field where none does that
    could be a marketplace's own.
    """
    yield from _all(GuardRule.HANDLE, _CONTACT_ADDRESS, reading)
    yield from _all(GuardRule.EMAIL, _EMAIL, reading)
    yield from _all(GuardRule.EMAIL, _SPELT_EMAIL, reading)
    yield from _all(GuardRule.PHONE, _STRONG, masked(reading, _DATE))
    yield from _all(GuardRule.PHONE, _SPELT, reading)
    if not may_be_ids:
        yield from _bare_numbers(reading, in_words)
    yield from _all(GuardRule.HANDLE, _HANDLE, masked(reading, URL))


def _bare_numbers(reading: Reading, in_words: bool) -> Iterator[Piece]:
    seen = masked(with_digits(reading), URL)
    for found in overlapping(_CHINESE_MOBILE, seen.text):
        yield GuardRule.PHONE, *seen.span(*found.span())
    seen = masked(seen, _DATE)
    for found in _CALLED.finditer(seen.text):
        yield GuardRule.PHONE, *seen.span(*found.span(1))
    for found in overlapping(_NUMBER, seen.text):
        if _could_be_phone(seen.text[: found.start()], found[0], in_words):
            yield GuardRule.PHONE, *seen.span(*found.span())


def _could_be_phone(before: str, number: str, in_words: bool) -> bool:
    digits = re.sub(r"\D", "", number)
    groups = re.findall(r"\d+", number)
    if _REGISTERED.search(before[-40:]) or not 8 <= len(digits) <= 15 or _is_plain(number, groups):
        return False
    if len(groups) > 1:
        return in_words or digits.startswith("0") or [len(one) for one in groups] == [3, 3, 4]
    if digits.startswith("0") and len(digits) >= 9:
        return True
    return in_words and len(digits) >= 9 and not _ARTICLE.search(before[-30:])


def _is_plain(number: str, groups: list[str]) -> bool:
    """A range of round numbers, years in a row, an address of the internet, or a decimal."""
    if len(groups) == 4 and "." in number and all(int(one) <= 255 for one in groups):
        return True
    if all(len(one) == 4 and one[:2] in {"19", "20"} for one in groups):
        return True
    if len(groups) == 2 and all(one.endswith("00") for one in groups):
        return True
    return len(groups) == 2 and number.count(".") == 1 and not re.search(r"[^\d.]", number)


def _all(rule: GuardRule, pattern: re.Pattern[str], reading: Reading) -> Iterator[Piece]:
    for found in pattern.finditer(reading.text):
        yield rule, *reading.span(*found.span())
