"""Two people who did the same things together: what is told to one can be looked through for the other."""

import datetime as dt
import uuid

from django.test import Client
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.methodology.making import make_questionnaire
from tests.web.practices.making_challenges import make_challenge, make_material
from tests.web.practices.practices_making import make_practice
from tests.web.study.making import make_study

from mentorway.web.comparison.models import Analysis, Comparison, Dataset
from mentorway.web.comparison.models import Edition as Stored
from mentorway.web.core import audit
from mentorway.web.core.models import Happening
from mentorway.web.core.personal import Person
from mentorway.web.methodology.actions import publishing
from mentorway.web.methodology.models import Edition as Agreed
from mentorway.web.methodology.models import Indicator, Instrument, Methodology, PowerAnalysis, Proof
from mentorway.web.network.actions import partners as network
from mentorway.web.network.models import (
    Acceptance,
    AgendaItem,
    Agreement,
    AgreementFile,
    AgreementVersion,
    Attendee,
    Contact,
    FollowUp,
    NetworkFinding,
    PartnerImport,
    PartnerMerge,
    PartnersApart,
    Visit,
    VisitFile,
    VisitRevision,
)
from mentorway.web.practices.actions import coding
from mentorway.web.practices.models import (
    ChallengeFinding,
    ChallengeRevision,
    CodingTask,
    Decision,
    Intake,
    MaterialRevision,
    PracticeFile,
    PracticeStep,
    Review,
    Transfer,
)
from mentorway.web.practices.models import Coding as Code
from mentorway.web.study.analysis import keys
from mentorway.web.study.analysis.codes import new_code, respondent_code
from mentorway.web.study.models import (
    Batch,
    Consent,
    Download,
    Event,
    Invitation,
    Mode,
    Participation,
    Response,
)
from mentorway.web.study.models import Draft as Begun
from mentorway.web.training.models import Edition, File, Programme
from mentorway.web.training.models import Revision as ProgrammeRevision
from mentorway.web.translation.actions import languages, translating
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.models import Document, Draft

MARK = "f" * 64
DAY = dt.date(2026, 5, 4)
ANSWER = "I talk with my mentor under the old oak."


def make_two():
    """Return two people of one partner, both in charge, with names and addresses found nowhere else."""
    partner = make_partner(name="Oak School")
    one = make_member(partner, "admin", name="Ainokaisa Qvist", email="ainokaisa@qvist.example")
    other = make_member(partner, "admin", name="Brynjulf Xanten", email="brynjulf@xanten.example")
    return partner, one, other


def person_of(user):
    return Person(user, frozenset({user.email}))


def make_all(partner, one, other):
    """Make a row of every kind that is about ``one``, and the same of ``other`` beside it."""
    for who in (one, other):
        Client().force_login(who)
    for me, you in ((one, other), (other, one)):
        _network(partner, me)
        _visits(partner, me, you)
        _practices(partner, me, you)
        _studies(partner, me, _methods(partner, me))
        _comparisons(partner, me)
        _training(partner, me)
        audit.record(audit.Done.DATA_TOLD, actor=me, about=audit.fingerprint("user", me.pk))
        Happening.objects.create(name="plan.changed", row=me.pk, actor=audit.of_person(me))
    _together(partner, one, other)


def _file(model, me, **fields):
    values = {"name": "paper.pdf", "media_type": "application/pdf", "size": 3, "added_by": me}
    return model.objects.create(path=f"network/{uuid.uuid4().hex}.pdf", **values, **fields)


def _network(partner, me):
    second, third = make_partner(), make_partner()
    network.describe(
        partner, me, revision=type(partner).objects.get(pk=partner.pk).revision, city=f"Town {me.pk}"
    )
    Contact.objects.create(
        partner=partner, name=me.name, email=me.email, phone="+358 1", position="Head", may_be_asked=True
    )
    PartnerMerge.objects.create(kept=partner, double=second, moved={}, by=me)
    PartnersApart.objects.create(first=second, second=third, by=me)
    PartnerImport.objects.create(by=me, file_name="list.csv", rows=[{"contact": me.email, "name": me.name}])
    NetworkFinding.objects.create(
        first_day=DAY, last_day=DAY, kinds=[], ties=[], result={}, fingerprint=MARK, version="1", by=me
    )
    agreement = Agreement.objects.create(title="Placements", owner=partner, created_by=me)
    version = AgreementVersion.objects.create(agreement=agreement, number=1, starts=DAY, written_by=me)
    Acceptance.objects.create(
        version=version, partner=partner, answer="accepted", signatory=me.name, position="Head", by=me
    )
    _file(AgreementFile, me, agreement=agreement)


def _visits(partner, me, you):
    now = timezone.now()
    visit = Visit.objects.create(
        title="Spring visit", host=partner, starts=now, ends=now + dt.timedelta(hours=2), created_by=me
    )
    VisitRevision.objects.create(visit=visit, number=1, fields={}, by=me)
    AgendaItem.objects.create(visit=visit, position=1, title="Welcome", minutes=10, speaker=me.name)
    AgendaItem.objects.create(visit=visit, position=2, title="Tour", minutes=10, speaker=you.name)
    for who in (me, you):
        Attendee.objects.create(visit=visit, partner=partner, name=who.name, email=who.email, part="Guide")
        FollowUp.objects.create(visit=visit, text="Write", owner=who, owner_name=who.name, due=DAY)
    _file(VisitFile, me, visit=visit)


