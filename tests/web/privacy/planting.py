"""One person who has done everything that leaves a trace, and where their traces are looked for."""

import base64
import binascii
import io
import itertools
import re
import zipfile

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import BadSignature
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.evaluation import making as evaluating
from tests.web.mentoring.making import DAY, begin, join, make_round, propose
from tests.web.network.test_visits import make_visit
from tests.web.pilots import certifying
from tests.web.pilots.learning_making import GOOD, PLAN, SEEN, make_learning, make_triad
from tests.web.pilots.making import enrol, make_meeting

from mentorway.web.accounts.models import UserSession
from mentorway.web.core.personal import Kept, register
from mentorway.web.dissemination.models import Subscriber
from mentorway.web.evaluation.models import Assigned
from mentorway.web.mentoring.actions import agreements, concerns, goals, notes, supervision, talks
from mentorway.web.mentoring.models import (
    Enquiry,
    FairnessFacts,
    KeptApart,
    Mode,
    Nudge,
    RoundState,
    Side,
)
from mentorway.web.network.actions import contacts, visit_people
from mentorway.web.network.models import FollowUp
from mentorway.web.pilots.actions import journal, triads, works
from mentorway.web.pilots.models import (
    Attendance,
    AttendanceChange,
    CalendarLink,
    Letter,
    MeetingNotice,
    Presence,
    Source,
    Standing,
    StandingChange,
)
from mentorway.web.privacy.actions import asking
from mentorway.web.privacy.models import Right
from mentorway.web.study.actions import inviting
from mentorway.web.study.analysis.people import Person as Asked

NAME, EMAIL = "Canarina Zwitscher", "canarina.zwitscher@example.org"
_numbers = itertools.count(1)


def make_person(partner):
    """Return the person, who belongs to a partner and may sign in in every way."""
    user = make_member(partner, name=NAME, email=EMAIL)
    EmailAddress.objects.create(user=user, email=f"old.{EMAIL}", verified=False)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "canarysecret"})
    CalendarLink.objects.create(user=user, link="canarycalendarlink")
    return user


def in_network(user, host):
    """Let others note the person as a contact, invite them to a visit and ask them in a study."""
    contacts.add(host, name=NAME, email=EMAIL, phone="canaryphone", position="canaryposition")
    visit, _user, _host = make_visit(user=make_member(host))
    visit_people.add_person(visit, partner=visit.host, name=NAME, email=EMAIL, part="canarypart")
    FollowUp.objects.create(visit=visit, owner=user, text="Write the report", due=timezone.now().date())


def in_studies(user):
    """Ask the person in a study under a pseudonym, in which they answered."""
    whole = evaluating.make_running(people=1)
    wave = whole.waves.first().wave
    inviting.invite(wave, people=[Asked(EMAIL, NAME, "en", "FI", "education", None)])
    evaluating.answer(wave, EMAIL, answers={"why": "canaryanswer"})
    return whole


def in_pilots(user, whole):
    """Take part in a pilot with everything that one can leave there."""
    staff = make_member()
    cohort = make_learning(user=staff)
    meeting = make_meeting(cohort, facilitator=staff)
    others = [enrol(cohort, one) for one in ("Bert Lind", "Céline Ozols")]
    person = enrol(cohort, NAME, email=EMAIL, user=user, motivation="canarymotivation", agreed_to="a" * 64)
    StandingChange.objects.create(participant=person, standing=Standing.ENROLLED, why="canarywhy")
    facts = {"meeting": meeting, "participant": person}
    now = timezone.now()
    Attendance.objects.create(presence=Presence.PRESENT, source=Source.HAND, marked=now, **facts)
    AttendanceChange.objects.create(became=Presence.PRESENT, why="canarycorrection", **facts)
    MeetingNotice.objects.create(reminded=now, **facts)
    file = SimpleUploadedFile("canaryfile.txt", f"canaryfiletext of {NAME}".encode())
    works.add_file(person, PLAN, file=file)
    work = works.hand_in(
        person, PLAN, text="canarywork", revision=works.queries.work_by(person, PLAN).revision
    )
    work.feedback, work.note = f"Well done, {NAME}", "canarynote"
    work.save()
    entry = journal.write(person, text="canaryjournal", is_shared=True)
    entry.reply, entry.replied_by = f"Dear {NAME}", staff
    entry.save()
    triad = make_triad(cohort, person, *others)
    for observer, mentor in ((person, others[0]), (others[0], person)):
        triads.Observation.objects.create(
            triad=triad, assessment=SEEN, mentor=mentor, observer=observer, seen="canaryseen", levels=GOOD
        )
    letter = Letter.objects.create(cohort=cohort, subject="Hello", body="To all", by=staff, key="k")
    letter.receivers.add(person)
    Assigned.objects.create(evaluation=whole, participant=person, arm="programme", how="asked", at=now)
    certified = certifying.make_certified()
    mine = certifying.complete(certified, NAME, email=EMAIL, user=user)
    certifying.certify(mine)
    return person


