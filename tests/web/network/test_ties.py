import datetime as dt

import networkx as nx
import pytest
from django.urls import reverse
from django.utils import timezone, translation
from tests.conftest import make_member, make_partner, make_user

from mentorway.web.network.actions import ties as actions
from mentorway.web.network.analysis import graph
from mentorway.web.network.analysis import ties as analysis
from mentorway.web.network.analysis import ties_read as reading
from mentorway.web.network.models import (
    Acceptance,
    Agreement,
    AgreementVersion,
    NetworkFinding,
    Party,
    Visit,
    VisitPartner,
)
from mentorway.web.network.queries.ties import Tie, TieKind, ties_between

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 6, 30)
ALL = [kind.value for kind in TieKind]


def make_agreement(*partners, starts=FIRST, ends=None, state="accepted"):
    """Return an agreement that all partners have signed; a draft nobody has."""
    row = Agreement.objects.create(title="A", owner=partners[0])
    Party.objects.bulk_create(Party(agreement=row, partner=partner) for partner in partners)
    if state == "draft":
        return row
    version = AgreementVersion.objects.create(agreement=row, number=1, text="A", starts=starts, ends=ends)
    signed = {"version": version, "answer": "accepted", "signatory": "A"}
    Acceptance.objects.bulk_create(Acceptance(partner=partner, **signed) for partner in partners)
    Agreement.objects.filter(pk=row.pk).update(state=state, starts=starts, ends=ends, held=version)
    return row


def make_visit(host, *guests, day=dt.date(2026, 3, 1), kind="visit", state="held"):
    starts = dt.datetime.combine(day, dt.time(9), dt.UTC)
    row = Visit.objects.create(
        title="V", host=host, kind=kind, state=state, starts=starts, ends=starts + dt.timedelta(hours=2)
    )
    VisitPartner.objects.bulk_create(VisitPartner(visit=row, partner=guest) for guest in guests)
    return row


def make_network():
    """Return three schools and two firms: a triangle of two schools and a firm, and a firm behind it."""
    school, college, alone = (make_partner(name=name) for name in ("School", "College", "Alone"))
    works, shop = (make_partner(name=name, sector="business") for name in ("Works", "Shop"))
    make_visit(school, college, works)
    make_agreement(works, shop)
    return school, college, alone, works, shop


def look():
    """Take a look as somebody who runs the installation and belongs to no partner."""
    return actions.look(make_user(is_staff=True), first_day=FIRST, last_day=LAST, kinds=ALL)


def test_everyone_at_a_visit_has_met_and_parties_of_an_agreement_are_tied():
    school, college, _alone, works, shop = make_network()
    assert list(ties_between(FIRST, LAST, ALL)) == [
        Tie(works.pk, shop.pk, TieKind.AGREEMENT),
        Tie(school.pk, college.pk, TieKind.VISIT),
        Tie(school.pk, works.pk, TieKind.VISIT),
        Tie(college.pk, works.pk, TieKind.VISIT),
    ]


@pytest.mark.parametrize(
    ("starts", "ends", "counts"),
    [
        (FIRST - dt.timedelta(days=9), FIRST, 1),
        (FIRST - dt.timedelta(days=9), FIRST - dt.timedelta(days=1), 0),
        (LAST, None, 1),
        (LAST + dt.timedelta(days=1), None, 0),
    ],
)
def test_an_agreement_counts_if_it_held_on_one_day_of_the_time(starts, ends, counts):
    make_agreement(make_partner(), make_partner(), starts=starts, ends=ends)
    assert len(list(ties_between(FIRST, LAST, ALL))) == counts


def test_an_agreement_that_was_ended_counts_until_then():
    make_agreement(make_partner(), make_partner(), ends=FIRST + dt.timedelta(days=9), state="ended")
    assert len(list(ties_between(FIRST, LAST, ALL))) == 1
    assert list(ties_between(FIRST + dt.timedelta(days=10), LAST, ALL)) == []


