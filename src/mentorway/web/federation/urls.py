"""Addresses of the federation."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.federation.views import asked, calls, desk, nodes, own

Paths = list[URLPattern | URLResolver]
app_name = "federation"
of_us: Paths = [
    path("", own.overview, name="overview"),
    path("own/new/", own.begin, name="begin"),
    path("own/replace/", own.replace, name="replace"),
    path("own/end/", own.end, name="end"),
    path("own/<int:pk>/<slug:kind>.json", own.own_file, name="own_file"),
]
of_others: Paths = [
    path("nodes/", nodes.nodes, name="nodes"),
    path("nodes/new/", nodes.register, name="register"),
    path("nodes/<int:pk>/", nodes.node, name="node"),
    path("nodes/<int:pk>/confirm/", nodes.confirm, name="confirm"),
    path("nodes/<int:pk>/revoke/", nodes.revoke, name="revoke"),
    path("nodes/<int:pk>/hear/", nodes.hear, name="hear"),
    path("nodes/<int:pk>/forget/", nodes.forget, name="forget"),
]
of_asking: Paths = [
    path("calls/", calls.calls, name="calls"),
    path("calls/new/", calls.make, name="make"),
    path("calls/<int:pk>/", calls.call, name="call"),
    path("calls/<int:pk>/call.json", calls.call_file, name="call_file"),
    path("calls/<int:pk>/withdraw/", calls.withdraw, name="withdraw"),
    path("calls/<int:pk>/together/", calls.together, name="together"),
    path("packages/", desk.packages, name="packages"),
    path("packages/bring/", calls.bring, name="bring"),
    path("packages/<int:pk>/receipt.json", calls.receipt, name="receipt"),
]
of_answering: Paths = [
    path("asked/", asked.all_asked, name="all_asked"),
    path("asked/new/", asked.take, name="take"),
    path("asked/<int:pk>/", asked.asked, name="asked"),
    path("asked/<int:pk>/look/", asked.look, name="look"),
    path("sent/<int:pk>/package.json", asked.sent_file, name="sent_file"),
    path("sent/<int:pk>/receipt.json", asked.sent_receipt, name="sent_receipt"),
    path("sent/<int:pk>/receipt/", asked.keep_receipt, name="keep_receipt"),
    path("sent/<int:pk>/again/", asked.send_again, name="send_again"),
]
urlpatterns: Paths = [*of_us, *of_others, *of_asking, *of_answering]
