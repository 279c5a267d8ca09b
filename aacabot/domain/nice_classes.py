"""Which Nice classes goods fall into, for the kinds of goods whose class is plain."""

from collections.abc import Collection

_CLASSES: tuple[tuple[tuple[str, ...], frozenset[int]], ...] = (
    (("shoe", "sneaker", "boot", "footwear", "clothing", "apparel", "garment", "shirt", "jacket", "hat"),
     frozenset({25})),
    (("鞋", "服", "衣", "帽"), frozenset({25})),
    (("bag", "luggage", "wallet", "leather goods", "箱", "包"), frozenset({18})),
    (("watch", "jewel", "jewellery", "jewelry", "表", "珠宝"), frozenset({14})),
    (("cosmetic", "perfume", "make-up", "skin care", "化妆", "香水"), frozenset({3})),
    (("medicine", "medicines", "pharmaceutical", "supplement", "药"), frozenset({5})),
    (("sunglasses", "eyewear", "headphone", "phone", "camera", "charger", "battery", "batteries", "computer",
      "electronics", "电子", "手机", "电池"), frozenset({9})),
    (("toy", "toys", "game", "games", "玩具"), frozenset({28})),
    (("car part", "car parts", "brake", "airbag", "汽车"), frozenset({7, 12})),
    (("furniture", "家具"), frozenset({20})),
    (("spirits", "wine", "酒"), frozenset({33})),
)  # fmt: skip
"""Words for goods, and the classes they are registered in (WIPO, Nice Classification, 12th edition)."""


def classes_of(category: str | None) -> frozenset[int]:
    """The classes of what a category names; empty where the category is not one this list knows."""
    named = (category or "").casefold()
    # A plural is the word with an s; Chinese is written without spaces between words.
    spelt = {word for part in named.replace("/", " ").replace(">", " ").split() for word in (part, part[:-1])}
    found = (
        classes
        for words, classes in _CLASSES
        if any(word in named if " " in word or not word.isascii() else word in spelt for word in words)
    )
    return frozenset().union(*found)


def covers_goods(classes: Collection[int], *categories: str | None) -> bool | None:
    """Whether a right in these classes covers the goods; None where the goods or the classes are unknown.

    One category that fits is enough: a brand's and a marketplace's words for the same goods differ.
    """
    wanted: frozenset[int] = frozenset().union(*(classes_of(category) for category in categories))
    if not classes or not wanted:
        return None
    return bool(wanted & set(classes))
