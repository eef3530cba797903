"""Scenes of residents who write in English; the unit answers in English too."""

from vardpost.config.demo.scenes.scene import Scene

_PHONE = {"how": "message"}

SCENES = {
    "contact_me": (
        Scene(
            {
                "about": "result",
                "text": (
                    "Hello, I had a blood test on Monday last week and I cannot find the result. Could someone please tell me if my thyroid is OK?",
                    "I received a letter in Swedish about a follow-up and I am not sure what I am supposed to do. Could you explain it in English?",
                ),
                "who": "nurse",
                **_PHONE,
            },
            (
                ("", "Hello! Your thyroid and blood count are normal. You do not need to do anything. You can read the result when you log in.\n\nBest wishes\n{handläggare}"),
                ("", "Hi {jag}, the letter says that you should come for a blood pressure check within two months. Book a time with the nurse here, or call us on {telefon} and press 2."),
            ),
            ask=(("Hello! Which test was it, and where did you leave it?", "TSH and free T4. At your lab, on the ground floor."),),
            english=True,
        ),
    ),
    "book_time": (
        Scene(
            {
                "reason": "I have had a cough for five weeks. It started with a cold. No fever any more, but I get short of breath when I cycle to work. I smoked until last year.",
                "since": "month",
                "profession": "doctor",
                "times": (["mornings"], ["any"]),
            },
            (
                ("booked", "Hello! You have an appointment with a doctor, see above. Please come ten minutes early so that the nurse can measure your breathing."),
            ),
            ask=(("Do you cough up anything, and have you lost weight?", "A little clear phlegm in the mornings. No weight loss."),),
            english=True,
        ),
    ),
    "renew_prescription": (
        Scene(
            {
                "medicines": ([{"name": "Levothyroxine", "strength": "100 mcg", "form": "tablet", "dosage": "One tablet every morning", "reason": "Underactive thyroid"}],),
                "days_left": (5, 12),
                "changed": False,
                "other_medicines": False,
            },
            (
                ("renewed", "Hello! Your prescription is renewed for one year. You can collect it at any pharmacy from this afternoon."),
                ("sample_first", "Hello! We need a blood test before we renew it. You do not need an appointment for the test. We have sent a prescription for one month."),
            ),
            kinds=("primary_care", "specialist"),
            english=True,
        ),
    ),
    "send_message": (
        Scene(
            {
                "subject": "Moving to another town",
                "text": "Hi! We are moving to Skövde in January. Do I need to ask you to send my records, or do they get them automatically? I also have a referral waiting and I would not want to lose my place in the queue.",
            },
            (("", "Hello! The new unit can read your records if you allow it. Your referral keeps its place, but please change your address so that the letter finds you."),),
            follow=("Thank you! One more thing: can I keep my doctor until then?",),
            english=True,
        ),
    ),
    "advice": (
        Scene(
            {
                "question": "I think I have a sinus infection. Pain over the eyes, blocked nose for nine days, worse when I bend forward. Should I get antibiotics?",
                "since": "month",
                "course": "same",
                "tried": "Nasal spray and ibuprofen",
                "illness": False,
            },
            (("self_care", "Hello! This usually passes by itself within two weeks. Rinse your nose with salt water twice a day and use the spray for ten days at most. Get in touch again if you get a high fever or strong pain on one side."),),
            ask=(("Hello! Do you have a fever, and is the pain on one side only?", "No fever. Both sides, mostly over the eyes."),),
            english=True,
        ),
    ),
}  # fmt: skip
