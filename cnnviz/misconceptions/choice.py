"""A question with options: the right outcome, and those of wrong rules on the same numbers."""

from __future__ import annotations

from cnnviz.content.question import Option, Question
from cnnviz.misconceptions.outcome import Outcome, Subject, Topic

MOST = 3
"""Wrong options at most: with the right one, four can be shown by four cards."""
LEAST = 2
"""With fewer than so many one would guess; then the question is asked aloud."""


def choice(topic: Topic[Subject], subject: Subject, form: str = "{}") -> Question | None:
    """The topic as a question about the subject; None where too few wrong rules can be told apart.

    form: how an option is written, such as "{0}×{0}". Numbers come in order, words last.
    """
    wrong = list(topic.distractors(subject))[:MOST]
    if len(wrong) < LEAST:
        return None
    options = [(topic.right(subject), "", "")]
    options += [(outcome, each.belief, each.mend) for each, outcome in wrong]
    return Question(
        "choice",
        options=tuple(
            Option(_text(outcome, form), belief, mend, outcome.working)
            for outcome, belief, mend in sorted(options, key=lambda each: _place(each[0]))
        ),
    )


def _text(outcome: Outcome, form: str) -> str:
    return outcome.printed if isinstance(outcome.value, str) else form.format(outcome.printed)


def _place(outcome: Outcome) -> tuple[bool, float]:
    words = isinstance(outcome.value, str)
    return words, 0.0 if isinstance(outcome.value, str) else float(outcome.value)
