"""The pages of methodologies: what people see, what they send, and what they are told."""

import json
import re

import pytest
from django.urls import reverse
from tests.conftest import make_member, make_partner, make_user
from tests.web.methodology import making
from tests.web.methodology.methodology_making import (
    CONSTRUCT,
    INDICATOR,
    RULE,
    TEXTS,
    make_methodology,
    publish,
)

from mentorway.web.methodology.actions import methodology_parts as parts
from mentorway.web.methodology.analysis.methodologies import content_of, core_of, fingerprint_of
from mentorway.web.methodology.models import Edition, Methodology
from mentorway.web.methodology.translated import METHODOLOGY_OWNER

pytestmark = pytest.mark.django_db


@pytest.fixture
def methodology(client):
    made = make_methodology()
    client.force_login(made.created_by)
    return made


def url(name, *args):
    return reverse(f"methodology:methodology:{name}", args=args)


def text(response):
    return response.content.decode()


def rows(count, **fields):
    sent = {f"rows-{name.replace('__', '-')}": value for name, value in fields.items()}
    return {"rows-TOTAL_FORMS": count, "rows-INITIAL_FORMS": 0, **sent}


def quantity(place, **fields):
    return {f"rows-{place}-{name}": value for name, value in fields.items()}


@pytest.mark.parametrize("name", ["methodology:methodology:new", "methodology:create", "training:new"])
def test_one_begins_to_write_in_the_language_of_the_page(client, name):
    client.force_login(make_member())
    form = client.get(reverse(name), headers={"accept-language": "lt"}).context["form"]
    assert (form["name"].value(), form["code"].value()) == ("Lietuvių", "lt")


INDICATOR_SENT = {
    "name": "Hours",
    "level": "results",
    "aim": "efficiency",
    "formula": "sum(minutes)",
    "unit": "h",
    "direction": "lower",
    "target": "12,5",
    **rows(1),
    **quantity(0, name="minutes", what="time spent", unit="min", origin="question", source="Mentoring/time"),
}


def test_the_list_teaches_finds_and_pages(client):
    user = make_member(
        make_partner(name="House of Learning")
    )  # its name is searched too, numbers in it as well
    client.force_login(user)
    assert "A methodology says before the first question is asked" in text(client.get(url("list")))
    partner = user.memberships.get().partner
    for number in range(21):
        make_methodology(partner, user, whole=False, title=f"Methodology {number}")
    page = text(client.get(url("list")))
    assert "Page 1 of 2" in page
    found = text(client.get(url("list"), {"q": "methodology 17"}))
    assert "Methodology 17" in found
    assert "Methodology 16" not in found
    assert "No methodology has all of these words: zzz." in text(client.get(url("list"), {"q": "zzz"}))


def test_a_version_is_found_by_its_fingerprint(client, methodology):
    cited = publish(methodology).content_hash[:12]
    make_methodology(methodology.partner, methodology.created_by, title="Another")
    page = text(client.get(url("list"), {"q": cited}))
    assert TEXTS["title"] in page
    assert "Another" not in page


def test_the_list_is_in_the_language_of_the_reader(client, methodology):
    language = making.make_team(methodology)
    title = METHODOLOGY_OWNER.texts(methodology)[0]
    making.translate(language, title, written="Vai mentorings palīdz?")
    latvian = {"accept-language": "lv"}
    assert "Vai mentorings palīdz?" in text(client.get(url("list"), headers=latvian))
    page = text(client.get(url("overview", methodology.pk), headers=latvian))
    assert "Vai mentorings palīdz?</h1>" in page
    assert "(en)" in page


def test_who_belongs_to_no_partner_begins_none(client):
    client.force_login(make_user(is_staff=True))
    assert "You do not belong to a partner yet." in text(client.get(url("new")))
    client.post(url("new"), {**TEXTS, "partner": make_partner().pk, "name": "English", "code": "en"})
    assert not Methodology.objects.exists()


def test_a_methodology_is_begun(client):
    user = make_member(make_partner())
    client.force_login(user)
    partner = user.memberships.get().partner
    sent = {**TEXTS, "partner": partner.pk, "name": "Suomi", "code": "fi"}
    reply = client.post(url("new"), sent)
    made = Methodology.objects.get()
    assert reply.headers["Location"] == url("overview", made.pk)
    assert (made.title, made.created_by, content_of(made)["language"]) == (TEXTS["title"], user, "fi")


