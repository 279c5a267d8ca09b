"""The alliance file: what it may say, and how it is told what is wrong, line by line."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.alliance_file import (
    AllianceFile,
    AllianceFileRefused,
    Entry,
    entries,
    read_alliance_file,
    to_yaml,
)

EXAMPLE = Path(__file__).parents[2] / "alliance.example.yaml"


def wrong(text: str) -> list[str]:
    return AllianceFileRefused(read_alliance_file(text, "file.yaml").source, []).lines


def member(field: str) -> str:
    return f"members:\n  - key: acme\n    {field}\n"


def marketplace(field: str) -> str:
    return f"marketplaces:\n  - key: sandbox\n    {field}\n"


def test_the_example_is_a_valid_file() -> None:
    assert wrong(EXAMPLE.read_text(encoding="utf-8")) == []


def test_an_error_names_file_line_place_and_what_is_expected() -> None:
    assert wrong(member("region: mars")) == [
        "file.yaml:3: members[acme].region: expected one of americas, europe, china, asia_pacific"
    ]


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    assert wrong("members: [{key: acme, timezon: UTC}]")[0].startswith(
        "file.yaml:1: members[acme].timezon: unknown key; did you mean timezone? Expected one of key, name,"
    )


def test_a_key_unlike_any_known_one_gets_the_list_only() -> None:
    assert wrong("alliance: {zzz: 1}") == [
        "file.yaml:1: alliance.zzz: unknown key; expected one of name, sharing"
    ]


def test_all_errors_are_told_at_once_in_the_order_of_the_file() -> None:
    text = """\
alliance: {name: ""}
marketplaces:
  - {key: Bad Key, hosts: [market.example]}
  - {key: sandbox, concurrency: 0}
members:
  - key: acme
    timezone: Europe/Pari
    key: acme
    brands:
      - {key: shoes, marks: [{text: Acme}, {text: Acme}]}
  - key: beta
    brands: [{key: shoes}]
