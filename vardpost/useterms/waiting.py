"""How the door knows that somebody has terms of use to accept: it comes with the session. Pure."""

#: Under which name an actor's facts hold the version that waits for her; none when nothing does.
WAITS = "terms_of_use_waiting"
#: What the session's statement asks for, where `s.answer` is what the session function said.
COLUMN = "terms_of_use_waiting(s.answer->>'kind', (s.answer->>'person')::uuid)"
