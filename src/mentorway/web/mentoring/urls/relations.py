"""Addresses of proposals and relationships."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.mentoring.views import proposals, relations

Paths = list[URLPattern | URLResolver]
top: Paths = []  # under /mentoring/
of_round: Paths = [  # under /mentoring/<pk>/
    path("matchings/<int:number>/confirm/", relations.confirm_matching, name="confirm_matching"),
    path("pairs/", relations.relations, name="relations"),
    path("pairs/pairs.csv", relations.export_relations, name="export_relations"),
    path("pairs/<int:which>/", relations.relation, name="relation"),
    path("pairs/<int:which>/end/", relations.withdraw_relation, name="withdraw_relation"),
    path("pairs/questions/<int:which>/", relations.reply_enquiry, name="reply_enquiry"),
]
own: Paths = [  # under /mentoring/p/<link>/
    path("pairs/<int:which>/", proposals.own_relation, name="own_relation"),
    path("pairs/<int:which>/answer/", proposals.own_answer, name="own_answer"),
    path("pairs/<int:which>/ask/", proposals.own_ask, name="own_ask"),
]
