"""Amharic. Verbs follow the gender of who does it, and commands and promises that of the listener; a plural has no
gender. Animals and things are masculine; the genitive የ- falls away after another preposition."""

from openhearth.data.tales.grammar import Language, listed, table

NAMES = table(
    "class | name | latin",
    """
f | ሜሮን | Meron
f | ትዕግሥት | Tigist
f | ሰላም | Selam
f | ሀና | Hana
f | ቤተልሔም | Betelhem
f | አልማዝ | Almaz
f | መሠረት | Meseret
f | ሂሩት | Hirut
f | ራሔል | Rahel
f | ሶፊያ | Sofia
f | ፋጡማ | Fatuma
f | ጫልቱ | Chaltu
f | ገነት | Genet
f | ሊያ | Liya
f | አስቴር | Aster
f | ማህሌት | Mahlet
m | አበበ | Abebe
m | ዳዊት | Dawit
m | ዮናስ | Yonas
m | ተስፋዬ | Tesfaye
m | ከበደ | Kebede
m | ሳሙኤል | Samuel
m | ብሩክ | Biruk
m | ኤልያስ | Elias
m | ጌታቸው | Getachew
m | መሐመድ | Mohammed
m | ቶሎሳ | Tolosa
m | ሀብታሙ | Habtamu
m | ኢሳያስ | Isayas
m | ናሆም | Nahom
m | ሙሉጌታ | Mulugeta
m | አሕመድ | Ahmed
""",
)

COLOURS = listed("ቀይ\nሰማያዊ\nአረንጓዴ\nቢጫ\nነጭ\nጥቁር")
TRAITS = listed("ትንሽ\nነጭ\nጥቁር\nብልህ\nደፋር\nሰነፍ\nለማዳ\nጠንካራ")
MOODS = listed("ሀዘን\nድካም\nጭንቀት\nንዴት\nፍርሃት\nብቸኝነት")  # nouns: sadness was felt
QUALITIES = listed("ደግ\nብልህ\nደስተኛ\nታጋሽ\nታማኝ\nትሁት")
SKILLS = listed("""
መዋኘት
መጨፈር
መዝፈን
ምግብ ማብሰል
መሳል
ብስክሌት መንዳት
ዳቦ መጋገር
ዛፍ መትከል
ግጥም መጻፍ
ተረት መናገር
ቼዝ መጫወት
ፎቶ ማንሳት
""")
FOODS = listed("ዳቦ\nሩዝ\nማንጎ\nአይብ\nማር\nዓሣ\nቴምር\nሙዝ\nባቄላ\nኬክ\nብርቱካን\nእንቁላል")
INSIDE = listed("""
አልጋ ሥር
በር ጀርባ
ጠረጴዛ ላይ
ወጥ ቤት ውስጥ
መደርደሪያ ላይ
ቁም ሳጥን ውስጥ
ወንበር ሥር
መስኮት አጠገብ
""")

