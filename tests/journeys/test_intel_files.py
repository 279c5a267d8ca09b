"""A list is brought in through the Intel tab and reported line by line; another member takes out a bundle."""

from typing import Any

import orjson
from stix2validator import ValidationOptions, validate_string

from tests.journeys import acts
from tests.journeys import alliance as journey
from tests.journeys.running_hub import RunningHub
from tests.journeys.test_sharing_intel import intel_tab, press_in_home

LIST = (
    b"kind,value,label\r\n"
    b"title,runner last pairs,TLP:GREEN\r\n"
    b"shoe,=cmd|' /C calc'!A0,\r\n"
    b"keyword,zephyrin,\r\n"
)


async def test_a_list_comes_in_and_a_bundle_goes_out(running: RunningHub) -> None:
    await intel_tab(running, journey.ANN, "Nothing has been shared with you yet")
    form = await press_in_home(running, journey.ANN, "intel_files")
    given = running.slack.upload(journey.OPS, journey.ANN, "ours.csv", LIST)
    answer = await running.slack.submit(view_id=form["id"], values={"intel_file": {"intel_file": [given]}})
    assert answer.problem is None, answer.problem
    report, told = await sent(running, 1)
    assert (told["initial_comment"], report.count(b"\r\n")) == ("shared: 2, refused: 1", 4)
    assert b'"kind_unknown"' in report and b',"=cmd' not in report

    await intel_tab(running, journey.BEA, "runner last pairs")
    form = await press_in_home(running, journey.BEA, "intel_files")
    answer = await running.slack.click_in_view(view_id=form["id"], action_id="intel_export")
    assert answer.problem is None, answer.problem
    bundle, told = await sent(running, 2)
    assert told["initial_comment"].startswith("2 items you may read.")
    assert validate_string(bundle.decode(), ValidationOptions(version="2.1", enforce_refs=True)).is_valid
    patterns = {one["pattern"] for one in orjson.loads(bundle)["objects"] if "pattern" in one}
    assert patterns == {"runner last pairs", "zephyrin"}
    assert b"Ann" not in bundle and b"acme" not in bundle.lower()
    assert "Traceback" not in running.log, running.log[-3_000:]


async def sent(running: RunningHub, number: int) -> tuple[bytes, dict[str, Any]]:
    """The content of the file that was sent as so manieth, and what was said with it."""

    def done() -> Any:
        calls = running.slack.calls("files.completeUploadExternal")
        return calls[number - 1] if len(calls) >= number else None

    call = await running.until(done, acts.PATIENCE)
    (named,) = orjson.loads(call.args["files"])
    file = running.slack.state.files.get(named["id"])
    assert file is not None and file.content is not None
    return file.content, call.args
