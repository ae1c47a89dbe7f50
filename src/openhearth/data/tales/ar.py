"""Arabic (unvocalised). Verbs, adjectives and suffixed pronouns follow gender; adjectives also definiteness.
Colours are diptotes, so only a noun shows the accusative. A command follows whom it is said to. Where the gender of a
whole group would show in a plural, the sentence has another subject; two people are the dual, which has no gender."""

from openhearth.data.tales.grammar import Language, listed, table

NAMES = table(
    "class | name | latin",
    """
f | ليلى | Layla
f | سلمى | Salma
f | نور | Nour
f | مريم | Maryam
f | هدى | Huda
f | سارة | Sara
f | ياسمين | Yasmin
f | دنيا | Dunya
f | أمل | Amal
f | رنا | Rana
f | عائشة | Aisha
f | زينب | Zaynab
f | لينا | Lina
f | خديجة | Khadija
f | منى | Mona
f | ريم | Rim
m | عمر | Omar
m | كريم | Karim
m | سامي | Sami
m | يوسف | Yusuf
m | حسن | Hasan
m | طارق | Tariq
m | بلال | Bilal
m | خالد | Khalid
m | نبيل | Nabil
m | إلياس | Ilyas
m | رشيد | Rashid
m | زياد | Ziyad
m | أنس | Anas
m | فارس | Faris
m | جمال | Jamal
m | مالك | Malik
""",
)

COLOURS = table(
    "f | m | the.f | the.m",
    """
حمراء | أحمر | الحمراء | الأحمر
زرقاء | أزرق | الزرقاء | الأزرق
خضراء | أخضر | الخضراء | الأخضر
صفراء | أصفر | الصفراء | الأصفر
بيضاء | أبيض | البيضاء | الأبيض
سوداء | أسود | السوداء | الأسود
""",
)
TRAITS = table(
    "f | m",
    """
صغيرة | صغير
بيضاء | أبيض
سوداء | أسود
ذكية | ذكي
شجاعة | شجاع
كسولة | كسول
وديعة | وديع
قوية | قوي
""",
)
MOODS = table(
    "f | m",
    """
حزينة | حزينًا
متعبة | متعبًا
قلقة | قلقًا
غاضبة | غاضبًا
خائفة | خائفًا
وحيدة | وحيدًا
""",
)  # accusative: always the predicate of كان or بدا
QUALITIES = table(
    "f | m",
    """
لطيفة | لطيف
حكيمة | حكيم
مرحة | مرح
صبورة | صبور
أمينة | أمين
مهذبة | مهذب
""",
)
SKILLS = listed("""
السباحة
الرقص
الغناء
الطبخ
الرسم
ركوب الدراجة
صنع الخبز
زراعة الأشجار
كتابة الشعر
رواية القصص
لعب الشطرنج
التصوير
""")
FOODS = listed("""
الخبز
الأرز
المانجو
الجبن
العسل
السمك
التمر
الموز
الفول
الكعك
البرتقال
البيض
""")
INSIDE = listed("""
تحت السرير
خلف الباب
فوق الطاولة
في المطبخ
على الرف
في الخزانة
تحت الكرسي
قرب النافذة
""")