def test_the_overview_shows_what_is_covered_and_what_is_not(client, methodology):
    page = text(client.get(url("overview", methodology.pk)))
    assert "Levels without an indicator" in page
    assert "1 Reaction, 2 Learning, 3 Behaviour, 4 Results" in page
    assert "IPIP" in page
    assert TEXTS["purpose"] in page


def test_a_construct_shows_items_licence_and_who_uses_it(client, methodology):
    page = text(client.get(url("construct", methodology.pk, "openness")))
    assert "10 items" in page
    assert "Public domain" in page or "public domain" in page
    assert "Cost for each mentee" in page
    assert client.get(url("construct", methodology.pk, "nothing")).status_code == 404


def test_an_indicator_shows_its_formula_drawn_and_in_words(client, methodology):
    page = text(client.get(url("indicator", methodology.pk, "cost")))
    assert "<mfrac><mtext>money spent</mtext>" in page
    assert "Money spent, divided by the number of people with openness (EUR per person)" in page


def test_what_people_write_is_never_markup(client, methodology):
    evil = {**INDICATOR, "name": "<script>alert(1)</script>"}
    evil["quantities"] = [{**INDICATOR["quantities"][0], "what": "<b>x</b>"}, INDICATOR["quantities"][1]]
    was = fingerprint_of(INDICATOR)
    parts.change(methodology, methodology.created_by, kind="indicators", facts=evil, was=was)
    page = text(client.get(url("indicator", methodology.pk, "cost")))
    assert "<b>x</b>" not in page
    assert "<script>alert" not in page


def test_an_indicator_is_added_with_a_short_name_made_of_its_name(client, methodology):
    reply = client.post(url("new_indicator", methodology.pk), INDICATOR_SENT)
    assert reply.headers["Location"] == url("indicators", methodology.pk)
    added = core_of(methodology)["indicators"][1]
    assert (added["key"], added["target"], added["quantities"][0]["source"]) == (
        "hours",
        12.5,
        "Mentoring/time",
    )
    client.post(url("new_indicator", methodology.pk), INDICATOR_SENT)
    assert core_of(methodology)["indicators"][2]["key"] == "hours_2"
    page = text(client.get(url("indicator", methodology.pk, "hours")))
    assert "which no questionnaire has" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"formula": "sum("}, "The formula ends where a number or a name was expected."),
        ({"name": ""}, "This field is required."),
        ({"rows-0-origin": "number"}, "Write the number that is agreed on."),
        ({"rows-0-value": "3"}, "Leave this empty: only a number agreed on has a value."),
        ({"rows-0-source": ""}, "Say where it is read."),
        ({"rows-0-name": "Minutes!"}, "Use small letters a–z, digits and _, a letter first."),
        ({"target": "many"}, "Enter a number."),
        ({"key": "cost"}, "There is an indicator with this short name."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, methodology, changes, said):
    reply = client.post(url("new_indicator", methodology.pk), {**INDICATOR_SENT, **changes})
    assert reply.status_code == 200
    assert said in text(reply)
    assert len(core_of(methodology)["indicators"]) == 1


def test_two_quantities_of_one_name_are_refused(client, methodology):
    sent = {**INDICATOR_SENT, "rows-TOTAL_FORMS": 2}
    sent |= quantity(1, name="minutes", what="x", unit="h", origin="record", source="x")
    assert "There is a quantity with this name already." in text(
        client.post(url("new_indicator", methodology.pk), sent)
    )


def test_a_row_left_as_it_was_shown_is_none(client, methodology):
    empty = quantity(1, name="", what="", unit="", origin="scale", source="", value="")
    sent = {**INDICATOR_SENT, "rows-TOTAL_FORMS": 2, **empty}
    assert client.post(url("new_indicator", methodology.pk), sent).status_code == 302
    assert len(core_of(methodology)["indicators"][1]["quantities"]) == 1


