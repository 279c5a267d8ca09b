"""`aacabot doctor`: look at the whole set-up, and say how to mend what is wrong."""

import asyncio
import json
from typing import Annotated

import typer

from aacabot.doctor.checks import Finding
from aacabot.doctor.examination import examine

_COLOURS = {"ok": typer.colors.GREEN, "warn": typer.colors.YELLOW, "FAIL": typer.colors.RED}


def doctor_command(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object for programs.")] = False,
) -> None:
    """Look at settings, database, Slack, marketplaces and alliance; exit 1 if anything fails."""
    findings = asyncio.run(examine())
    failed = [finding for finding in findings if finding.ok is False]
    if as_json:
        typer.echo(json.dumps(_document(findings), ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            typer.echo(_line(finding))
        warned = sum(finding.ok is None for finding in findings)
        typer.echo(f"{len(findings)} checks: {len(failed)} failed, {warned} with a warning")
    if failed:
        raise typer.Exit(1)


def _line(finding: Finding) -> str:
    level = typer.style(f"{finding.level:<5}", fg=_COLOURS[finding.level])
    mend = f" -> {finding.mend}" if finding.mend else ""
    return f"{level}{finding.subject}: {finding.said}{mend}"


def _document(findings: list[Finding]) -> dict[str, object]:
    return {
        "ok": all(finding.ok is not False for finding in findings),
        "findings": [
            {"subject": one.subject, "level": one.level.lower(), "said": one.said, "mend": one.mend}
            for one in findings
        ],
    }
