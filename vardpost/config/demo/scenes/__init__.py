"""What people write in the demo, by case type; `pick` finds a scene that fits."""

from collections.abc import Mapping

from vardpost.config.demo.dice import Dice
from vardpost.config.demo.scenes import (
    advice,
    blood_pressure,
    book_time,
    cancel_rebook,
    certificate,
    contact_me,
    elsewhere,
    in_english,
    referral_question,
    renew_prescription,
    send_message,
)
from vardpost.config.demo.scenes.scene import Scene

SCENES: Mapping[str, tuple[Scene, ...]] = {
    "advice": advice.SCENES,
    "book_time": book_time.SCENES,
    "cancel_rebook": cancel_rebook.SCENES,
    "certificate": certificate.SCENES,
    "contact_me": contact_me.SCENES,
    "referral_question": referral_question.SCENES,
    "renew_prescription": renew_prescription.SCENES,
    "send_message": send_message.SCENES,
    "u_skicka_blodtryck": blood_pressure.SCENES,
}


def fitting(case_type: str, kind: str, who: str, *, english: bool) -> list[Scene]:
    """Return the scenes of a case type that this kind of unit and person may have."""
    found = [
        scene
        for scene in (
            *SCENES[case_type],
            *elsewhere.SCENES.get(case_type, ()),
            *in_english.SCENES.get(case_type, ()),
        )
        if scene.fits(kind, who)
    ]
    spoken = [scene for scene in found if scene.english is english]
    return spoken or [scene for scene in found if not scene.english]


def pick(dice: Dice, case_type: str, kind: str, who: str, *, english: bool) -> Scene | None:
    """Return one of them; None when no scene of the type is about such a person."""
    found = fitting(case_type, kind, who, english=english)
    return dice.choice(found) if found else None