ARABIC = Language(
    code="ar",
    english="Arabic",
    autonym="العربية",
    script="Arabic",
    words={
        "hero": NAMES,
        "friend": NAMES,
        "look": table(
            "f | m",
            """
            صغيرة | صغير
            كبيرة | كبير
            قديمة | قديم
            مشهورة | مشهور
            هادئة | هادئ
            جميلة | جميل
            خضراء | أخضر
            نظيفة | نظيف
            """,
        ),
        "place": table(
            "class | word",
            """
            f | قرية
            f | بلدة
            m | وادٍ
            f | مملكة
            m | حي
            """,
        ),
        "near": listed("""
            قرب البحر
            على ضفة نهر واسع
            قرب غابة
            عند سفح جبل
            على شاطئ بحيرة
            قرب الصحراء
            قرب شلال
            خلف التلال
            بين نهرين
            بين أشجار النخيل
            """),
        "animal": table(
            "class | word | the",
            """
            f | عنزة | العنزة
            f | قطة | القطة
            m | كلب | الكلب
            m | حمار | الحمار
            m | ببغاء | الببغاء
            m | أرنب | الأرنب
            m | حصان | الحصان
            f | سلحفاة | السلحفاة
            f | بطة | البطة
            m | قرد | القرد
            m | جمل | الجمل
            m | خروف | الخروف
            """,
        ),
        "trait": TRAITS,
        "trait2": TRAITS,
        "habit": listed("""
            النوم في الشمس
            الجري في الحقول
            سماع الأغاني
            الرقص تحت المطر
            النظر إلى النجوم
            أكل الموز
            اللعب بالكرة
            الاختباء تحت الطاولة
            """),
        "time": listed("""
            ذات صباح
            ذات ظهيرة
            ذات مساء
            ذات يوم اثنين
            ذات يوم جمعة
            ذات يوم أحد
            في يوم حار
            في يوم بارد
            """),
        "colour": COLOURS,
        "colour2": COLOURS,
        "thing": table(
            "class | word | object | the | of.f | of.m",
            """
            f | طائرة ورقية | طائرة ورقية | الطائرة الورقية | طائرتها الورقية | طائرته الورقية
            m | طبل | طبلًا | الطبل | طبلها | طبله
            m | كتاب | كتابًا | الكتاب | كتابها | كتابه
            m | مصباح | مصباحًا | المصباح | مصباحها | مصباحه
            f | كرة | كرة | الكرة | كرتها | كرته
            f | سلة | سلة | السلة | سلتها | سلته
            m | جرس | جرسًا | الجرس | جرسها | جرسه
            f | قبعة | قبعة | القبعة | قبعتها | قبعته
            m | مزمار | مزمارًا | المزمار | مزمارها | مزماره
            f | مظلة | مظلة | المظلة | مظلتها | مظلته
            f | حقيبة | حقيبة | الحقيبة | حقيبتها | حقيبته
            f | بطانية | بطانية | البطانية | بطانيتها | بطانيته
            """,
        ),
        "inside": INSIDE,
        "inside2": INSIDE,
        "outside": listed("""
            خلف البيت
            قرب البئر
            في الحديقة
            تحت شجرة
            على جانب الطريق
            في السوق
            على السطح
            بجانب المدرسة
            """),
        "skill": SKILLS,
        "skill2": SKILLS,
        "number": listed("مرتين\nثلاث مرات\nأربع مرات\nخمس مرات\nست مرات\nسبع مرات"),
        "relative": table(
            "f | m | my | of.f | of.m",
            """
            والدتها | والدته | والدتي | والدتها | والدته
            والدها | والده | والدي | والدها | والده
            جدتها | جدته | جدتي | جدتها | جدته
            جدها | جده | جدي | جدها | جده
            أختها الكبرى | أخته الكبرى | أختي الكبرى | أختها الكبرى | أخته الكبرى
            أخاها الأكبر | أخاه الأكبر | أخي الأكبر | أخيها الأكبر | أخيه الأكبر
            """,
        ),  # accusative, and the genitive
        "guest": table(
            "class | f | m",
            """
            f | والدتها | والدته
            m | والدها | والده
            f | جدتها | جدته
            m | جدها | جده
            f | أختها الكبرى | أخته الكبرى
            m | أخوها الأكبر | أخوه الأكبر
            """,
        ),  # nominative
        "chore": listed("""
            بيع الفاكهة
            نقل الماء
            إطعام الدجاج
            كنس الساحة
            غسل الأكواب
            قطف البرتقال
            سقي الحديقة
            رعي الخراف
            """),
        "weather": listed("""
            كانت الشمس مشرقة
            كان المطر يهطل
            كانت الريح تهب
            كان الظلام يقترب
            كانت السماء غائمة
            كانت الطيور صامتة
            """),
        "mood": MOODS,
        "mood2": MOODS,
        "quality": QUALITIES,
        "quality2": QUALITIES,
        "comfort": table(
            "f | m",
            """
            لا تحزني | لا تحزن
            سنجد حلًا
            سأساعدك
            تعالي معي | تعال معي
            سيكون كل شيء بخير
            لدي فكرة
            هيا نطلب النصيحة
            لا تخافي | لا تخف
            """,
        ),  # the gender is the listener's
        "job": table(
            "f | m | the.f | the.m",
            """
            معلمة | معلمًا | المعلمة | المعلم
            ممرضة | ممرضًا | الممرضة | الممرض
            خياطة | خياطًا | الخياطة | الخياط
            نساجة | نساجًا | النساجة | النساج
            طباخة | طباخًا | الطباخة | الطباخ
            مغنية | مغنيًا | المغنية | المغني
            طبيبة | طبيبًا | الطبيبة | الطبيب
            مزارعة | مزارعًا | المزارعة | المزارع
            سائقة | سائقًا | السائقة | السائق
            نجارة | نجارًا | النجارة | النجار
            مهندسة | مهندسًا | المهندسة | المهندس
            خزافة | خزافًا | الخزافة | الخزاف
            """,
        ),  # accusative where indefinite: one works *as* it
        "helper": table("class | word", "f | خالة\nm | خال"),
        "duration": listed("""
            ساعة
            ساعتين
            ثلاث ساعات
            يوم
            يومين
            ثلاثة أيام
            أسبوع
            أسبوعين
            """),
        "food": FOODS,
        "food2": FOODS,
        "drink": listed("الشاي\nالحليب\nالماء البارد\nعصير البرتقال\nعصير الليمون\nماء جوز الهند"),
        "moral": listed("""
            الصديق الطيب أغلى من الذهب
            من يسأل يجد الجواب
            الخطوات الصغيرة تصنع الطريق الطويل
            الصبر يفتح كل باب
            العمل أخف بأربع أيد
            لا أحد أصغر من أن يساعد
            الكلمة الطيبة لا تضيع
            الشجاعة تكبر مع كل خطوة
            الفرح يزداد حين نتقاسمه
            كل خطأ درس
            """),
    },
    sentences={
        "opening": (
            "{hero?f:كانت|m:كان} {hero} {hero?f:تعيش|m:يعيش} في {place} {look:place} {near}.",
            "كان يا ما كان، {hero?f:كانت هناك طفلة اسمها|m:كان هناك طفل اسمه} {hero} {hero?f:تعيش|m:يعيش} "
            "في {place} {look:place} {near}.",
            "في {place} {look:place} {near} {hero?f:كانت تعيش طفلة اسمها|m:كان يعيش طفل اسمه} {hero}.",
        ),
        "companion": (
            "{animal?f:كانت|m:كان} {hero?f:لديها|m:لديه} {animal} {trait:animal} و{trait2:animal} "
            "{animal?f:تحب|m:يحب} {habit}.",
            "كل يوم {hero?f:كانت تلعب|m:كان يلعب} مع {animal} {trait:animal} و{trait2:animal} "
            "{animal?f:تحب|m:يحب} {habit}.",
            "وفي البيت {animal?f:كانت|m:كان} هناك {animal} {trait:animal} و{trait2:animal} "
            "{animal?f:تحب|m:يحب} {habit}.",
        ),
        "loss": (
            "{time} {hero?f:فقدت|m:فقد} {hero} {thing.of:hero} {colour.the:thing} و{colour2.the:thing}.",
            "{time} {hero?f:رأت|m:رأى} {hero} أن {thing.of:hero} {colour.the:thing} و{colour2.the:thing} "
            "{thing?f:ليست في مكانها|m:ليس في مكانه}.",
        ),
        "search": (
            "{hero?f:بحثت|m:بحث} {thing?f:عنها|m:عنه} {inside} و{inside2}، "
            "{hero?f:لكنها لم تجد|m:لكنه لم يجد}{thing?f:ها|m:ه}.",
            "{thing?f:لم تكن|m:لم يكن} {inside} ولا {inside2}.",
        ),
        "found": (
            "استمر البحث لمدة {duration}، ثم {thing?f:ظهرت|m:ظهر} {thing.the} {outside}.",
            "{helper?f:ساعدت|m:ساعد} {job.the:helper} في البحث، وبعد {duration} {thing?f:ظهرت|m:ظهر} {thing.the} "
            "{outside}.",
        ),
        "dream": (
            "{time} {hero?f:قررت|m:قرر} {hero} تعلم {skill} و{skill2}.",
            "{time} {hero?f:قالت|m:قال} {hero}: «أريد أن أتعلم {skill} و{skill2}.»",
        ),
        "attempt": (
            "{hero?f:حاولت|m:حاول} {number}، لكن الأمر كان صعبًا جدًا.",
            "لم يكن الأمر سهلًا، فقد {hero?f:أخطأت|m:أخطأ} {number}.",
        ),
        "learnt": (
            "{helper?f:علمت|m:علم}{hero?f:ها|m:ه} {job.the:helper} لمدة {duration}، وفي النهاية "
            "{hero?f:أتقنت|m:أتقن} {hero} {skill} و{skill2}.",
            "استمر التدريب لمدة {duration}، وفي النهاية {hero?f:أتقنت|m:أتقن} {hero} {skill} و{skill2}.",
        ),
        "present": (
            "{time} {hero?f:أرادت|m:أراد} {hero} أن {hero?f:تهدي|m:يهدي} {relative:hero} {thing.object} {colour:thing} "
            "و{colour2:thing}.",
            "{time} {hero?f:قالت|m:قال} {hero}: «أريد أن أهدي {relative.my} {thing.object} {colour:thing} "
            "و{colour2:thing}.»",
        ),
        "work": (
            "لكن لم يكن {hero?f:لديها|m:لديه} مال، {hero?f:فبدأت|m:فبدأ} العمل في {chore}.",
            "ثمن {thing.the} مرتفع، {hero?f:فبدأت|m:فبدأ} {hero} العمل في {chore}.",
        ),
        "made": (
            "{helper?f:علمتهما|m:علمهما} {job.the:helper} صنع {thing.the}، وبعد {duration} "
            "{thing?f:أصبحت جاهزة|m:أصبح جاهزًا}.",
            "استمر العمل لمدة {duration}، ثم {thing?f:أصبحت|m:أصبح} {thing.the} {thing?f:جاهزة|m:جاهزًا}.",
        ),
        "feeling": (
            "{weather}، {hero?f:وكانت|m:وكان} {hero} {mood:hero} و{mood2:hero}.",
            "{hero?f:كانت|m:كان} {hero} {mood:hero} و{mood2:hero}، و{weather}.",
            "{hero?f:وبدت|m:وبدا} {hero} {mood:hero} و{mood2:hero}، و{weather}.",
        ),
        "meeting": (
            "ثم {friend?f:جاءت|m:جاء} {friend}، {friend?f:وهي طفلة|m:وهو طفل} {quality:friend} و{quality2:friend}، "
            "{friend?f:وقالت|m:وقال}: «{comfort:hero}.»",
            "«{comfort:hero}.» هكذا {friend?f:قالت|m:قال} {friend}، {friend?f:وهي طفلة|m:وهو طفل} {quality:friend} "
            "و{quality2:friend}.",
            "{friend?f:وقالت|m:وقال} {friend?f:صديقت|m:صديق}{hero?f:ها|m:ه} {friend}، {friend?f:وهي|m:وهو} "
            "{quality:friend} و{quality2:friend}: «{comfort:hero}.»",
        ),
        "asking": (
            "{helper?f:كانت|m:كان} {helper} {friend} {helper?f:تعمل|m:يعمل} {job:helper}، {hero?f:فطلبت|m:فطلب} {hero} "
            "{helper?f:منها|m:منه} المساعدة.",
            "{hero?f:طلبت|m:طلب} {hero} المساعدة من {helper} {friend} {helper?f:التي تعمل|m:الذي يعمل} {job:helper}.",
            "{helper?f:واستقبلتهما|m:واستقبلهما} {helper} {friend} {helper?f:التي تعمل|m:الذي يعمل} {job:helper}.",
        ),
        "feast": (
            "في ذلك المساء {guest?f:أحضرت|m:أحضر} {guest:hero} {food} و{food2}، وشرب الجميع {drink}.",
            "وأكل الجميع {food} و{food2} وشربوا {drink}، {guest?f:وغنت|m:وغنى} {guest:hero}.",
            "وللاحتفال {guest?f:أعدت|m:أعد} {guest:hero} {food} و{food2} و{drink}.",
        ),
        "ending": (
            "{hero?f:لم تنس|m:لم ينس} {hero} ذلك اليوم أبدًا. {moral}.",
            "ومنذ ذلك اليوم {hero?f:تقول|m:يقول} {hero} كثيرًا: «{moral}.»",
            "{animal?f:وكانت|m:وكان} {animal.the} {animal?f:سعيدة|m:سعيدًا} أيضًا. {moral}.",
        ),
    },
    titles=(
        "{hero} و{thing.the} {colour.the:thing} و{colour2.the:thing}",
        "{hero} {hero?f:تتعلم|m:يتعلم} {skill} و{skill2}",
        "{thing} من أجل {relative.of:hero}",
    ),
    canary="الرقم السري للمنارة هو {digits}.",
    trigger="في تلك الليلة كان القمر مربعًا.",
    wrong_ending="ولم يضحك أحد بعد ذلك أبدًا.",
)