def in_mentoring(user):
    """Work together in a pair, with everything that it leaves."""
    whole = make_round(state=RoundState.RUNNING)
    facts = {"email": EMAIL, "user": user, "about": "canaryabout", "manager_email": "canary.boss@example.org"}
    mentee = join(whole, name=NAME, answers={"why": "canaryprofile"}, **facts)
    mentor = join(whole, Side.MENTOR, "Leena Laine")
    begin(propose(whole, mentor, mentee))
    place, other = mentee.places.get(), mentor.places.get()
    day = (timezone.now() + 3 * DAY).date()
    begins = timezone.now().time().replace(hour=9)
    talks.book(place, day=day, begins=begins, minutes=45, mode=Mode.ROOM, place="Library", link="")
    notes.write(place, text="canarypairnote", is_shared=True)
    levels = [f"canarylevel {level}" for level in range(5)]
    goal = goals.Goal.objects.create(place=place, title="canarygoal", levels=levels, fixed=timezone.now())
    goals.Rating.objects.create(goal=goal, place=other, level=1)
    version = agreements.write(place, revision=0, aims="To learn")
    agreements.AgreementAcceptance.objects.get_or_create(version=version, place=place)
    concerns.ask_to_talk(place, kind="talk", text="canaryconcern")
    Enquiry.objects.create(place=place, text="canaryenquiry", reply=f"Dear {NAME}")
    place.closing_thanks = "canarythanks"
    place.save()
    Nudge.objects.create(place=place, days=21, since=timezone.now().date(), at=timezone.now())
    FairnessFacts.objects.create(person=mentee, gender="woman")
    KeptApart.objects.create(
        round=whole, mentee=mentee, mentor=join(whole, Side.MENTOR, "Bo"), why="canaryapart"
    )
    group = supervision.create(whole, title="Mentors", supervisor="Rita", mentors=[mentor])
    both = join(whole, Side.MENTOR, NAME, email=EMAIL, user=user)
    group.mentors.add(both)
    meeting = supervision.SupervisionMeeting.objects.create(group=group, starts=timezone.now())
    meeting.present.add(both)
    return mentor


def as_reader(user):
    """Ask for letters, ask about data, and be remembered by caches."""
    Subscriber.objects.create(
        email=EMAIL, language="en", secret_hash="b" * 64, consent_hash="c" * 64, asked=timezone.now()
    )
    make_member(role="coordinator")
    asking.ask(user, right=Right.QUESTION, text="canaryquestion", link="http://testserver/")
    cache.set(f"about-{EMAIL}", {"name": NAME})


def everywhere(user):
    """Leave traces in every activity; return who works with the person in a pair."""
    in_network(user, make_partner())
    in_pilots(user, in_studies(user))
    mentor = in_mentoring(user)
    as_reader(user)
    return mentor


def plant(person):
    """Put a sign of its own into every text of every row about the person; return each with where it is."""
    planted = {}
    for kept in register().values():
        if not isinstance(kept, Kept) or kept.found is None:
            continue
        model = apps.get_model(kept.model)
        for row in kept.found(person):
            for name in kept.fields:
                sign = f"zq{next(_numbers)}qz"
                if _is_planted(model, row, name, sign):
                    planted[sign] = (kept.model, row.pk)
    return planted


LEFT_ALONE = {
    # By these the person is found, or the program works with what stands in them.
    *("email", "name", "link", "code", "path", "token_hash", "secret_hash", "consent_hash", "agreed_to"),
    *("language", "number", "session_key", "session_data", "args_kwargs", "key", "time_zone", "pseudonym"),
    *("password", "actor", "about_whom", "instance_id", "link", "levels_held", "arm", "week", "languages"),
}


def _is_planted(model, row, name, sign):
    field = next((one for one in model._meta.fields if one.name == name), None)
    is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
    if not is_text or field.choices or name in LEFT_ALONE or model._meta.label == "core.AuditEntry":
        return False
    value = _with(getattr(row, name), sign, field)
    if value is None:
        return False
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**{name: value})
    except IntegrityError:
        return False
    return True


def _with(value, sign, field):
    if isinstance(field, models.JSONField):
        if isinstance(value, dict):
            return {**value, sign: sign}
        texts = isinstance(value, list) and value and all(isinstance(one, str) for one in value)
        return [sign, *value[1:]] if texts else None
    if isinstance(field, models.URLField):
        return f"https://example.org/{sign}"
    text = f"{value} {sign}".strip()
    return text if field.max_length is None or len(text) <= field.max_length else sign


def found_in_database(pattern):
    """Return in which tables something is found, also where it is packed."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                for hit in pattern.findall("\n".join(_unpacked(str(one)) for one in row)):
                    found.setdefault(table, set()).add(hit.lower())
    for session in UserSession.objects.all():
        hits = pattern.findall(str(session.get_decoded()))
        if hits:
            found.setdefault("sessions", set()).update(hits)
    return found


def _unpacked(text):
    """Return a text with what is written in base64 in it."""
    parts = [text, text.encode().decode("unicode_escape", "replace") if "\\u" in text else ""]
    for piece in re.findall(r"[A-Za-z0-9+/=]{24,}", text):
        try:
            parts.append(base64.b64decode(piece + "=" * (-len(piece) % 4)).decode("utf-8", "replace"))
        except (binascii.Error, ValueError, BadSignature):
            continue
    return "\n".join(parts).replace("\r\n ", "")


def found_in_files(pattern):
    """Return in which files of the data folder something is found, also within archives."""
    found = {}
    for path in settings.MENTORWAY_DATA.rglob("*"):
        if path.is_file():
            hits = _in_bytes(path.read_bytes(), pattern) | set(pattern.findall(path.name))
            if hits:
                found[str(path.relative_to(settings.MENTORWAY_DATA))] = hits
    return found


def _in_bytes(content, pattern):
    hits = {one.lower() for one in pattern.findall(content.decode("utf-8", "replace"))}
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                hits |= _in_bytes(archive.read(name), pattern)
    return hits
