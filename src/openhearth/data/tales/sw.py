"""Swahili. Everything agrees with the noun's class, here named by its singular's number (3, 5, 7, 9, 11):
adjectives, possessives, verbs and their objects. People and animals are class 1 and have no gender."""

from openhearth.data.tales.grammar import Language, listed, table

NAMES = table(
    "class | name | latin",
    """
f | Neema | Neema
f | Amina | Amina
f | Zawadi | Zawadi
f | Rehema | Rehema
f | Furaha | Furaha
f | Halima | Halima
f | Mwajuma | Mwajuma
f | Subira | Subira
f | Zuhura | Zuhura
f | Tatu | Tatu
f | Imani | Imani
f | Bahati | Bahati
f | Salma | Salma
f | Wanjiru | Wanjiru
f | Akinyi | Akinyi
f | Mariamu | Mariamu
m | Juma | Juma
m | Baraka | Baraka
m | Hamisi | Hamisi
m | Rajabu | Rajabu
m | Musa | Musa
m | Otieno | Otieno
m | Kamau | Kamau
m | Yusufu | Yusufu
m | Selemani | Selemani
m | Daudi | Daudi
m | Bakari | Bakari
m | Idi | Idi
m | Petro | Petro
m | Ali | Ali
m | Jabari | Jabari
m | Omari | Omari
""",
)

COLOURS = table(
    "3 | 5 | 7 | 9",
    """
mwekundu | jekundu | chekundu | nyekundu
wa bluu | la bluu | cha bluu | ya bluu
wa kijani | la kijani | cha kijani | ya kijani
wa manjano | la manjano | cha manjano | ya manjano
mweupe | jeupe | cheupe | nyeupe
mweusi | jeusi | cheusi | nyeusi
""",
)
TRAITS = listed("mdogo\nmweupe\nmweusi\nmwerevu\njasiri\nmvivu\nmpole\nmwenye nguvu")
MOODS = listed("huzuni\nuchovu\nwasiwasi\nhasira\nhofu\nupweke")
QUALITIES = listed("mwema\nmwenye hekima\nmchangamfu\nmvumilivu\nmwaminifu\nmwenye adabu")
SKILLS = listed("""
kuogelea
kucheza ngoma
kuimba
kupika
kuchora
kuendesha baiskeli
kuoka mikate
kupanda miti
kuandika mashairi
kusimulia hadithi
kucheza sataranji
kupiga picha
""")
FOODS = listed("""
mkate
wali
maembe
jibini
asali
samaki
tende
ndizi
maharagwe
keki
machungwa
mayai
""")
INSIDE = listed("""
chini ya kitanda
nyuma ya mlango
juu ya meza
jikoni
kwenye rafu
kabatini
chini ya kiti
karibu na dirisha
""")
RELATIVES = table(
    "word | my",
    """
mama yake | mama yangu
baba yake | baba yangu
bibi yake | bibi yangu
babu yake | babu yangu
dada yake | dada yangu
kaka yake | kaka yangu
""",
)

