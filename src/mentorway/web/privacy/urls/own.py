"""Addresses of each person: what is kept about them, to take, to delete, to ask."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.privacy.views import own

Paths = list[URLPattern | URLResolver]
top: Paths = [  # under /privacy/
    path("", own.own, name="own"),
    path("take/", own.take, name="take"),
    path("delete/", own.delete, name="delete"),
    path("ask/", own.ask, name="ask"),
    path("receipts/<slug:number>/", own.receipt, name="receipt"),
]
