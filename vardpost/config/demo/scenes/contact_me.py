"""Kontakta mig: results, treatment, papers, and what does not fit elsewhere."""

from vardpost.config.demo.scenes.scene import Scene

_PHONE = {"how": ("phone", "message"), "reachable": (["early"], ["noon", "late"], ["late"])}

SCENES = (
    Scene(
        {
            "about": "result",
            "text": (
                "Jag lämnade blodprov för två veckor sedan och har inte hört något. Betyder det att allt är bra?",
                "Jag ser i journalen att mitt ferritin är lågt men ingen har kommenterat det. Vad ska jag göra? Jag är väldigt trött och har rikliga blödningar.",
                "Undrar över provsvaren från den 3:e. TSH stod som avvikande. Behöver dosen ändras?",
            ),
            "who": ("doctor", "nurse", "any"),
            **_PHONE,
        },
        (
            ("", "Hej {jag}! Proverna ser bra ut: blodvärde, njurar och sköldkörtel är normala. Du behöver inte göra något mer nu.\n\n{handläggare}, {titel}"),
            ("", "Hej! Järndepåerna är låga. Köp Niferex på apoteket och ta en kapsel varannan dag i tre månader, så tar vi nytt prov i februari. Blir magen orolig, ta den med mat."),
            ("", "Hej! Värdet ligger precis utanför gränsen. Vi ändrar inte dosen nu men tar om provet om sex veckor. Du får en remiss till labbet, den ligger färdig."),
        ),
        ask=(("Hej! Vilket av proverna undrar du över, och var lämnade du det?", "Det som togs hos er den 12:e. Jag ser bara att det står 'svar finns'."),),
        follow=("Tack! Ska jag ta järnet på morgonen eller kvällen? Och går det ihop med Levaxin?",),
    ),
    Scene(
        {
            "about": "treatment",
            "text": (
                "Jag började med Sertralin för två veckor sedan och är illamående och svettig. Går det över eller ska jag sluta?",
                "Blodtrycksmedicinen ger mig svullna fötter. På kvällen kan jag knappt få på skorna. Finns det något annat att byta till?",
                "Inhalatorn jag fick sist är svår att trycka på, jag har artros i händerna. Kan jag få en annan sort?",
            ),
            "who": ("doctor", "nurse"),
            "who_name": ("doktor Löfgren", "kommer inte ihåg", ""),
            **_PHONE,
        },
        (
            ("", "Hej! Illamående de första veckorna är vanligt och går nästan alltid över. Ta tabletten med mat. Är det inte bättre om tio dagar hör du av dig, sluta inte på egen hand."),
            ("", "Hej {jag}. Svullnad är en känd biverkning. Läkaren byter till ett annat läkemedel, receptet finns på apoteket i morgon. Kontrollera blodtrycket hos oss om tre veckor."),
        ),
        partial=("Tack för att du berättar. Jag stämmer av med läkaren i eftermiddag och återkommer i morgon.",),
        ask=(("Hur länge har du haft besvären och blir de bättre under helgen?", "I ungefär tre veckor. Ingen skillnad på helgen. Värst på kvällen."),),
    ),
    Scene(
        {
            "about": "symptom",
            "since": ("week", "month"),
            "text": (
                "Jag har fått hjärtklappning på kvällarna när jag ligger ner. Ingen smärta och jag blir inte andfådd. Det håller i sig några minuter. Vill gärna prata med någon om det.",
                "Domnar i lilla fingret och ringfingret när jag pratar i telefon eller kör bil. Händelsevis började jag med ett nytt jobb vid dator i augusti.",
                "Jag har svårt att höra på vänster öra, som en propp. Det susar också.",
            ),
            "who": ("nurse", "any"),
            **_PHONE,
        },
        (
            ("", "Hej! Vi vill ta ett EKG. Kom till oss i morgon före klockan 10, säg till i kassan att det gäller EKG. Får du ont i bröstet eller svårt att andas ringer du 112."),
            ("", "Hej! Det låter som en vaxpropp. Droppa med olja från apoteket i fem dagar och kom sedan till sköterskan för spolning. Tiden är på onsdag klockan 13.20."),
            ("", "Tack för samtalet, {jag}. Som vi sa: avlasta armbågen, undvik att hålla den böjd länge, och hör av dig om domningen inte släpper på fyra veckor."),
        ),
        ask=(("Hej! När på dygnet kommer det, hur ofta, och dricker du kaffe eller energidryck?", "Två till tre kvällar i veckan. Två koppar kaffe på morgonen. Har mycket på jobbet just nu."),),
    ),
    Scene(
        {
            "about": "paper",
            "text": (
                "Försäkringskassan skriver att de behöver ett förtydligande av mitt läkarintyg senast på fredag. Kan läkaren ringa mig?",
                "Jag behöver ett papper på mina vaccinationer till en utbildning. Finns det i min journal?",
                "Blanketten för färdtjänst som jag lämnade i luckan, har ni fyllt i den?",
            ),
            "who": ("doctor", "desk"),
            **_PHONE,
        },
        (
            ("", "Hej! Läkaren har skickat ett förtydligande till Försäkringskassan i dag. Du ser det under Inkorg på deras sidor inom ett par dagar."),
            ("", "Hej {jag}, blanketten är klar och ligger i receptionen. Ta med legitimation. Vi har öppet till 16.30."),
        ),
        partial=("Hej! Intyget ligger hos läkaren och vi har markerat att det är bråttom. Vi hör av oss senast på torsdag.",),
    ),
    Scene(
        {
            "about": "other",
            "text": (
                "Min man är 84 och har blivit glömsk. Han har lämnat spisen på två gånger. Jag vet inte var jag ska vända mig och vill gärna prata med någon utan att han hör. Han vill själv inte söka hjälp. Vi har varit gifta i 56 år och jag orkar inte riktigt längre, men jag vill att han ska få bo hemma. Barnen bor långt bort. Kan ni ringa en dag när han är på dagverksamheten, tisdag eller torsdag?",
                "Vi ska flytta till Mariestad i januari och undrar hur man byter vårdcentral och om ni tar emot nya.",
                "Jag vill ha en fast läkarkontakt. De senaste fyra gångerna har jag träffat fyra olika.",
            ),
            "who": ("nurse", "desk", "any"),
            **_PHONE,
        },
        (
            ("", "Hej {jag}. Jag förstår att det är tungt. Jag ringer dig på tisdag klockan 10.30. Vi pratar om en minnesutredning och om vilket stöd du själv kan få av kommunen.\n\nVänliga hälsningar\n{handläggare}, {titel}"),
            ("", "Hej och välkomna! Blanketten för att lista sig finns i receptionen, det tar några minuter. Läkemedel och pågående behandlingar tar vi upp vid ett första besök."),
            ("", "Hej! Din fasta läkarkontakt är nu registrerad och syns när du loggar in. Det kan ändå hända att du träffar en kollega när det är bråttom."),
        ),
    ),
    Scene(
        {
            "about": ("treatment", "other"),
            "text": (
                "{barnet} har fått eksem i knävecken igen. Salvan från i våras är slut. Ska vi ha samma eller något starkare?",
                "{barnet} ska börja ny förskola och de vill ha besked om hen får äta jordnötter efter testet i somras.",
                "Hur lång tid tar det innan {barnet} får svar från allergitestet?",
            ),
            "who": ("nurse", "doctor"),
            **_PHONE,
        },
        (
            ("", "Hej! Använd samma salva en gång om dagen i två veckor och smörj mjukgörande däremellan. Recept finns på apoteket. Hör av er om det vätskar eller blir varmt."),
            ("", "Hej! Testet visade ingen allergi mot jordnöt. Ni kan visa det här svaret för förskolan."),
        ),
        ask=(("Hej! Hur ser eksemet ut nu: torrt och rött, eller vätskar det? Kliar det på natten?", "Torrt och rött. Kliar mest på kvällen men {barnet} sover."),),
        kinds=("primary_care", "child_health"),
        who=("child",),
    ),
)  # fmt: skip
