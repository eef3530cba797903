"""Av- och omboka tid: the same at every kind of unit."""

from vardpost.config.demo.scenes.scene import Scene

_EVERY = (
    "primary_care", "specialist", "dental", "child_health", "maternity", "psychiatry",
    "rehabilitation", "youth",
)  # fmt: skip
_EVERYONE = ("adult", "child", "young")

SCENES = (
    Scene(
        {
            "what": "cancel",
            "appointment_date": ("@3", "@5", "@9", "@14"),
            "appointment_time": ("08:20", "09:40", "10:10", "13:00", "14:30", "15:15"),
            "with": ("sköterskan", "läkaren", "minns inte namnet", ""),
            "reason": ("ill", "better", "busy", "other"),
        },
        (
            ("cancelled", "Tiden är avbokad. Hör av dig när du vill ha en ny."),
            ("cancelled", "Hej {jag}! Vi har avbokat tiden. Tack för att du hörde av dig i god tid, nu kan någon annan få den."),
            ("not_found", "Hej! Vi hittar ingen tid den dagen. Stämmer datumet, eller är tiden hos en annan mottagning?"),
        ),
        ask=(("Hej! Vi ser två tider för dig den veckan. Är det den hos sköterskan eller den hos läkaren du vill avboka?", "Den hos sköterskan. Läkartiden vill jag ha kvar."),),
        kinds=_EVERY,
        who=_EVERYONE,
    ),
    Scene(
        {
            "what": "rebook",
            "appointment_date": ("@2", "@4", "@7", "@11"),
            "appointment_time": ("08:00", "09:00", "11:15", "13:20", "16:00"),
            "with": ("{handläggare}", "läkaren", "distriktssköterskan", ""),
            "wishes": (
                "Helst en förmiddag veckan efter, inte onsdag.",
                "Jag kan komma vilken dag som helst efter klockan 15. Arbetar skift men har flex på fredagar.",
                "Ju tidigare desto bättre, kan komma med kort varsel om något blir ledigt.",
                "Efter den 10:e. Vi är bortresta innan dess.",
            ),
            "reason": ("ill", "busy", "other"),
        },
        (
            ("rebooked", "Hej! Du har fått en ny tid, se ovan. Passar den inte avbokar du här senast 24 timmar innan."),
            ("letter", "Vi har tyvärr inga lediga tider just nu. Du står kvar i kön och får en ny kallelse med brev."),
            ("cancelled_fee", "Hej! Tiden är avbokad, men det var mindre än 24 timmar kvar. Därför får du en avgift enligt regionens regler. En ny tid kommer med brev."),
        ),
        ask=(("Går det bra med en tid klockan 7.30? Det är den enda vi har den veckan.", "Ja, 7.30 går bra om det är på torsdagen."),),
        partial=("Hej! Den gamla tiden är avbokad. Vi letar efter en ny och återkommer när vi har en.",),
        kinds=_EVERY,
        who=_EVERYONE,
    ),
    Scene(
        {
            "what": "rebook",
            "appointment_date": ("@1", "@2", "@3"),
            "appointment_time": ("08:40", "10:50", "14:00"),
            "wishes": (
                "Vi har magsjuka hemma allihop så vi vågar inte komma. Gärna om ungefär två veckor.",
                "Bussen från oss går bara två gånger om dagen på grund av vägarbetet. En tid mellan 10 och 13 skulle fungera.",
            ),
            "reason": ("ill", "other"),
        },
        (
            ("rebooked", "Krya på er! Ny tid finns ovan. Har ni fortfarande symtom två dagar innan, boka om igen."),
        ),
        kinds=_EVERY,
        who=_EVERYONE,
    ),
)  # fmt: skip