def test_who_was_added_but_has_not_signed_is_not_tied():
    first, second, asked = (make_partner() for _ in range(3))
    row = make_agreement(first, second)
    Party.objects.create(agreement=row, partner=asked)
    assert [(tie.first, tie.second) for tie in ties_between(FIRST, LAST, ALL)] == [(first.pk, second.pk)]


def test_partners_left_out_of_a_large_network_still_count(monkeypatch):
    monkeypatch.setattr(analysis, "MOST_NODES", 3)
    first, second = make_partner(), make_partner(sector="business")
    for _ in range(8):
        make_partner(sector="business")
    make_agreement(first, second)
    finding = look()
    density, mixed = finding.result["density"], finding.result["mixing"]
    assert (len(finding.ties["nodes"]), density["possible"], density["value"]) == (2, 45, 1 / 45)
    assert (mixed["members"], mixed["expected"]) == ({"business": 9, "education": 1}, 9 / 45)
    said = reading.read(finding.ties, finding.result).sentences
    assert any("too large to test" in sentence for sentence in said)
    assert any("8 partners without ties are left out" in sentence for sentence in said)


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_visits_that_were_not_held_and_deleted_rows_tie_nobody(state):
    make_visit(make_partner(), make_partner(), state=state)
    Visit.objects.filter(pk=make_visit(make_partner(), make_partner()).pk).update(deleted=timezone.now())
    make_agreement(make_partner(), make_partner(), state="draft")
    assert list(ties_between(FIRST, LAST, ALL)) == []


def test_the_measures_are_those_of_networkx():
    school, college, alone, works, shop = make_network()
    finding = look()
    drawn = nx.Graph(
        [(school.pk, college.pk), (school.pk, works.pk), (college.pk, works.pk), (works.pk, shop.pk)]
    )
    drawn.add_node(alone.pk)
    between = nx.betweenness_centrality(drawn)
    constraint = nx.constraint(drawn)
    for node, measured in zip(finding.ties["nodes"], finding.result["nodes"], strict=True):
        assert measured["normalised"] == pytest.approx(between[node["id"]])
        if node["id"] != alone.pk:
            assert measured["constraint"] == pytest.approx(constraint[node["id"]])
    assert finding.result["density"]["value"] == pytest.approx(nx.density(drawn))
    assert finding.result["components"] == {"sizes": [4, 1], "isolates": 1}
    assert [
        n["id"]
        for n, m in zip(finding.ties["nodes"], finding.result["nodes"], strict=True)
        if m["is_cut_point"]
    ] == [works.pk]


def test_a_finding_keeps_its_data_and_the_same_data_have_the_same_fingerprint():
    make_network()
    first, second = look(), look()
    assert first.fingerprint == second.fingerprint
    assert first.result == second.result
    make_agreement(make_partner(), make_partner())
    assert look().fingerprint != first.fingerprint
    assert NetworkFinding.objects.get(pk=first.pk).result == first.result


def test_the_time_before_is_as_long_and_says_what_changed():
    school, college, *_ = make_network()
    make_visit(school, college, day=FIRST - dt.timedelta(days=3))
    make_visit(school, make_partner(name="Gone"), day=FIRST - dt.timedelta(days=3))
    change = look().result["change"]
    assert (change["kept"], change["made"], change["lost"]) == (1, 3, 1)


def test_few_ties_are_not_tested_and_one_sector_has_no_mixture():
    make_network()
    facts = look()
    said = reading.read(facts.ties, facts.result).sentences
    assert any("too few ties" in sentence for sentence in said)
    NetworkFinding.objects.all().delete()
    alike = {
        "nodes": [
            {"id": 1, "name": "A", "country": "FI", "sector": "education"},
            {"id": 2, "name": "B", "country": "FI", "sector": "education"},
        ],
        "left_out": 0,
        "members": {"education": 2},
        "ties": [{"first": 1, "second": 2, "kinds": {"visit": 1}}],
        "before": [],
    }
    assert any("one sector" in sentence for sentence in reading.read(alike, analysis.result(alike)).sentences)


