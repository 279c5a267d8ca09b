"""A marketplace's procedures in an alliance file: what is refused, and where."""

import pytest

from aacabot.domain.alliance_file import read_alliance_file

HEAD = """\
marketplaces:
  - key: sandbox
    counter_notices:
"""


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (["{procedure: dmca, days: 10, business_days: 10}"], "expected days or business_days, not both"),
        (["{procedure: our-appeal}"], "missing; expected days or business_days"),
        (["{procedure: dmca}", "{procedure: dmca, days: 3}"], "expected once; line 4 has it too"),
        (["{procedure: dmca, silence: perhaps}"], "restores or stands"),
        (["{procedure: dmca, rights: [plant]}"], "trademark, design, copyright, patent"),
        (["{procedure: dmca, days: 0}"], "a number of days from 1 to 365"),
        (["{procedure: DMCA}"], "dmca, china-ecommerce"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused_with_its_line(rules: list[str], said: str) -> None:
    text = HEAD + "".join(f"      - {rule}\n" for rule in rules)
    file = read_alliance_file(text, "alliance.yaml")
    problems = [file.source.say(problem) for problem in file.source.problems]
    assert any(said in problem and problem.startswith("alliance.yaml:") for problem in problems), problems


def test_rules_are_read_as_written() -> None:
    text = HEAD + "      - {procedure: dmca}\n      - {procedure: own, business_days: 5, silence: stands}\n"
    file = read_alliance_file(text, "alliance.yaml")
    assert file.source.problems == ()
    dmca, own = file.marketplaces[0].counter_notices
    assert (dmca.days, own.business_days, own.silence) == (None, 5, "stands")
