"""Boka tid: why somebody wants to come, and what they get."""

from vardpost.config.demo.scenes.scene import Scene

_TIMES = (["any"], ["mornings"], ["afternoons", "fridays"], ["mondays", "mornings"], ["tuesdays"])

SCENES = (
    Scene(
        {
            "reason": (
                "Jag har ont i höger knä när jag går i trappor. Det började efter en lång vandring i september. Det låser sig ibland. Jag har vilat och tagit Ipren men det kommer tillbaka så fort jag rör mig mer.",
                "Ont i axeln sedan i somras, kan inte lyfta armen över huvudet och vaknar på natten när jag vänder mig. Jobbar som målare så jag behöver kunna använda den.",
                "Ryggont som strålar ner i vänster ben. Domningar i foten till och från. Jag jobbar inom hemtjänsten och lyfter mycket.",
            ),
            "since": ("month", "longer"),
            "profession": ("physio", "doctor", "any"),
            "times": _TIMES,
        },
        (
            ("booked", "Hej! Du har fått en tid hos vår fysioterapeut, som bedömer besväret först. Ta med skor du brukar gå i. Passar tiden inte, avboka senast 24 timmar innan."),
            ("offered", "Hej {jag}! Vi har två tider att välja på. Svara här vilken du vill ha, så bokar vi den."),
            ("advice", "Hej! Börja med övningarna i programmet som vi har lagt in till dig, två gånger om dagen i tre veckor. Har det inte vänt då får du en tid hos fysioterapeuten. Ring om knät svullnar eller låser sig helt."),
        ),
        ask=(
            ("Hej! Har du svårt att kissa, eller har känseln i underlivet förändrats? Det är viktigt att vi vet.", "Nej, inget sådant. Bara foten som domnar ibland."),
            ("Har du gjort någon röntgen tidigare, och i så fall var?", "Ja, på Strandgatans ortopedi för tre år sedan. De sa lite slitage."),
        ),
    ),
    Scene(
        {
            "reason": (
                "Jag vill boka tid för att titta på en fläck på ryggen. Min man säger att den har blivit större och mörkare i kanten.",
                "Har fått en vårta under foten som gör ont när jag går. Försökt med frysning från apoteket två gånger.",
            ),
            "since": ("month", "longer"),
            "profession": ("doctor", "any"),
            "times": _TIMES,
        },
        (
            ("booked", "Hej! Du har fått en tid hos doktor, som tittar på fläcken och tar en bild med hudkamera. Räkna med 20 minuter."),
            ("letter", "Hej! Vi skickar dig vidare till hudmottagningen för bedömning. Du får en kallelse med brev inom några veckor."),
        ),
        ask=(("Hur stor är fläcken ungefär, blöder eller kliar den, och har någon i släkten haft hudcancer?", "Ungefär som en ärta. Kliar lite. Min pappa hade basalcellscancer."),),
    ),
    Scene(
        {
            "reason": (
                "Årskontroll för mitt blodtryck. Det är mer än ett år sedan sist och recepten tar snart slut.",
                "Behöver komma på diabeteskontroll. Långtidssockret var 58 i mars och jag har tappat fyra kilo sedan dess.",
                "Jag fick brev om att det är dags för kontroll av KOL. Vill gärna ha samma sköterska som förra gången.",
            ),
            "since": "none",
            "profession": ("nurse", "doctor"),
            "times": _TIMES,
        },
        (
            ("booked", "Hej! Välkommen på årskontroll. Lämna blodprov minst en vecka innan, fastande. Du behöver ingen tid för provet."),
            ("letter", "Hej {jag}! Vi har köat dig till kontrollen. Kallelsen kommer med brev, och i den står vilka prover du ska lämna."),
        ),
        ask=(("Hej! Mäter du själv hemma? Skicka gärna tre värden från olika dagar.", "148/86, 151/90 och 144/84. Alla på morgonen innan medicin."),),
    ),
    Scene(
        {
            "reason": (
                "Jag mår inte bra psykiskt. Har varit nedstämd i flera månader, orkar inte träffa folk och gråter för ingenting. Jag har inga tankar på att skada mig. Jag skulle vilja prata med någon.",
                "Efter att mamma gick bort i våras har jag svårt att sova och får panikkänslor i affären. Jag vill gärna gå hos en kurator.",
            ),
            "since": ("month", "longer"),
            "profession": "counsellor",
            "times": _TIMES,
        },
        (
            ("booked", "Hej {jag}. Tack för att du skrev, det är ett bra första steg. Du har fått en tid hos vår kurator. Blir det tyngre innan dess ringer du oss, eller 1177 på kvällar och nätter.\n\nVarma hälsningar\n{handläggare}"),
            ("offered", "Hej! Här är de närmaste tiderna hos psykologen. Svara vilken som passar."),
        ),
        partial=("Hej {jag}. Jag har läst det du skrev och vill att du ska veta att vi tar det på allvar. Jag pratar med kuratorn i dag och återkommer i morgon med en tid.",),
        ask=(("Hej! Får jag ringa dig i dag mellan 13 och 15 för att höra hur du har det?", "Ja, ring gärna efter 14. Jag svarar på mobilen."),),
    ),
    Scene(
        {
            "reason": (
                "{barnet} har haft hosta i sex veckor, mest på natten och när det är kallt ute. Min syster har astma. Vi skulle vilja att en läkare lyssnar på lungorna.",
                "{barnet} har ont i magen nästan varje morgon innan skolan. Inget på helgerna. Äter och växer bra. Vi vet inte om det är magen eller något annat.",
                "{barnet} behöver kontrollera öronen efter två öroninflammationer i höst. Läraren säger att hen inte hör allt i klassrummet.",
            ),
            "since": ("month", "longer"),
            "profession": ("doctor", "any"),
            "times": _TIMES,
        },
        (
            ("booked", "Hej! {barnet} har fått en tid. En vuxen som känner barnet väl behöver vara med. Ta med listan över vad ni har provat."),
            ("offered", "Hej! Vi har de här tiderna för {barnet}. Svara vilken ni vill ha."),
        ),
        ask=(("Hej! Har {barnet} gått ner i vikt, eller är det något särskilt som har hänt i skolan eller hemma?", "Nej, vikten är densamma. En nära kompis har flyttat, det kan ha med det att göra."),),
        kinds=("primary_care", "child_health"),
        who=("child",),
    ),
)  # fmt: skip
