"""Who really sees the rows of a table: asked of the rule that its pages use, as every kind of person."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner, make_user
from tests.web import register_making as making
from tests.web.api.webhook_making import make_webhook
from tests.web.dissemination import entry_making, outreach_making
from tests.web.dissemination import making as publishing
from tests.web.evaluation import making as evaluating
from tests.web.federation import making as federating
from tests.web.plan import making as planning
from tests.web.privacy import planting

from mentorway.web.api.models import ApiToken, Delivery, ExternalMark
from mentorway.web.comparison.models import Edition as AnswersEdition
from mentorway.web.core.personal import Kept, Viewer, register
from mentorway.web.dissemination.models import ClaimRevision, EntryStep
from mentorway.web.evaluation.models import EvaluationRevision
from mentorway.web.federation.models import Gathering, Received
from mentorway.web.mentoring import rules as rounds
from mentorway.web.mentoring.models import Round, RoundRevision
from mentorway.web.network.models import Membership, Partner
from mentorway.web.network.rules import partners, visits
from mentorway.web.notices.models import Reader
from mentorway.web.pilots import rules as cohorts
from mentorway.web.pilots.models import Cohort, CohortRevision
from mentorway.web.plan.models import Baseline, PlanEvent
from mentorway.web.practices.rules import practices
from mentorway.web.privacy.models import Arrangement, ArrangementFile, Hold, RetentionRun

WEB = Path(__file__).parents[3] / "src" / "mentorway" / "web"
# Of a partner, in one way or another: who belongs to every partner of the world is all of these.
INSIDE = {Viewer.MEMBERS, Viewer.ADMINS, Viewer.ASKED, Viewer.PARTIES}
# Whoever a row is declared to be seen by, in the words of the register, for each kind of reader.
ALLOWED = {
    "colleague": INSIDE | {Viewer.NETWORK, Viewer.EVERYBODY},
    "coordinator": {Viewer.COORDINATORS, Viewer.NETWORK, Viewer.EVERYBODY},
    "network": {Viewer.NETWORK, Viewer.EVERYBODY},
    "outsider": {Viewer.EVERYBODY},
}
# A table without a rule of its own is shown on the pages of the row that it belongs to.
VIA = {
    "accounts.User": "memberships",
    "translation.Assignment": "language__document__practice",
    "translation.Translation": "language__document__practice",
    "translation.Draft": "translation__language__document__practice",
    "translation.Event": "language__document__practice",
    "network.PartnerRevision": "partner",
    "network.Acceptance": "version",
    "network.VisitRevision": "visit",
    "practices.PracticeRevision": "practice",
    "practices.PracticeStep": "practice",
    "practices.MaterialEvent": "material",
    "practices.Coding": "task",
    "practices.Decision": "passage",
    "practices.ChallengeRevision": "challenge",
    "methodology.Revision": "questionnaire",
    "study.Event": "study",
    "training.Revision": "programme",
    "pilots.StandingChange": "participant",
    "pilots.AttendanceChange": "participant",
    "pilots.TriadMember": "participant",
    "pilots.Letter_receivers": "letter",
    "pilots.CohortRevision": "cohort",
    "pilots.IssueRun": "cohort",
    "mentoring.KeptApart": "round",
    "mentoring.StandardAnswer": "round",
    "mentoring.Enquiry": "place__relation",
    "mentoring.Concern": "place__relation",
    "mentoring.RoundRevision": "round",
    "mentoring.SupervisionGroup_mentors": "supervisiongroup",
    "mentoring.SupervisionMeeting": "group",
    "mentoring.SupervisionMeeting_present": "supervisionmeeting__group",
    "evaluation.EvaluationRevision": "evaluation",
    "evaluation.Coded": "question__evaluation",
    "dissemination.ClaimRevision": "claim",
    "dissemination.ClaimStep": "claim",
    "dissemination.EntryRevision": "entry",
    "dissemination.EntryStep": "entry",
    "plan.Baseline": "project",
    "plan.Levelling": "project",
    "plan.PlanEvent": "project",
    "api.ExternalMark": "partner",
}
# Those pages ask for more than to see that row.
ASKING = {
    "api.ExternalMark": partners.may_manage,
    "network.VisitRevision": visits.takes_part,
    "practices.PracticeRevision": practices.may_follow,
    "practices.PracticeStep": practices.may_follow,
    "pilots.CohortRevision": cohorts.may_run,
    "pilots.IssueRun": cohorts.may_certify,
    "mentoring.KeptApart": rounds.may_see_people,
    "mentoring.StandardAnswer": rounds.may_see_people,
    "mentoring.RoundRevision": rounds.may_run,
}
# Shown on one page of ours, which opens or does not.
PAGES = {"core.AuditEntry": "privacy:audit_log", "privacy.RetentionRun": "privacy:retention"}
# Shown only on pages of the person's own account or secret address, which ask for no other row.
OWN_PAGES = {
    "core.Happening": "notices:news",
    "study.Draft": "study:fill",
    "account.EmailAddress": "account_email",
    "mfa.Authenticator": "mfa_index",
    "socialaccount.SocialAccount": "socialaccount_connections",
    "pilots.CalendarLink": "pilots:calendar_link",
}
# Every page is opened as every kind of person with these words planted: tests/web/mentoring/test_canary.py.
BY_CANARY = {
    "mentoring.Place": "canarythanks",
    "mentoring.Talk": "canaryroom",
    "mentoring.Note": "canarysharednote",
    "mentoring.AgreementVersion": "canaryagreement",
    "mentoring.Goal": "canarygoaltitle",
}
# Ticks and numbers beside those, on the same pages of the pair.
BESIDE = {"mentoring.AgreementAcceptance", "mentoring.Rating", "mentoring.FairnessFacts"}


@dataclass(frozen=True)
class Seen:
    """How many rows there are of a table, and which of them each kind of reader sees."""

    kept: Kept
    count: int
    by: dict[str, set[Any]]


@dataclass(frozen=True)
class World:
    """Rows of every table, and people who stand to them in every way."""

    people: dict[str, Any]
    rows: dict[str, set[Any]]


def make_world():
    """Make rows of every kind; then people, so that no row is about them but their own places."""
    partner, one, other = making.make_two()
    making.make_all(partner, one, other)
    planting.everywhere(planting.make_person(make_partner()))
    _publish(partner, one)
    _plan(partner, one)
    _answer_for(partner, one)
    _federate(partner, one)
    _let_programs_in(one)
    Reader.objects.create(user=one, seen=timezone.now(), looked=timezone.now())
    rows = {one.model: _keys(one) for one in tables()}
    network, outsider = make_member(), make_user()
    colleague = make_user()
    for each in Partner.objects.exclude(pk__in=network.partners.all()):
        Membership.objects.create(user=colleague, partner=each)
    people = {
        "colleague": colleague,
        "coordinator": make_member(role="coordinator"),
        "network": network,
        "outsider": outsider,
    }
    return World(people, rows)


def _publish(partner, user):
    claim = publishing.make_published(partner, user)
    ClaimRevision.objects.get_or_create(claim=claim, number=9, fields={}, by=user)
    story = entry_making.begin(user, partner)
    entry_making.write(story, user)
    EntryStep.objects.create(entry=story, before="draft", after="submitted", revision=1, by=user)
    outreach_making.make_file(outreach_making.make_action(partner, user))
    outreach_making.make_result(partner, user)
    outreach_making.make_mailing(make_member(partner))


def _plan(partner, user):
    project = planning.make_project(partner, user)
    planning.line(project)
    PlanEvent.objects.create(project=project, what={}, by=user)
    Baseline.objects.create(project=project, title="First", dates={}, by=user)
    whole = evaluating.make_evaluation(partner, user)
    EvaluationRevision.objects.create(evaluation=whole, number=9, fields={}, by=user)
    CohortRevision.objects.create(cohort=Cohort.objects.first(), number=9, fields={}, by=user)
    RoundRevision.objects.create(round=Round.objects.first(), number=9, fields={}, by=user)


def _answer_for(partner, user):
    day = making.DAY
    Hold.objects.create(person=user, reason="Audit", until=day)
    facts = {"title": "Study", "covers": "Answers", "essence": {"en": "Ask."}, "contact": user.email}
    arrangement = Arrangement.objects.create(begins=day, created_by=user, **facts)
    arrangement.parties.add(partner)
    ArrangementFile.objects.create(
        arrangement=arrangement, name="a.pdf", media_type="application/pdf", size=1, path="privacy/a.pdf"
    )
    RetentionRun.objects.create(by=user, counts={})


def _federate(partner, user):
    federating.make_sent(user, partner)
    call, node = federating.make_call(user, partner=partner), federating.make_node()
    package = Received.objects.create(
        call=call, node=node, number=1, replaces=0, digest_hash="0" * 64, fewest=10, people={}, withheld={},
        made=making.DAY, size=1, way=Received.Way.choices[0][0], receipt="", by=user,
    )  # fmt: skip
    edition = AnswersEdition.objects.latest("pk")
    Gathering.objects.create(call=call, edition=edition, people=10, withheld=0, by=user).packages.add(package)


def _let_programs_in(user):
    ApiToken.objects.create(user=user, name="Robot", prefix="robot", sha256="0" * 64, expires=timezone.now())
    hook, _secret = make_webhook(user)
    Delivery.objects.create(webhook=hook, name="plan.changed", next_at=timezone.now())
    place = user.memberships.first()
    ExternalMark.objects.create(user=user, partner=place.partner, place=place, mark="one")


def tables():
    """Return every table about people."""
    return [one for one in register().values() if isinstance(one, Kept)]


def _keys(kept):
    return set(apps.get_model(kept.model)._base_manager.values_list("pk", flat=True))


def rules_of(model):
    """Return the managers that say who sees rows; what is in the bin is seen by fewer people."""
    names = [one.name for one in model._meta.managers if one.name != "bin"]
    return [getattr(model, name) for name in names if hasattr(getattr(model, name), "visible_to")]


def way_of(kept):
    """Return how it is known who sees a table, or nothing if nobody has said so."""
    if kept.model in PAGES:
        return "page"
    if kept.model in OWN_PAGES:
        return "own page"
    if kept.model in BY_CANARY or kept.model in BESIDE:
        return "canary"
    if rules_of(apps.get_model(kept.model)) or kept.model in VIA:
        return "rule"
    return "nowhere" if set(kept.seen_by) == {Viewer.NOBODY} else ""


def seen_of(kept, world):
    """Return which rows of a table each kind of reader sees."""
    return Seen(
        kept,
        len(world.rows[kept.model]),
        {kind: _seen_by(kept, person) & world.rows[kept.model] for kind, person in world.people.items()},
    )


def _seen_by(kept, person):
    model = apps.get_model(kept.model)
    if kept.model in PAGES:
        client = Client()
        client.force_login(person)
        return _keys(kept) if client.get(reverse(PAGES[kept.model])).status_code == 200 else set()
    if kept.model not in VIA:
        return {pk for rule in rules_of(model) for pk in rule.visible_to(person).values_list("pk", flat=True)}
    path = VIA[kept.model]
    above = model
    for name in path.split("__"):
        above = above._meta.get_field(name).related_model
    may = ASKING.get(kept.model, lambda *_who: True)
    rows = getattr(above, "in_translation" if kept.model.startswith("translation.") else "objects")
    wanted = [row.pk for row in rows.visible_to(person) if may(person, row)]
    return set(model._base_manager.filter(**{f"{path}__in": wanted}).values_list("pk", flat=True))


def undeclared(world):
    """Return who sees a table without being declared to, as `model: kind of reader`."""
    found = []
    for kept in tables():
        if way_of(kept) in ("page", "rule"):
            seen = seen_of(kept, world)
            found += [
                f"{kept.model}: {kind}"
                for kind, rows in seen.by.items()
                if rows and not ALLOWED[kind] & set(kept.seen_by)
            ]
    return found


def unseen(world):
    """Return whom a table declares as readers though they see no row of it, as `model: viewer`."""
    asked = {"colleague": (Viewer.MEMBERS, Viewer.PARTIES), "coordinator": (Viewer.COORDINATORS,)}
    asked["network"] = (Viewer.NETWORK,)
    found = []
    for kept in tables():
        if way_of(kept) in ("page", "rule") and world.rows[kept.model]:
            seen = seen_of(kept, world)
            found += [
                f"{kept.model}: {viewer.name}"
                for kind, viewers in asked.items()
                for viewer in viewers
                if viewer in kept.seen_by and not seen.by[kind]
            ]
    return found


def named_in_pages(kept):
    """Return the files of views and exports that name a table that nobody is said to see."""
    app, _dot, name = kept.model.partition(".")
    folder = WEB / app
    files = [*folder.glob("views/*.py"), *folder.glob("exports*.py"), *folder.glob("exports/*.py")]
    word = re.compile(rf"\b{re.escape(name)}\b")
    return [f"{path.name}: {name}" for path in files if word.search(path.read_text(encoding="utf-8"))]