def test_ties_across_sectors_beyond_chance_are_said_so():
    schools = [make_partner() for _ in range(6)]
    firms = [make_partner(sector="business") for _ in range(6)]
    for school in schools:
        for firm in firms:
            make_visit(school, firm)
    finding = look()
    assert finding.result["ei"]["network"]["value"] == 1
    assert finding.result["ei"]["test"]["p"] < 0.01
    assert any(
        "more than chance" in sentence for sentence in reading.read(finding.ties, finding.result).sentences
    )


def test_numbers_are_written_as_the_reader_writes_them():
    make_network()
    finding = look()
    with translation.override("fi"):
        assert any("0,400" in sentence for sentence in reading.read(finding.ties, finding.result).sentences)


def test_a_network_without_ties_or_partners_says_so(client):
    coordinator = make_member(role="coordinator")
    client.force_login(coordinator)
    page = client.post(reverse("network:look"), {"first_day": FIRST, "last_day": LAST, "kinds": ALL})
    assert "fewer than two partners" in page.content.decode()
    make_partner()
    client.post(reverse("network:look"), {"first_day": FIRST, "last_day": LAST, "kinds": ALL})
    page = client.get(reverse("network:ties"), follow=True).content.decode()
    assert "There are no ties yet" in page
    assert '<svg class="graph"' not in page


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"first_day": LAST, "last_day": FIRST, "kinds": ALL}, "last_day"),
        ({"first_day": "1900-01-01", "last_day": LAST, "kinds": ALL}, "last_day"),
        ({"first_day": "x", "last_day": LAST, "kinds": ALL}, "first_day"),
        ({"first_day": FIRST, "last_day": LAST, "kinds": []}, "kinds"),
        ({"first_day": FIRST, "last_day": LAST, "kinds": ["x"]}, "kinds"),
    ],
)
def test_nonsense_is_refused_and_nothing_is_kept(client, sent, field):
    client.force_login(make_member(role="coordinator"))
    page = client.post(reverse("network:look"), sent)
    assert list(page.context["form"].errors) == [field]
    assert not NetworkFinding.objects.exists()


def test_examples_are_left_out_once_there_are_real_partners():
    make_partner(is_example=True)
    first, second = make_partner(), make_partner()
    finding = look()
    ids = {node["id"] for node in finding.ties["nodes"]}
    assert ids == {first.pk, second.pk}


def test_the_drawing_is_the_same_each_time_and_no_name_covers_another():
    partners = [
        make_partner(name=f"Partner number {n}", sector="business" if n % 2 else "education")
        for n in range(14)
    ]
    for n, partner in enumerate(partners[1:], start=1):
        make_visit(partner, partners[n // 2])
    finding = look()
    first, second = (graph.drawn(finding.ties, finding.result) for _ in range(2))
    assert first == second
    boxes = [
        graph._box(node.name, node.label_x, node.label_y, node.anchor)
        for node in first.nodes
        if node.is_named
    ]
    assert not any(graph._meet(a, b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert all(0 <= node.x <= first.width and 0 <= node.y <= first.height for node in first.nodes)
    assert len(first.lines) == 13


def test_pages_and_files_show_every_partner_and_pair(client):
    *_rest, works, shop = make_network()
    finding = look()
    client.force_login(make_member())
    page = client.get(reverse("network:finding", args=[finding.token])).content.decode()
    assert page.count('<circle class="education"') == 2
    assert page.count('<rect class="business"') == 2
    file = client.get(reverse("network:finding_file", args=[finding.token, "pairs.csv"]))
    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert f"{works.name},{shop.name},Agreements in force: 1,1" in lines
    places = client.get(reverse("network:finding_file", args=[finding.token, "csv"])).content.decode(
        "utf-8-sig"
    )
    assert len(places.splitlines()) == 1 + len(finding.ties["nodes"])


@pytest.mark.parametrize(
    ("reader", "named"), [("fi", "1.12.2025 – 30.11.2026"), ("lv", "1.12.2025 – 30.11.2026")]
)
def test_a_finding_is_named_by_its_days_as_the_reader_writes_them(reader, named):
    finding = NetworkFinding(first_day=dt.date(2025, 12, 1), last_day=dt.date(2026, 11, 30))
    with translation.override(reader):
        assert str(finding) == named
