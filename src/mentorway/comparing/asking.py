"""The options by which a command line asks for a comparison, and the plan that they make."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from mentorway.comparing.models import Missing, Plan
from mentorway.comparing.rules import PRESETS
from mentorway.evidence.psychometrics.factors.models import Kind, Release
from mentorway.language import Words
from mentorway.wording import InvalidInputError, Message

KINDS: tuple[Kind, ...] = ("loading", "intercept", "uniqueness")


def add_people(one: argparse.ArgumentParser, words: Words) -> None:
    """Which groups, people and scales."""
    _ = words.gettext
    one.add_argument(
        "--by", metavar=_("COLUMN"), default="", help=_("make the groups by this column instead")
    )
    one.add_argument("--groups", nargs="+", default=[], metavar=_("NAME"), help=_("only these groups"))
    one.add_argument(
        "--where",
        nargs="+",
        action="append",
        default=[],
        metavar=(_("COLUMN"), _("VALUE")),
        help=_("only people with one of these values in a column; can be repeated"),
    )
    one.add_argument("--scales", nargs="+", default=[], metavar=_("NAME"), help=_("only these scales"))
    one.add_argument("--one-by-one", action="store_true", help=_("no model of all scales together"))


def add_ways(one: argparse.ArgumentParser, words: Words) -> None:
    """How models are fitted and judged."""
    _ = words.gettext
    one.add_argument(
        "--release",
        nargs=3,
        action="append",
        default=[],
        metavar=(_("SCALE"), _("KIND"), _("ITEM")),
        help=_("let a loading, intercept or uniqueness of an item differ between groups"),
    )
    one.add_argument(
        "--cluster",
        metavar=_("COLUMN"),
        default="",
        help=_("the organisation of each person, for errors and tests that allow for it"),
    )
    one.add_argument("--weight", metavar=_("COLUMN"), help=_("for how many others each person stands"))
    one.add_argument(
        "--missing",
        choices=[each.value for each in Missing],
        default=Missing.COMPLETE.value,
        help=_(
            "people who left out an item: only complete answers, or everyone with what they answered (fiml)"
        ),
    )
    one.add_argument("--ordinal", action="store_true", help=_("take answers as ordered steps (WLSMV)"))
    one.add_argument("--cut-offs", choices=list(PRESETS), default="usual", help=_("how strict to be"))
    one.add_argument(
        "--matters",
        type=float,
        metavar=_("POINTS"),
        default=0.0,
        help=_("the smallest difference that matters, to test whether differences are smaller"),
    )
    one.add_argument(
        "--sensitivity", action="store_true", help=_("repeat it in every other way, side by side")
    )


def plan_of(options: argparse.Namespace) -> Plan:
    """Return the plan that the options make, or refuse what cannot be."""
    releases: dict[str, tuple[Release, ...]] = {}
    for scale, kind, item in options.release:
        known = next((one for one in KINDS if one == kind), None)
        if known is None:
            raise InvalidInputError(
                Message(
                    "“%(kind)s” cannot be released. Use one of: %(kinds)s.",
                    {"kind": kind, "kinds": ", ".join(KINDS)},
                )
            )
        releases[scale] = (*releases.get(scale, ()), Release(known, item))
    return Plan(
        scales=tuple(options.scales),
        groups=tuple(options.groups),
        several_factors=not options.one_by_one,
        releases=releases,
        rules=PRESETS[options.cut_offs].rules,
        by="" if options.by == getattr(options, "group", "") else options.by,
        where=where_of(options.where),
        cluster=options.cluster,
        weight=options.weight is not None,
        missing=Missing(options.missing),
        ordinal=options.ordinal,
        sensitivity=options.sensitivity,
        matters=options.matters,
    )


def _parted(asked: Sequence[str]) -> Sequence[str]:
    """Take “column=value” for what it means, where nothing else was said."""
    column, sign, value = asked[0].partition("=")
    return (column, *value.split(",")) if sign and column and value and len(asked) == 1 else asked


def where_of(asked: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return the values to keep, column by column."""
    kept: dict[str, tuple[str, ...]] = {}
    for column, *values in map(_parted, asked):
        if not values:
            raise InvalidInputError(
                Message("“--where %(column)s” names no value. Say which ones to keep.", {"column": column})
            )
        kept[column] = (*kept.get(column, ()), *values)
    return kept
