"""Addresses of a person's own webhooks."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.api.views import webhooks

Paths = list[URLPattern | URLResolver]
top: Paths = [  # under /api/
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/new/", webhooks.new_webhook, name="new_webhook"),
    path("webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:pk>/change/", webhooks.change_webhook, name="change_webhook"),
    path("webhooks/<int:pk>/secret/", webhooks.renew_webhook, name="renew_webhook"),
    path("webhooks/<int:pk>/switch/", webhooks.switch_webhook, name="switch_webhook"),
    path("webhooks/<int:pk>/try/", webhooks.try_webhook, name="try_webhook"),
    path("webhooks/<int:pk>/delete/", webhooks.delete_webhook, name="delete_webhook"),
    path("webhooks/messages/<int:pk>/again/", webhooks.send_again, name="send_webhook_again"),
]
