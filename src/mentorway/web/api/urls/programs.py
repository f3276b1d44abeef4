"""Addresses that programs ask, and the page that tells people about them."""

from django.urls import URLPattern, URLResolver, include, path

from mentorway.web.api import documents, v1

Paths = list[URLPattern | URLResolver]
top: Paths = [  # under /api/
    path("", documents.guide, name="guide"),
    path("v1/openapi.json", documents.openapi_json, name="openapi"),
    path("v1/", include((v1.addresses(), "v1"), namespace="v1")),
    path("v1/<path:rest>", documents.unknown, name="unknown"),
]
