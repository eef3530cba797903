"""The terms as somebody accepted them: a part, borrowed by who sends a case."""

from vardpost.casetypes.queries.filled import Filled
from vardpost.kernel import clock, db


def keep_shown(filled: Filled) -> str:
    """Keep a text with its placeholders filled in, once; return its hash.

    A text without placeholders is kept already, as it was published: no statement then.
    """
    if not filled.is_source:
        db.execute(
            "insert into terms_shown (hash, lang, body, at) values (%s, %s, %s, %s) "
            "on conflict (hash) do nothing",
            [filled.hash, filled.lang, filled.body, clock.now()],
        )
    return filled.hash
