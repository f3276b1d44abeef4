"""Addresses of challenges."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
