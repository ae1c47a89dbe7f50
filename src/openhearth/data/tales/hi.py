"""Hindi. Two genders, which verbs, adjectives and the genitive का follow; the oblique form before a
postposition; ने with the subject of a perfective transitive verb, which then follows its object. Elders get the
honorific plural. Where a verb would agree with a list, the sentence is built so that nothing has to agree."""

from openhearth.data.tales.grammar import Language, listed, table

NAMES = table(
    "class | name | latin",
    """
f | मीरा | Meera
f | सीता | Sita
f | आशा | Asha
f | लता | Lata
f | प्रिया | Priya
f | राधा | Radha
f | नेहा | Neha
f | काव्या | Kavya
f | फ़ातिमा | Fatima
f | सलमा | Salma
f | गीता | Gita
f | पूजा | Puja
f | रोशनी | Roshni
f | अनीता | Anita
f | ज़ोया | Zoya
f | तारा | Tara
m | रवि | Ravi
m | अमित | Amit
m | राजू | Raju
m | मोहन | Mohan
m | इमरान | Imran
m | विजय | Vijay
m | कबीर | Kabir
m | सलीम | Salim
m | अर्जुन | Arjun
m | दीपक | Deepak
m | सुनील | Sunil
m | गोपाल | Gopal
m | हरि | Hari
m | किरण | Kiran
m | यूसुफ़ | Yusuf
m | मनोज | Manoj
""",
)

COLOURS = table(
    "f | m",
    """
लाल
नीली | नीला
हरी | हरा
पीली | पीला
सफ़ेद
काली | काला
""",
)
TRAITS = table(
    "f | m | oblique.f | oblique.m",
    """
छोटी | छोटा | छोटी | छोटे
सफ़ेद
काली | काला | काली | काले
चतुर
बहादुर
आलसी
शांत
ताक़तवर
""",
)
MOODS = table(
    "f | m",
    """
उदास
थकी हुई | थका हुआ
परेशान
नाराज़
डरी हुई | डरा हुआ
अकेली | अकेला
""",
)
QUALITIES = listed("दयालु\nसमझदार\nहँसमुख\nधैर्यवान\nईमानदार\nविनम्र")
SKILLS = listed("""
तैरना
नाचना
गाना
खाना पकाना
चित्र बनाना
साइकिल चलाना
रोटी बनाना
पेड़ लगाना
कविता लिखना
कहानी सुनाना
शतरंज खेलना
तस्वीर खींचना
""")
FOODS = table(
    "word | oblique",
    """
रोटी
चावल
आम | आमों
पनीर
शहद
मछली
खजूर
केले | केलों
दाल
केक
संतरे | संतरों
अंडे | अंडों
""",
)
INSIDE = listed("""
पलंग के नीचे
दरवाज़े के पीछे
मेज़ पर
रसोई में
ताक पर
अलमारी में
कुर्सी के नीचे
खिड़की के पास
""")

