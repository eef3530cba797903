"""Skicka meddelande: everything else, short and long."""

from vardpost.config.demo.scenes.scene import Scene

SCENES = (
    Scene(
        {
            "subject": ("Blodtryck hemifrån", "Mina värden", "Rapport efter två veckor"),
            "text": (
                "Här kommer värdena ni bad om:\n\nmån 142/88\ntis 138/84\nons 145/90\ntors 136/82\nfre 140/86\n\nMätta på morgonen före medicin, sittande efter fem minuters vila.",
                "Hej, jag skulle höra av mig efter två veckor med den nya dosen. Jag mår bättre, sover hela natten och inga biverkningar förutom lite torr i munnen.",
            ),
        },
        (
            ("", "Tack {jag}! Värdena är bra, vi fortsätter med samma dos. Mät igen om tre månader."),
            ("", "Hej! Vad roligt att det går åt rätt håll. Läkaren vill behålla dosen i ett halvår. Du får en kallelse till uppföljning."),
        ),
        ask=(("Tack! Tog du värdena före eller efter medicinen, och i vilken arm?", "Före medicinen, vänster arm."),),
    ),
    Scene(
        {
            "subject": ("Tack för hjälpen", "Synpunkter på besöket", "Öppettider i jul"),
            "text": (
                "Vill bara tacka sköterskan som tog hand om mig i tisdags. Hon hade tid att lyssna och såret ser redan mycket bättre ut.",
                "Jag väntade 50 minuter förra veckan utan att någon sa något. Jag förstår att det händer, men en lapp eller ett ord i högtalaren hade hjälpt. Jag har svårt att sitta länge.",
                "Hej! Hur har ni öppet mellan jul och nyår? Jag ska lägga om ett sår två gånger i veckan.",
            ),
        },
        (
            ("", "Tack för att du skriver, det värmer! Jag hälsar till kollegan."),
            ("", "Hej {jag}. Tack för att du berättar. Vi har pratat om det i gruppen och säger till i väntrummet när det drar ut på tiden. Förlåt att du fick sitta så länge."),
            ("", "Hej! Vi har öppet som vanligt alla vardagar utom julafton och nyårsafton. Du har tider för omläggning den 23:e, 27:e och 30:e."),
        ),
    ),
    Scene(
        {
            "subject": ("Såret efter operationen", "Stygnen", "Omläggning"),
            "text": (
                "Ni sa att jag skulle höra av mig om såret vätskade. Det är lite gult runt stygnen sedan i går men inte varmt och jag har ingen feber. Ska jag komma tidigare än på fredag?",
                "När ska stygnen tas? På pappret står tio dagar men det blir en söndag.",
            ),
        },
        (
            ("", "Hej! Kom i morgon klockan 8.30 i stället, så tittar vi på såret. Får du feber eller om rodnaden sprider sig ringer du oss direkt på {telefon}."),
            ("", "Hej! Det går bra att ta stygnen på måndag. Du har en tid klockan 13.10 hos distriktssköterskan."),
        ),
        ask=(("Kan du beskriva hur stor rodnaden är runt såret, och luktar det?", "Ungefär en centimeter. Ingen lukt. Plåstret var fuktigt i morse."),),
    ),
    Scene(
        {
            "subject": ("Hjälpmedel", "Rollatorn", "Kompressionsstrumpor"),
            "text": (
                "Bromsen på rollatorn tar inte på höger sida. Vem kontaktar jag för att få den lagad?",
                "Strumporna jag fick utprovade i våras har blivit för stora. Kan jag få nya eller måste jag mätas om?",
                "Mamma (92) bor hos oss sedan i september och vi behöver en duschpall och en förhöjning till toaletten. Hur gör man? Hon är listad hos er men det är jag som skriver, hon sitter bredvid och har godkänt det. Vi har ingen bil så det skulle behöva komma hem.",
            ),
        },
        (
            ("", "Hej! Hjälpmedelscentralen lagar rollatorn. Vi har anmält det, de ringer dig inom två dagar. Använd den inte utför så länge."),
            ("", "Hej {jag}, du behöver mätas om. Du har fått en tid hos distriktssköterskan på onsdag klockan 9.15. Kom helst på morgonen, då är benen minst svullna."),
            ("", "Hej! Jag har skickat en förfrågan till arbetsterapeuten i kommunen, som gör hembesök. Räkna med en till två veckor."),
        ),
        partial=("Hej! Vi har skickat ärendet till arbetsterapeuten och återkommer när vi vet vilken dag.",),
        kinds=("primary_care", "specialist"),
    ),
    Scene(
        {
            "subject": ("Resa i jul", "Vaccination"),
            "text": (
                "Vi ska resa till Thailand över jul. Vilka vaccinationer behöver {barnet} som är yngst i familjen?",
                "{barnet} har inte fått sprutan i skolan eftersom vi var bortresta. Kan vi ta den hos er?",
            ),
        },
        (
            ("", "Hej! {barnet} har grundskyddet. Inför resan rekommenderar vi hepatit A. Boka tid på vaccinationsmottagningen minst två veckor innan."),
            ("", "Hej! Skolsköterskan brukar ha en extra dag i januari. Hör med dem först, annars ger vi den här."),
        ),
        who=("child",),
    ),
    Scene(
        {
            "subject": ("Fråga om journalen", "Byta läkare"),
            "text": (
                "Det står i journalen att jag röker. Det stämmer inte, jag slutade 2019. Kan ni rätta det?",
                "Jag skulle vilja byta till en kvinnlig läkare om det går.",
            ),
        },
        (
            ("", "Hej! Vi har antecknat att du slutade 2019. Det gamla får inte tas bort, men det nya syns först."),
            ("", "Hej {jag}! Självklart. Vi har noterat det, så nästa tid blir hos en kvinnlig läkare."),
        ),
        kinds=("primary_care", "specialist"),
    ),
    Scene(
        {
            "subject": "Sekretess",
            "text": "Jag är 16 och undrar om mina föräldrar kan se vad jag skriver här.",
        },
        (
            ("", "Hej! Nej, de kan inte se det du skriver här. Från 13 år är det bara du som loggar in. Vi som arbetar här får inte berätta utan att du vill det."),
        ),
        kinds=("primary_care", "specialist"),
        who=("young",),
    ),
)  # fmt: skip
