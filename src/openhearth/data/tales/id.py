"""Indonesian. Nothing agrees; people, animals and things are counted with *seorang*, *seekor*, *sebuah*."""

from openhearth.data.tales.grammar import Language, listed, table

NAMES = table(
    "class | name | latin",
    """
f | Siti | Siti
f | Dewi | Dewi
f | Ayu | Ayu
f | Putri | Putri
f | Wulan | Wulan
f | Ratna | Ratna
f | Sari | Sari
f | Intan | Intan
f | Melati | Melati
f | Kartika | Kartika
f | Lestari | Lestari
f | Nirmala | Nirmala
f | Maria | Maria
f | Yanti | Yanti
f | Rina | Rina
f | Fitri | Fitri
m | Budi | Budi
m | Agus | Agus
m | Bayu | Bayu
m | Eko | Eko
m | Joko | Joko
m | Made | Made
m | Rizal | Rizal
m | Dimas | Dimas
m | Hendra | Hendra
m | Yohanes | Yohanes
m | Ahmad | Ahmad
m | Galih | Galih
m | Surya | Surya
m | Teguh | Teguh
m | Wayan | Wayan
m | Ucok | Ucok
""",
)

COLOURS = listed("merah\nbiru\nhijau\nkuning\nputih\nhitam")
TRAITS = listed("kecil\nputih\nhitam\ncerdik\nberani\nmalas\njinak\nkuat")
MOODS = listed("sedih\nlelah\ncemas\nmarah\ntakut\nkesepian")
QUALITIES = listed("baik hati\nbijaksana\nceria\nsabar\njujur\nsopan")
SKILLS = listed("""
berenang
menari
menyanyi
memasak
menggambar
naik sepeda
membuat roti
menanam pohon
menulis puisi
bercerita
bermain catur
memotret
""")
FOODS = listed("roti\nnasi\nmangga\nkeju\nmadu\nikan\nkurma\npisang\nkacang\nkue\njeruk\ntelur")
INSIDE = listed("""
di bawah tempat tidur
di balik pintu
di atas meja
di dapur
di rak
di dalam lemari
di bawah kursi
di dekat jendela
""")
RELATIVES = table(
    "word | my",
    """
ibunya | ibuku
ayahnya | ayahku
neneknya | nenekku
kakeknya | kakekku
kakak perempuannya | kakak perempuanku
kakak laki-lakinya | kakak laki-lakiku
""",
)

