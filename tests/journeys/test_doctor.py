"""The doctor beside a running hub: it finds nothing wrong, and what breaks meanwhile."""

import json

from tests.journeys.running_hub import RunningHub


async def test_the_doctor_looks_at_a_hub_while_it_runs(running_on_both: RunningHub) -> None:
    hub = running_on_both
    examined = json.loads(await hub.run("doctor", "--json"))
    trouble = [one for one in examined["findings"] if one["level"] != "ok"]
    # The tests' Postgres is logged into as its superuser.
    assert [one for one in trouble if one["subject"] != "wall between members"] == []
    assert examined["ok"]
    hub.slack.channel("C0BETA").is_archived = True
    printed = await hub.run("doctor", ok=False)
    assert "FAIL slack channel: #beta C0BETA (member beta): is archived" in printed
    assert await hub.is_ready()
