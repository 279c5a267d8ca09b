"""Find the user-facing messages in the source; `python -m aacabot.locales.extraction` updates the catalogues.

Recognised are `words("text", …)`, `words.plural("one", "many", n)` and `N_("text")`, where `words` may be an
attribute (`reader.words("text")`). Babel's own extractor looks at the last name of a call only and cannot
tell `words.plural` from any other `plural`, nor see a text chosen by `"a" if x else "b"`.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from aacabot.locales.catalogues import DOMAIN, po_file, translated_locales

ROOT = Path(__file__).parents[2]
PACKAGES = ("aacabot", "handlers", "jobs")

# Without Babel's dates, generator and line numbers: an edit elsewhere in the source leaves a catalogue alone.
HEADER = """\
msgid ""
msgstr ""
"Language: {locale}\\n"
"Plural-Forms: {plural_forms}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


@dataclass(frozen=True)
class Message:
    """One call in the source: its English text or texts, and the values it passes (None: not known here)."""

    texts: tuple[str, ...]
    values: frozenset[str] | None
    place: str
    line: int


def source_messages(root: Path = ROOT) -> list[Message]:
    """Read every message of the packages under `root`; ValueError names a call whose text cannot be read."""
    found: list[Message] = []
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            found += messages_in(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    return found


def messages_in(source: str, place: str) -> list[Message]:
    """Read the messages of one file's source text."""
    calls = (node for node in ast.walk(ast.parse(source, place)) if isinstance(node, ast.Call))
    return [message for call in calls for message in _messages_of(call, place)]


def template(messages: list[Message]) -> Catalog:
    """Gather messages into a catalogue without translations."""
    catalogue = Catalog(domain=DOMAIN)
    for message in messages:
        text = message.texts[0] if len(message.texts) == 1 else message.texts
        catalogue.add(text, locations=[(message.place, message.line)])
    return catalogue


def update(path: Path, locale: str, messages: list[Message]) -> Catalog:
    """Bring one .po file in line with the source: new messages empty, unused ones gone, translations kept."""
    with path.open("rb") as stored:
        catalogue = read_po(stored, locale=locale, domain=DOMAIN)
    catalogue.update(template(messages), no_fuzzy_matching=True)
    fresh = path.with_suffix(".po.new")
    with fresh.open("wb") as written:
        written.write(HEADER.format(locale=locale, plural_forms=catalogue.plural_forms).encode())
        write_po(
            written,
            catalogue,
            width=100,
            omit_header=True,
            ignore_obsolete=True,
            sort_output=True,
            include_lineno=False,
        )
    fresh.replace(path)
    return catalogue


def _messages_of(call: ast.Call, place: str) -> Iterator[Message]:
    if _is_named(call.func, "N_"):
        for text in _texts(call, 0, place):
            yield Message((text,), None, place, call.lineno)
    elif isinstance(call.func, ast.Attribute) and call.func.attr == "plural" and _is_words(call.func.value):
        one, many = (next(_texts(call, position, place), None) for position in (0, 1))
        if one is None or many is None:
            raise ValueError(f"{place}:{call.lineno}: words.plural needs two literal texts")
        yield Message((one, many), _values(call, "n"), place, call.lineno)
    elif _is_words(call.func):
        for text in _texts(call, 0, place):
            yield Message((text,), _values(call), place, call.lineno)


def _is_named(node: ast.expr, name: str) -> bool:
    return (isinstance(node, ast.Name) and node.id == name) or (
        isinstance(node, ast.Attribute) and node.attr == name
    )


def _is_words(node: ast.expr) -> bool:
    return _is_named(node, "words")


def _texts(call: ast.Call, position: int, place: str) -> Iterator[str]:
    """Yield the literal texts of an argument; a variable yields none, its constant is marked with N_."""
    argument = call.args[position] if position < len(call.args) else None
    if isinstance(argument, ast.JoinedStr | ast.BinOp):
        raise ValueError(f"{place}:{argument.lineno}: a message is one literal text with named placeholders")
    choices = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
    for choice in choices:
        if isinstance(choice, ast.Constant) and isinstance(choice.value, str):
            yield choice.value


def _values(call: ast.Call, *given: str) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset([*given, *(name for name in names if name)])


def main() -> None:
    """Update every catalogue from the source and say what is left to translate."""
    messages = source_messages()
    for locale in translated_locales():
        catalogue = update(po_file(locale), locale, messages)
        missing = sum(1 for entry in catalogue if entry.id and not (entry.string and all(entry.string)))
        print(f"{po_file(locale).relative_to(ROOT)}: {len(catalogue)} messages, {missing} to translate")


if __name__ == "__main__":
    main()