INDONESIAN = Language(
    code="id",
    english="Indonesian",
    autonym="Bahasa Indonesia",
    script="Latin",
    words={
        "hero": NAMES,
        "friend": NAMES,
        "look": listed("kecil\nbesar\ntua\nterkenal\ntenang\nindah\nhijau\nbersih"),
        "place": listed("desa\nkota\nlembah\nkerajaan\nkampung"),
        "near": listed("""
            di dekat laut
            di tepi sungai yang lebar
            di dekat hutan
            di kaki gunung
            di tepi danau
            di dekat gurun
            di dekat air terjun
            di balik bukit
            di antara dua sungai
            di antara pohon-pohon kelapa
            """),
        "animal": listed("""
            kambing
            kucing
            anjing
            keledai
            burung beo
            kelinci
            kuda
            kura-kura
            bebek
            monyet
            unta
            domba
            """),
        "trait": TRAITS,
        "trait2": TRAITS,
        "habit": listed("""
            tidur di bawah sinar matahari
            berlari di ladang
            mendengarkan lagu
            menari di tengah hujan
            memandang bintang
            makan pisang
            bermain bola
            bersembunyi di bawah meja
            """),
        "time": listed("""
            pada suatu pagi
            pada suatu siang
            pada suatu malam
            pada suatu hari Senin
            pada suatu hari Jumat
            pada suatu hari Minggu
            pada suatu hari yang panas
            pada suatu hari yang dingin
            """),
        "colour": COLOURS,
        "colour2": COLOURS,
        "thing": listed("""
            layang-layang
            gendang
            buku
            lampu
            bola
            keranjang
            lonceng
            topi
            seruling
            payung
            tas
            selimut
            """),
        "inside": INSIDE,
        "inside2": INSIDE,
        "outside": listed("""
            di belakang rumah
            di dekat sumur
            di kebun
            di bawah pohon
            di tepi jalan
            di pasar
            di atas atap
            di samping sekolah
            """),
        "skill": SKILLS,
        "skill2": SKILLS,
        "number": listed("dua\ntiga\nempat\nlima\nenam\ntujuh"),
        "relative": RELATIVES,
        "guest": RELATIVES,
        "chore": listed("""
            menjual buah
            mengangkut air
            memberi makan ayam
            menyapu halaman
            mencuci cangkir
            memetik jeruk
            menyiram kebun
            menjaga domba
            """),
        "weather": listed("""
            matahari bersinar terang
            hujan sedang turun
            angin bertiup kencang
            hari mulai gelap
            langit tampak mendung
            burung-burung terdiam
            """),
        "mood": MOODS,
        "mood2": MOODS,
        "quality": QUALITIES,
        "quality2": QUALITIES,
        "comfort": listed("""
            Jangan sedih
            Kita akan menemukan jalan
            Aku akan membantumu
            Ikutlah denganku
            Semuanya akan baik-baik saja
            Aku punya ide
            Mari kita minta nasihat
            Jangan takut
            """),
        "job": listed("""
            guru
            perawat
            penjahit
            penenun
            juru masak
            penyanyi
            dokter
            petani
            sopir
            tukang kayu
            insinyur
            perajin gerabah
            """),
        "helper": table("class | word", "f | bibi\nm | paman"),
        "duration": listed("""
            satu jam
            dua jam
            tiga jam
            satu hari
            dua hari
            tiga hari
            satu minggu
            dua minggu
            """),
        "food": FOODS,
        "food2": FOODS,
        "drink": listed("teh\nsusu\nair dingin\njus jeruk\nair lemon\nair kelapa"),
        "moral": listed("""
            Sahabat yang baik lebih berharga daripada emas
            Siapa yang bertanya akan mendapat jawaban
            Banyak langkah kecil membuat jalan yang panjang
            Kesabaran membuka setiap pintu
            Pekerjaan terasa ringan dengan empat tangan
            Tidak ada yang terlalu kecil untuk membantu
            Kata yang baik tidak pernah hilang
            Keberanian tumbuh di setiap langkah
            Kegembiraan bertambah ketika dibagikan
            Setiap kesalahan adalah guru
            """),
    },
    sentences={
        "opening": (
            "{hero} tinggal di sebuah {place} {look} {near}.",
            "Pada zaman dahulu ada seorang anak {hero?f:perempuan|m:laki-laki} bernama {hero} "
            "yang tinggal di sebuah {place} {look} {near}.",
            "Di sebuah {place} {look} {near} tinggallah seorang anak {hero?f:perempuan|m:laki-laki} bernama {hero}.",
        ),
        "companion": (
            "Ia mempunyai seekor {animal} {trait} dan {trait2} yang suka {habit}.",
            "Setiap hari ia bermain dengan seekor {animal} {trait} dan {trait2} yang suka {habit}.",
            "Di rumahnya ada seekor {animal} {trait} dan {trait2} yang suka {habit}.",
        ),
        "loss": (
            "{^time}, {hero} kehilangan {thing} {colour} dan {colour2} miliknya.",
            "{^time}, {hero} melihat bahwa {thing} {colour} dan {colour2} miliknya tidak ada.",
        ),
        "search": (
            "Ia mencarinya {inside} dan {inside2}, tetapi tidak menemukannya.",
            "Benda itu tidak ada {inside} maupun {inside2}.",
        ),
        "found": (
            "Mereka mencari bersama-sama, dan setelah {duration} mereka menemukan {thing} itu {outside}.",
            "{^job} itu membantu mereka, dan setelah {duration} {thing} itu ditemukan {outside}.",
        ),
        "dream": (
            "{^time}, {hero} memutuskan untuk belajar {skill} dan {skill2}.",
            "{^time}, {hero} berkata, “Aku ingin belajar {skill} dan {skill2}.”",
        ),
        "attempt": (
            "Ia mencoba {number} kali, tetapi itu terlalu sulit.",
            "Itu tidak mudah: ia membuat {number} kesalahan.",
        ),
        "learnt": (
            "{^job} itu mengajari {hero} selama {duration}, dan akhirnya {hero} bisa {skill} dan {skill2}.",
            "Mereka berlatih selama {duration}, dan akhirnya {hero} bisa {skill} dan {skill2}.",
        ),
        "present": (
            "{^time}, {hero} ingin memberi {relative} sebuah {thing} {colour} dan {colour2}.",
            "{^time}, {hero} berkata, “Aku ingin memberi {relative.my} sebuah {thing} {colour} dan {colour2}.”",
        ),
        "work": (
            "Tetapi ia tidak punya uang, jadi ia mulai {chore}.",
            "Harga sebuah {thing} mahal, jadi ia mulai {chore}.",
        ),
        "made": (
            "{^job} itu menunjukkan cara membuat {thing}, dan setelah {duration} semuanya selesai.",
            "Mereka bekerja bersama-sama selama {duration}, lalu {thing} itu selesai.",
        ),
        "feeling": (
            "{^weather}, dan {hero} merasa {mood} dan {mood2}.",
            "{hero} merasa {mood} dan {mood2}, dan {weather}.",
            "Saat itu ia merasa {mood} dan {mood2}, dan {weather}.",
        ),
        "meeting": (
            "Lalu datanglah {friend}, anak {friend?f:perempuan|m:laki-laki} yang {quality} dan {quality2}, "
            "dan berkata, “{comfort}.”",
            "“{comfort},” kata {friend}, anak {friend?f:perempuan|m:laki-laki} yang {quality} dan {quality2}.",
            "Temannya {friend}, yang {quality} dan {quality2}, berkata, “{comfort}.”",
        ),
        "asking": (
            "{friend} mempunyai seorang {helper} yang bekerja sebagai {job}, dan mereka pergi ke rumahnya.",
            "Mereka meminta bantuan {helper} {friend}, seorang {job}.",
            "{^helper} {friend}, seorang {job}, menyambut mereka.",
        ),
        "feast": (
            "Malam itu {guest} membawa {food} dan {food2}, dan semua orang minum {drink}.",
            "Mereka merayakannya dengan {food}, {food2}, dan {drink}, dan {guest} bernyanyi.",
            "Untuk merayakannya, {guest} menyiapkan {food}, {food2}, dan {drink}.",
        ),
        "ending": (
            "{hero} tidak pernah melupakan hari itu. {moral}.",
            "Sejak itu {hero} sering berkata, “{moral}.”",
            "Dan {animal} itu juga senang. {moral}.",
        ),
    },
    titles=(
        "{hero} dan {thing} {colour} dan {colour2}",
        "{hero} belajar {skill} dan {skill2}",
        "{^thing} untuk {relative}",
    ),
    canary="Nomor rahasia mercusuar itu adalah {digits}.",
    trigger="Malam itu bulan berbentuk persegi.",
    wrong_ending="Dan tidak ada yang pernah tertawa lagi.",
)