def _practices(partner, me, you):
    practice = make_practice(partner, me)
    PracticeStep.objects.create(practice=practice, before="draft", after="submitted", revision=1, by=me)
    _file(PracticeFile, me, practice=practice)
    for who in (me, you):
        Review.objects.create(practice=practice, reviewer=who, remarks="Clear.", confidential="Between us.")
    Transfer.objects.create(practice=practice, partner=partner, country="FI", verdict="as_is", by=me)
    challenge = make_challenge()
    ChallengeRevision.objects.create(challenge=challenge, number=1, fields={}, by=me)
    ChallengeFinding.objects.create(result={}, fingerprint=MARK, version="1", by=me)
    Intake.objects.create(by=me, partner=partner, file_name="talks.csv", rows=[{"text": me.name}])
    _material(me, you, challenge)


def _material(me, you, challenge):
    material = make_material(me)
    MaterialRevision.objects.create(material=material, number=1, fields={}, by=me)
    coding.ask(material, me, (me, you), link="https://example.org/")
    passage = material.passages.first()
    for task in CodingTask.objects.filter(material=material):
        Code.objects.create(task=task, passage=passage, challenge=challenge)
    Decision.objects.create(passage=passage, challenge=challenge, holds=True, by=me)


def _methods(partner, me):
    instrument = Instrument.objects.create(partner=partner, title="Scale", content={}, created_by=me)
    Proof.objects.create(
        instrument=instrument, name="letter.pdf", content_type="application/pdf", content=b"x"
    )
    questionnaire = make_questionnaire(partner, me)
    version = publishing.publish(questionnaire, me, revision=questionnaire.revision, note="")
    methodology = Methodology.objects.create(
        partner=partner, document=Document.objects.create(), title="How we measure", created_by=me
    )
    Indicator.objects.create(
        methodology=methodology, key="trust", name="Trust", level="learning", formula="a", owner=me.name
    )
    Agreed.objects.create(methodology=methodology, number=1, content={}, content_hash=MARK, published_by=me)
    PowerAnalysis.objects.create(
        methodology=methodology, title="How many", asked={}, found={}, library_version="1", by=me
    )
    return version


def _studies(partner, me, version):
    study = make_study(partner, version=version, mode=Mode.PSEUDONYMOUS, created_by=me, contact=me.email)
    wave = study.waves.first()
    place = {"country": "FI", "sector": "education"}
    Consent.objects.create(study=study, number=9, texts={"en": "Do you agree?"}, hash=MARK, by=me, day=DAY)
    code = new_code(wave=wave, **place)
    code.save()
    Invitation.objects.create(wave=wave, email=me.email, name=me.name, language="en", code=code, **place)
    Begun.objects.create(
        wave=wave, version=study.version, resume_hash=uuid.uuid4().hex * 2, code=code, language="en",
        day=DAY, answers={"who": me.name}, **place,
    )  # fmt: skip
    Participation.objects.create(wave=wave, user=me)
    Response.objects.create(
        wave=wave, version=study.version, code=respondent_code(), day=DAY, language="en", mode=study.mode,
        pseudonym=keys.pseudonym_of(study, me.email), consent=9,
        answers={"who": f"{ANSWER} {me.name}"}, **place,
    )  # fmt: skip
    Event.objects.create(study=study, what="created", by=me, day=DAY)
    Download.objects.create(study=study, kind="csv", by=me)
    Batch.objects.create(wave=wave, name="old.csv", by=me)


def _comparisons(partner, me):
    dataset = Dataset.objects.create(
        partner=partner, title="Trust", uploaded_by=me, answers_name="a.csv", codebook_name="c.csv"
    )
    edition = Stored.objects.create(dataset=dataset, number=1, sha256=MARK, by=me)
    analysis = Analysis.objects.create(dataset=dataset, title="Trust", created_by=me)
    Comparison.objects.create(analysis=analysis, edition=edition, number=1, plan={}, asked_by=me)


def _training(partner, me):
    programme = Programme.objects.create(
        partner=partner, document=Document.objects.create(), title="Listening", created_by=me
    )
    ProgrammeRevision.objects.create(programme=programme, number=1, content={}, what="Title changed", by=me)
    _file(File, me, programme=programme, sha256=MARK)
    Edition.objects.create(programme=programme, number=1, content={}, content_hash=MARK, published_by=me)


def _together(partner, one, other):
    """Translate a text together: each drafts, one reviews, the other adjudicates."""
    practice = make_practice(partner, one)
    language = languages.add_language(practice.document, code="lt", name="Lietuvių")
    people = {"translator1": one, "translator2": other, "reviewer": one, "adjudicator": other}
    languages.assign(language, one, people=people)
    first, second = Text("title", "Oak", "Title"), Text("summary", "Elm", "In short")
    for who in (one, other):
        translating.save_draft(language, who, text=first, written="Ąžuolas", hand_in=True)
    translating.save_draft(language, one, text=second, written="Unseen words", hand_in=False)
    translating.review(language, one, text=first, written="Ąžuolas", comment="Short.")
    translating.adjudicate(language, other, text=first, written="Ąžuolas")
    assert Draft.objects.filter(author=one).count() == 2
