"""Personal data and terms of the lexicon to plant, and harmless sentences to plant them in."""

from datetime import date

from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric
from stdnum.iso7064 import mod_97_10

from aacabot.domain.intel.guard import GuardRule

R = GuardRule
HARMLESS = (
    "They ship from two towns at night",
    "The photos are copied from the catalogue of 2025",
    "Seen on 2026-11-02 in three shops",
    "The stitching is doubled at the heel",
    "Parcels come through the port of Rotterdam",
    "卖家换了三次店名",
    "发货地在广州",
    "The same pictures appear in 14 listings",
    "Registration 018000001 at EUIPO is named",
    "Look at https://market.example/item/4485275742308327 first",
    "New titles every 2-3 days",
    "Photos of 2024 and 2025",
    "",
)
_DIGIT = st.integers(0, 9).map(str)


def digits(count: int) -> st.SearchStrategy[str]:
    return st.lists(_DIGIT, min_size=count, max_size=count).map("".join)


_NAMES = st.sampled_from(["ann", "li.wei", "j_smith", "sales-77", "o'brien", "müller"])
_HOSTS = st.sampled_from(["acme.example", "mail.shop.example", "例子.example", "qq.com"])
emails = st.one_of(
    st.builds("{}@{}".format, _NAMES, _HOSTS),
    st.builds("{} [at] {}".format, _NAMES, _HOSTS).map(
        lambda text: text.replace(".example", " [dot] example")
    ),
    st.builds("{} at shop dot example".format, st.sampled_from(["ann", "sales", "wei"])),
)


def _grouped(number: str, sizes: tuple[int, ...], between: str) -> str:
    parts, start = [], 0
    for size in sizes:
        parts.append(number[start : start + size])
        start += size
    return between.join(part for part in [*parts, number[start:]] if part)


_BETWEEN = st.sampled_from(["", " ", "-", ".", " - "])
phones = st.one_of(
    st.builds(
        lambda code, rest, between: f"+{code}{between}{_grouped(rest, (3, 3), between)}",
        st.sampled_from(["1", "44", "49", "86", "852", "971"]),
        digits(9),
        _BETWEEN,
    ),
    st.builds(lambda rest: f"0044 {_grouped(rest, (2, 4), ' ')}", digits(10)),
    st.builds(lambda rest, b: "1" + _grouped(f"3{rest}", (2, 4), b), digits(9), _BETWEEN),
    st.builds(lambda rest: f"(0{rest[:2]}) {rest[2:5]} {rest[5:]}", digits(9)),
    st.builds(lambda rest: f"call me on {rest}", st.from_regex(r"[2-9][0-9]{6}", fullmatch=True)),
    st.builds(lambda rest: "一三" + "".join("零一二三四五六七八九"[int(one)] for one in rest), digits(9)),
)


@st.composite
def ibans(draw: st.DrawFn) -> str:
    country, bban = draw(
        st.one_of(
            digits(18).map(lambda number: ("DE", number)),
            digits(14).map(lambda number: ("GB", f"NWBK{number}")),
            digits(10).map(lambda number: ("NL", f"ABNA{number}")),
        )
    )
    check = mod_97_10.calc_check_digits(f"{bban}{country}")
    number = f"{country}{check}{bban}"
    return _grouped(number, (4, 4, 4, 4, 4, 4), draw(st.sampled_from(["", " ", "-"])))


@st.composite
def cards(draw: st.DrawFn) -> str:
    body = draw(st.sampled_from(["4", "51", "55", "62"])) + draw(digits(13))
    body = body[:15].ljust(15, "7")
    return _grouped(body + luhn.calc_check_digit(body), (4, 4, 4), draw(st.sampled_from(["", " ", "-"])))


@st.composite
def identity_cards(draw: st.DrawFn) -> str:
    born = draw(st.dates(min_value=date(1940, 1, 1), max_value=date(2010, 1, 1)))
    body = f"{draw(st.sampled_from(['110105', '440106', '310101']))}{born:%Y%m%d}{draw(digits(3))}"
    return body + ric.calc_check_digit(body + "0")


addresses = st.sampled_from(
    [
        "12 Baker Street",
        "5b, Long Mill Road",
        "Hauptstrasse 5",
        "12 rue de la Paix",
        "中山路12号",
        "P.O. Box 77",
        "51.50740, -0.12780",
        "幸福路一百号",
    ]
)
handles = st.sampled_from(
    [
        "WeChat: li_wei88",
        "微信号 abc12345",
        "telegram @deals_77",
        "QQ 123456789",
        "t.me/johnny",
        "wa.me/447700900123",
        "https://www.facebook.com/profile/ann",
        "@john_smith",
    ]
)
names = st.sampled_from(
    ["Mr Li Wei", "Mrs. Ana Müller", "owner: John Smith", "his name is John Smith", "王先生", "姓名：李小明"]
)
customers = st.sampled_from(["order no. 302-1234567", "订单号 2026112233", "buyer: J. Doe", "收件人：张三"])
labels = st.sampled_from(
    [
        "criminal",
        "Fraudsters",
        "convicted",
        "offender",
        "mafia",
        "counterfeiters",
        "骗子",
        "犯罪",
        "罪犯",
        "c r o o k s",
    ]
)
PLANTED = st.one_of(
    st.tuples(st.just({R.EMAIL}), emails),
    st.tuples(st.just({R.PHONE, R.CARD}), phones),
    st.tuples(st.just({R.ACCOUNT}), ibans()),
    st.tuples(st.just({R.CARD, R.IDENTITY, R.PHONE}), cards()),
    st.tuples(st.just({R.IDENTITY}), identity_cards()),
    st.tuples(st.just({R.ADDRESS}), addresses),
    st.tuples(st.just({R.HANDLE, R.PHONE}), handles),
    st.tuples(st.just({R.NAME}), names),
    st.tuples(st.just({R.CUSTOMER}), customers),
    st.tuples(st.just({R.CRIMINAL}), labels),
)
"""The rules that may say it, and what is planted."""

_WIDE = {ord(char): ord(char) + 0xFEE0 for char in map(chr, range(0x21, 0x7F))}


def full_width(text: str) -> str:
    return text.translate(_WIDE)


def with_zero_widths(text: str) -> str:
    return "\u200b".join(text)


DISGUISES = st.sampled_from([str, str, full_width, with_zero_widths])