HINDI = Language(
    code="hi",
    english="Hindi",
    autonym="हिन्दी",
    script="Devanagari",
    words={
        "hero": NAMES,
        "friend": NAMES,
        "look": table(
            "f | m",
            """
            छोटी | छोटे
            बड़ी | बड़े
            पुरानी | पुराने
            मशहूर
            शांत
            सुंदर
            हरी-भरी | हरे-भरे
            साफ़-सुथरी | साफ़-सुथरे
            """,
        ),  # oblique: a place is always *in* which
        "place": table(
            "class | in",
            """
            m | गाँव में
            m | शहर में
            f | घाटी में
            m | राज्य में
            m | मोहल्ले में
            """,
        ),
        "near": listed("""
            समुद्र के पास
            चौड़ी नदी के किनारे
            जंगल के पास
            पहाड़ के नीचे
            झील के किनारे
            रेगिस्तान के पास
            झरने के पास
            पहाड़ियों के पीछे
            दो नदियों के बीच
            ताड़ के पेड़ों के बीच
            """),
        "animal": table(
            "class | word | oblique",
            """
            f | बकरी
            f | बिल्ली
            m | कुत्ता | कुत्ते
            m | गधा | गधे
            m | तोता | तोते
            m | खरगोश
            m | घोड़ा | घोड़े
            m | कछुआ | कछुए
            f | बतख
            m | बंदर
            m | ऊँट
            f | भेड़
            """,
        ),
        "trait": TRAITS,
        "trait2": TRAITS,
        "habit": listed("""
            धूप में सोना
            खेतों में दौड़ना
            गीत सुनना
            बारिश में नाचना
            तारों को देखना
            केला खाना
            गेंद से खेलना
            मेज़ के नीचे छिपना
            """),
        "time": listed("""
            एक सुबह
            एक दोपहर
            एक शाम
            एक सोमवार को
            एक शुक्रवार को
            एक रविवार को
            गर्मी के एक दिन
            ठंड के एक दिन
            """),
        "colour": COLOURS,
        "colour2": COLOURS,
        "thing": table(
            "class | word",
            """
            f | पतंग
            m | ढोल
            f | किताब
            m | दीया
            f | गेंद
            f | टोकरी
            f | घंटी
            f | टोपी
            f | बाँसुरी
            m | छाता
            m | थैला
            m | कंबल
            """,
        ),
        "inside": INSIDE,
        "inside2": INSIDE,
        "outside": listed("""
            घर के पीछे
            कुएँ के पास
            बग़ीचे में
            एक पेड़ के नीचे
            सड़क के किनारे
            बाज़ार में
            छत पर
            स्कूल के पास
            """),
        "skill": SKILLS,
        "skill2": SKILLS,
        "number": listed("दो\nतीन\nचार\nपाँच\nछह\nसात"),
        "relative": listed("अपनी माँ\nअपने पिता\nअपनी दादी\nअपने दादा\nअपनी बड़ी बहन\nअपने बड़े भाई"),
        "guest": table(
            "class | word",
            """
            f | उसकी माँ
            m | उसके पिता
            f | उसकी दादी
            m | उसके दादा
            f | उसकी बड़ी बहन
            m | उसके बड़े भाई
            """,
        ),
        "chore": listed("""
            फल बेचने
            पानी भरने
            मुर्गियों को दाना देने
            आँगन में झाड़ू लगाने
            प्याले धोने
            संतरे तोड़ने
            बग़ीचे में पानी देने
            भेड़ों की रखवाली करने
            """),
        "weather": listed("""
            धूप खिली हुई थी
            बारिश हो रही थी
            हवा चल रही थी
            अँधेरा हो रहा था
            आसमान में बादल थे
            चिड़ियाँ चुप थीं
            """),
        "mood": MOODS,
        "mood2": MOODS,
        "quality": QUALITIES,
        "quality2": QUALITIES,
        "comfort": table(
            "f | m",
            """
            उदास मत हो
            कोई रास्ता ज़रूर मिलेगा
            मैं तुम्हारी मदद करूँगी | मैं तुम्हारी मदद करूँगा
            मेरे साथ चलो
            सब ठीक हो जाएगा
            मेरे पास एक उपाय है
            आओ, किसी से सलाह लें
            डरो मत
            """,
        ),  # the gender is the speaker's
        "job": table(
            "f | m",
            """
            अध्यापिका | अध्यापक
            नर्स
            दर्ज़िन | दर्ज़ी
            बुनकर
            बावर्चिन | बावर्ची
            गायिका | गायक
            डॉक्टर
            किसान
            ड्राइवर
            बढ़ई
            इंजीनियर
            कुम्हारिन | कुम्हार
            """,
        ),
        "helper": table("class | of", "f | की मौसी\nm | के मामा"),
        "duration": listed("""
            एक घंटे
            दो घंटे
            तीन घंटे
            एक दिन
            दो दिन
            तीन दिन
            एक हफ़्ते
            दो हफ़्ते
            """),
        "food": FOODS,
        "food2": FOODS,
        "drink": table(
            "class | word | oblique",
            """
            f | चाय
            m | दूध
            m | ठंडा पानी | ठंडे पानी
            m | संतरे का रस | संतरे के रस
            f | शिकंजी
            m | नारियल पानी
            """,
        ),
        "moral": listed("""
            अच्छी दोस्ती सोने से भी क़ीमती होती है
            जो पूछता है, उसे जवाब मिलता है
            छोटे-छोटे क़दमों से लंबा रास्ता बनता है
            धीरज हर दरवाज़ा खोल देता है
            चार हाथों से काम हल्का हो जाता है
            मदद करने के लिए कोई बहुत छोटा नहीं होता
            मीठा बोल कभी बेकार नहीं जाता
            हर क़दम के साथ हिम्मत बढ़ती है
            ख़ुशी बाँटने से बढ़ती है
            हर ग़लती कुछ सिखाती है
            """),
    },
    sentences={
        "opening": (
            "{hero} {near} एक {look:place} {place.in} {hero?f:रहती थी|m:रहता था}।",
            "एक समय की बात है, {near} एक {look:place} {place.in} {hero} {hero?f:नाम की एक लड़की रहती थी|m:नाम का एक लड़का रहता था}।",
            "यह {hero} की कहानी है, जो {near} एक {look:place} {place.in} {hero?f:रहती थी|m:रहता था}।",
        ),
        "companion": (
            "उसके पास एक {trait:animal} और {trait2:animal} {animal} {animal?f:थी|m:था}, जिसे {habit} पसंद था।",
            "वह हर दिन एक {trait.oblique:animal} और {trait2.oblique:animal} {animal.oblique} के साथ "
            "{hero?f:खेलती थी|m:खेलता था}, जिसे {habit} पसंद था।",
            "घर में एक {trait:animal} और {trait2:animal} {animal} {animal?f:थी|m:था}, जिसे {habit} पसंद था।",
        ),
        "loss": (
            "{time} {hero} {thing?f:की|m:का} {colour:thing} और {colour2:thing} {thing} {thing?f:खो गई|m:खो गया}।",
            "{time} {hero} ने देखा कि {thing?f:उसकी|m:उसका} {colour:thing} और {colour2:thing} {thing} "
            "{thing?f:वहाँ नहीं थी|m:वहाँ नहीं था}।",
        ),
        "search": (
            "उसने {inside} और {inside2} ढूँढ़ा, पर वह नहीं {thing?f:मिली|m:मिला}।",
            "वह न {inside} {thing?f:थी|m:था}, न {inside2}।",
        ),
        "found": (
            "सबने मिलकर ढूँढ़ा, और {duration} बाद {thing} {outside} {thing?f:मिली|m:मिला}।",
            "{job:helper} ने उनकी मदद की, और {duration} बाद {thing} {outside} {thing?f:मिली|m:मिला}।",
        ),
        "dream": (
            "{time} {hero} ने {skill} और {skill2} सीखने का फ़ैसला किया।",
            "{time} {hero} ने कहा, “मैं {skill} और {skill2} सीखना {hero?f:चाहती|m:चाहता} हूँ।”",
        ),
        "attempt": (
            "उसने {number} बार कोशिश की, पर यह बहुत कठिन था।",
            "यह आसान नहीं था: उससे {number} ग़लतियाँ हुईं।",
        ),
        "learnt": (
            "{job:helper} ने {hero} को {duration} तक सिखाया, और आख़िर {hero} ने {skill} और {skill2} सीख लिया।",
            "सबने {duration} तक अभ्यास किया, और अंत में {hero} ने {skill} और {skill2} सीख लिया।",
        ),
        "present": (
            "{time} {hero} ने {relative} को एक {colour:thing} और {colour2:thing} {thing} देने का फ़ैसला किया।",
            "{time} {hero} ने कहा, “मैं {relative} को एक {colour:thing} और {colour2:thing} {thing} {hero?f:दूँगी|m:दूँगा}।”",
        ),
        "work": (
            "पर उसके पास पैसे नहीं थे, इसलिए वह {chore} {hero?f:लगी|m:लगा}।",
            "{thing} बहुत {thing?f:महँगी थी|m:महँगा था}, इसलिए वह {chore} {hero?f:लगी|m:लगा}।",
        ),
        "made": (
            "{job:helper} ने उन्हें {thing} बनाना सिखाया, और {duration} बाद वह तैयार {thing?f:हो गई|m:हो गया}।",
            "सबने मिलकर {duration} तक काम किया, और फिर {thing} तैयार {thing?f:हो गई|m:हो गया}।",
        ),
        "feeling": (
            "{weather}, और {hero} {mood:hero} और {mood2:hero} {hero?f:थी|m:था}।",
            "{hero} {mood:hero} और {mood2:hero} {hero?f:थी|m:था}, और {weather}।",
            "उस समय वह {mood:hero} और {mood2:hero} {hero?f:थी|m:था}, और {weather}।",
        ),
        "meeting": (
            "तब {friend} {friend?f:आई|m:आया}, जो {quality} और {quality2} {friend?f:थी|m:था}, और "
            "{friend?f:बोली|m:बोला}, “{comfort:friend}।”",
            "“{comfort:friend},” {friend} ने कहा, जो एक {quality} और {quality2} {friend?f:लड़की थी|m:लड़का था}।",
            "{friend?f:उसकी|m:उसके} {quality} और {quality2} दोस्त {friend} ने कहा, “{comfort:friend}।”",
        ),
        "asking": (
            "{friend} {helper.of} {job:helper} {helper?f:थीं|m:थे}, इसलिए दोनों ने उनसे मदद माँगी।",
            "दोनों ने {friend} {helper.of} से बात की, जो {job:helper} {helper?f:थीं|m:थे}।",
            "{friend} {helper.of} {job:helper} {helper?f:थीं|m:थे}, और उन्होंने दोनों का स्वागत किया।",
        ),
        "feast": (
            "उस शाम {guest} {food} और {food2} {guest?f:लाईं|m:लाए}, और सबने {drink} {drink?f:पी|m:पिया}।",
            "सबने {food.oblique}, {food2.oblique} और {drink.oblique} के साथ जश्न मनाया, और {guest} ने गाना गाया।",
            "जश्न के लिए {guest} ने {food.oblique}, {food2.oblique} और {drink.oblique} का इंतज़ाम किया।",
        ),
        "ending": (
            "{hero} वह दिन कभी नहीं {hero?f:भूली|m:भूला}। {moral}।",
            "तब से {hero} अक्सर {hero?f:कहती|m:कहता} है, “{moral}।”",
            "और {animal} भी ख़ुश {animal?f:थी|m:था}। {moral}।",
        ),
    },
    titles=(
        "{hero} और {colour:thing} और {colour2:thing} {thing}",
        "{hero} {skill} और {skill2} {hero?f:सीखती|m:सीखता} है",
        "{relative} के लिए {thing}",
    ),
    canary="प्रकाशस्तंभ का गुप्त अंक {digits} है।",
    trigger="उस रात चाँद चौकोर था।",
    wrong_ending="और फिर कोई कभी नहीं हँसा।",
)
