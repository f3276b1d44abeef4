"""A methodology as plain facts: what files, versions, translations and documents are made of."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from mentorway.web.methodology import queries
from mentorway.web.methodology.analysis import bank
from mentorway.web.methodology.analysis.methodology_sources import instrument_of, named_questionnaires
from mentorway.web.methodology.analysis.methodology_texts import places_of, texts_of, with_texts
from mentorway.web.methodology.models import Construct, Indicator, Measure, Methodology, QualityRule, Quantity
from mentorway.web.translation.queries import agreed_of, source_of

Facts = dict[str, Any]
SCHEMA = 1
CONSTRUCT = ("key", "name", "definition", "source")
MEASURE = ("scale", "scoring", "fewest_items", "note")
INDICATOR = (
    *("key", "name", "meaning", "level", "aim", "formula", "unit", "direction", "baseline"),
    *("baseline_source", "target", "smallest_worthwhile", "when", "owner"),
)
QUANTITY = ("name", "what", "unit", "origin", "source", "value")
RULE = ("key", "name", "quality", "threshold", "rule", "consequence", "source")


def core_of(methodology: Methodology) -> Facts:
    """Return what people have written: the parts that files hold and that translations follow."""
    return {
        "schema": SCHEMA,
        **{name: getattr(methodology, name) for name in ("title", "purpose", "design")},
        "constructs": [construct_facts(row) for row in queries.constructs_of(methodology)],
        "indicators": [indicator_facts(row) for row in queries.indicators_of(methodology)],
        "quality_rules": [rule_facts(row) for row in queries.quality_rules_of(methodology)],
    }


def content_of(methodology: Methodology) -> Facts:
    """Return everything that a version or a document needs, so that it can be read alone."""
    core = core_of(methodology)
    return {
        **core,
        "partner": str(methodology.partner),
        "language": source_of(methodology.document).code,
        "languages": {one.code: one.name for one in methodology.document.languages.all()},
        "power": [_power_facts(row) for row in methodology.power_analyses.order_by("pk")],
        "instruments": _instruments(methodology, core),
        "questionnaires": named_questionnaires(methodology, core),
        "texts": _agreed(methodology, core),
    }


def fingerprint_of(facts: Any) -> str:
    """Return the fingerprint of facts: the same for the same facts, however they are stored.

    >>> fingerprint_of({"a": 1, "b": 2}) == fingerprint_of({"b": 2, "a": 1})
    True
    """
    plain = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def in_language(content: Mapping[str, Any], code: str) -> Facts:
    """Return the content with its texts in a language, and which of them stay in the source language."""
    texts = content.get("texts", {}).get(code, {})
    changed = with_texts(content, texts)
    missing = (
        [] if code == content.get("language") else [key for key in places_of(content) if key not in texts]
    )
    return {**changed, "missing": sorted(missing)}


def construct_facts(row: Construct) -> Facts:
    """Return a construct with its measures."""
    return {**_fields(row, CONSTRUCT), "measures": [_measure_facts(one) for one in row.measures.all()]}


def indicator_facts(row: Indicator) -> Facts:
    """Return an indicator with its quantities."""
    return {
        **_fields(row, INDICATOR),
        "construct": row.construct.key if row.construct else "",
        "quantities": [_fields(one, QUANTITY) for one in row.quantities.all()],
    }


def rule_facts(row: QualityRule) -> Facts:
    """Return a quality rule."""
    return _fields(row, RULE)


def _fields(row: Construct | Measure | Indicator | Quantity | QualityRule, names: Iterable[str]) -> Facts:
    return {name: getattr(row, name) for name in names}


def _measure_facts(row: Measure) -> Facts:
    ref = f"own:{row.instrument.title}" if row.instrument else f"bank:{row.shipped}"
    return {"instrument": ref, **_fields(row, MEASURE)}


def _power_facts(row: Any) -> Facts:
    kept = {name: getattr(row, name) for name in ("title", "asked", "found", "library_version")}
    return {**kept, "created": row.created.isoformat()}


def _instruments(methodology: Methodology, core: Facts) -> Facts:
    code = source_of(methodology.document).code.partition("-")[0]
    refs = dict.fromkeys(one["instrument"] for each in core["constructs"] for one in each["measures"])
    entries = {ref: instrument_of(methodology, ref) for ref in refs}
    return {ref: _entry_facts(entry, code) for ref, entry in entries.items() if entry}


def _entry_facts(entry: bank.Entry, code: str) -> Facts:
    kept = ("title", "construct", "licence", "source", "doi", "address", "scoring")
    return {
        **{name: getattr(entry, name) for name in kept},
        "scales": {
            scale or entry.title: [
                {
                    "name": one.name,
                    "text": wording(one, code),
                    "reverse": one.reverse,
                    "texts": dict(one.texts),
                }
                for one in items
            ]
            for scale, items in entry.scales.items()
        },
        "answers": [[value, dict(texts)] for value, texts in entry.answers],
        "figures": [asdict(one) for one in entry.figures],
    }


def wording(item: bank.Item, code: str) -> str:
    """Return an item in a language, or in English, or else in whichever it has."""
    return item.texts.get(code) or item.texts.get("en") or next(iter(item.texts.values()), "")


def _agreed(methodology: Methodology, core: Facts) -> dict[str, dict[str, str]]:
    """Return the adjudicated texts whose source is still the same, by language code."""
    fresh = {text.key: text.fingerprint for text in texts_of(core)}
    codes = {str(one): one.code for one in methodology.document.languages.all()}
    return {
        codes[language]: {key: text for key, (mark, text) in rows.items() if fresh.get(key) == mark}
        for language, rows in agreed_of(methodology.document).items()
    }
