"""Short guides for conversations of mentors and mentees, written for this place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = Promise | str


@dataclass(frozen=True)
class Guide:
    """One conversation: when it helps, how long it takes, its steps, what to ask, what to leave out."""

    slug: str
    title: Text
    when: Text
    minutes: int
    steps: Sequence[Text]
    questions: Sequence[Text]
    avoid: Text
    source: Text = ""


FIRST: Final = Guide(
    slug="first-meeting",
    title=_("The first meeting"),
    when=_("When you meet for the first time, or start again after a long break."),
    minutes=60,
    steps=(
        _("Tell each other briefly where you come from and what you do now."),
        _("Say what you hope for, and what you are unsure about."),
        _("Agree how often you meet, for how long, and who invites."),
        _("Agree what stays between you, and where that ends, for example when somebody is in danger."),
        _("Agree how you tell each other that something does not work."),
        _("Write your agreement down together, and book the next meeting."),
    ),
    questions=(
        _("What would make you say in six months that this was worth the time?"),
        _("What has helped you to learn from somebody before?"),
        _("What should I know so that working with you goes well?"),
    ),
    avoid=_("Do not solve a problem yet. Today you get to know each other."),
)
GOALS: Final = Guide(
    slug="goals",
    title=_("Setting goals"),
    when=_("At the second or third meeting, and whenever a goal has lost its pull."),
    minutes=60,
    steps=(
        _("Goal: the mentee says what should be different, in their own words."),
        _("Reality: look at what is there today, without judging it."),
        _("Options: collect at least five ways, odd ones too, before you weigh any."),
        _("Will: choose one first step, a day for it, and what could get in the way."),
        _("Write down how you would notice that the goal is reached, partly or fully."),
        _("Stop at three goals. More are hard to keep in sight."),
    ),
    questions=(
        _("What do you really want to be able to do?"),
        _("What have you tried so far, and what came of it?"),
        _("What else could you do? And what else?"),
        _("How sure are you, from one to ten, that you will do it? What would make it one more?"),
    ),
    avoid=_("Mentors: do not choose the goal. A goal that belongs to somebody else is not worked on."),
    source=_(
        "The four steps are the GROW model, described by John Whitmore in “Coaching for Performance” (1992)."
    ),
)
LISTENING: Final = Guide(
    slug="listening",
    title=_("Listening and asking"),
    when=_("When you notice that the mentor talks more than the mentee."),
    minutes=45,
    steps=(
        _("The mentee talks for five minutes about something that is on their mind."),
        _("The mentor only listens, and then says in their own words what they have heard."),
        _("The mentee corrects it until it is right."),
        _("The mentor asks open questions, one at a time, and waits for the answer."),
        _("Only if the mentee asks for it does the mentor tell of their own experience."),
        _("The mentee says which question helped most."),
    ),
    questions=(
        _("What makes this important to you now?"),
        _("What do you mean by that word?"),
        _("What would you advise a friend in your place?"),
    ),
    avoid=_("Avoid advice hidden in a question (“Have you not thought of …?”). Do not fill every silence."),
)
FEEDBACK: Final = Guide(
    slug="feedback",
    title=_("Giving feedback"),
    when=_("When one of you has seen something that the other could learn from."),
    minutes=30,
    steps=(
        _("Ask whether feedback is welcome now, and about what."),
        _("Say in which situation it was."),
        _("Say what you saw or heard, as a camera would have recorded it."),
        _("Say what it did to you or to others."),
        _("Ask how the other sees it, and listen to the end."),
        _("Let the other decide what to do with it."),
    ),
    questions=(
        _("What did you want to achieve at that moment?"),
        _("What would you do again, and what would you do differently?"),
        _("What feedback would you like from me next time?"),
    ),
    avoid=_("Avoid “always” and “never”, comparing with other people, and wrapping criticism in praise."),
    source=_("Situation, behaviour, impact is an order suggested by the Center for Creative Leadership."),
)
STALLED: Final = Guide(
    slug="stalled",
    title=_("When it stalls"),
    when=_("When meetings are put off, or you talk and nothing changes."),
    minutes=45,
    steps=(
        _("One of you says it, in one sentence and without blame: “I have the feeling that we are stuck.”"),
        _("Each says for three minutes how they see it. The others only listen."),
        _("Look at what is in the way: time, the goal, the way you work, or the fit between you."),
        _("Decide on one thing that you change for the next two meetings."),
        _("Set a day on which you look whether it helped."),
        _("If it did not, pause, or end early. Both are allowed, and neither needs a reason."),
    ),
    questions=(
        _("When did it last go well, and what was different then?"),
        _("What do we not talk about?"),
        _("What is the smallest step that would still count?"),
    ),
    avoid=_("Do not wait until somebody simply stops answering, and do not look for who is to blame."),
)
HALF_TIME: Final = Guide(
    slug="half-time",
    title=_("Looking back at half-time"),
    when=_("About half-way between your first and your last meeting."),
    minutes=60,
    steps=(
        _("Each writes for five minutes: what was good, what was missing, what surprised me."),
        _("Read it to each other, and only then talk about it."),
        _("Look at each goal: still right, reached, or to be let go?"),
        _("Rate how far you are, each for yourself, and talk about where you differ."),
        _("Look at your agreement, and change what does not fit any more."),
        _("Write down what you want to do more of, and less of."),
    ),
    questions=(
        _("What can you do today that you could not do at the beginning?"),
        _("Which of our talks do you still think of?"),
        _("What should I stop doing?"),
    ),
    avoid=_("Do not turn it into an exam. You look at the work that you share, not at a person."),
)
DIFFICULT: Final = Guide(
    slug="difficult-topic",
    title=_("A difficult topic"),
    when=_("When something personal, painful or contested has to be spoken of."),
    minutes=60,
    steps=(
        _("Choose a quiet place and enough time. Say what it is about before you begin."),
        _("Say again what stays between you, and where that ends."),
        _("Whoever raises it first tells what happened and what they feel, without explaining the other."),
        _("The other repeats it until it is understood. To understand is not to agree."),
        _("Look together at what is needed: to be heard, to decide, or help from somebody else."),
        _("Agree what happens next, and ask each other before you part how you are."),
    ),
    questions=(
        _("What would help you in this talk?"),
        _("Whom else could you ask for support?"),
        _("What do you need before we can go on?"),
    ),
    avoid=_(
        "A mentor is no therapist and no lawyer. If there is danger, or you are out of your depth, get help."
    ),
)
LAST: Final = Guide(
    slug="last-meeting",
    title=_("The last meeting"),
    when=_("At the end, planned or early. A good goodbye keeps what was learned."),
    minutes=60,
    steps=(
        _("Look at the first agreement and goals. What did you know then, and what do you know now?"),
        _("Each tells one moment that stays with them."),
        _("Rate the goals for the last time."),
        _("Thank each other for something concrete."),
        _("The mentee says what comes next, and who can help with it."),
        _("Agree whether and how you stay in touch. Download your notes."),
    ),
    questions=(
        _("What are you proud of?"),
        _("What will you do differently from now on?"),
        _("What did I learn from you?"),
    ),
    avoid=_("Do not let it fade out, and do not promise to meet again if you do not mean it."),
)
GUIDES: Final = (FIRST, GOALS, LISTENING, FEEDBACK, STALLED, HALF_TIME, DIFFICULT, LAST)
BY_SLUG: Final[Mapping[str, Guide]] = {one.slug: one for one in GUIDES}
