"""Keys, cards, calls, packages that came and that were sent."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("comparison", "0004_versions_of_analyses"),
        ("network", "0006_agreement_version_in_force"),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.CharField(max_length=60, unique=True, verbose_name="short name")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("document", models.TextField(verbose_name="the call as it was signed")),
                (
                    "digest_hash",
                    models.CharField(max_length=64, unique=True, verbose_name="fingerprint of the call"),
                ),
                ("fewest", models.PositiveIntegerField(verbose_name="fewest people in a cell")),
                ("opens", models.DateField(verbose_name="opens on")),
                ("closes", models.DateField(verbose_name="closes on")),
                ("withdrawn", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="comparison.dataset",
                        verbose_name="set of answers that it fills",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.partner",
                        verbose_name="partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "call",
                "verbose_name_plural": "calls",
                "ordering": ["-created", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("fewest__gte", 1)), name="call_cells_hold_somebody"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes__gte", models.F("opens"))),
                        name="call_closes_after_it_opens",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.CharField(max_length=60, verbose_name="short name")),
                ("title", models.CharField(max_length=200, verbose_name="name of the installation")),
                (
                    "country",
                    models.CharField(
                        choices=[
                            ("DK", "Denmark"),
                            ("EE", "Estonia"),
                            ("FI", "Finland"),
                            ("IS", "Iceland"),
                            ("LV", "Latvia"),
                            ("LT", "Lithuania"),
                            ("NO", "Norway"),
                            ("SE", "Sweden"),
                            ("AT", "Austria"),
                            ("BE", "Belgium"),
                            ("BG", "Bulgaria"),
                            ("CH", "Switzerland"),
                            ("CY", "Cyprus"),
                            ("CZ", "Czechia"),
                            ("DE", "Germany"),
                            ("ES", "Spain"),
                            ("FR", "France"),
                            ("GB", "United Kingdom"),
                            ("GR", "Greece"),
                            ("HR", "Croatia"),
                            ("HU", "Hungary"),
                            ("IE", "Ireland"),
                            ("IT", "Italy"),
                            ("LU", "Luxembourg"),
                            ("MT", "Malta"),
                            ("NL", "Netherlands"),
                            ("PL", "Poland"),
                            ("PT", "Portugal"),
                            ("RO", "Romania"),
                            ("SI", "Slovenia"),
                            ("SK", "Slovakia"),
                            ("UA", "Ukraine"),
                        ],
                        max_length=2,
                        verbose_name="country",
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True, verbose_name="public key")),
                ("begins", models.DateField(verbose_name="from")),
                ("ends", models.DateField(verbose_name="until")),
                ("card", models.TextField(verbose_name="card")),
                ("rotation", models.TextField(blank=True, verbose_name="new key, signed by the old one")),
                ("revocation", models.TextField(blank=True, verbose_name="end of the key")),
                ("is_current", models.BooleanField(default=True, verbose_name="in use")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "own key",
                "verbose_name_plural": "own keys",
                "ordering": ["-created", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("is_current",),
                        name="one_own_key_in_use",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("begins"))),
                        name="own_key_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_current", False), ("revocation", ""), _connector="OR"),
                        name="own_key_in_use_is_not_revoked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("node", "Sends to us"), ("coordinator", "Asks us")],
                        max_length=11,
                        verbose_name="what it is to us",
                    ),
                ),
                ("slug", models.CharField(max_length=60, verbose_name="short name")),
                ("title", models.CharField(max_length=200, verbose_name="name of the installation")),
                ("country", models.CharField(max_length=2, verbose_name="country")),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        help_text="The value of the first fact, such as LT, of which it may send sums; empty for any.",
                        max_length=200,
                        verbose_name="may speak for",
                    ),
                ),
                ("card", models.TextField(verbose_name="card")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("new", "To be compared by voice"),
                            ("confirmed", "Confirmed"),
                            ("revoked", "Revoked"),
                        ],
                        default="new",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                ("decided", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "known installation",
                "verbose_name_plural": "known installations",
                "ordering": ["part", "country", "slug"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("part", "slug"),
                        name="one_card_per_known_installation",
                        violation_error_message="An installation with this short name is here already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("part__in", ["node", "coordinator"])),
                        name="known_installation_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("standing__in", ["new", "confirmed", "revoked"])),
                        name="known_installation_standing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.CharField(max_length=60, verbose_name="short name")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("document", models.TextField(verbose_name="the call as it was signed")),
                (
                    "digest_hash",
                    models.CharField(max_length=64, unique=True, verbose_name="fingerprint of the call"),
                ),
                ("opens", models.DateField(verbose_name="opens on")),
                ("closes", models.DateField(verbose_name="closes on")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "coordinator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="federation.node",
                        verbose_name="who asks",
                    ),
                ),
            ],
            options={
                "verbose_name": "call of somebody else",
                "verbose_name_plural": "calls of others",
                "ordering": ["-created", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("coordinator", "slug"),
                        name="one_call_of_others_per_short_name",
                        violation_error_message="Another call with this short name is here already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Received",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("replaces", models.PositiveIntegerField(verbose_name="replaces")),
                (
                    "digest_hash",
                    models.CharField(max_length=64, unique=True, verbose_name="fingerprint of the package"),
                ),
                ("fewest", models.PositiveIntegerField(verbose_name="fewest people in a cell")),
                ("people", models.JSONField(verbose_name="people by scale")),
                ("withheld", models.JSONField(verbose_name="people withheld by scale")),
                ("made", models.DateField(verbose_name="made")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                (
                    "way",
                    models.CharField(
                        choices=[("network", "Sent by the node"), ("file", "Brought as a file")],
                        max_length=7,
                        verbose_name="how it came",
                    ),
                ),
                ("receipt", models.TextField(verbose_name="receipt")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="came")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packages",
                        to="federation.call",
                        verbose_name="call",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packages",
                        to="federation.node",
                        verbose_name="node",
                    ),
                ),
            ],
            options={
                "verbose_name": "package that came",
                "verbose_name_plural": "packages that came",
                "ordering": ["call", "node", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "node", "number"), name="one_package_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="package_number_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("replaces__lt", models.F("number"))),
                        name="package_replaces_an_older_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ("network", "file"))), name="package_way_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Gathering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("people", models.PositiveIntegerField(verbose_name="people")),
                ("withheld", models.PositiveIntegerField(verbose_name="people withheld")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gatherings",
                        to="federation.call",
                        verbose_name="call",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="comparison.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "packages",
                    models.ManyToManyField(
                        related_name="+", to="federation.received", verbose_name="packages"
                    ),
                ),
            ],
            options={
                "verbose_name": "putting together",
                "verbose_name_plural": "puttings together",
                "ordering": ["call", "-created", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Sent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("replaces", models.PositiveIntegerField(verbose_name="replaces")),
                (
                    "digest_hash",
                    models.CharField(max_length=64, unique=True, verbose_name="fingerprint of the package"),
                ),
                ("people", models.JSONField(verbose_name="people by scale")),
                ("withheld", models.JSONField(verbose_name="people withheld by scale")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("signed", "Signed, to be carried as a file"),
                            ("waiting", "On its way"),
                            ("arrived", "Arrived, with receipt"),
                            ("refused", "Refused"),
                        ],
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("problem", models.JSONField(blank=True, null=True, verbose_name="problem")),
                ("receipt", models.TextField(blank=True, verbose_name="receipt")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="signed")),
                ("tried", models.DateTimeField(blank=True, null=True, verbose_name="last tried")),
                ("arrived", models.DateTimeField(blank=True, null=True, verbose_name="arrived")),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packages",
                        to="federation.asked",
                        verbose_name="call",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="comparison.dataset",
                        verbose_name="answers",
                    ),
                ),
            ],
            options={
                "verbose_name": "package of ours",
                "verbose_name_plural": "packages of ours",
                "ordering": ["asked", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("asked", "number"), name="one_package_of_ours_per_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="package_of_ours_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["signed", "waiting", "arrived", "refused"])),
                        name="package_of_ours_stage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "arrived"), _negated=True),
                            models.Q(("receipt", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="package_of_ours_arrived_with_receipt",
                    ),
                ],
            },
        ),
    ]
