"""What the page «Who sees what» says is so: every rule is asked, and a rule that is widened is found out."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.mentoring import test_canary
from tests.web.privacy import seeing

from mentorway.language import LANGUAGES
from mentorway.web.core.personal import Viewer
from mentorway.web.methodology.models import Methodology, Questionnaire
from mentorway.web.network.models import Visit
from mentorway.web.network.models.partner_records import PartnerImportQuerySet
from mentorway.web.network.models.partners import PartnerQuerySet
from mentorway.web.pilots.models.learning import ObservationQuerySet
from mentorway.web.pilots.models.people import ParticipantQuerySet
from mentorway.web.practices.models import Practice
from mentorway.web.privacy import rules
from mentorway.web.privacy.analysis import who_sees
from mentorway.web.training.models import Programme

pytestmark = pytest.mark.django_db
# No row of these is in the world; their rules are those of the rows above them, which are.
NOT_IN_THE_WORLD = [
    *("dissemination.EntryFile", "dissemination.Release", "evaluation.Coded", "evaluation.Decision"),
    *("evaluation.Result", "journey.Reset", "mentoring.Matching", "mentoring.StandardAnswer"),
    "plan.Levelling",
]
# Seen by more people than the rule of the row itself says, on pages that are named here.
SEEN_ELSEWHERE = {
    "accounts.User: NETWORK": "names stand beside what people wrote and shared",
    "pilots.IssueRun: MEMBERS": "only by who is in charge of the partner that awards",
    "practices.Coding: MEMBERS": "on the page of the material, once both coders have handed in",
    "practices.CodingTask: MEMBERS": "on the page of the material",
    "practices.Review: MEMBERS": "on the page of the practice, once it is handed in",
}


@pytest.fixture
def world(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path
    return seeing.make_world()


def share_everything():
    """Bring rows into the state in which most people see them."""
    for model in (Visit, Questionnaire, Methodology, Programme):
        model.objects.update(is_shared=True)
    Practice.objects.update(state="published", published=timezone.now())


def test_it_is_known_of_every_table_how_it_is_seen():
    assert [one.model for one in seeing.tables() if not seeing.way_of(one)] == []


def test_a_table_that_nobody_sees_is_named_on_no_page():
    hidden = [one for one in seeing.tables() if seeing.way_of(one) == "nowhere"]
    assert len(hidden) > 5
    assert [file for one in hidden for file in seeing.named_in_pages(one)] == []


def test_exactly_those_see_a_row_who_are_said_to(world):
    assert seeing.undeclared(world) == []
    empty = [one.model for one in seeing.tables() if not world.rows[one.model]]
    asked = [one for one in seeing.tables() if seeing.way_of(one) in ("rule", "page")]
    assert sorted({one.model for one in asked} & set(empty)) == NOT_IN_THE_WORLD
    share_everything()
    assert seeing.undeclared(world) == []
    assert sorted(seeing.unseen(world)) == sorted(SEEN_ELSEWHERE)


def everything(self, _user):
    return self.all()


def test_a_rule_that_is_widened_is_found_out(world, monkeypatch):
    widened = {
        "network.PartnerImport": (PartnerImportQuerySet, "visible_to"),  # only oneself
        "pilots.Observation": (ObservationQuerySet, "visible_to"),  # only the pair
        "pilots.Participant": (ParticipantQuerySet, "visible_to"),  # only members
        "network.PartnerRevision": (
            PartnerQuerySet,
            "visible_to",
        ),  # only members, on the page of the partner
    }
    declared = {one.model: one for one in seeing.tables()}
    for model, (rows, name) in widened.items():
        with monkeypatch.context() as patch:
            patch.setattr(seeing, "tables", lambda model=model: [declared[model]])
            assert seeing.undeclared(world) == []
            patch.setattr(rows, name, everything)
            assert {f"{model}: network", f"{model}: outsider"} <= set(seeing.undeclared(world)), model
    with monkeypatch.context() as patch:
        patch.setattr(seeing, "tables", lambda: [declared["core.AuditEntry"]])
        patch.setattr(rules, "may_answer", lambda *_who: True)
        assert "core.AuditEntry: colleague" in seeing.undeclared(world)


def test_a_declaration_that_is_too_narrow_or_too_wide_is_found_out(world, monkeypatch):
    declared = {one.model: one for one in seeing.tables()}
    narrow = [_saying(declared["network.Contact"], Viewer.NOBODY)]
    wide = [_saying(declared["network.PartnerImport"], Viewer.NETWORK)]
    monkeypatch.setattr(seeing, "tables", lambda: narrow)
    assert seeing.undeclared(world) == ["network.Contact: colleague", "network.Contact: coordinator"]
    monkeypatch.setattr(seeing, "tables", lambda: wide)
    assert seeing.unseen(world) == ["network.PartnerImport: NETWORK"]


def _saying(kept, *viewers):
    return type(kept)(**{**vars(kept), "seen_by": viewers})


def test_a_page_that_names_what_nobody_sees_is_found_out(monkeypatch, tmp_path):
    views = tmp_path / "practices" / "views"
    views.mkdir(parents=True)
    (views / "leak.py").write_text("from practices.models import MaterialRevision\n", encoding="utf-8")
    monkeypatch.setattr(seeing, "WEB", tmp_path)
    kept = next(one for one in seeing.tables() if one.model == "practices.MaterialRevision")
    assert seeing.named_in_pages(kept) == ["leak.py: MaterialRevision"]


def test_what_belongs_to_a_pair_is_opened_page_by_page_elsewhere():
    assert set(seeing.BY_CANARY.values()) <= set(test_canary.CANARIES)
    pair = {*seeing.BY_CANARY, *seeing.BESIDE}
    declared = {viewer for one in seeing.tables() if one.model in pair for viewer in one.seen_by}
    assert declared == {Viewer.SELF, Viewer.PAIR, Viewer.NOBODY}


def test_pages_of_an_account_show_no_other_account(world):
    email = world.people["colleague"].email
    page = reverse("account_email")
    found = {}
    for kind, person in world.people.items():
        client = Client()
        client.force_login(person)
        found[kind] = email in client.get(page).content.decode()
    assert found == {"colleague": True, "coordinator": False, "network": False, "outsider": False}


# The page itself
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", who_sees.Part.values)
def test_everybody_reads_the_page_of_every_role(client, role, language):
    client.cookies["django_language"] = language
    page = client.get(reverse("privacy:who_sees"), {"role": role})
    assert page.status_code == 200
    text = page.content.decode()
    assert f'<option value="{role}" selected' in text
    assert len(re.findall("<h3>", text)) > 10


def test_what_nobody_else_sees_is_not_under_what_one_sees_of_others():
    for role in who_sees.Part.values:
        told = who_sees.told(role)
        assert [one for group in told.of_others for one in group.items if not one.viewers] == []


def test_a_visitor_sees_of_others_only_what_everybody_sees():
    told = who_sees.told("visitor")
    seen = {viewer for group in told.of_others for one in group.items for viewer in one.viewers}
    assert seen == {str(Viewer.EVERYBODY.value)}


def test_mentors_read_of_pairs_and_people_of_a_partner_do_not():
    mine = {one.model for one in seeing.tables() if who_sees.STANDS["mentor"].sees & set(one.seen_by)}
    theirs = {one.model for one in seeing.tables() if who_sees.STANDS["staff"].sees & set(one.seen_by)}
    coordinators = {
        one.model for one in seeing.tables() if who_sees.STANDS["coordinator"].sees & set(one.seen_by)
    }
    assert "mentoring.Note" in mine
    assert "mentoring.Note" not in theirs | coordinators


def test_a_mentee_is_not_told_of_work_that_only_partners_do():
    about = {str(one.about) for group in who_sees.told("mentee").own for one in group.items}
    assert "Evaluations that you began" not in about
    assert "Your profile in a mentoring round" in about


def test_a_role_that_is_not_there_shows_what_visitors_read(client):
    page = client.get(reverse("privacy:who_sees"), {"role": "<script>"})
    assert '<option value="visitor" selected' in page.content.decode()
