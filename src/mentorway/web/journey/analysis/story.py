"""The story of the example: a chapter for each activity, told from its rows, in the order of the flow."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _

from mentorway.web import flow
from mentorway.web.dissemination.analysis.figures import shown
from mentorway.web.journey.queries import example as queries
from mentorway.web.journey.queries.example import Counted
from mentorway.web.practices.analysis.translated import in_lists

Text = str | Promise
SYNTHETIC: Final = gettext_lazy("Synthetic: invented for the example")
PUBLIC: Final = gettext_lazy("Public answers of real people, with their source")
COUNTS: Final = {
    "partners": ngettext_lazy("%(count)d partner", "%(count)d partners", "count"),
    "countries": ngettext_lazy("%(count)d country", "%(count)d countries", "count"),
    "agreements": ngettext_lazy("%(count)d agreement", "%(count)d agreements", "count"),
    "practices": ngettext_lazy("%(count)d practice described", "%(count)d practices described", "count"),
    "shown": ngettext_lazy("%(count)d accepted by reviewers", "%(count)d accepted by reviewers", "count"),
    "constructs": ngettext_lazy("%(count)d thing to measure", "%(count)d things to measure", "count"),
    "indicators": ngettext_lazy("%(count)d indicator", "%(count)d indicators", "count"),
    "answers": ngettext_lazy("%(count)d answer", "%(count)d answers", "count"),
    "modules": ngettext_lazy("%(count)d module", "%(count)d modules", "count"),
    "cited": ngettext_lazy("%(count)d practice cited", "%(count)d practices cited", "count"),
    "findings": ngettext_lazy("%(count)d finding cited", "%(count)d findings cited", "count"),
    "cohorts": ngettext_lazy("%(count)d cohort", "%(count)d cohorts", "count"),
    "people": ngettext_lazy("%(count)d person with a seat", "%(count)d people with a seat", "count"),
    "certificates": ngettext_lazy("%(count)d certificate", "%(count)d certificates", "count"),
    "pairs": ngettext_lazy("%(count)d pair at work", "%(count)d pairs at work", "count"),
    "meetings": ngettext_lazy("%(count)d meeting held", "%(count)d meetings held", "count"),
    "programme": ngettext_lazy("%(count)d person took part", "%(count)d people took part", "count"),
    "comparison": ngettext_lazy("%(count)d person waited", "%(count)d people waited", "count"),
    "pilots": ngettext_lazy("%(count)d pilot", "%(count)d pilots", "count"),
    "lines": ngettext_lazy("%(count)d line of the plan", "%(count)d lines of the plan", "count"),
    "done": ngettext_lazy("%(count)d done", "%(count)d done", "count"),
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """Where a page is, how it is called, and whether everybody may open it."""

    url: str
    label: Text
    is_public: bool = False


@dataclass(frozen=True)
class Chapter:
    """What one activity did: one or two sentences, what is counted, where it is, what comes of it.

    ``ways`` is empty where the example lacks the row: then ``text`` says so.
    """

    app: str
    title: Text
    text: Text
    counts: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    feeds: Text = ""
    label: Text = SYNTHETIC

    @property
    def is_there(self) -> bool:
        """Whether the example has what this chapter tells of."""
        return bool(self.ways)

    def open_to(self, *, inside: bool) -> tuple[Way, ...]:
        """Return the pages that a reader may open: visitors only what everybody may."""
        return tuple(one for one in self.ways if inside or one.is_public)


@dataclass(frozen=True)
class Told:
    """What a chapter says of a row: the sentences, the counts, the pages."""

    text: str
    counts: tuple[str, ...]
    ways: tuple[Way, ...]
    label: Text = SYNTHETIC


FEEDS: Final[dict[str, Text]] = {
    "network": gettext_lazy("The partners describe what works with them: good practices."),
    "practices": gettext_lazy("What works elsewhere says what is worth measuring: the methodology."),
    "methodology": gettext_lazy("Its questionnaire is what the study asks."),
    "study": gettext_lazy("The answers of the countries are put side by side."),
    "comparison": gettext_lazy("The training cites what the comparison found."),
    "training": gettext_lazy("Cohorts take the published version of the programme."),
    "pilots": gettext_lazy("Who was trained becomes a mentor."),
    "mentoring": gettext_lazy("Whether all this changes anything is for the evaluation to say."),
    "evaluation": gettext_lazy("What may be said in public becomes a claim that carries its evidence."),
    "dissemination": "",
    "plan": "",
}


def story() -> list[Chapter]:
    """Return every chapter, told from the rows that are there now; the plan comes last."""
    return [_chapter(one) for one in (*flow.FLOW, flow.PLAN)]


def _chapter(activity: flow.Activity) -> Chapter:
    told = TELLERS[activity.app]()
    if told is None:
        return Chapter(activity.app, activity.title, _("This part of the example is not here."))
    feeds = FEEDS[activity.app]
    return Chapter(activity.app, activity.title, told.text, told.counts, told.ways, feeds, told.label)


def _counted(found: Counted, *names: str) -> tuple[str, ...]:
    return tuple(str(COUNTS[name] % {"count": found.counts[name]}) for name in names)


def _way(name: str, label: Text, *arguments: Any, is_public: bool = False) -> Way:
    return Way(reverse(name, args=arguments), label, is_public)


def _network() -> Told | None:
    found = queries.network()
    if found is None:
        return None
    return Told(
        _("Organisations in several countries agree to run mentoring together, and visit each other."),
        _counted(found, "partners", "countries", "agreements"),
        (
            _way("network:partners", _("See the partners")),
            _way("network:agreements", _("See the agreements")),
            _way("network:public", _("See the public list of partners"), is_public=True),
        ),
    )


def _practices() -> Told | None:
    found = queries.practices()
    if found is None:
        return None
    ((_practice, words),) = in_lists([found.row], get_language() or "en")
    text = _(
        "Partners describe what works with them. Reviewers of other countries read it, and say what fits."
    )
    return Told(
        text + " " + _("The first one: “%(title)s”.") % {"title": words["title"].text},
        _counted(found, "practices", "shown"),
        (
            _way("practices:practice", _("Read the practice"), found.row.pk),
            _way("practices:public", _("See published practices"), is_public=True),
        ),
    )


def _methodology() -> Told | None:
    found = queries.methodology()
    if found is None:
        return None
    return Told(
        _("“%(title)s” says what is measured, how, and with which questions in five languages.")
        % {"title": found.row},
        _counted(found, "constructs", "indicators"),
        (_way("methodology:methodology:overview", _("Open the methodology"), found.row.pk),),
    )


def _study() -> Told | None:
    found = queries.study()
    if found is None:
        return None
    text = _(
        "“%(study)s” asks the questionnaire “%(questionnaire)s”. A program made the answers: nobody "
        "was asked."
    )
    values = {"study": found.row, "questionnaire": found.row.version.questionnaire}
    return Told(
        text % values,
        _counted(found, "answers", "countries"),
        (_way("study:board", _("Open the study"), found.row.pk),),
    )


def _comparison() -> Told | None:
    own, public = queries.comparisons()
    if own is None and public is None:
        return None
    ways, texts = [], []
    if own is not None:
        texts.append(
            _("“%(title)s” says scale by scale what the answers of the countries allow to say.")
            % {"title": own.analysis}
        )
        ways.append(_way("comparison:overview", _("See what may be compared"), own.pk, is_public=True))
    if public is not None:
        texts.append(
            _("“%(title)s” does the same with real public answers; its page names the source.")
            % {"title": public.analysis}
        )
        ways.append(
            _way("comparison:overview", _("See the comparison of public answers"), public.pk, is_public=True)
        )
    return Told(" ".join(texts), (), tuple(ways), _labels(own, public))


def _labels(own: Any, public: Any) -> Text:
    if own is None or public is None:
        return SYNTHETIC if public is None else PUBLIC
    return _("Synthetic answers, and beside them public answers of real people with their source")


def _training() -> Told | None:
    found = queries.training()
    if found is None:
        return None
    counts = Counted(found.row, {**found.counts, "cited": found.counts["practices"]})
    return Told(
        _("Mentors learn from “%(title)s”. Each module names the practice or finding that it answers.")
        % {"title": found.row},
        _counted(counts, "modules", "cited", "findings"),
        (
            _way("training:overview", _("Open the programme"), found.row.pk),
            _way("training:coverage", _("See what it rests on"), found.row.pk),
            _way("site:programmes", _("Take the programme along"), get_language() or "en", is_public=True),
        ),
    )


def _pilots() -> Told | None:
    found = queries.pilots()
    if found is None:
        return None
    return Told(
        _("Groups take the programme: they meet, practise in threes, hand in work, and are certified.")
        + " "
        + _("One of them: “%(title)s”.") % {"title": found.row},
        _counted(found, "cohorts", "people", "certificates"),
        (_way("pilots:cohort", _("Open the cohort"), found.row.pk),),
    )


def _mentoring() -> Told | None:
    found = queries.mentoring()
    if found is None:
        return None
    text = _("In “%(title)s” a solver brings together who fits, and says why.") % {"title": found.row}
    if found.row.cohort is not None:
        text += " " + _("Its mentors come from “%(cohort)s”.") % {"cohort": found.row.cohort}
    return Told(
        text,
        _counted(found, "pairs", "meetings", "countries"),
        (
            _way("mentoring:round", _("Open the round"), found.row.pk),
            _way("mentoring:board", _("See how pairs are doing"), found.row.pk),
        ),
    )


def _evaluation() -> Told | None:
    found = queries.evaluation()
    if found is None:
        return None
    whole, _pk, number = found.row
    return Told(
        _("“%(title)s” looks at two earlier pilots: what changed, at what cost, and what is decided.")
        % {"title": whole},
        _counted(found, "pilots", "programme", "comparison"),
        (
            _way("evaluation:result", _("Read what was found"), whole.pk, number),
            _way("evaluation:decisions", _("See what was decided"), whole.pk),
        ),
    )


def _dissemination() -> Told | None:
    found = queries.claim()
    if found is None:
        return None
    claim, version = found
    language = get_language() or "en"
    words = version.texts.get(language) or version.texts.get(claim.language, {})
    sentence = words.get("sentence", "").replace("{figure}", shown(version, language))
    return Told(
        sentence + " " + _("Behind the number stands its whole chain, back to the question that was asked."),
        (),
        (
            _way("dissemination:claim", _("Open the claim and its chain"), claim.pk),
            _way("site:claim", _("Read it as the public does"), language, claim.slug, is_public=True),
        ),
    )


def _plan() -> Told | None:
    found = queries.plan()
    if found is None:
        return None
    return Told(
        _("“%(title)s” says who does what by when; its lines rest on what the chapters above made.")
        % {"title": found.row},
        _counted(found, "lines", "done"),
        (
            _way("plan:project", _("Open the plan"), found.row.pk),
            _way("plan:gantt", _("See it as a chart"), found.row.pk),
        ),
    )


TELLERS: Final[dict[str, Callable[[], Told | None]]] = {
    "network": _network,
    "practices": _practices,
    "methodology": _methodology,
    "study": _study,
    "comparison": _comparison,
    "training": _training,
    "pilots": _pilots,
    "mentoring": _mentoring,
    "evaluation": _evaluation,
    "dissemination": _dissemination,
    "plan": _plan,
}