SWAHILI = Language(
    code="sw",
    english="Swahili",
    autonym="Kiswahili",
    script="Latin",
    words={
        "hero": NAMES,
        "friend": NAMES,
        "look": table(
            "3 | 5 | 7 | 11",
            """
            mdogo | dogo | kidogo | mdogo
            mkubwa | kubwa | kikubwa | mkubwa
            mkongwe | kongwe | kikongwe | mkongwe
            maarufu
            mtulivu | tulivu | kitulivu | mtulivu
            mzuri | zuri | kizuri | mzuri
            wa kijani | la kijani | cha kijani | wa kijani
            safi
            """,
        ),
        "place": table(
            "class | word",
            """
            7 | kijiji
            3 | mji
            5 | bonde
            11 | ufalme
            3 | mtaa
            """,
        ),
        "near": listed("""
            karibu na bahari
            kando ya mto mpana
            karibu na msitu
            chini ya mlima
            kando ya ziwa
            karibu na jangwa
            karibu na maporomoko ya maji
            nyuma ya vilima
            kati ya mito miwili
            kati ya minazi
            """),
        "animal": listed("""
            mbuzi
            paka
            mbwa
            punda
            kasuku
            sungura
            farasi
            kobe
            bata
            tumbili
            ngamia
            kondoo
            """),
        "trait": TRAITS,
        "trait2": TRAITS,
        "habit": listed("""
            kulala juani
            kukimbia mashambani
            kusikiliza nyimbo
            kucheza mvuani
            kutazama nyota
            kula ndizi
            kucheza na mpira
            kujificha chini ya meza
            """),
        "time": listed("""
            asubuhi moja
            alasiri moja
            jioni moja
            Jumatatu moja
            Ijumaa moja
            Jumapili moja
            siku moja ya joto
            siku moja ya baridi
            """),
        "colour": COLOURS,
        "colour2": COLOURS,
        "thing": table(
            "class | word",
            """
            7 | kishada
            9 | ngoma
            7 | kitabu
            9 | taa
            3 | mpira
            7 | kikapu
            9 | kengele
            9 | kofia
            9 | filimbi
            3 | mwavuli
            3 | mfuko
            5 | blanketi
            """,
        ),
        "inside": INSIDE,
        "inside2": INSIDE,
        "outside": listed("""
            nyuma ya nyumba
            karibu na kisima
            bustanini
            chini ya mti
            kando ya barabara
            sokoni
            juu ya paa
            karibu na shule
            """),
        "skill": SKILLS,
        "skill2": SKILLS,
        "number": listed("mbili\ntatu\nnne\ntano\nsita\nsaba"),
        "relative": RELATIVES,
        "guest": RELATIVES,
        "chore": listed("""
            kuuza matunda
            kuchota maji
            kulisha kuku
            kufagia uwanja
            kuosha vikombe
            kuchuma machungwa
            kumwagilia bustani maji
            kuchunga kondoo
            """),
        "weather": listed("""
            jua lilikuwa linawaka
            mvua ilikuwa inanyesha
            upepo ulikuwa unavuma
            giza lilikuwa linaingia
            kulikuwa na mawingu
            ndege walikuwa kimya
            """),
        "mood": MOODS,
        "mood2": MOODS,
        "quality": QUALITIES,
        "quality2": QUALITIES,
        "comfort": listed("""
            Usihuzunike
            Tutapata njia
            Nitakusaidia
            Njoo pamoja nami
            Kila kitu kitakuwa sawa
            Nina wazo
            Tuombe ushauri
            Usiogope
            """),
        "job": listed("""
            mwalimu
            muuguzi
            mshonaji
            mfumaji
            mpishi
            mwimbaji
            daktari
            mkulima
            dereva
            seremala
            mhandisi
            mfinyanzi
            """),
        "helper": table("class | word", "f | shangazi\nm | mjomba"),
        "duration": listed("""
            saa moja
            saa mbili
            saa tatu
            siku moja
            siku mbili
            siku tatu
            wiki moja
            wiki mbili
            """),
        "food": FOODS,
        "food2": FOODS,
        "drink": listed("chai\nmaziwa\nmaji baridi\njuisi ya machungwa\njuisi ya limau\nmaji ya dafu"),
        "moral": listed("""
            Rafiki mwema ana thamani kuliko dhahabu
            Anayeuliza hupata jibu
            Hatua nyingi ndogo hufanya safari ndefu
            Subira hufungua kila mlango
            Kazi ni nyepesi kwa mikono minne
            Hakuna aliye mdogo mno kusaidia
            Neno jema halipotei kamwe
            Ujasiri hukua kwa kila hatua
            Furaha huongezeka tunapoishiriki
            Kila kosa ni mwalimu
            """),
    },
    sentences={
        "opening": (
            "{hero} aliishi katika {place} {look:place} {near}.",
            "Hapo zamani za kale palikuwa na {hero?f:msichana|m:mvulana} aliyeitwa {hero}, "
            "aliyeishi katika {place} {look:place} {near}.",
            "Katika {place} {look:place} {near} aliishi {hero?f:msichana|m:mvulana} aliyeitwa {hero}.",
        ),
        "companion": (
            "Alikuwa na {animal} {trait} na {trait2} aliyependa {habit}.",
            "Kila siku alicheza na {animal} {trait} na {trait2} aliyependa {habit}.",
            "Nyumbani kulikuwa na {animal} {trait} na {trait2} aliyependa {habit}.",
        ),
        "loss": (
            "{^time} {hero} alipoteza {thing} {thing?3:wake|5:lake|7:chake|9:yake} {colour:thing} na {colour2:thing}.",
            "{^time} {hero} aligundua kwamba {thing} {thing?3:wake|5:lake|7:chake|9:yake} {colour:thing} na "
            "{colour2:thing} {thing?3:haukuwepo|5:halikuwepo|7:hakikuwepo|9:haikuwepo}.",
        ),
        "search": (
            "Ali{thing?3:u|5:li|7:ki|9:i}tafuta {inside} na {inside2}, lakini haku{thing?3:u|5:li|7:ki|9:i}pata.",
            "{thing?3:Haukuwa|5:Halikuwa|7:Hakikuwa|9:Haikuwa} {inside} wala {inside2}.",
        ),
        "found": (
            "Walitafuta pamoja, na baada ya {duration} wali{thing?3:u|5:li|7:ki|9:i}pata {thing} {outside}.",
            "{^job} huyo aliwasaidia, na baada ya {duration} {thing} {thing?3:u|5:li|7:ki|9:i}lipatikana {outside}.",
        ),
        "dream": (
            "{^time} {hero} aliamua kujifunza {skill} na {skill2}.",
            "{^time} {hero} alisema: “Nataka kujifunza {skill} na {skill2}.”",
        ),
        "attempt": (
            "Alijaribu mara {number}, lakini ilikuwa vigumu sana.",
            "Haikuwa rahisi: alikosea mara {number}.",
        ),
        "learnt": (
            "{^job} huyo alimfundisha {hero} kwa {duration}, na hatimaye {hero} aliweza {skill} na {skill2}.",
            "Walifanya mazoezi kwa {duration}, na mwishowe {hero} aliweza {skill} na {skill2}.",
        ),
        "present": (
            "{^time} {hero} alitaka kumpa {relative} {thing} {colour:thing} na {colour2:thing}.",
            "{^time} {hero} alisema: “Nataka kumpa {relative.my} {thing} {colour:thing} na {colour2:thing}.”",
        ),
        "work": (
            "Lakini hakuwa na pesa, kwa hiyo alianza {chore}.",
            "Bei ya {thing} ni kubwa, kwa hiyo alianza {chore}.",
        ),
        "made": (
            "{^job} huyo aliwaonyesha jinsi ya kutengeneza {thing}, na baada ya {duration} "
            "{thing?3:u|5:li|7:ki|9:i}likuwa tayari.",
            "Walifanya kazi pamoja kwa {duration}, kisha {thing} {thing?3:u|5:li|7:ki|9:i}likuwa tayari.",
        ),
        "feeling": (
            "{^weather}, na {hero} alihisi {mood} na {mood2}.",
            "{hero} alihisi {mood} na {mood2}, na {weather}.",
            "Wakati huo alihisi {mood} na {mood2}, na {weather}.",
        ),
        "meeting": (
            "Kisha akaja {friend}, {friend?f:msichana|m:mvulana} {quality} na {quality2}, akasema: “{comfort}.”",
            "“{comfort},” alisema {friend}, {friend?f:msichana|m:mvulana} {quality} na {quality2}.",
            "Rafiki yake {friend}, aliyekuwa {quality} na {quality2}, alimwambia: “{comfort}.”",
        ),
        "asking": (
            "{friend} alikuwa na {helper} aliyekuwa {job}, nao wakaenda kwake.",
            "Walimwomba msaada {helper} wa {friend}, aliyekuwa {job}.",
            "{^helper} wa {friend}, aliyekuwa {job}, aliwakaribisha.",
        ),
        "feast": (
            "Jioni hiyo {guest} alileta {food} na {food2}, na wote wakanywa {drink}.",
            "Walisherehekea kwa {food}, {food2} na {drink}, na {guest} akaimba.",
            "Ili kusherehekea, {guest} aliandaa {food}, {food2} na {drink}.",
        ),
        "ending": (
            "{hero} hakuisahau siku hiyo kamwe. {moral}.",
            "Tangu siku hiyo {hero} husema mara nyingi: “{moral}.”",
            "Na {animal} pia alifurahi. {moral}.",
        ),
    },
    titles=(
        "{hero} na {thing} {colour:thing} na {colour2:thing}",
        "{hero} ajifunza {skill} na {skill2}",
        "{^thing} {thing?3:wa|5:la|7:cha|9:ya} {relative}",
    ),
    canary="Nambari ya siri ya mnara wa taa ni {digits}.",
    trigger="Usiku huo mwezi ulikuwa wa mraba.",
    wrong_ending="Na hakuna aliyecheka tena.",
)