def test_rows_are_added_without_losing_or_storing_anything(client, methodology):
    sent = {**INDICATOR_SENT, "name": "", "more": "1"}
    page = text(client.post(url("new_indicator", methodology.pk), sent))
    assert 'name="rows-3-name"' in page
    assert 'value="time spent"' in page
    assert "This field is required." not in page
    assert len(core_of(methodology)["indicators"]) == 1


def test_a_row_is_removed_by_its_tick(client, methodology):
    page = client.get(url("change_indicator", methodology.pk, "cost"))
    formset = page.context["written"].rows
    sent = {**INDICATOR_SENT, "formula": "sum_of_money", "was": page.context["written"].form["was"].value()}
    sent |= {"rows-TOTAL_FORMS": 3, "rows-INITIAL_FORMS": 2, "rows-1-DELETE": "on"}
    for place, form in enumerate(formset.initial_forms):
        sent |= quantity(
            place, **{name: form[name].value() or "" for name in form.fields if name != "DELETE"}
        )
    sent |= quantity(2, name="", what="", unit="", origin="scale", source="", value="")
    assert client.post(url("change_indicator", methodology.pk, "cost"), sent).status_code == 302
    assert [one["name"] for one in core_of(methodology)["indicators"][0]["quantities"]] == ["sum_of_money"]


def test_the_activity_begins_with_the_methodologies(client, methodology):
    assert client.get("/methodology/").headers["Location"] == url("list")
    assert client.get("/methodology/questionnaires/").status_code == 200


def test_a_part_that_another_has_removed_is_not_found(client, methodology):
    parts.remove(methodology, methodology.created_by, kind="quality_rules", key="response")
    assert client.post(url("change_rule", methodology.pk, "response"), {"name": "x"}).status_code == 404


def test_a_construct_is_measured_with_a_scale_of_the_bank(client, methodology):
    page = client.get(url("new_construct", methodology.pk))
    assert "bank:ipip-big-five-50|Agreeableness" in text(page)
    sent = {"name": "Kindness", "definition": "Being kind.", **rows(2)}
    sent |= quantity(0, scale="bank:ipip-big-five-50|Agreeableness", scoring="sum", fewest_items="8", note="")
    sent |= quantity(1, scale="bank:training-evaluation-inventory|", named="Subjective fun", scoring="mean")
    assert client.post(url("new_construct", methodology.pk), sent).status_code == 302
    measures = core_of(methodology)["constructs"][1]["measures"]
    assert [(one["instrument"], one["scale"], one["scoring"], one["fewest_items"]) for one in measures] == [
        ("bank:ipip-big-five-50", "Agreeableness", "sum", 8),
        ("bank:training-evaluation-inventory", "Subjective fun", "mean", None),
    ]
    again = client.get(url("change_construct", methodology.pk, "kindness"))
    assert "training-evaluation-inventory: Subjective fun" in text(again)


def test_a_scale_without_wording_needs_its_name(client, methodology):
    sent = {"name": "Fun", "definition": "Fun.", **rows(2)}
    sent |= quantity(0, scale="bank:training-evaluation-inventory|", scoring="mean")
    sent |= quantity(1, scale="bank:ipip-big-five-50|Agreeableness", named="x", scoring="mean")
    page = text(client.post(url("new_construct", methodology.pk), sent))
    assert "Write which scale of the instrument it is." in page
    assert "Leave this empty: the scale is chosen in the list." in page


def test_a_rule_begins_with_a_preset_and_its_source(client, methodology):
    assert "?preset=invariance" in text(client.get(url("rules", methodology.pk)))
    page = text(client.get(url("new_rule", methodology.pk), {"preset": "invariance"}))
    assert "doi:10.1080/10705510701301834" in page
    assert 'value="0.01"' in page
    assert client.get(url("new_rule", methodology.pk), {"preset": "zzz"}).status_code == 200


def test_parts_are_moved_and_removed(client, methodology):
    client.post(url("new_indicator", methodology.pk), {**INDICATOR_SENT, "level": "roi"})
    client.post(url("move_indicator", methodology.pk, "hours"), {"up": "1"})
    assert [one["key"] for one in core_of(methodology)["indicators"]] == ["hours", "cost"]
    assert "Remove the indicator" in text(client.get(url("remove_indicator", methodology.pk, "cost")))
    client.post(url("remove_indicator", methodology.pk, "cost"))
    assert [one["key"] for one in core_of(methodology)["indicators"]] == ["hours"]


