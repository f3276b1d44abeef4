"""Tables of mentoring."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import mentorway.web.core.search
import mentorway.web.mentoring.models.people
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("methodology", "0005_editions_never_change"),
        ("network", "0006_agreement_version_in_force"),
        ("pilots", "0002_corrections_never_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="token"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "purpose",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="what it is for, and for whom"
                    ),
                ),
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
                ("time_zone", models.CharField(max_length=40, verbose_name="time zone")),
                ("starts_on", models.DateField(verbose_name="first day of working together")),
                ("ends_on", models.DateField(verbose_name="last day of working together")),
                (
                    "join_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="joining possible until"),
                ),
                (
                    "contact",
                    models.CharField(blank=True, max_length=200, verbose_name="who answers questions"),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="days in which a proposal is to be answered",
                    ),
                ),
                (
                    "criteria",
                    models.JSONField(blank=True, default=list, verbose_name="what counts for a good pair"),
                ),
                (
                    "rules",
                    models.JSONField(blank=True, default=list, verbose_name="what must hold for a pair"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "In preparation"),
                            ("open", "People can join"),
                            ("running", "Under way"),
                            ("finished", "Finished"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="prepared",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "cancelled_why",
                    models.CharField(blank=True, max_length=500, verbose_name="why it was cancelled"),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                (
                    "search_text",
                    mentorway.web.core.search.FoldedTextField(
                        blank=True, editable=False, verbose_name="text for searching"
                    ),
                ),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                (
                    "deleted",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="deleted"),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rounds",
                        to="pilots.cohort",
                        verbose_name="cohort whose people are mentors here",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                (
                    "mentee_questions",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="methodology.version",
                        verbose_name="questions to mentees",
                    ),
                ),
                (
                    "mentor_questions",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="methodology.version",
                        verbose_name="questions to mentors",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="network.partner",
                        verbose_name="partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "mentoring round",
                "verbose_name_plural": "mentoring rounds",
                "ordering": ["-starts_on", "-pk"],
                "indexes": [
                    models.Index(fields=["state", "starts_on"], name="rounds_by_state"),
                    mentorway.web.core.search.FoldedIndex(fields=["search_text"], name="rounds_by_text"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="round_with_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["prepared", "open", "running", "finished", "cancelled"])
                        ),
                        name="round_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "country__in",
                                [
                                    "DK",
                                    "EE",
                                    "FI",
                                    "IS",
                                    "LV",
                                    "LT",
                                    "NO",
                                    "SE",
                                    "AT",
                                    "BE",
                                    "BG",
                                    "CH",
                                    "CY",
                                    "CZ",
                                    "DE",
                                    "ES",
                                    "FR",
                                    "GB",
                                    "GR",
                                    "HR",
                                    "HU",
                                    "IE",
                                    "IT",
                                    "LU",
                                    "MT",
                                    "NL",
                                    "PL",
                                    "PT",
                                    "RO",
                                    "SI",
                                    "SK",
                                    "UA",
                                ],
                            )
                        ),
                        name="round_country_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="round_ends_after_it_begins",
                        violation_error_message="The last day must not be before the first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Matching",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("total", "The most that fits in all"),
                            ("floor", "Nobody fits badly, then the most in all"),
                            ("leximin", "Those who fit worst as well as possible"),
                            ("stable", "No two would rather have each other"),
                            ("groups", "Groups: one mentor and several mentees"),
                        ],
                        default="floor",
                        max_length=7,
                        verbose_name="way of matching",
                    ),
                ),
                ("seed", models.PositiveIntegerField(verbose_name="seed")),
                ("asked", models.JSONField(default=dict, verbose_name="what was decided")),
                ("found", models.JSONField(default=dict, verbose_name="what was found")),
                (
                    "people_hash",
                    models.CharField(blank=True, max_length=64, verbose_name="fingerprint of the people"),
                ),
                (
                    "library_version",
                    models.CharField(blank=True, max_length=120, verbose_name="versions of the programs"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("computing", "Being computed"),
                            ("draft", "Draft"),
                            ("confirmed", "Confirmed"),
                            ("failed", "Not possible"),
                            ("stopped", "Stopped"),
                        ],
                        default="computing",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("done", models.PositiveSmallIntegerField(default=0, verbose_name="done, in percent")),
                (
                    "trouble",
                    models.JSONField(blank=True, default=dict, verbose_name="why it is not possible"),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                ("confirmed", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matchings",
                        to="mentoring.round",
                        verbose_name="mentoring round",
                    ),
                ),
            ],
            options={
                "verbose_name": "matching",
                "verbose_name_plural": "matchings",
                "ordering": ["round", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="one_matching_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["computing", "draft", "confirmed", "failed", "stopped"])
                        ),
                        name="matching_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["total", "floor", "leximin", "stable", "groups"])),
                        name="matching_way_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("mentee", "Mentee"), ("mentor", "Mentor")],
                        max_length=6,
                        verbose_name="takes part as",
                    ),
                ),
                (
                    "link",
                    models.CharField(
                        default=mentorway.web.mentoring.models.people.new_link,
                        editable=False,
                        max_length=40,
                        unique=True,
                        verbose_name="secret of the own pages",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("organisation", models.CharField(blank=True, max_length=200, verbose_name="organisation")),
                (
                    "manager_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail address of the line manager"
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
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
                (
                    "languages",
                    models.JSONField(blank=True, default=list, verbose_name="languages to talk in"),
                ),
                ("time_zone", models.CharField(max_length=40, verbose_name="time zone")),
                ("week", models.JSONField(blank=True, default=list, verbose_name="weekly hours")),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MaxValueValidator(12)],
                        verbose_name="mentees at most",
                    ),
                ),
                (
                    "about",
                    models.TextField(
                        blank=True,
                        max_length=1500,
                        verbose_name="what the other one reads about you before you meet",
                    ),
                ),
                ("answers", models.JSONField(blank=True, default=dict, verbose_name="answers")),
                (
                    "profiled",
                    models.DateTimeField(blank=True, null=True, verbose_name="profile complete since"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("lt", "Lietuvių"),
                            ("lv", "Latviešu"),
                            ("sv", "Svenska"),
                            ("fi", "Suomi"),
                        ],
                        default="en",
                        max_length=5,
                        verbose_name="language of letters",
                    ),
                ),
                ("wants_reminders", models.BooleanField(default=True, verbose_name="gets reminders to meet")),
                (
                    "quiet_from",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[django.core.validators.MaxValueValidator(23)],
                        verbose_name="no reminders from (hour)",
                    ),
                ),
                (
                    "quiet_to",
                    models.PositiveSmallIntegerField(
                        default=8,
                        validators=[django.core.validators.MaxValueValidator(23)],
                        verbose_name="no reminders until (hour)",
                    ),
                ),
                ("is_away", models.BooleanField(default=False, verbose_name="not available for new pairs")),
                ("away_until", models.DateField(blank=True, null=True, verbose_name="away until")),
                ("joined", models.DateTimeField(auto_now_add=True, verbose_name="joined")),
                (
                    "agreed_to",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="fingerprint of the text agreed to"
                    ),
                ),
                ("left", models.DateTimeField(blank=True, null=True, verbose_name="left the round")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mentoring",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="mentoring.round",
                        verbose_name="mentoring round",
                    ),
                ),
            ],
            options={
                "verbose_name": "person in a mentoring round",
                "verbose_name_plural": "people in mentoring rounds",
                "ordering": ["round", "name", "pk"],
                "indexes": [models.Index(fields=["round", "side"], name="people_by_side")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("round"),
                        models.F("side"),
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("email", ""), _negated=True),
                        name="one_person_per_address_and_side",
                        violation_error_message="Somebody with this e-mail address is there already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["mentee", "mentor"])), name="person_side_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="person_with_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("country", ""),
                            (
                                "country__in",
                                [
                                    "DK",
                                    "EE",
                                    "FI",
                                    "IS",
                                    "LV",
                                    "LT",
                                    "NO",
                                    "SE",
                                    "AT",
                                    "BE",
                                    "BG",
                                    "CH",
                                    "CY",
                                    "CZ",
                                    "DE",
                                    "ES",
                                    "FR",
                                    "GB",
                                    "GR",
                                    "HR",
                                    "HU",
                                    "IE",
                                    "IT",
                                    "LU",
                                    "MT",
                                    "NL",
                                    "PL",
                                    "PT",
                                    "RO",
                                    "SI",
                                    "SK",
                                    "UA",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="person_country_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FairnessFacts",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "age_group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("-29", "Under 30"),
                            ("30-44", "30 to 44"),
                            ("45-59", "45 to 59"),
                            ("60-", "60 and above"),
                        ],
                        max_length=5,
                        verbose_name="age",
                    ),
                ),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("woman", "Woman"), ("man", "Man"), ("other", "Another gender")],
                        max_length=5,
                        verbose_name="gender",
                    ),
                ),
                (
                    "may_count_country",
                    models.BooleanField(default=False, verbose_name="the country may be counted too"),
                ),
                ("agreed", models.DateTimeField(auto_now_add=True, verbose_name="agreed")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fairness_facts",
                        to="mentoring.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "facts for looking at fairness",
                "verbose_name_plural": "facts for looking at fairness",
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="token"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("active", "Under way"),
                            ("paused", "Paused"),
                            ("ended", "Ended"),
                            ("declined", "Did not come about"),
                        ],
                        default="proposed",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("proposed", models.DateTimeField(verbose_name="proposed")),
                ("answer_until", models.DateTimeField(verbose_name="to be answered until")),
                ("began", models.DateTimeField(blank=True, null=True, verbose_name="begun")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="planned end")),
                ("paused_until", models.DateField(blank=True, null=True, verbose_name="paused until")),
                ("ended", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("planned", "At the planned time"),
                            ("early", "Earlier, as the goals were reached"),
                            ("no_fault", "Earlier, and nobody has to say why"),
                        ],
                        max_length=8,
                        verbose_name="how it ended",
                    ),
                ),
                (
                    "matching",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="relations",
                        to="mentoring.matching",
                        verbose_name="matching",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations",
                        to="mentoring.round",
                        verbose_name="mentoring round",
                    ),
                ),
            ],
            options={
                "verbose_name": "mentoring relationship",
                "verbose_name_plural": "mentoring relationships",
                "ordering": ["round", "-pk"],
                "indexes": [models.Index(fields=["round", "state"], name="relations_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "active", "paused", "ended", "declined"])
                        ),
                        name="relation_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), ("ended__isnull", False)),
                            models.Q(models.Q(("state", "ended"), _negated=True), ("ending", "")),
                            _connector="OR",
                        ),
                        name="relation_ended_with_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("active", "paused")), _negated=True),
                            ("began__isnull", False),
                            _connector="OR",
                        ),
                        name="relation_at_work_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("mentee", "Mentee"), ("mentor", "Mentor")],
                        max_length=6,
                        verbose_name="takes part as",
                    ),
                ),
                ("is_open", models.BooleanField(default=True, verbose_name="open")),
                (
                    "left",
                    models.DateTimeField(blank=True, null=True, verbose_name="left a group that went on"),
                ),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="how well it fits, of 1000"
                    ),
                ),
                ("why", models.JSONField(blank=True, default=dict, verbose_name="why this pair")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "Not answered yet"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="answer",
                    ),
                ),
                ("answered", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "reminded",
                    models.DateTimeField(blank=True, null=True, verbose_name="reminded of the proposal"),
                ),
                (
                    "shares_scores",
                    models.BooleanField(
                        default=False, verbose_name="how far goals were reached may be counted, without names"
                    ),
                ),
                (
                    "closing_thanks",
                    models.TextField(blank=True, max_length=2000, verbose_name="thanks to the other"),
                ),
                (
                    "closing_learned",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="what I take along, for myself"
                    ),
                ),
                ("closed", models.DateTimeField(blank=True, null=True, verbose_name="said goodbye")),
                (
                    "wants_again",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="would like another mentoring relationship"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="mentoring.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "relation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="mentoring.relation",
                        verbose_name="mentoring relationship",
                    ),
                ),
            ],
            options={
                "verbose_name": "place in a mentoring relationship",
                "verbose_name_plural": "places in mentoring relationships",
                "ordering": ["relation", "-side", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("relation", "person"), name="once_in_a_relation"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_open", True), ("side", "mentee")),
                        fields=("person",),
                        name="one_mentor_at_a_time",
                        violation_error_message="This mentee has a mentor, or a proposal, already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("side", "mentor")),
                        fields=("relation",),
                        name="one_mentor_in_a_relation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["mentee", "mentor"])), name="place_side_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["open", "accepted", "declined"])),
                        name="place_answer_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="goal")),
                (
                    "reality",
                    models.TextField(blank=True, max_length=1500, verbose_name="where I stand today"),
                ),
                (
                    "options",
                    models.TextField(blank=True, max_length=1500, verbose_name="ways that could lead there"),
                ),
                (
                    "will",
                    models.TextField(blank=True, max_length=1500, verbose_name="what I do first, and when"),
                ),
                ("levels", models.JSONField(default=list, verbose_name="levels")),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3),
                        ],
                        verbose_name="how much it matters",
                    ),
                ),
                (
                    "start",
                    models.SmallIntegerField(
                        default=-1,
                        validators=[
                            django.core.validators.MinValueValidator(-2),
                            django.core.validators.MaxValueValidator(2),
                        ],
                        verbose_name="level at the start",
                    ),
                ),
                ("fixed", models.DateTimeField(blank=True, null=True, verbose_name="levels fixed")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="written")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goals",
                        to="mentoring.place",
                        verbose_name="place in a relationship",
                    ),
                ),
            ],
            options={
                "verbose_name": "goal of a mentee",
                "verbose_name_plural": "goals of mentees",
                "ordering": ["place", "position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="goal_with_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("start__range", (-2, 2))), name="goal_start_on_the_scale"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__range", (1, 3))), name="goal_weight_on_the_scale"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="question")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="asked")),
                ("reply", models.TextField(blank=True, max_length=2000, verbose_name="reply")),
                ("replied", models.DateTimeField(blank=True, null=True, verbose_name="replied")),
                (
                    "replied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="replied by",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enquiries",
                        to="mentoring.place",
                        verbose_name="place in a relationship",
                    ),
                ),
            ],
            options={
                "verbose_name": "question about a proposal",
                "verbose_name_plural": "questions about proposals",
                "ordering": ["place", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="enquiry_with_text"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("talk", "Wants to talk"), ("change", "Would like somebody else")],
                        default="talk",
                        max_length=6,
                        verbose_name="what it is about",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="what we should know, if you like"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="written")),
                ("reply", models.TextField(blank=True, max_length=4000, verbose_name="reply")),
                ("replied", models.DateTimeField(blank=True, null=True, verbose_name="replied")),
                ("settled", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
                (
                    "replied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="replied by",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="concerns",
                        to="mentoring.place",
                        verbose_name="place in a relationship",
                    ),
                ),
            ],
            options={
                "verbose_name": "wish to talk",
                "verbose_name_plural": "wishes to talk",
                "ordering": ["settled", "at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["talk", "change"])), name="concern_kind_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("texts", models.JSONField(verbose_name="texts")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="written")),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mentoring.place",
                        verbose_name="written by",
                    ),
                ),
                (
                    "relation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreements",
                        to="mentoring.relation",
                        verbose_name="mentoring relationship",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of an agreement between mentor and mentee",
                "verbose_name_plural": "versions of agreements between mentors and mentees",
                "ordering": ["relation", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("relation", "number"), name="one_pair_agreement_per_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementAcceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="accepted")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acceptances",
                        to="mentoring.agreementversion",
                        verbose_name="version",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acceptances",
                        to="mentoring.place",
                        verbose_name="place in a relationship",
                    ),
                ),
            ],
            options={
                "verbose_name": "acceptance of an agreement",
                "verbose_name_plural": "acceptances of agreements",
                "ordering": ["version", "pk"],
                "constraints": [models.UniqueConstraint(fields=("version", "place"), name="accepted_once")],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.SmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(-2),
                            django.core.validators.MaxValueValidator(2),
                        ],
                        verbose_name="level",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="rated")),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ratings",
                        to="mentoring.goal",
                        verbose_name="goal",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ratings",
                        to="mentoring.place",
                        verbose_name="place in a relationship",
                    ),
                ),
            ],
            options={
                "verbose_name": "rating of a goal",
                "verbose_name_plural": "ratings of goals",
                "ordering": ["goal", "at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__range", (-2, 2))), name="rating_on_the_scale"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptApart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "why",
                    models.CharField(blank=True, max_length=300, verbose_name="why, for coordinators only"),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="written")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "mentee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="mentoring.person",
                        verbose_name="mentee",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="mentoring.person",
                        verbose_name="mentor",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_apart",
                        to="mentoring.round",
                        verbose_name="mentoring round",
                    ),
                ),
            ],
            options={
                "verbose_name": "people to keep apart",
                "verbose_name_plural": "people to keep apart",
                "ordering": ["round", "pk"],
                "constraints": [models.UniqueConstraint(fields=("mentee", "mentor"), name="kept_apart_once")],
            },
        ),
        migrations.CreateModel(
            name="RoundRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="revision")),
                ("fields", models.JSONField(verbose_name="fields")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="changed")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="mentoring.round",
                        verbose_name="mentoring round",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision of a mentoring round",
                "verbose_name_plural": "revisions of mentoring rounds",
                "ordering": ["round", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="one_round_revision_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="StandardAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("statement", models.CharField(max_length=40, verbose_name="short name of the statement")),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="met, in percent",
                    ),
                ),
                ("evidence", models.TextField(blank=True, max_length=2000, verbose_name="what shows it")),
                ("at", models.DateTimeField(auto_now=True, verbose_name="answered")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standards",
                        to="mentoring.round",
                        verbose_name="mentoring round",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a statement of a standard",
                "verbose_name_plural": "answers to statements of standards",
                "ordering": ["round", "statement"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "statement"), name="one_answer_per_statement"),
                    models.CheckConstraint(
                        condition=models.Q(("percent__range", (0, 100))), name="standard_met_in_percent"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupervisionGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("supervisor", models.CharField(max_length=150, verbose_name="who leads it")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                (
                    "mentors",
                    models.ManyToManyField(
                        blank=True, related_name="supervision", to="mentoring.person", verbose_name="mentors"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supervision",
                        to="mentoring.round",
                        verbose_name="mentoring round",
                    ),
                ),
            ],
            options={
                "verbose_name": "supervision group",
                "verbose_name_plural": "supervision groups",
                "ordering": ["round", "title", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="supervision_group_with_title"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SupervisionMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="token"),
                ),
                ("starts", models.DateTimeField(verbose_name="begins")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=90,
                        validators=[
                            django.core.validators.MinValueValidator(15),
                            django.core.validators.MaxValueValidator(600),
                        ],
                        verbose_name="length in minutes",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="where")),
                ("link", models.URLField(blank=True, verbose_name="link to join")),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="change of the calendar entry"
                    ),
                ),
                ("changed", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                ("cancelled", models.DateTimeField(blank=True, null=True, verbose_name="cancelled")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="mentoring.supervisiongroup",
                        verbose_name="supervision group",
                    ),
                ),
                (
                    "present",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="mentoring.person", verbose_name="who was there"
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting of a supervision group",
                "verbose_name_plural": "meetings of supervision groups",
                "ordering": ["group", "starts", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="token"),
                ),
                ("starts", models.DateTimeField(verbose_name="begins")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(600),
                        ],
                        verbose_name="length in minutes",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("room", "In a room"), ("online", "Online"), ("phone", "By telephone")],
                        default="room",
                        max_length=6,
                        verbose_name="how you meet",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="where")),
                ("link", models.URLField(blank=True, verbose_name="link to join")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("held", "Took place"), ("cancelled", "Cancelled")],
                        default="planned",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="change of the calendar entry"
                    ),
                ),
                ("changed", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                ("logged", models.DateTimeField(blank=True, null=True, verbose_name="logged")),
                (
                    "relation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="talks",
                        to="mentoring.relation",
                        verbose_name="mentoring relationship",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting of mentor and mentee",
                "verbose_name_plural": "meetings of mentors and mentees",
                "ordering": ["relation", "starts", "pk"],
                "indexes": [models.Index(fields=["relation", "state", "starts"], name="talks_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "held", "cancelled"])),
                        name="talk_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["room", "online", "phone"])), name="talk_mode_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__range", (5, 600))), name="talk_lasts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=20000, verbose_name="text")),
                ("is_shared", models.BooleanField(default=False, verbose_name="the other may read it")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="written")),
                ("changed", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="mentoring.place",
                        verbose_name="written by",
                    ),
                ),
                (
                    "relation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="mentoring.relation",
                        verbose_name="mentoring relationship",
                    ),
                ),
                (
                    "talk",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notes",
                        to="mentoring.talk",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "note of a pair",
                "verbose_name_plural": "notes of pairs",
                "ordering": ["relation", "-created", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="pair_note_with_text"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Nudge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="days without a meeting")),
                ("since", models.DateField(verbose_name="counted from")),
                ("at", models.DateTimeField(verbose_name="sent")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nudges",
                        to="mentoring.place",
                        verbose_name="place in a relationship",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder to meet",
                "verbose_name_plural": "reminders to meet",
                "ordering": ["place", "at"],
                "constraints": [
                    models.UniqueConstraint(fields=("place", "days", "since"), name="one_nudge_per_step")
                ],
            },
        ),
    ]
