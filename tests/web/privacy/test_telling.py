"""Everything about a person is told to the person: readable, for programs, with files, without others."""

import json
import zipfile

import pytest
from django.utils import timezone, translation
from tests.conftest import make_member, make_partner, make_user
from tests.counting import at_most
from tests.web.pilots.learning_making import PLAN, make_learning
from tests.web.pilots.making import enrol, make_cohort, make_meeting
from tests.web.privacy import planting

from mentorway.web.core.personal import Kept, register
from mentorway.web.core.personal_rows import OfOthers
from mentorway.web.mentoring.models import KeptApart, Side
from mentorway.web.pilots.actions import works
from mentorway.web.pilots.models import Attendance, Presence, Source
from mentorway.web.privacy.analysis import telling
from mentorway.web.privacy.analysis.redacting import Redactor
from mentorway.web.privacy.queries import own as queries

pytestmark = pytest.mark.django_db


def told(user):
    """Return what the file for programs holds by table, the readable page, and the names of all parts."""
    with telling.package(queries.person_of(user), receipt="N") as packed, zipfile.ZipFile(packed) as archive:
        everything = json.loads(archive.read("my-data.json"))
        tables = {one["table"]: one for one in everything["tables"]}
        return tables, archive.read("my-data.html").decode(), archive


def test_tables_come_in_the_order_of_the_flow_with_purpose_basis_and_time():
    user = make_member()
    enrol(make_cohort(), email=user.email, user=user)
    tables, _page, _archive = told(user)
    order = [label for label in register() if label in tables]
    assert list(tables) == order
    one = tables["pilots.Participant"]
    assert one["basis"] == "Contract, article 6(1)(b)"
    assert one["seen_by"] == ["you", "people of the partner that runs it"]
    assert one["purpose"]
    assert one["kept"]


def test_what_belongs_to_others_is_not_in_it():
    user, cohort = make_user(), make_cohort()
    mine = enrol(cohort, email=user.email, user=user)
    other = enrol(cohort, "Bert Lind", email="bert@example.org", motivation="Private to Bert")
    meeting = make_meeting(cohort)
    for person in (mine, other):
        Attendance.objects.create(
            meeting=meeting, participant=person, presence=Presence.PRESENT, source=Source.HAND,
            marked=timezone.now(), marked_by=user,
        )  # fmt: skip
    tables, page, _archive = told(user)
    assert "Bert" not in json.dumps(tables) + page
    rows = tables["pilots.Attendance"]["rows"]
    assert {"number": other.attendance.get().pk, "by_you": True} in rows  # that they marked somebody is told
    assert len(rows) == 2


def test_what_others_wrote_is_told_without_their_names():
    staff, user = make_member(name="Leena Laine"), make_user(name="Aino Ek")
    cohort = make_learning(partner=staff.memberships.get().partner, user=staff)
    person = enrol(cohort, "Aino Ek", email=user.email, user=user)
    enrol(cohort, "Bert Lind")
    work = works.hand_in(person, PLAN, text="I thank Leena Laine", revision=0)
    work.feedback = f"Aino Ek works well with Bert, says Leena Laine ({staff.email}, {user.email})."
    work.save()
    (row,) = told(user)[0]["pilots.Work"]["rows"]
    assert row["feedback"] == f"Aino Ek works well with […], says […] ([…], {user.email})."
    assert row["text"] == "I thank Leena Laine"  # their own words


def test_who_is_kept_apart_learns_that_there_is_a_line_and_not_from_whom():
    whole, user = planting.make_round(), make_user()
    mentee = planting.join(whole, email=user.email, user=user)
    mentor = planting.join(whole, Side.MENTOR, "Leena Laine")
    KeptApart.objects.create(round=whole, mentee=mentee, mentor=mentor, why="They are sisters")
    (row,) = told(user)[0]["mentoring.KeptApart"]["rows"]
    assert set(row) == {"at"}


def test_files_that_the_person_added_are_in_it():
    user, cohort = make_user(), make_learning()
    person = enrol(cohort, email=user.email, user=user)
    file = planting.SimpleUploadedFile("plan.txt", b"My plan in full")
    kept = works.add_file(person, PLAN, file=file)
    with telling.package(queries.person_of(user), receipt="N") as packed, zipfile.ZipFile(packed) as archive:
        assert archive.read(f"files/pilots-workfile-{kept.pk}-plan.txt") == b"My plan in full"


def test_a_file_that_is_gone_from_the_disk_stops_nothing():
    user, cohort = make_user(), make_learning()
    person = enrol(cohort, email=user.email, user=user)
    kept = works.add_file(person, PLAN, file=planting.SimpleUploadedFile("plan.txt", b"My plan"))
    planting.works.attachments.forget(kept.path)
    tables, _page, archive = told(user)
    assert tables["pilots.WorkFile"]["rows"][0]["name"] == "plan.txt"
    assert not [name for name in archive.namelist() if name.startswith("files/")]


def test_the_page_is_in_the_language_of_its_reader_and_shows_words_not_codes():
    user = make_user(language="fi")
    enrol(make_cohort(), email=user.email, user=user)
    with translation.override("fi"):
        page = told(user)[1]
    assert '<html lang="fi">' in page
    assert ">enrolled<" not in page
    assert "Takes part" in told(user)[1]


def test_markup_in_what_was_written_stays_text():
    user = make_user(name="<script>alert(1)</script>")
    assert "<script>" not in told(user)[1]


def test_every_table_that_can_be_found_is_told():
    silent = [
        one.model
        for one in register().values()
        if isinstance(one, Kept) and one.found is not None and one.told is None
    ]
    assert silent == []


def test_somebody_who_has_done_everything_gets_it_at_once(django_capture_on_commit_callbacks):
    user = planting.make_person(make_partner())
    planting.everywhere(user)
    with at_most(3_000_000):
        tables, page, _archive = told(user)
    assert len(tables) > 40
    for sign in ("canarymotivation", "canaryjournal", "canarypairnote", "canaryquestion"):
        assert sign in page
        assert sign in json.dumps(tables)
    assert "canarysecret" not in page + json.dumps(tables)
    assert "Leena Laine" not in page


def test_names_of_others_are_left_out_as_whole_words():
    partner = make_partner()
    user = make_member(partner, name="Anna Berg")
    make_member(partner, name="Ann Ek")
    redactor = Redactor(queries.person_of(user))
    assert redactor.told(OfOthers("Ann told Anna Berg about Annika.")) == "[…] told Anna Berg about Annika."
