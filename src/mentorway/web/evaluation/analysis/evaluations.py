"""What follows from what is written about an evaluation: what it starts with, what is next."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.evaluating.people import Arm
from mentorway.web.core.merging import texts
from mentorway.web.evaluation.analysis.asked import asked_once
from mentorway.web.evaluation.analysis.outcomes import Defined
from mentorway.web.evaluation.analysis.then import is_in_one
from mentorway.web.evaluation.models import AskedWave, Asking, Evaluation, Others, Result
from mentorway.web.evaluation.queries.asking import Member
from mentorway.web.network.models import Partner
from mentorway.web.study.models import Mode, Study

PLAIN: Final = ("title", "purpose", "others", "currency", "price_year")
CHOSEN: Final = ("study", "mentee_study", "round")


def facts_of(whole: Evaluation) -> dict[str, Any]:
    """Return what the form about an evaluation shows."""
    chosen = {name: getattr(whole, f"{name}_id") for name in CHOSEN}
    cohorts = [one.pk for one in whole.cohorts.all()] if whole.pk else []
    return {name: getattr(whole, name) for name in PLAIN} | chosen | {"cohorts": cohorts}


def snapshot_of(whole: Evaluation) -> dict[str, str]:
    """Return what a revision keeps."""
    return texts(facts_of(whole))


def take_over(whole: Evaluation, facts: Mapping[str, Any]) -> None:
    """Write what a form said into an evaluation, its pilots apart."""
    for name in (*PLAIN, *CHOSEN):
        value = facts[name]
        setattr(whole, name, value.replace("\r\n", "\n") if isinstance(value, str) else value)
    whole.search_text = f"{whole.title} {whole.purpose}"


def beginnings(partner: Partner, today: dt.date) -> dict[str, Any]:
    """Return what a new evaluation starts with."""
    return {"partner": partner, "currency": "EUR", "price_year": today.year, "others": Others.NOBODY}


def refusal_of(study: Study, partner: int) -> str:
    """Return why a study cannot be used for before and after, or nothing."""
    if study.partner_id != partner:
        return _("Choose a study of the partner that holds the evaluation.")
    if study.mode != Mode.PSEUDONYMOUS:
        return _(
            "“%(study)s” asks without pseudonyms. So before and after of the same person cannot be put side "
            "by side, and nobody can tell who took part. Choose a study with pseudonyms."
        ) % {"study": study}
    if study.key_destroyed is not None:
        return _(
            "“%(study)s” is closed for good and its key is destroyed. Nobody can tell any more whose answers "
            "belong together."
        ) % {"study": study}
    return ""


def proposed(numbers: Sequence[int]) -> list[tuple[Asking, str, int]]:
    """Return what the waves of a study are taken to ask about, by their order, each with its key.

    >>> [key for _asking, key, _number in proposed([1, 2, 3, 4])]
    ['before', 'after', 'follow_up', 'follow_up_2']
    """
    first = [(Asking.BEFORE, Asking.BEFORE.value), (Asking.AFTER, Asking.AFTER.value)]
    later = [(Asking.FOLLOW_UP, follow_up_key(place)) for place in range(len(numbers))]
    return [(asking, key, number) for (asking, key), number in zip([*first, *later], numbers, strict=False)]


def follow_up_key(place: int) -> str:
    """Return the key of a follow-up by its place, from 0.

    >>> follow_up_key(0), follow_up_key(1)
    ('follow_up', 'follow_up_2')
    """
    return f"{Asking.FOLLOW_UP}_{place + 1}" if place else Asking.FOLLOW_UP.value


@dataclass(frozen=True)
class Step:
    """Something to do on the way to a result: a sentence, whether it is done, and where to do it."""

    text: str
    is_done: bool
    label: str = ""
    url: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Standing:
    """What is known of an evaluation, to say what is next; who is invited and when, by the key of a wave."""

    has_pilots: bool
    waves: Sequence[AskedWave]
    outcomes: Sequence[Defined]
    invited: Mapping[str, int]
    when: Mapping[str, str]
    newest: Result | None


def steps_of(whole: Evaluation, known: Standing) -> list[Step]:
    """Return everything that leads to a result, in order, with what is done already."""
    return [
        *_choosing(whole, known),
        *_deciding(whole, known),
        *_inviting(whole, known),
        _computing(whole, known),
    ]


def next_of(steps: Sequence[Step]) -> Step | None:
    """Return the first step that is not done."""
    return next((one for one in steps if not one.is_done), None)


def _choosing(whole: Evaluation, known: Standing) -> list[Step]:
    change = reverse("evaluation:change_evaluation", args=[whole.pk])
    return [
        Step(_("Choose the pilots that are evaluated."), known.has_pilots, _("Choose pilots"), change),
        Step(
            _("Choose the study that asks before and after, with pseudonyms."),
            whole.study_id is not None,
            _("Choose a study"),
            change,
        ),
    ]


def _deciding(whole: Evaluation, known: Standing) -> list[Step]:
    asked = {one.asking for one in known.waves}
    usable = [one for one in known.outcomes if one.is_usable]
    lacks_pairs = is_in_one(known.waves) and not any(one.pairs for one in known.waves)
    pairing = Step(
        _("Say which questions of the wave after the programme ask about the time before."),
        not lacks_pairs,
        _("Questions about the time before"),
        reverse("evaluation:set_then", args=[whole.pk]),
    )
    return [
        Step(
            _("Say which wave of the study asks before, and which after."),
            bool({Asking.BEFORE, Asking.THEN} & asked) and Asking.AFTER in asked,
            _("Choose waves"),
            reverse("evaluation:set_waves", args=[whole.pk]),
        ),
        Step(
            _("Say what counts as an outcome: a scale made of questions."),
            bool(usable),
            _("New outcome"),
            reverse("evaluation:new_outcome", args=[whole.pk]),
        ),
        *([pairing] if is_in_one(known.waves) else []),
        Step(
            _("Say which outcome is the main one, before you look at results."),
            any(one.is_main for one in usable),
            _("Questions and outcomes"),
            reverse("evaluation:asking", args=[whole.pk]),
        ),
    ]


def _inviting(whole: Evaluation, known: Standing) -> list[Step]:
    texts_of = {
        Asking.BEFORE: _("Invite everybody before the programme begins."),
        Asking.THEN: _("Ask afterwards about the time before."),
        Asking.AFTER: _("Invite everybody when the programme has ended."),
        Asking.FOLLOW_UP: _("Invite everybody again some months later."),
    }
    waves = asked_once(known.waves)
    several = sum(one.asking == Asking.FOLLOW_UP for one in waves) > 1
    steps = []
    for one in waves:
        text = texts_of[Asking(one.asking)]
        if several and one.asking == Asking.FOLLOW_UP:
            text = _("Invite everybody again: %(wave)s.") % {"wave": one.wave.title}
        url = reverse("evaluation:invite", args=[whole.pk, one.key])
        is_done = known.invited.get(one.key, 0) > 0
        steps.append(Step(text, is_done, _("Invite people"), url, known.when.get(one.key, "")))
    return steps


def _computing(whole: Evaluation, known: Standing) -> Step:
    return Step(
        _("Compute what the programme changed."),
        known.newest is not None,
        _("Results"),
        reverse("evaluation:results", args=[whole.pk]),
    )


def people_by_arm(members: Sequence[Member]) -> dict[str, int]:
    """Return how many people of the pilots are in each arm, each counted once."""
    return {str(arm): sum(one.arm is arm for one in members) for arm in Arm}
