"""Two people who change the same part of a methodology: put together where they can be, shown where not."""

import json

import pytest
from django.urls import reverse
from tests.web.methodology.methodology_making import INDICATOR, RULE, TEXTS, make_methodology

from mentorway.web.methodology.actions import methodologies as actions
from mentorway.web.methodology.actions import methodology_parts as parts
from mentorway.web.methodology.analysis.methodologies import core_of, fingerprint_of
from mentorway.web.methodology.analysis.part_merging import put_together
from mentorway.web.methodology.models import Methodology

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


def quantity(place, **fields):
    return {f"rows-{place}-{name}": value for name, value in fields.items()}


def test_who_saves_over_another_sees_both_and_decides(client, methodology):
    where = url("change_rule", methodology.pk, "response")
    was = client.get(where).context["written"].form["was"].value()
    theirs = {**RULE, "threshold": 0.7}
    parts.change(methodology, methodology.created_by, kind="quality_rules", facts=theirs, was=was)
    sent = {"name": "Mine", "quality": "response", "threshold": "0.6", "rule": RULE["rule"], "was": was}
    reply = client.post(where, sent)
    page = text(reply)
    assert reply.status_code == 409
    assert "Somebody else has changed this meanwhile." in page
    assert "<td>0.7</td>" in page
    assert "<td>0.6</td>" in page
    assert core_of(methodology)["quality_rules"] == [theirs]
    sent["was"] = reply.context["written"].form["was"].value()
    assert client.post(where, sent).status_code == 302
    assert core_of(methodology)["quality_rules"][0]["name"] == "Mine"


def test_rows_that_another_has_added_stay_beside_what_is_written_here(client, methodology):
    where = url("change_indicator", methodology.pk, "cost")
    shown = client.get(where).context["written"]
    third = {**INDICATOR["quantities"][0], "name": "third"}
    theirs = {**INDICATOR, "formula": "sum_of_money ÷ count(open) + third"}
    theirs["quantities"] = [*INDICATOR["quantities"], third]
    was = fingerprint_of(INDICATOR)
    parts.change(methodology, methodology.created_by, kind="indicators", facts=theirs, was=was)
    sent = {name: shown.form[name].value() or "" for name in shown.form.fields}
    sent |= {"rows-TOTAL_FORMS": 3, "rows-INITIAL_FORMS": 2}
    for place, form in enumerate(shown.rows.forms):
        sent |= quantity(
            place, **{name: form[name].value() or "" for name in form.fields if name != "DELETE"}
        )
    page = text(client.post(where, {**sent, "target": "300"}, follow=True))
    assert "What they changed is kept too: Formula, Quantities." in page
    assert core_of(methodology)["indicators"] == [{**theirs, "target": 300.0}]


def test_where_two_clash_only_that_is_shown_and_the_rest_is_put_together(client, methodology):
    where = url("change_rule", methodology.pk, "response")
    shown = client.get(where).context["written"].form
    theirs = {**RULE, "threshold": 0.7, "consequence": "Nothing is reported."}
    parts.change(methodology, methodology.created_by, kind="quality_rules", facts=theirs, was=RULE)
    sent = {name: shown[name].value() or "" for name in shown.fields} | {"threshold": "0.6"}
    reply = client.post(where, sent)
    page = text(reply)
    assert reply.status_code == 409
    assert [one.what for one in reply.context["conflict"]] == ["Threshold"]
    assert "Nothing is reported.</textarea>" in page
    assert core_of(methodology)["quality_rules"] == [theirs]
    form = reply.context["written"].form
    again = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    assert client.post(where, again).status_code == 302
    assert core_of(methodology)["quality_rules"] == [{**theirs, "threshold": 0.6}]


def test_the_texts_of_the_whole_are_put_together(client, methodology):
    where = url("describe", methodology.pk)
    form = client.get(where).context["form"]
    sent = {name: form[name].value() or "" for name in ("title", "purpose", "design", "was", "base")}
    whole = {**TEXTS, "purpose": "Theirs."}
    actions.describe(methodology, methodology.created_by, texts=whole, is_shared=None, was=TEXTS)
    page = text(client.post(where, {**sent, "title": "Mine"}, follow=True))
    assert "What they changed is kept too: Purpose." in page
    found = Methodology.objects.values_list("title", "purpose").get()
    assert found == ("Mine", "Theirs.")


def test_a_base_that_is_not_what_was_read_counts_as_none(client, methodology):
    where = url("change_rule", methodology.pk, "response")
    sent = {"name": "Mine", "quality": "response", "rule": RULE["rule"], "was": "0" * 64}
    for base in ("{", "[]", "{}", json.dumps(RULE)):
        assert client.post(where, {**sent, "base": base}).status_code == 409
    assert core_of(methodology)["quality_rules"] == [RULE]


def test_the_whole_is_described_and_a_clash_is_shown(client, methodology):
    where = url("describe", methodology.pk)
    was = client.get(where).context["form"]["was"].value()
    assert client.post(where, {**TEXTS, "title": "New", "was": was}).status_code == 302
    page = text(client.post(where, {**TEXTS, "title": "Other", "was": was}))
    assert "Somebody else has changed this meanwhile." in page
    assert "<td>New</td>" in page
    assert Methodology.objects.get().title == "New"


def measures(*scales, note=""):
    return [{"instrument": "bank:a", "scale": scale, "note": note} for scale in scales]


def test_rows_are_put_together_row_by_row():
    base, theirs, mine = (
        {"measures": rows} for rows in (measures("A", "B"), measures("B", "C"), measures("A", "B", "D"))
    )
    both = put_together(base, theirs, mine)
    assert [one["scale"] for one in both.facts["measures"]] == ["B", "D", "C"]
    assert (both.clashes, both.taken) == ((), ("measures",))


def test_a_row_that_both_changed_is_a_clash_and_stays_mine():
    base, theirs, mine = ({"measures": measures("A", note=note)} for note in ("", "theirs", "mine"))
    both = put_together(base, theirs, mine)
    assert (both.facts, both.clashes) == (mine, ("measures",))


def test_paragraphs_apart_are_put_together_however_lines_end():
    base = {"rule": "One.\n\nTwo.\n\nThree."}
    theirs, mine = {"rule": "First.\n\nTwo.\n\nThree."}, {"rule": "One.\r\n\r\nTwo.\r\n\r\nThird."}
    both = put_together(base, theirs, mine)
    assert both.facts["rule"].split() == ["First.", "Two.", "Third."]
    assert both.clashes == ()


def test_nothing_that_is_not_known_to_be_unchanged_is_overwritten_without_a_base():
    both = put_together(None, {"name": "A", "unit": "h"}, {"name": "", "unit": "h"})
    assert (both.facts, both.clashes) == ({"name": "", "unit": "h"}, ("name",))
