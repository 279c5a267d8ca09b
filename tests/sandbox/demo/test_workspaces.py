"""The example alliance as workspaces of the sandbox Slack."""

from aacabot.sandbox.demo.rehearsal import example_alliance
from aacabot.sandbox.demo.workspaces import DemoWorkspace, workspaces


def example() -> dict[str, DemoWorkspace]:
    return {workspace.id: workspace for workspace in workspaces(example_alliance())}


def members_of(workspace: DemoWorkspace, channel: str) -> list[str]:
    return next(room.members for room in workspace.channels if room.id == channel)


def test_every_organisation_has_a_workspace_and_members_come_first() -> None:
    assert list(example()) == ["T0VELMARRO", "T0QAVELO", "T0THISTLE", "T0PALISADE", "T0OPS"]


def test_a_brands_channel_holds_the_people_who_act_for_that_brand() -> None:
    velmarro = example()["T0VELMARRO"]
    assert members_of(velmarro, "C0VELSHOES") == ["U0ANNE", "U0LUC", "U0INES"]
    assert "U0PIA" in members_of(velmarro, "C0VELALERTS")


def test_an_agency_is_a_guest_in_the_channel_of_the_brands_it_acts_for() -> None:
    channels = {room.id: room for workspace in example().values() for room in workspace.channels}
    guests_in = {ident for ident, room in channels.items() if "U0RAY" in room.members}
    assert guests_in == {"C0THIALERTS"}
    assert {ident for ident, room in channels.items() if room.is_ext_shared} == guests_in


def test_people_have_the_language_and_zone_of_their_member() -> None:
    wei = next(person for person in example()["T0QAVELO"].people if person.id == "U0WEI")
    assert (wei.locale, wei.tz) == ("zh-CN", "Asia/Shanghai")