agencies: none
"""
    assert [line.split(": expected")[0] for line in wrong(text)] == [
        "file.yaml:1: alliance.name",
        "file.yaml:3: marketplaces[Bad Key].key",
        "file.yaml:4: marketplaces[sandbox].concurrency",
        "file.yaml:7: members[acme].timezone",
        "file.yaml:8: members[acme].key",
        "file.yaml:10: members[acme].brands[shoes].marks[Acme].text",
        "file.yaml:12: members[beta].brands[shoes].key",
        "file.yaml:13: agencies",
    ]


def test_a_missing_key_is_told_at_its_entry() -> None:
    assert wrong("members:\n  - name: Acme\n") == [
        "file.yaml:2: members[#1].key: missing; "
        "expected a short name of small letters, digits and hyphens, such as acme-shoes"
    ]


@pytest.mark.parametrize(
    "text",
    [
        member("timezone: Mars/Olympus"),
        member("timezone: Europe"),
        member("locale: xx"),
        member("workspace: C0ACME"),
        member("channel: '#alerts'"),
        member("account_manager: ola"),
        member("phase: 0"),
        member("digest_hour: 24"),
        member("guided: often"),
        member("cover: police"),
        member("phase:"),
        member("name:"),
        member("name: 'a\\u202eb'").replace("'", '"'),
        member("contact: {email: nobody}"),
        member("fast_lane: sandbox"),
        member("brands: [{key: -shoes}]"),
        member("brands: [{key: shoes, marks: [{text: '!!'}]}]"),
        member("brands: [{key: shoes, marks: [{text: Acme, forms: [x]}]}]"),
        member("brands: [{key: shoes, marks: [{text: Acme, common: perhaps}]}]"),
        member("brands: [{key: shoes, rights: [{kind: patnt, office: EPO, number: '1'}]}]"),
        member("brands: [{key: shoes, rights: [{kind: patent, office: EPO, number: '1', expires: 2030}]}]"),
        member(
            "brands: [{key: shoes, rights: [{kind: patent, office: EPO, number: '1', expires: 2030-02-30}]}]"
        ),
        member(
            "brands: [{key: shoes, rights: [{kind: trademark, office: EPO, number: '1', classes: [46]}]}]"
        ),
        member("people: [{slack: T0ANN, roles: [enforcer]}]"),
        member("people: [{slack: U0ANN, roles: [operator_admin]}]"),
        member("people: [{slack: U0ANN, brands: []}]"),
        member("people: [{slack: U0ANN, brands: }]"),
        marketplace("connector: signed_webhok"),
        marketplace("base_url: ftp://market.example"),
        marketplace("base_url: 'http://market.example:port'"),
        marketplace("hosts: []"),
        marketplace("hosts: ['https://market.example/']"),
        marketplace("hosts: ['']"),
        marketplace("requests_per_second: 0"),
        marketplace("requests_per_second: .nan"),
        marketplace("concurrency: 1.5"),
        "agencies:\n  - key: redlens\n    grants: [{brand: shoes, roles: []}]\n",
        "agencies:\n  - key: redlens\n    grants: [{brand: a, roles: [admin]}, {brand: a, roles: [admin]}]\n",
        "operator:\n  key: desk\n  people: [{slack: U0OLA, roles: [enforcer]}]\n",
    ],
)
def test_a_value_that_cannot_be_used_is_one_error_on_its_line(text: str) -> None:
    lines = wrong(text)
    assert len(lines) == 1
    assert lines[0].startswith("file.yaml:3: ")
    assert "expected " in lines[0]


@pytest.mark.parametrize(
    "secret",
    ["whsec_c2VjcmV0", "dGhpcyBpcyBhIHNlY3JldCBvZiAzMiBieXRlcw==", "AKIAIOSFODNN7EXAMPLE", "xoxb-12-ab"],
)
def test_a_secret_in_the_place_of_a_name_is_refused_and_never_repeated(secret: str) -> None:
    lines = wrong(marketplace(f"secret_env: {secret}"))
    assert "the NAME of an environment variable" in lines[0]
    assert secret not in "\n".join(lines)


def test_a_password_in_an_address_is_refused_and_never_repeated() -> None:
    lines = wrong(marketplace("base_url: https://desk:hunter2@market.example"))
    assert len(lines) == 1
    assert "hunter2" not in lines[0]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("# nothing\n", 1),
        ("- a\n", 1),
        ("just words\n", 1),
        ("members:\n  - key: [\n", 3),
        ("a: b\nc: \x07\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
        ("x: &x [*x]\n", 1),
        ("{[1]: 2}\n", 1),
    ],
)
def test_a_text_that_is_no_file_is_told_where(text: str, line: int) -> None:
    lines = wrong(text)
    assert lines[0].startswith(f"file.yaml:{line}: ")


def test_aliases_that_unfold_without_end_are_refused() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    assert "aliases" in wrong(bomb)[0]


def test_values_are_read_as_they_are_written() -> None:
    file = read_alliance_file(
        member(
            "brands: [{key: shoes, name: 1664, rights: [{kind: trademark, office: NIPO, number: 018000001, "
            "territories: [NO], expires: 2030-01-01}]}]"
        ),
        "file.yaml",
    )
    assert not file.source.problems
    brand = file.members[0].brands[0]
    assert brand.name == "1664"
    assert (brand.rights[0].number, brand.rights[0].territories) == ("018000001", ("NO",))
    assert brand.rights[0].expires == date(2030, 1, 1)


def test_aliases_stand_for_what_they_name() -> None:
    file = read_alliance_file(
        "members:\n  - {key: a, people: &p [{slack: U0ANN}]}\n  - {key: b, people: *p}\n", "f"
    )
    assert not file.source.problems
    assert [one.people[0].slack for one in file.members] == ["U0ANN", "U0ANN"]


def test_what_is_not_mentioned_is_known_from_what_is_emptied() -> None:
    file = read_alliance_file("members: [{key: acme, channel: null}, {key: beta}]", "f")
    assert [one.mentions("channel") for one in file.members] == [True, False]


def every_entry(kind: type[Entry]) -> list[type[Entry]]:
    return [kind, *(below for each in kind.__subclasses__() for below in every_entry(each))]


@pytest.mark.parametrize("kind", every_entry(Entry))
def test_every_field_says_what_it_expects(kind: type[Entry]) -> None:
    assert entries.AllianceFile in every_entry(Entry)
    assert [name for name, field in kind.model_fields.items() if not field.description] == []


NAMES = st.one_of(
    st.sampled_from(
        ["NO", "null", "~", "018", "1e3", "2030-01-01", "a: b", "- x", "'q'", "#c", "艾克美", "😀", "<<"]
    ),
    st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20),
)


@given(names=st.lists(NAMES, min_size=1, max_size=5))
def test_a_written_file_reads_back_as_the_same_file(names: list[str]) -> None:
    drawn = AllianceFile.model_validate(
        {"members": [{"key": "acme", "brands": [{"key": f"b{n}", "name": "B"} for n in range(len(names))]}]}
    )
    renamed = [
        brand.model_copy(update={"name": name})
        for brand, name in zip(drawn.members[0].brands, names, strict=True)
    ]
    file = drawn.model_copy(
        update={"members": (drawn.members[0].model_copy(update={"brands": tuple(renamed)}),)}
    )
    back = read_alliance_file(to_yaml(file), "back.yaml")
    if not back.source.problems:
        assert back.model_dump(exclude_unset=True) == file.model_dump(exclude_unset=True)
    else:
        assert all(".name: " in line for line in AllianceFileRefused(back.source, []).lines)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("{preset: ebay}", "good_faith.preset: expected alibaba or amazon"),
        ("{takedown_rate: 90}", "good_faith.takedown_rate: expected a share from 0 to 1"),
        (
            "{takedown_rate: 0.90001}",
            "good_faith.takedown_rate: expected a share from 0 to 1 with at most",
        ),
        ("{months: 0}", "good_faith.months: expected a number of months from 1 to 24"),
        (
            "{watch_takedown_rate: 0.8}",
            "good_faith.watch_takedown_rate: expected 0.9 or more, the",
        ),
        ("{scn_rate: 0.01, watch_scn_rate: 0.02}", "good_faith.watch_scn_rate: expected 0.01 or less"),
        ("{minimun: 5}", "good_faith.minimun: unknown key; did you mean minimum?"),
    ],
)
def test_settings_of_good_faith_are_checked_line_by_line(settings: str, expected: str) -> None:
    (line,) = wrong(marketplace(f"good_faith: {settings}"))
    assert line.startswith(f"file.yaml:3: marketplaces[sandbox].{expected}")
