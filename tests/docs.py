"""The parts of docs/ that are made from the code: `make docs` writes them, a test compares them."""

from pathlib import Path

from aacabot.domain import case_diagram

CASES = Path(__file__).parent.parent / "docs" / "cases.md"


def parts() -> dict[str, str]:
    """What stands between each pair of markers in docs/cases.md."""
    return {
        "diagram": f"\n```mermaid\n{case_diagram.diagram()}\n```\n",
        "table": f"\n{case_diagram.table()}\n",
    }


def with_parts(text: str) -> str:
    """The page with the parts written anew. Raises ValueError where a marker is missing."""
    for name, part in parts().items():
        begin, end = f"<!-- {name}: made from aacabot/domain/cases.py -->\n", f"<!-- end of {name} -->"
        head, rest = text.split(begin, 1)
        text = head + begin + part.lstrip("\n") + end + rest.split(end, 1)[1]
    return text


if __name__ == "__main__":
    CASES.write_text(with_parts(CASES.read_text()))