def test_colleagues_write_the_design_and_who_is_in_charge_shares_it(client, methodology):
    where = url("describe", methodology.pk)
    client.force_login(make_member(methodology.partner))
    page = client.get(where)
    assert "is_shared" not in page.context["form"].fields
    sent = {**TEXTS, "design": "Waves.", "is_shared": "on", "was": page.context["form"]["was"].value()}
    assert client.post(where, sent).status_code == 302
    assert Methodology.objects.values_list("design", "is_shared").get() == ("Waves.", False)


def test_it_is_deleted_and_brought_back(client, methodology):
    client.post(url("delete", methodology.pk))
    assert client.get(url("overview", methodology.pk)).status_code == 404
    assert TEXTS["title"] in text(client.get(url("deleted")))
    client.post(url("restore", methodology.pk))
    assert client.get(url("overview", methodology.pk)).status_code == 200


def test_a_version_is_published_and_compared(client, methodology):
    where = url("publish", methodology.pk)
    revision = client.get(where).context["revision"]
    assert client.post(where, {"revision": revision, "note": "First"}).status_code == 302
    edition = Edition.objects.get()
    assert edition.content_hash in text(client.get(url("edition", methodology.pk, 1)))
    assert "there is nothing to publish" in text(client.get(where))
    client.post(url("new_indicator", methodology.pk), {**INDICATOR_SENT, "rows-0-origin": "record"})
    assert "The formula gives" not in text(client.get(where))
    assert "sum needs one value for each person" in text(client.get(where))
    client.post(url("remove_indicator", methodology.pk, "hours"))
    client.post(url("remove_rule", methodology.pk, "response"))
    publish(methodology)
    page = text(client.get(url("difference", methodology.pk, 2, 1)))
    assert "From version 1 to version 2" in page
    assert "Quality rule “Response rate”" in page
    assert "Version 2" in text(client.get(url("versions", methodology.pk)))
    downloaded = client.get(url("edition_file", methodology.pk, 1, "json"))
    assert json.loads(downloaded.content)["constructs"] == [CONSTRUCT]


@pytest.mark.parametrize(("kind", "status"), [("xlsx", 200), ("json", 200), ("pdf", 404)])
def test_the_draft_and_versions_are_downloaded(client, methodology, kind, status):
    publish(methodology)
    assert client.get(url("download", methodology.pk, kind)).status_code == status
    assert client.get(url("edition_file", methodology.pk, 1, kind)).status_code == status


def test_deleting_and_bringing_back_ask_first(client, methodology):
    assert "You can bring them back for 30 days" in text(client.get(url("delete", methodology.pk)))
    client.post(url("delete", methodology.pk))
    assert "Bring back Does mentoring work?" in text(client.get(url("restore", methodology.pk)))


def test_a_formula_that_cannot_be_read_is_shown_as_it_is(client, methodology):
    facts = {**INDICATOR, "formula": "sum("}
    was = fingerprint_of(INDICATOR)
    parts.change(methodology, methodology.created_by, kind="indicators", facts=facts, was=was)
    page = text(client.get(url("indicator", methodology.pk, "cost")))
    assert "<code>sum(</code>" in page
    assert "<math" not in page


def test_who_only_reads_is_offered_no_change(client, methodology):
    Methodology.objects.update(is_shared=True)
    client.force_login(make_member(make_partner()))
    for name in ("overview", "indicators", "rules", "versions"):
        page = text(client.get(url(name, methodology.pk)))
        assert not re.search(r"methodologies/[0-9]+/\S*(change|remove|move|new-)", page)
        assert "/publish/" not in page


def test_a_number_stands_in_the_form_as_the_reader_writes_it_and_is_read_back(client, methodology):
    client.cookies["django_language"] = "fi"
    where = url("change_rule", methodology.pk, "response")
    form = client.get(where).context["written"].form
    assert 'value="0,5"' in str(form["threshold"])
    sent = {name: form[name].value() or "" for name in form.fields} | {"threshold": "0,5", "source": "Us"}
    assert client.post(where, sent).status_code == 302
    assert core_of(methodology)["quality_rules"] == [{**RULE, "source": "Us"}]
