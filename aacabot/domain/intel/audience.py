"""Who may read what members share: the one rule, in memory here and in SQL in `store.intel.visible`.

TLP 2.0, with the alliance as the community: RED is for people named, AMBER+STRICT for members' own people,
AMBER for those and whoever acts for a member (its agencies), GREEN and CLEAR for everybody the alliance
knows, its operator and its observers too. Who wrote an item reads it while they are of the member they wrote
it for, or act for it. An audience narrower than the alliance is a group of members.
"""

from dataclasses import dataclass

from aacabot.domain.intel.labels import Label


@dataclass(frozen=True, kw_only=True)
class Audience:
    """For whom an item is: the label, the group (None is the whole alliance), and people named (RED).

    `source_id` is the member it comes from and `author_id` the person: no reader learns either.
    """

    label: Label
    source_id: str
    author_id: str | None = None
    group_id: str | None = None
    named: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class IntelReader:
    """Whoever reads: `member_id` for a member's own people, `client_ids` for an agency's.

    `group_ids` are the groups that member is in now, `client_group_ids` those of the clients. Members and
    clients sharing is not open to (`Feature.SHARING`), or the person holds no role for, are left out.
    `is_known`: whether the person is of the alliance at all; its operator's people and observers are.
    """

    person_id: str
    member_id: str | None = None
    client_ids: frozenset[str] = frozenset()
    group_ids: frozenset[str] = frozenset()
    client_group_ids: frozenset[str] = frozenset()
    is_known: bool = True

    @property
    def own_ids(self) -> frozenset[str]:
        return frozenset({self.member_id} - {None}) if self.member_id else frozenset()


def may_read(reader: IntelReader, audience: Audience) -> bool:
    """Whether the reader may read an item that is shared (not held back, not withdrawn)."""
    belongs = audience.source_id in reader.own_ids | reader.client_ids
    if belongs and reader.person_id == audience.author_id:
        return True
    if audience.label is Label.RED:
        return reader.person_id in audience.named
    if audience.source_id in reader.own_ids:
        return True
    if audience.label.is_open:
        return reader.is_known
    if reader.member_id is not None and _is_in(audience.group_id, reader.group_ids):
        return True
    is_for_clients = audience.label is Label.AMBER
    return is_for_clients and bool(reader.client_ids) and _is_in(audience.group_id, reader.client_group_ids)


def _is_in(group_id: str | None, group_ids: frozenset[str]) -> bool:
    return group_id is None or group_id in group_ids
