"""What is wrong with a catalogue: missing, unused, untranslated or fuzzy messages, unequal placeholders."""

import string
from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry

from aacabot.locales.extraction import Message, template

_REMEDY = "run `python -m aacabot.locales.extraction` and translate what is empty"


def faults_of_source(messages: list[Message]) -> Iterator[str]:
    """Say which calls have texts that cannot be filled: positional or dotted places, or values not passed."""
    for message in messages:
        where = f"{message.place}:{message.line}: {message.texts[0]!r}"
        names = {name for text in message.texts for name in placeholders(text)}
        if not all(name.isidentifier() for name in names):
            yield f"{where} has a placeholder that is not a plain name"
        elif message.values is not None and names - message.values:
            yield f"{where} is not given {', '.join(sorted(names - message.values))}"


def faults_of_catalogue(catalogue: Catalog, messages: list[Message]) -> Iterator[str]:
    """Say where a catalogue and the source differ, and which translations are missing, fuzzy or unequal."""
    used = {entry.id: entry for entry in template(messages) if entry.id}
    stored = {entry.id: entry for entry in catalogue if entry.id}
    for missing in sorted(used.keys() - stored.keys(), key=str):
        yield f"{missing!r} is not in {catalogue.locale_identifier}; {_REMEDY}"
    for unused in sorted(stored.keys() - used.keys(), key=str):
        yield f"{unused!r} in {catalogue.locale_identifier} is not used; {_REMEDY}"
    for entry in stored.values():
        yield from _faults_of_entry(entry)


def placeholders(text: str) -> frozenset[str]:
    """Return the names in a message's braces; an unnamed place counts as its position, `""`."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def untranslated(entry: Entry) -> bool:
    """Whether a translation, or one of its plural forms, is empty."""
    return not all(_forms(entry.string))


def _faults_of_entry(entry: Entry) -> Iterator[str]:
    if untranslated(entry):
        yield f"{entry.id!r} has no translation"
    elif entry.fuzzy:
        yield f"{entry.id!r} is fuzzy: check the translation and remove the mark"
    else:
        expected = frozenset().union(*map(placeholders, _forms(entry.id)))
        for form in _forms(entry.string):
            if placeholders(form) != expected:
                yield f"{entry.id!r} and {form!r} differ in their placeholders"


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text or "",)
