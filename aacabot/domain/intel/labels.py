"""The Traffic Light Protocol 2.0 (FIRST, https://www.first.org/tlp/): how far something may be passed on."""

from enum import StrEnum


class Label(StrEnum):
    """From the widest to the narrowest. Names may be added, never renamed: items are kept with them."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    AMBER_STRICT = "amber+strict"
    RED = "red"

    @property
    def mark(self) -> str:
        """As the standard writes it: in capitals, without a space."""
        return f"TLP:{self.value.upper()}"

    def is_wider_than(self, other: "Label") -> bool:
        return ORDER.index(self) < ORDER.index(other)

    @property
    def is_open(self) -> bool:
        """Whether it is for the whole community: everything above needs its audience checked."""
        return self in {Label.CLEAR, Label.GREEN}


ORDER = (Label.CLEAR, Label.GREEN, Label.AMBER, Label.AMBER_STRICT, Label.RED)
DEFAULT = Label.AMBER_STRICT