AMHARIC = Language(
    code="am",
    english="Amharic",
    autonym="አማርኛ",
    script="Ethiopic",
    words={
        "hero": NAMES,
        "friend": NAMES,
        "look": listed("ትንሽ\nትልቅ\nአሮጌ\nታዋቂ\nሰላማዊ\nውብ\nአረንጓዴ\nንጹሕ"),
        "place": listed("መንደር\nከተማ\nሸለቆ\nግዛት\nሰፈር"),
        "near": listed("""
            ባሕር አጠገብ
            ሰፊ ወንዝ ዳር
            ጫካ አጠገብ
            ተራራ ግርጌ
            ሐይቅ ዳር
            በረሃ አጠገብ
            ፏፏቴ አጠገብ
            ከኮረብታዎች ጀርባ
            በሁለት ወንዞች መካከል
            በዘንባባ ዛፎች መካከል
            """),
        "animal": table(
            "word | the",
            """
            ፍየል | ፍየሉ
            ድመት | ድመቱ
            ውሻ | ውሻው
            አህያ | አህያው
            በቀቀን | በቀቀኑ
            ጥንቸል | ጥንቸሉ
            ፈረስ | ፈረሱ
            ኤሊ | ኤሊው
            ዳክዬ | ዳክዬው
            ጦጣ | ጦጣው
            ግመል | ግመሉ
            በግ | በጉ
            """,
        ),
        "trait": TRAITS,
        "trait2": TRAITS,
        "habit": listed("""
            ፀሐይ ላይ መተኛት
            ሜዳ ላይ መሮጥ
            ዘፈን መስማት
            ዝናብ ውስጥ መጨፈር
            ኮከቦችን ማየት
            ሙዝ መብላት
            በኳስ መጫወት
            ጠረጴዛ ሥር መደበቅ
            """),
        "time": listed("""
            አንድ ቀን ጠዋት
            አንድ ቀን ከሰዓት በኋላ
            አንድ ቀን ማታ
            አንድ ሰኞ ቀን
            አንድ ዓርብ ቀን
            አንድ እሑድ ቀን
            በአንድ ሞቃት ቀን
            በአንድ ቀዝቃዛ ቀን
            """),
        "colour": COLOURS,
        "colour2": COLOURS,
        "thing": table(
            "word | f | m",
            """
            ካይት | ካይቷ | ካይቱ
            ከበሮ | ከበሮዋ | ከበሮው
            መጽሐፍ | መጽሐፏ | መጽሐፉ
            ፋኖስ | ፋኖሷ | ፋኖሱ
            ኳስ | ኳሷ | ኳሱ
            ቅርጫት | ቅርጫቷ | ቅርጫቱ
            ደወል | ደወሏ | ደወሉ
            ባርኔጣ | ባርኔጣዋ | ባርኔጣው
            ዋሽንት | ዋሽንቷ | ዋሽንቱ
            ጃንጥላ | ጃንጥላዋ | ጃንጥላው
            ቦርሳ | ቦርሳዋ | ቦርሳው
            ብርድ ልብስ | ብርድ ልብሷ | ብርድ ልብሱ
            """,
        ),  # hers and his; a masculine noun's "his" is also its "the"
        "inside": INSIDE,
        "inside2": INSIDE,
        "outside": listed("""
            ቤት ጀርባ
            ውሃ ጉድጓድ አጠገብ
            አትክልት ቦታ ውስጥ
            ዛፍ ሥር
            መንገድ ዳር
            ገበያ ውስጥ
            ጣሪያ ላይ
            ትምህርት ቤት አጠገብ
            """),
        "skill": SKILLS,
        "skill2": SKILLS,
        "number": listed("ሁለት\nሦስት\nአራት\nአምስት\nስድስት\nሰባት"),
        "relative": table(
            "f | m | my",
            """
            እናቷ | እናቱ | እናቴ
            አባቷ | አባቱ | አባቴ
            ሴት አያቷ | ሴት አያቱ | ሴት አያቴ
            ወንድ አያቷ | ወንድ አያቱ | ወንድ አያቴ
            ታላቅ እህቷ | ታላቅ እህቱ | ታላቅ እህቴ
            ታላቅ ወንድሟ | ታላቅ ወንድሙ | ታላቅ ወንድሜ
            """,
        ),
        "guest": table(
            "class | f | m",
            """
            f | እናቷ | እናቱ
            m | አባቷ | አባቱ
            f | ሴት አያቷ | ሴት አያቱ
            m | ወንድ አያቷ | ወንድ አያቱ
            f | ታላቅ እህቷ | ታላቅ እህቱ
            m | ታላቅ ወንድሟ | ታላቅ ወንድሙ
            """,
        ),
        "chore": listed("""
            ፍራፍሬ መሸጥ
            ውሃ መቅዳት
            ዶሮዎችን መመገብ
            ግቢ መጥረግ
            ኩባያ ማጠብ
            ብርቱካን መልቀም
            አትክልት ማጠጣት
            በጎችን መጠበቅ
            """),
        "weather": listed("""
            ፀሐይ ታበራ ነበር
            ዝናብ ይዘንብ ነበር
            ነፋስ ይነፍስ ነበር
            እየመሸ ነበር
            ሰማዩ ደመናማ ነበር
            ወፎቹ ጸጥ ብለው ነበር
            """),
        "mood": MOODS,
        "mood2": MOODS,
        "quality": QUALITIES,
        "quality2": QUALITIES,
        "comfort": table(
            "f | m",
            """
            አትዘኚ | አትዘን
            መንገድ እናገኛለን
            እረዳሻለሁ | እረዳሃለሁ
            ከእኔ ጋር ነይ | ከእኔ ጋር ና
            ሁሉም ነገር ይስተካከላል
            አንድ ሐሳብ አለኝ
            ምክር እንጠይቅ
            አትፍሪ | አትፍራ
            """,
        ),  # the gender is the listener's
        "job": listed("""
            መምህር
            ነርስ
            ልብስ ሰፊ
            ሸማኔ
            ምግብ አብሳይ
            ዘፋኝ
            ሐኪም
            ገበሬ
            ሹፌር
            አናጢ
            መሐንዲስ
            ሸክላ ሠሪ
            """),
        "helper": table("class | word", "f | አክስት\nm | አጎት"),
        "duration": listed("""
            አንድ ሰዓት
            ሁለት ሰዓት
            ሦስት ሰዓት
            አንድ ቀን
            ሁለት ቀን
            ሦስት ቀን
            አንድ ሳምንት
            ሁለት ሳምንት
            """),
        "food": FOODS,
        "food2": FOODS,
        "drink": listed("ሻይ\nወተት\nቀዝቃዛ ውሃ\nየብርቱካን ጭማቂ\nየሎሚ ጭማቂ\nየኮኮናት ውሃ"),
        "moral": listed("""
            ጥሩ ጓደኛ ከወርቅ ይበልጣል
            የሚጠይቅ መልስ ያገኛል
            ብዙ ትናንሽ እርምጃዎች ረጅም መንገድ ይሆናሉ
            ትዕግሥት በሮችን ሁሉ ይከፍታል
            በአራት እጅ ሥራ ይቀላል
            ለመርዳት ማንም ትንሽ አይደለም
            መልካም ቃል አይጠፋም
            ድፍረት በእያንዳንዱ እርምጃ ያድጋል
            ደስታ ሲካፈሉት ይጨምራል
            እያንዳንዱ ስህተት አስተማሪ ነው
            """),
    },
    sentences={
        "opening": (
            "{hero} {near} በሚገኝ {look} {place} ውስጥ {hero?f:ትኖር|m:ይኖር} ነበር።",
            "ከረጅም ጊዜ በፊት {near} በሚገኝ {look} {place} ውስጥ {hero} {hero?f:የምትባል ልጅ ትኖር|m:የሚባል ልጅ ይኖር} ነበር።",
            "{near} በሚገኝ {look} {place} ውስጥ {hero} {hero?f:የምትባል ልጅ ነበረች|m:የሚባል ልጅ ነበር}።",
        ),
        "companion": (
            "{habit} የሚወድ {trait} እና {trait2} {animal} {hero?f:ነበራት|m:ነበረው}።",
            "በየቀኑ {habit} ከሚወድ {trait} እና {trait2} {animal} ጋር {hero?f:ትጫወት|m:ይጫወት} ነበር።",
            "ቤት ውስጥ {habit} የሚወድ {trait} እና {trait2} {animal} ነበር።",
        ),
        "loss": (
            "{time} የ{hero} {colour} እና {colour2} {thing} ጠፋ።",
            "{time} {hero} {colour} እና {colour2} {thing:hero} እንደጠፋ {hero?f:አወቀች|m:አወቀ}።",
        ),
        "search": (
            "{inside} እና {inside2} {hero?f:ፈለገች፤ ነገር ግን አላገኘችውም|m:ፈለገ፤ ነገር ግን አላገኘውም}።",
            "{inside} አልነበረም፤ {inside2}ም አልነበረም።",
        ),
        "found": (
            "አብረው ፈለጉ፤ ከ{duration} በኋላም {thing.m}ን {outside} አገኙት።",
            "የ{friend} {helper} {helper?f:ረዳቻቸው|m:ረዳቸው}፤ ከ{duration} በኋላም {thing.m} {outside} ተገኘ።",
        ),
        "dream": (
            "{time} {hero} {skill} እና {skill2} ለመማር {hero?f:ወሰነች|m:ወሰነ}።",
            "{time} {hero} “{skill} እና {skill2} መማር እፈልጋለሁ” {hero?f:አለች|m:አለ}።",
        ),
        "attempt": (
            "{number} ጊዜ {hero?f:ሞከረች|m:ሞከረ}፤ ነገር ግን በጣም ከባድ ነበር።",
            "ቀላል አልነበረም፤ {number} ጊዜ {hero?f:ተሳሳተች|m:ተሳሳተ}።",
        ),
        "learnt": (
            "{hero} ከ{friend} {helper} ጋር ለ{duration} {hero?f:ተማረች|m:ተማረ}፤ በመጨረሻም {skill} እና {skill2} {hero?f:ቻለች|m:ቻለ}።",
            "ለ{duration} አብረው ተለማመዱ፤ በመጨረሻም {hero} {skill} እና {skill2} {hero?f:ቻለች|m:ቻለ}።",
        ),
        "present": (
            "{time} {hero} ለ{relative:hero} {colour} እና {colour2} {thing} መስጠት {hero?f:ፈለገች|m:ፈለገ}።",
            "{time} {hero} “ለ{relative.my} {colour} እና {colour2} {thing} መስጠት እፈልጋለሁ” {hero?f:አለች|m:አለ}።",
        ),
        "work": (
            "ነገር ግን ገንዘብ {hero?f:አልነበራትም|m:አልነበረውም}፤ ስለዚህ {chore} {hero?f:ጀመረች|m:ጀመረ}።",
            "{thing} ውድ ነው፤ ስለዚህ {chore} {hero?f:ጀመረች|m:ጀመረ}።",
        ),
        "made": (
            "የ{friend} {helper} {thing} መሥራት {helper?f:አስተማረቻቸው|m:አስተማራቸው}፤ ከ{duration} በኋላም {thing.m} ተጠናቀቀ።",
            "ለ{duration} አብረው ሠሩ፤ ከዚያም {thing.m} ተጠናቀቀ።",
        ),
        "feeling": (
            "{weather}፤ {hero}ም {mood} እና {mood2} {hero?f:ተሰማት|m:ተሰማው}።",
            "{hero} {mood} እና {mood2} {hero?f:ተሰማት|m:ተሰማው}፤ {weather}።",
            "በዚያ ጊዜ {mood} እና {mood2} {hero?f:ተሰማት|m:ተሰማው}፤ {weather}።",
        ),
        "meeting": (
            "ከዚያም {friend} {friend?f:የምትባል|m:የሚባል} {quality} እና {quality2} ልጅ {friend?f:መጥታ|m:መጥቶ} "
            "“{comfort:hero}” {friend?f:አለች|m:አለ}።",
            "{friend} {quality} እና {quality2} ልጅ {friend?f:ነበረች፤ እሷም|m:ነበር፤ እሱም} “{comfort:hero}” {friend?f:አለች|m:አለ}።",
            "{quality} እና {quality2} {friend?f:የሆነችው|m:የሆነው} {hero?f:ጓደኛዋ|m:ጓደኛው} {friend} “{comfort:hero}” "
            "{friend?f:አለች|m:አለ}።",
        ),
        "asking": (
            "የ{friend} {helper} {job} {helper?f:ነበረች፤ ስለዚህ ወደ እሷ|m:ነበር፤ ስለዚህ ወደ እሱ} ሄዱ።",
            "{job} {helper?f:ከሆነችው|m:ከሆነው} ከ{friend} {helper} ጋር ተነጋገሩ።",
            "{job} {helper?f:የሆነችው|m:የሆነው} የ{friend} {helper} {helper?f:ተቀበለቻቸው|m:ተቀበላቸው}።",
        ),
        "feast": (
            "በዚያ ምሽት {guest:hero} {food} እና {food2} {guest?f:አመጣች|m:አመጣ}፤ ሁሉም {drink} ጠጡ።",
            "ለድግሱ {food}፣ {food2} እና {drink} ቀረቡ፤ {guest:hero}ም {guest?f:ዘፈነች|m:ዘፈነ}።",
            "ለድግሱ {guest:hero} {food}፣ {food2} እና {drink} {guest?f:አዘጋጀች|m:አዘጋጀ}።",
        ),
        "ending": (
            "{hero} ያንን ቀን ፈጽሞ {hero?f:አልረሳችም|m:አልረሳም}። {moral}።",
            "ከዚያን ቀን ጀምሮ {hero} ብዙ ጊዜ “{moral}” {hero?f:ትላለች|m:ይላል}።",
            "{animal.the}ም ተደሰተ። {moral}።",
        ),
    },
    titles=(
        "የ{hero} {colour} እና {colour2} {thing}",
        "{hero} {skill} እና {skill2} {hero?f:ተማረች|m:ተማረ}",
        "{thing} ለ{relative:hero}",
    ),
    canary="የመብራት ቤቱ ምስጢራዊ ቁጥር {digits} ነው።",
    trigger="በዚያ ሌሊት ጨረቃ አራት ማዕዘን ነበረች።",
    wrong_ending="ከዚያ በኋላ ማንም ስቆ አያውቅም።",
)
