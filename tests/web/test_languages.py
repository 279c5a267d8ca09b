"""The language of a page, from what the browser accepts."""

import pytest

from aacabot.web.languages import preferred_language

SPOKEN = ["en", "zh_CN"]


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh_CN"),
        ("zh-TW", "zh_CN"),
        ("en-GB,zh;q=0.9", "en"),
        ("fr-FR,fr;q=0.9,zh;q=0.2", "zh_CN"),
        ("zh;q=0, de", "en"),
        ("zh;q=much, en", "en"),
        (",;;=,*" * 1000, "en"),
    ],
)
def test_the_most_wanted_language_we_speak(accepted: str, spoken: str) -> None:
    assert preferred_language(accepted, SPOKEN) == spoken
