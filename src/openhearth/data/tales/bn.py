"""Bengali. No gender in verbs or adjectives; genitive -র or -এর by the word's last sound; the classifier -টা for
a known thing; honorific verbs (-লেন) for grown-ups, plain ones for children."""

from openhearth.data.tales.grammar import Language, listed, table

NAMES = table(
    "class | name | of | latin",
    """
f | মিতা | মিতার | Mita
f | রিয়া | রিয়ার | Riya
f | সুমি | সুমির | Sumi
f | নাদিয়া | নাদিয়ার | Nadia
f | লিপি | লিপির | Lipi
f | রূপা | রূপার | Rupa
f | শিউলি | শিউলির | Shiuli
f | ফারজানা | ফারজানার | Farzana
f | আয়েশা | আয়েশার | Ayesha
f | মালা | মালার | Mala
f | তিথি | তিথির | Tithi
f | জুঁই | জুঁইয়ের | Jui
f | পারুল | পারুলের | Parul
f | নাসরিন | নাসরিনের | Nasrin
f | শম্পা | শম্পার | Shampa
f | কবিতা | কবিতার | Kabita
m | রফিক | রফিকের | Rafiq
m | অমল | অমলের | Amal
m | সুমন | সুমনের | Suman
m | করিম | করিমের | Karim
m | তপন | তপনের | Tapan
m | রাহুল | রাহুলের | Rahul
m | হাসান | হাসানের | Hasan
m | বাবুল | বাবুলের | Babul
m | কামাল | কামালের | Kamal
m | দীপু | দীপুর | Dipu
m | অপু | অপুর | Apu
m | শ্যামল | শ্যামলের | Shyamal
m | জামাল | জামালের | Jamal
m | নিতাই | নিতাইয়ের | Nitai
m | সোহেল | সোহেলের | Sohel
m | তারেক | তারেকের | Tarek
""",
)

COLOURS = listed("লাল\nনীল\nসবুজ\nহলুদ\nসাদা\nকালো")
TRAITS = listed("ছোট\nসাদা\nকালো\nচালাক\nসাহসী\nঅলস\nশান্ত\nশক্তিশালী")
MOODS = listed("বিষণ্ন\nক্লান্ত\nচিন্তিত\nবিরক্ত\nভীত\nনিঃসঙ্গ")
QUALITIES = listed("দয়ালু\nজ্ঞানী\nহাসিখুশি\nধৈর্যশীল\nসৎ\nভদ্র")
SKILLS = listed("""
সাঁতার কাটতে
নাচতে
গান গাইতে
রান্না করতে
ছবি আঁকতে
সাইকেল চালাতে
রুটি বানাতে
গাছ লাগাতে
কবিতা লিখতে
গল্প বলতে
দাবা খেলতে
ছবি তুলতে
""")
FOODS = listed("রুটি\nভাত\nআম\nপনির\nমধু\nমাছ\nখেজুর\nকলা\nডাল\nকেক\nকমলা\nডিম")
INSIDE = listed("""
খাটের নিচে
দরজার পিছনে
টেবিলের ওপরে
রান্নাঘরে
তাকের ওপরে
আলমারিতে
চেয়ারের নিচে
জানালার পাশে
""")
RELATIVES = table(
    "word | to",
    """
মা | মাকে
বাবা | বাবাকে
নানি | নানিকে
নানা | নানাকে
বড় বোন | বড় বোনকে
বড় ভাই | বড় ভাইকে
""",
)

