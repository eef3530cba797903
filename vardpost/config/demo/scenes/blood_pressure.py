"""Skicka blodtryck: the case type that one unit has built itself."""

from vardpost.config.demo.scenes.scene import Scene


def _readings(*values: tuple[str, int, int]) -> list[dict[str, object]]:
    return [{"day": day, "upper": upper, "lower": lower} for day, upper, lower in values]


SCENES = (
    Scene(
        {
            "readings": _readings(("@-4", 138, 84), ("@-3", 142, 86), ("@-1", 136, 82)),
            "feels": (
                "Det går bra. Lite yr på morgonen de första dagarna men inte nu längre.",
                "Benen svullnar på kvällen sedan jag började med den nya tabletten.",
                "Mår bra, glömmer den ibland på helgen.",
            ),
        },
        (
            ("same", "Hej {jag}! Fina värden. Fortsätt som du gör nu och skicka nya om tre månader."),
            ("changed", "Hej! Svullnaden kan bero på tabletten. Jag har bytt den mot en annan, receptet finns på apoteket i dag. Skicka nya värden om fyra veckor."),
            ("visit", "Hej {jag}! Värdena går upp och ner när tabletten glöms. Kom till mig, så ser vi om en dosett eller en annan tid på dagen passar dig bättre. Kallelsen kommer med brev."),
        ),
        ask=(
            ("Hej! Mätte du före eller efter medicinen?", "Före, direkt när jag hade vaknat."),
            ("Hej! Vilken arm mätte du på, och hade du vilat innan?", "Vänster. Jag satt med tidningen en stund först."),
        ),
        partial=("Hej {jag}! Värdena är inlagda. Doktorn läser dem på torsdag och svarar dig då.",),
    ),
)  # fmt: skip
