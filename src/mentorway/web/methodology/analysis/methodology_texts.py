"""The texts of a methodology that people translate: where each stands in the facts, and its key."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from mentorway.web.translation.analysis.texts import Text

PARTS: Mapping[str, Promise] = {
    "title": pgettext_lazy("text of a methodology", "Title"),
    "purpose": pgettext_lazy("text of a methodology", "Purpose"),
    "design": pgettext_lazy("text of a methodology", "Design"),
    "name": pgettext_lazy("text of a methodology", "Name"),
    "definition": pgettext_lazy("text of a methodology", "Definition"),
    "meaning": pgettext_lazy("text of a methodology", "What it says"),
    "when": pgettext_lazy("text of a methodology", "When it is measured"),
    "what": pgettext_lazy("text of a methodology", "Quantity"),
    "rule": pgettext_lazy("text of a methodology", "Rule"),
    "consequence": pgettext_lazy("text of a methodology", "What happens when it is broken"),
}
WHOLE = ("title", "purpose", "design")
# Where parts stand in the facts: the list, how their keys begin, and what of them is translated.
LISTS = (
    ("constructs", "construct", ("name", "definition")),
    ("indicators", "indicator", ("name", "meaning", "when")),
    ("quality_rules", "rule", ("name", "rule", "consequence")),
)


def _placed(content: Mapping[str, Any]) -> Iterator[tuple[str, Any, str, str]]:
    """Yield the key of every text, the facts it stands in, its name there, and what it stands on."""
    for name in WHOLE:
        yield name, content, name, ""
    for plural, stem, names in LISTS:
        for part in content[plural]:
            for name in names:
                yield f"{stem}/{part['key']}/{name}", part, name, part["key"]
            for quantity in part.get("quantities", ()):
                about = f"{part['key']} · {quantity['name']}"
                yield f"{stem}/{part['key']}/{quantity['name']}/what", quantity, "what", about


def places_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Return every text that is written, by its key."""
    return {key: facts[name] for key, facts, name, _about in _placed(content) if facts[name].strip()}


def texts_of(content: Mapping[str, Any]) -> list[Text]:
    """Return every text in the source language, in the order of the methodology."""
    return [
        Text(key, facts[name], PARTS[name], about)
        for key, facts, name, about in _placed(content)
        if facts[name].strip()
    ]


def with_texts(content: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the content with other texts in their places; what has none stays as it is."""
    changed = copy.deepcopy(dict(content))
    for key, facts, name, _about in _placed(changed):
        facts[name] = texts.get(key) or facts[name]
    return changed