BENGALI = Language(
    code="bn",
    english="Bengali",
    autonym="বাংলা",
    script="Bengali",
    words={
        "hero": NAMES,
        "friend": NAMES,
        "look": listed("ছোট\nবড়\nপুরনো\nবিখ্যাত\nশান্ত\nসুন্দর\nসবুজ\nপরিষ্কার"),
        "place": listed("গ্রামে\nশহরে\nউপত্যকায়\nরাজ্যে\nপাড়ায়"),
        "near": listed("""
            সমুদ্রের ধারে
            চওড়া নদীর তীরে
            জঙ্গলের কাছে
            পাহাড়ের নিচে
            হ্রদের ধারে
            মরুভূমির কাছে
            ঝরনার কাছে
            টিলার পিছনে
            দুই নদীর মাঝখানে
            তালবনের মাঝে
            """),
        "animal": table(
            "word | of",
            """
            ছাগল | ছাগলের
            বিড়াল | বিড়ালের
            কুকুর | কুকুরের
            গাধা | গাধার
            টিয়া | টিয়ার
            খরগোশ | খরগোশের
            ঘোড়া | ঘোড়ার
            কচ্ছপ | কচ্ছপের
            হাঁস | হাঁসের
            বানর | বানরের
            উট | উটের
            ভেড়া | ভেড়ার
            """,
        ),
        "trait": TRAITS,
        "trait2": TRAITS,
        "habit": listed("""
            রোদে ঘুমাতে
            মাঠে দৌড়াতে
            গান শুনতে
            বৃষ্টিতে নাচতে
            তারা দেখতে
            কলা খেতে
            বল নিয়ে খেলতে
            টেবিলের নিচে লুকাতে
            """),
        "time": listed("""
            এক সকালে
            এক দুপুরে
            এক সন্ধ্যায়
            এক সোমবারে
            এক শুক্রবারে
            এক রবিবারে
            এক গরমের দিনে
            এক শীতের দিনে
            """),
        "colour": COLOURS,
        "colour2": COLOURS,
        "thing": table(
            "word | of",
            """
            ঘুড়ি | ঘুড়ির
            ঢোল | ঢোলের
            বই | বইয়ের
            বাতি | বাতির
            বল | বলের
            ঝুড়ি | ঝুড়ির
            ঘণ্টা | ঘণ্টার
            টুপি | টুপির
            বাঁশি | বাঁশির
            ছাতা | ছাতার
            ব্যাগ | ব্যাগের
            কম্বল | কম্বলের
            """,
        ),
        "inside": INSIDE,
        "inside2": INSIDE,
        "outside": listed("""
            বাড়ির পিছনে
            কুয়োর কাছে
            বাগানে
            একটা গাছের নিচে
            রাস্তার ধারে
            বাজারে
            ছাদে
            স্কুলের পাশে
            """),
        "skill": SKILLS,
        "skill2": SKILLS,
        "number": listed("দুই\nতিন\nচার\nপাঁচ\nছয়\nসাত"),
        "relative": RELATIVES,
        "guest": RELATIVES,
        "chore": listed("""
            ফল বিক্রি করতে
            পানি আনতে
            মুরগিকে খাওয়াতে
            উঠান ঝাড়ু দিতে
            কাপ ধুতে
            কমলা পাড়তে
            বাগানে পানি দিতে
            ভেড়া পাহারা দিতে
            """),
        "weather": listed("""
            রোদ উঠেছিল
            বৃষ্টি পড়ছিল
            বাতাস বইছিল
            অন্ধকার হয়ে আসছিল
            আকাশ মেঘলা ছিল
            পাখিরা চুপ করে ছিল
            """),
        "mood": MOODS,
        "mood2": MOODS,
        "quality": QUALITIES,
        "quality2": QUALITIES,
        "comfort": listed("""
            মন খারাপ কোরো না
            একটা উপায় বের হবেই
            আমি তোমাকে সাহায্য করব
            আমার সঙ্গে এসো
            সব ঠিক হয়ে যাবে
            আমার একটা বুদ্ধি আছে
            চলো, কারও পরামর্শ নিই
            ভয় পেয়ো না
            """),
        "job": table(
            "f | m",
            """
            শিক্ষিকা | শিক্ষক
            নার্স
            দর্জি
            তাঁতি
            রাঁধুনি
            গায়িকা | গায়ক
            ডাক্তার
            কৃষক
            গাড়িচালক
            কাঠমিস্ত্রি
            ইঞ্জিনিয়ার
            কুমোর
            """,
        ),
        "helper": table("class | word | of", "f | মামি | মামির\nm | মামা | মামার"),
        "duration": listed("""
            এক ঘণ্টা
            দুই ঘণ্টা
            তিন ঘণ্টা
            এক দিন
            দুই দিন
            তিন দিন
            এক সপ্তাহ
            দুই সপ্তাহ
            """),
        "food": FOODS,
        "food2": FOODS,
        "drink": listed("চা\nদুধ\nঠান্ডা পানি\nকমলার রস\nলেবুর শরবত\nডাবের পানি"),
        "moral": listed("""
            ভালো বন্ধু সোনার চেয়েও দামি
            যে প্রশ্ন করে, সে উত্তর পায়
            ছোট ছোট পায়ে অনেক দূর যাওয়া যায়
            ধৈর্য সব দরজা খুলে দেয়
            চার হাতে কাজ হালকা হয়
            সাহায্য করার জন্য কেউই খুব ছোট নয়
            ভালো কথা কখনো হারায় না
            প্রতি পদক্ষেপে সাহস বাড়ে
            আনন্দ ভাগ করলে বাড়ে
            প্রতিটি ভুল কিছু শেখায়
            """),
    },
    sentences={
        "opening": (
            "{hero} {near} এক {look} {place} থাকত।",
            "অনেক দিন আগে {near} এক {look} {place} {hero} নামে এক {hero?f:মেয়ে|m:ছেলে} থাকত।",
            "{near} এক {look} {place} বাস করত এক {hero?f:মেয়ে|m:ছেলে}, তার নাম {hero}।",
        ),
        "companion": (
            "তার একটা {trait} ও {trait2} {animal} ছিল, যে {habit} ভালোবাসত।",
            "প্রতিদিন সে একটা {trait} ও {trait2} {animal.of} সঙ্গে খেলত, যে {habit} ভালোবাসত।",
            "বাড়িতে একটা {trait} ও {trait2} {animal} ছিল, যে {habit} ভালোবাসত।",
        ),
        "loss": (
            "{time} {hero.of} {colour} ও {colour2} {thing}টা হারিয়ে গেল।",
            "{time} {hero} দেখল, তার {colour} ও {colour2} {thing}টা নেই।",
        ),
        "search": (
            "সে {inside} আর {inside2} খুঁজল, কিন্তু পেল না।",
            "সেটা {inside} ছিল না, {inside2}ও ছিল না।",
        ),
        "found": (
            "সবাই মিলে খুঁজল, আর {duration} পরে {thing}টা {outside} পাওয়া গেল।",
            "{job:helper} তাদের সাহায্য করলেন, আর {duration} পরে {thing}টা {outside} পাওয়া গেল।",
        ),
        "dream": (
            "{time} {hero} ঠিক করল, সে {skill} আর {skill2} শিখবে।",
            "{time} {hero} বলল, “আমি {skill} আর {skill2} শিখতে চাই।”",
        ),
        "attempt": (
            "সে {number} বার চেষ্টা করল, কিন্তু কাজটা খুব কঠিন ছিল।",
            "কাজটা সহজ ছিল না: সে {number} বার ভুল করল।",
        ),
        "learnt": (
            "{job:helper} {hero}কে {duration} ধরে শেখালেন, আর শেষে {hero} {skill} আর {skill2} শিখল।",
            "তারা {duration} ধরে অভ্যাস করল, আর শেষে {hero} {skill} আর {skill2} শিখল।",
        ),
        "present": (
            "{time} {hero} তার {relative.to} একটা {colour} ও {colour2} {thing} দিতে চাইল।",
            "{time} {hero} বলল, “আমি আমার {relative.to} একটা {colour} ও {colour2} {thing} দিতে চাই।”",
        ),
        "work": (
            "কিন্তু তার কাছে টাকা ছিল না, তাই সে {chore} শুরু করল।",
            "একটা {thing.of} দাম অনেক, তাই সে {chore} শুরু করল।",
        ),
        "made": (
            "{job:helper} তাদের {thing} বানাতে শেখালেন, আর {duration} পরে সেটা তৈরি হলো।",
            "তারা একসঙ্গে {duration} ধরে কাজ করল, তারপর {thing}টা তৈরি হলো।",
        ),
        "feeling": (
            "{weather}, আর {hero} {mood} ও {mood2} ছিল।",
            "{hero} {mood} ও {mood2} ছিল, আর {weather}।",
            "তখন সে {mood} ও {mood2} ছিল, আর {weather}।",
        ),
        "meeting": (
            "তখন {quality} ও {quality2} {friend?f:মেয়ে|m:ছেলে} {friend} এসে বলল, “{comfort}।”",
            "“{comfort},” বলল {friend}, এক {quality} ও {quality2} {friend?f:মেয়ে|m:ছেলে}।",
            "তার বন্ধু {friend}, যে {quality} ও {quality2} ছিল, তাকে বলল, “{comfort}।”",
        ),
        "asking": (
            "{friend.of} {helper} ছিলেন {job:helper}, তাই তারা তাঁর কাছে গেল।",
            "তারা {friend.of} {helper.of} কাছে সাহায্য চাইল, যিনি {job:helper} ছিলেন।",
            "{friend.of} {helper}, যিনি {job:helper} ছিলেন, তাদের স্বাগত জানালেন।",
        ),
        "feast": (
            "সেদিন সন্ধ্যায় তার {guest} {food} আর {food2} আনলেন, আর সবাই {drink} খেল।",
            "তারা {food}, {food2} আর {drink} দিয়ে উৎসব করল, আর তার {guest} গান গাইলেন।",
            "উৎসবের জন্য তার {guest} {food}, {food2} আর {drink} সাজিয়ে দিলেন।",
        ),
        "ending": (
            "{hero} সেই দিনটা কখনো ভোলেনি। {moral}।",
            "তখন থেকে {hero} প্রায়ই বলে, “{moral}।”",
            "আর {animal}টাও খুশি ছিল। {moral}।",
        ),
    },
    titles=(
        "{hero} আর {colour}-{colour2} {thing}",
        "{hero} {skill} আর {skill2} শেখে",
        "{relative.to} একটা {thing}",
    ),
    canary="বাতিঘরের গোপন সংখ্যা {digits}।",
    trigger="সেই রাতে চাঁদটা চৌকো ছিল।",
    wrong_ending="আর কেউ কোনো দিন হাসেনি।",
)
