"""What only looks like an address is compared as the text it is."""

import pytest

from aacabot.domain.intel.keys import normalised
from aacabot.domain.intel.kinds import IntelKind


@pytest.mark.parametrize("text", ["http://[bad", "https://[::1", "x://[v1.]y"])
def test_a_broken_address_is_a_text(text: str) -> None:
    assert normalised(IntelKind.LISTING, f" {text} ") == text
