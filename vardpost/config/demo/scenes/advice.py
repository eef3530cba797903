"""Rådgivning: how somebody feels, and what a nurse says."""

from vardpost.config.demo.scenes.scene import Scene

SCENES = (
    Scene(
        {
            "question": (
                "Jag har haft ont i halsen i fyra dagar och det gör riktigt ont att svälja. Ingen hosta. Febern låg på 38,4 i går kväll men jag har tagit Alvedon. Behöver jag komma och ta prov?",
                "Ont i halsen sedan i lördags, svullna körtlar på ena sidan och lite feber. Min sambo hade samma för två veckor sedan och fick penicillin. Ska jag boka tid eller vänta?",
            ),
            "since": "week",
            "course": ("same", "worse"),
            "tried": ("Alvedon och halstabletter, varm dryck", ""),
            "illness": False,
        },
        (
            ("visit", "Hej! Det du beskriver kan vara halsfluss. Kom till vår mottagning i morgon mellan 8.00 och 9.30, så tar vi ett snabbprov. Du behöver ingen tid. Kan du inte svälja, eller får svårt att öppna munnen, ring oss på {telefon} samma dag."),
            ("self_care", "Hej {jag}! Halsont utan hosta går oftast över inom en vecka, även när det är bakterier. Fortsätt med Alvedon, drick mycket och vila. Har du kvar feber efter sju dagar, eller blir sämre, hör du av dig igen så tar vi prov.\n\nHälsningar\n{handläggare}, {titel}"),
        ),
        ask=(
            ("Hej! Kan du titta i spegeln och se om det finns vita prickar på halsmandlarna? Är du allergisk mot penicillin?", "Ja det ser ut som vita fläckar på höger sida. Ingen allergi vad jag vet."),
            ("Hur hög är febern utan Alvedon, och hur många dagar har du haft den?", "38,6 i morse innan jag tog något. Tre dagar."),
        ),
    ),
    Scene(
        {
            "question": (
                "Hej, jag har fått ett utslag på magen och ryggen som kliar väldigt. Det började som en ensam rosa fläck för ungefär två veckor sedan och sedan kom det många små. Jag mår bra i övrigt.",
                "Små röda prickar på underarmarna som kliar mest på kvällen. Jag har inte bytt tvättmedel. Min dotter har börjat klia sig också.",
            ),
            "since": ("week", "month"),
            "course": ("same", "worse"),
            "tried": ("Kortisonsalva från apoteket i tre dagar", "Mjukgörande kräm"),
            "illness": (True, False),
            "illness_which": "Astma som barn, pollenallergi",
        },
        (
            ("call", "Hej! För att kunna bedöma utslagen behöver vi prata med dig. Jag ringer i morgon förmiddag. Fota gärna utslagen innan, så kan du beskriva dem bättre."),
            ("self_care", "Tack för en tydlig beskrivning. Det låter som något som läker av sig självt, men det kan ta sex till åtta veckor. Smörj med mjukgörande kräm och undvik varma duschar. Blir du sjuk eller får feber hör du av dig."),
        ),
        ask=(("Hej! Finns utslagen mellan fingrarna också, och är det fler i familjen som har fått dem?", "Ja mellan fingrarna lite grann, och min dotter har på magen."),),
    ),
    Scene(
        {
            "question": (
                "Jag har varit yr i en vecka, mest när jag reser mig ur sängen. Det snurrar inte, det blir mest svart en kort stund. Jag började med blodtryckstabletter för en månad sedan.",
                "Yrsel på morgnarna och trött. Mätte blodtrycket hemma, 104/62. Jag tar Enalapril 10 mg. Kan det vara för mycket?",
            ),
            "since": ("week", "month"),
            "course": ("same", "worse", "better"),
            "tried": "Reser mig långsamt och dricker mer vatten",
            "illness": True,
            "illness_which": "Högt blodtryck",
            "medicines": ("Enalapril 10 mg", "Enalapril och Amlodipin"),
        },
        (
            ("visit", "Hej! Det låter som att blodtrycket blir för lågt när du reser dig. Jag har bokat en tid för kontroll hos distriktssköterskan på torsdag kl. 9.40. Fortsätt mäta hemma morgon och kväll till dess och ta med siffrorna. Svimmar du, ring 112."),
            ("call", "Hej {jag}. Läkaren vill att du halverar dosen från i morgon. Jag ringer dig på fredag för att höra hur det går. Drick ordentligt och res dig i två steg."),
        ),
        ask=(("Kan du mäta blodtrycket sittande och efter att du har stått i en minut, två dagar i rad, och skriva siffrorna här?", "Måndag: sittande 112/70, stående 94/60. Tisdag: 110/68 och 96/58. Jag blev yr båda gångerna."),),
    ),
    Scene(
        {
            "question": (
                "{barnet} har haft feber sedan i går, 39,2 i morse. Dricker men äter nästan inget. Hostar lite och är snuvig. Leker en stund när Alvedonet har verkat. När ska vi komma in?",
                "{barnet} vaknade med hög feber och säger att det gör ont i örat. Vi har gett Alvedon. Ska vi komma i dag eller vänta?",
            ),
            "since": "today",
            "course": ("same", "worse"),
            "tried": ("Alvedon efter vikt, tre gånger", "Alvedon och huvudändan av sängen höjd"),
            "illness": False,
        },
        (
            ("self_care", "Hej! Så länge {barnet} dricker, kissar och piggnar till när febern går ner kan ni vänta hemma. Ge små mängder dryck ofta. Kom in om febern varar mer än fyra dagar, om {barnet} andas fort eller är svår att få kontakt med. På kvällar och nätter ringer ni 1177."),
            ("visit", "Hej! Vi vill titta i öronen i dag. Ni är välkomna kl. 14.10 till Jourrummet, rum 4. Ge Alvedon en timme innan, så blir undersökningen lättare."),
        ),
        ask=(("Hej! Hur mycket har {barnet} druckit sedan i morse, och har det varit blött i blöjan eller på toa?", "Ungefär tre glas saft och lite vatten. Kissat två gånger."),),
        kinds=("primary_care", "child_health"),
        who=("child",),
    ),
    Scene(
        {
            "question": (
                "Jag stukade foten i söndags när jag gick i trappan. Den är blå och svullen på utsidan men jag kan stödja på den. Behöver den röntgas?",
                "Trampade snett på träningen, fotleden är svullen som en apelsin. Kan gå på hälen. Hur länge ska jag vila?",
            ),
            "since": ("today", "week"),
            "course": ("better", "same"),
            "tried": "Linda, kyla och högläge",
            "illness": False,
        },
        (
            ("self_care", "Hej! Kan du gå fyra steg och inte har ont när du trycker på själva benknölen brukar röntgen inte behövas. Håll foten högt, linda på dagen och börja röra den försiktigt. Räkna med två till sex veckor. Har du svårt att gå om en vecka bokar du tid hos vår fysioterapeut."),
            ("elsewhere", "Hej! När du har ont just på benknölen behöver foten röntgas. Åk till närakuten i dag, vi har skickat en remiss. Ta med legitimation."),
        ),
        ask=(("Gör det ont om du trycker med ett finger på benknölen på utsidan? Kan du gå fyra steg?", "Nej inte på själva benet, mest under. Jag kan gå men haltar."),),
        who=("adult", "young"),
    ),
    Scene(
        {
            "question": (
                "Det svider när jag kissar och jag måste springa hela tiden. Ingen feber. Jag hade urinvägsinfektion i våras också. Kan jag få medicin direkt?",
                "Tror att jag har fått urinvägsinfektion igen. Sveda, trängningar och lite ont i nedre delen av magen sedan i förrgår.",
            ),
            "since": ("today", "week"),
            "course": ("same", "worse"),
            "tried": ("Dricker mycket", "Tranbärsjuice och värmedyna"),
            "illness": False,
        },
        (
            ("visit", "Hej! Lämna ett urinprov hos oss i morgon mellan 7.45 och 10.00. Du behöver ingen tid. Vi ringer dig samma dag om du behöver medicin. Får du feber eller ont i ryggen, ring oss på {telefon} direkt."),
            ("self_care", "Hej! Lindriga besvär går ofta över av sig själva på en vecka. Drick som vanligt och ta Alvedon vid behov. Blir det inte bättre på två, tre dagar lämnar du ett prov hos oss."),
        ),
        ask=(("Kan du vara gravid? Har du feber eller ont i ryggen? Är du allergisk mot något läkemedel?", "Nej, ingen feber och inte gravid. Blev illamående av Furadantin en gång, annars ingen allergi."),),
    ),
    Scene(
        {
            "question": (
                "Jag har sovit dåligt i flera månader. Somnar runt två och vaknar sex. Jobbet är stressigt och jag har svårt att koncentrera mig. Vill helst inte ha sömntabletter. Vad kan jag göra?",
                "Sömnen är helt ur fas sedan sommaren. Jag är trött hela dagen men kan inte varva ner på kvällen. Det börjar gå ut över familjen och jag har blivit lättirriterad. Jag undrar om jag kan få hjälp med sömnskola eller samtal, och om det kan ha med ämnesomsättningen att göra. Min mamma har haft problem med sköldkörteln och jag har gått upp fyra kilo sedan i våras utan att ändra något. Jag fryser också mer än förut.",
            ),
            "since": "longer",
            "course": ("same", "worse"),
            "tried": ("Melatonin från apoteket, ingen skärm efter nio", "Promenader, mindre kaffe"),
            "illness": False,
        },
        (
            ("visit", "Hej! Tack för att du beskriver så väl. Vi tar blodprov först, även för sköldkörteln, och sedan träffar du vår rehabkoordinator. Provet lämnar du när det passar, måndag till fredag 7.45 till 10.00. Tiden hos koordinatorn kommer med brev."),
            ("call", "Hej {jag}. Jag ringer dig på onsdag eftermiddag, så pratar vi igenom det. Till dess: gå upp samma tid varje dag, även på helgen, och lägg dig först när du är sömnig."),
        ),
        ask=(("Hej! Hur ser en vanlig kväll ut, och hur mycket kaffe eller alkohol dricker du?", "Jobbar ofta vid datorn till tio. Tre koppar kaffe före lunch. Ett glas vin på fredagen."),),
    ),
)  # fmt: skip
