"""Six synthetic practices in several states, with reviews, judgements of transferability, translations."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from mentorway.web.accounts.models import User
from mentorway.web.network.example.people import acting_for, anybody_of
from mentorway.web.network.models import Membership, Partner, Role
from mentorway.web.practices.actions import practices as actions
from mentorway.web.practices.actions import transfer
from mentorway.web.practices.actions.moving import move
from mentorway.web.practices.analysis.translated import texts_of
from mentorway.web.practices.models import (
    Criterion,
    Practice,
    PracticeState,
    Review,
    Strength,
    Topic,
    Verdict,
)
from mentorway.web.translation.actions.bringing import as_drafts, take_over
from mentorway.web.translation.actions.languages import add_language

AWAITED: Final = "Example: a draft of the authors that awaits a native reader."
HERE: Final = Path(__file__).parent
COUNTRIES: Final = ("FI", "SE", "LV", "LT")
REVIEWERS: Final = (
    ("reviewer.lv@example.org", "Liene Example", "LV"),
    ("reviewer.lt@example.org", "Lina Example", "LT"),
)
REVIEW: Final = (PracticeState.SUBMITTED, PracticeState.REVIEW)
# Where each practice has come, move by move, with the round of review in which it happens.
WAYS: Final[Mapping[str, tuple[tuple[PracticeState, str], ...]]] = {
    "pairs": (
        *((state, "") for state in REVIEW),
        (
            PracticeState.CHANGES,
            "A strong idea. Describe step 2 so that others can do it, and say who answered twice.",
        ),
        (PracticeState.SUBMITTED, "Step 2 is described, and the evidence says how many answered twice."),
        (PracticeState.REVIEW, ""),
        (PracticeState.ACCEPTED, "Thank you. Both reviewers advise to accept it."),
        (PracticeState.PUBLISHED, ""),
    ),
    "circles": (*((state, "") for state in REVIEW), (PracticeState.ACCEPTED, "Accepted as it is.")),
    "ninety": tuple((state, "") for state in REVIEW),
    "reverse": (
        *((state, "") for state in REVIEW),
        (
            PracticeState.CHANGES,
            "Describe one pair from beginning to end, and say what is known before and after.",
        ),
    ),
    "swap": tuple((state, "") for state in REVIEW),
    "evening": (),
}
STRENGTHS: Final = {
    "pairs": (Strength.CHANGED, "The same questions before and after, without a comparison group."),
    "circles": (Strength.MONITORED, "Results were recorded, but nothing was measured before."),
}
JUDGEMENTS: Final = (
    ("pairs", "SE", Verdict.ADAPTED, "Working time for mentors has to be agreed with the unions first."),
    ("pairs", "LV", Verdict.AS_IS, "Training companies already know the role of a mentor."),
    (
        "pairs",
        "LT",
        Verdict.PARTS,
        "The contract and the review after four months; two hours a week are too much here.",
    ),
    ("circles", "FI", Verdict.AS_IS, "Libraries offer rooms in the evening."),
    (
        "circles",
        "LT",
        Verdict.NOT,
        "Without a fee nobody leads a circle; there is no money for it at present.",
    ),
)


@transaction.atomic
def load(partner: Partner) -> None:
    """Store the practices, unless that was done before."""
    if Practice.objects.filter(is_example=True).exists():
        return
    known = Partner.objects.filter(is_example=True, deleted=None, country__in=COUNTRIES).order_by("-pk")
    partners = {one.country: one for one in [*known, partner]}
    people = {country: _somebody(found) for country, found in partners.items()}
    coordinator = acting_for(partner)
    rows = {}
    for told in _read("practices.json"):
        if told["country"] in partners:
            key = told.pop("key")
            rows[key] = _written(partners[told["country"]], people[told["country"]], told)
            _went(rows[key], coordinator, people, key)
    for key, by_language in _translations().items():
        if key in rows:
            _translated(rows[key], coordinator, by_language)
    for key, country, verdict, conditions in JUDGEMENTS:
        if key in rows and country in partners:
            _judged(rows[key], people[country], partners[country], verdict, conditions)
    User.objects.filter(email__in=[email for email, _name, _country in REVIEWERS]).update(is_active=False)


def _read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((HERE / name).read_text("utf-8"))
    return found


def _translations() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = json.loads((HERE / "translations.json").read_text("utf-8"))
    return found


def _somebody(partner: Partner) -> User:
    """Return who writes and judges for a partner: who is there, or somebody who can never sign in."""
    found = anybody_of(partner)
    if found:
        return found
    email, name = next((email, name) for email, name, country in REVIEWERS if country == partner.country)
    user = User.objects.create_user(email, name=name, language=partner.country.lower())
    Membership.objects.create(user=user, partner=partner, role=Role.MEMBER)
    return user


def _written(partner: Partner, user: User, told: dict[str, Any]) -> Practice:
    topics = list(Topic.objects.filter(slug__in=told.pop("topics")))
    practice = actions.write(user, partner=partner, topics=topics, website="", **told)
    Practice.objects.filter(pk=practice.pk).update(is_example=True)
    return Practice.objects.get(pk=practice.pk)


def _went(practice: Practice, coordinator: User, people: Mapping[str, User], key: str) -> None:
    """Take a practice along its way, with what reviewers wrote on it."""
    author = practice.created_by or coordinator
    for state, note in WAYS[key]:
        if state == PracticeState.SUBMITTED and practice.reviews.exists():
            practice.review_round += 1
        if state == PracticeState.PUBLISHED:
            practice.published = timezone.now()
        if state == PracticeState.ACCEPTED:
            practice.strength, practice.strength_why = STRENGTHS[key]
        also = ("review_round", "published", "strength", "strength_why")
        move(practice, author if state == PracticeState.SUBMITTED else coordinator, state, note, *also)
        if state == PracticeState.REVIEW:
            _reviewed(practice, people, key)


def _reviewed(practice: Practice, people: Mapping[str, User], key: str) -> None:
    day = timezone.localdate()
    for told in _read("reviews.json"):
        if told["practice"] != key or told["round"] != practice.review_round:
            continue
        written = bool(told["advice"])
        scores = dict(zip(Criterion.values, told["scores"], strict=written))
        texts = {name: told[name] for name in ("strength", "advice", "remarks", "confidential")}
        review = Review(
            practice=practice,
            round=practice.review_round,
            reviewer=people[told["by"].upper()],
            due=day + dt.timedelta(days=14),
            scores=scores,
            handed_in=timezone.now() if written else None,
            **texts,
        )
        review.full_clean()
        review.save()


def _translated(practice: Practice, user: User, by_language: Mapping[str, Mapping[str, str]]) -> None:
    """Keep translations that readers see, each with the remark that it is a draft."""
    for code, targets in by_language.items():
        language = add_language(practice.document, code=code, name=dict(settings.LANGUAGES)[code])
        as_drafts(language, user, texts=texts_of(practice), targets=targets)
    take_over(practice.document, remark=AWAITED)
    actions.find_by_translations(practice)


def _judged(practice: Practice, user: User, partner: Partner, verdict: str, conditions: str) -> None:
    transfer.judge(practice, user, partner=partner, verdict=verdict, conditions=conditions)
