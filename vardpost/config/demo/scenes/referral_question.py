"""Fråga om min remiss."""

from vardpost.config.demo.scenes.scene import Scene

_BOTH = ("primary_care", "specialist")

SCENES = (
    Scene(
        {
            "from": ("{mottagningen}", "Doktor på vårdcentralen", "Strandgatans ortopedi", "Företagshälsovården"),
            "sent": ("@-20", "@-35", "@-60"),
            "about": ("Ont i axeln", "Gallsten", "Hudförändring på ryggen", "Magnetkamera av ryggen", "Hörselprov"),
            "question": (
                "Jag har inte hört något sedan remissen skickades. Har den kommit fram och hur lång är kön?",
                "Fick besked om 'inom 90 dagar' men det har gått längre tid. Kan jag få komma till en annan mottagning?",
                "I journalen står det att remissen är besvarad men jag har inte fått något brev. Vad stod det?",
                "Jag har flyttat sedan remissen skrevs. Har ni rätt adress?",
            ),
        },
        (
            ("waiting", "Hej! Remissen är mottagen och du står i kö. Väntetiden är ungefär tio veckor räknat från den dag remissen kom. Kallelsen kommer med brev. Har det gått mer än 90 dagar kan du kontakta vårdlotsen, så hjälper de dig till en annan mottagning."),
            ("booked", "Hej {jag}! Du har fått en tid och kallelsen skickades i går. Passar den inte kan du boka om här."),
            ("forwarded", "Hej! Remissen har skickats vidare till en mottagning med kortare kö. De hör av sig till dig."),
            ("returned", "Hej! Remissen kom tillbaka eftersom röntgenbilderna saknades. Läkaren har kompletterat och skickat den igen i dag. Vi beklagar att det tog tid."),
            ("not_found", "Hej! Vi hittar ingen remiss från den mottagningen. Fråga dem som skrev den vart den skickades."),
        ),
        ask=(
            ("Hej! Vet du vilken mottagning remissen skulle gå till?", "Ortopeden i Skövde tror jag.."),
            ("Vilken adress ska kallelsen skickas till?", "Samma som i folkbokföringen, jag flyttade den 1 oktober."),
        ),
        partial=("Hej! Jag har ringt mottagningen och väntar på att de ringer tillbaka. Du får besked i veckan.",),
        kinds=_BOTH,
    ),
    Scene(
        {
            "from": ("BVC", "Skolläkaren", "{mottagningen}"),
            "sent": ("@-15", "@-40"),
            "about": ("Logoped", "Barnögon", "Allergitest"),
            "question": (
                "Hur lång är väntetiden för {barnet}? Förskolan frågar och vi vill veta om vi ska söka någon annanstans.",
                "Remissen för {barnet} skulle skickas i september men barnmottagningen säger att de inte har fått den.",
            ),
        },
        (
            ("waiting", "Hej! Remissen för {barnet} är mottagen. Väntetiden är ungefär fyra månader just nu."),
            ("returned", "Hej! Remissen hade fastnat hos oss. Den är skickad i dag och vi har bett att {barnet} får räkna väntetiden från i september. Förlåt för besväret."),
        ),
        kinds=_BOTH,
        who=("child",),
    ),
)  # fmt: skip
