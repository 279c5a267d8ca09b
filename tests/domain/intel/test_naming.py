"""What names its own source is found, and left out."""

from aacabot.domain.intel.naming import names_any, without

NAMES = {"Zephyrine", "泽菲琳", "Zephyrine Group", "x", ""}


def test_names_are_found_in_any_case_and_inside_words() -> None:
    assert names_any("https://market.example/zephyrine-runner", NAMES)
    assert names_any("新款泽菲琳", NAMES)
    assert not names_any("x marks the spot", NAMES)
    assert not names_any("anything", ())


def test_what_is_left_is_read_without_them() -> None:
    assert without("ZEPHYRINE GROUP runner", NAMES) == "… runner"
    assert without("Zephyrine (泽菲琳)", NAMES) == "", "nothing else was in it"
    assert without("a.b*c", {".*"}) == "a.b*c", "names are no patterns"
