"""Who may read an item, by its label."""

import pytest

from aacabot.domain.intel import Audience, IntelReader, Label, may_read

OWN = IntelReader(person_id="ann", member_id="acme")
OTHER = IntelReader(person_id="bea", member_id="beta")
GROUPED = IntelReader(person_id="gil", member_id="gamma", group_ids=frozenset({"g"}))
AGENT = IntelReader(person_id="ray", client_ids=frozenset({"beta"}))
GROUPS_AGENT = IntelReader(
    person_id="ria", client_ids=frozenset({"gamma"}), client_group_ids=frozenset({"g"})
)
DESK = IntelReader(person_id="ola")
STRANGER = IntelReader(person_id="eve", is_known=False)
EVERYBODY = (OWN, OTHER, GROUPED, AGENT, GROUPS_AGENT, DESK, STRANGER)


def readers(label: Label, group_id: str | None = None, named: frozenset[str] = frozenset()) -> set[str]:
    audience = Audience(label=label, source_id="acme", author_id="abe", group_id=group_id, named=named)
    return {reader.person_id for reader in EVERYBODY if may_read(reader, audience)}


@pytest.mark.parametrize(
    ("label", "group_id", "who"),
    [
        (Label.CLEAR, None, {"ann", "bea", "gil", "ray", "ria", "ola"}),
        (Label.GREEN, None, {"ann", "bea", "gil", "ray", "ria", "ola"}),
        (Label.AMBER, None, {"ann", "bea", "gil", "ray", "ria"}),
        (Label.AMBER_STRICT, None, {"ann", "bea", "gil"}),
        (Label.AMBER, "g", {"ann", "gil", "ria"}),
        (Label.AMBER_STRICT, "g", {"ann", "gil"}),
        (Label.RED, None, set()),
    ],
)
def test_the_label_and_the_group_say_who_reads(label: Label, group_id: str | None, who: set[str]) -> None:
    assert readers(label, group_id) == who


def test_red_is_for_the_people_named_and_its_author_not_for_their_colleagues() -> None:
    assert readers(Label.RED, named=frozenset({"bea"})) == {"bea"}
    author = IntelReader(person_id="abe", member_id="acme")
    assert may_read(author, Audience(label=Label.RED, source_id="acme", author_id="abe"))


@pytest.mark.parametrize("label", [Label.AMBER_STRICT, Label.RED])
def test_who_wrote_an_item_reads_it_while_they_act_for_its_source_and_no_longer(label: Label) -> None:
    audience = Audience(label=label, source_id="acme", author_id="abe")
    for_acme, for_another = frozenset({"acme", "beta"}), frozenset({"beta"})
    assert may_read(IntelReader(person_id="abe", client_ids=for_acme), audience)
    assert not may_read(IntelReader(person_id="abe", client_ids=for_another), audience)
    assert not may_read(IntelReader(person_id="abe", is_known=False), audience)
