"""One way to sell a product."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Offer:
    """`language` is of the words; `{mark}` and `{model}` in them are filled in.

    `brand` is a key of `alliance.example.yaml`, None for goods that name nobody's mark. `picture` is one of
    the marketplace's own, without `.png`.
    """

    language: str
    brand: str | None
    picture: str
    category: str
    title: str
    description: str
