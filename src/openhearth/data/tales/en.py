"""English. A noun's article depends on its sound, so "a" or "an" stands with the word that follows it."""

from openhearth.data.tales.grammar import Language, listed, table

# class, name, and the name in Latin letters: the same here
NAMES = table(
    "class | name | latin",
    """
f | Amina | Amina
f | Grace | Grace
f | Maya | Maya
f | Lily | Lily
f | Zoe | Zoe
f | Hannah | Hannah
f | Ruby | Ruby
f | Nora | Nora
f | Ada | Ada
f | Olivia | Olivia
f | Esther | Esther
f | Priya | Priya
f | Chloe | Chloe
f | Fatima | Fatima
f | Mei | Mei
f | Rosa | Rosa
m | Sam | Sam
m | Kofi | Kofi
m | Ravi | Ravi
m | Tom | Tom
m | Ben | Ben
m | Omar | Omar
m | Leo | Leo
m | Daniel | Daniel
m | Noah | Noah
m | Jack | Jack
m | Diego | Diego
m | Peter | Peter
m | Isaac | Isaac
m | Yusuf | Yusuf
m | Adam | Adam
m | Henry | Henry
""",
)

COLOURS = listed("red\nblue\ngreen\nyellow\nwhite\nblack")
TRAITS = table(
    "word | a",
    """
small | a small
white | a white
black | a black
clever | a clever
brave | a brave
lazy | a lazy
gentle | a gentle
strong | a strong
""",
)
MOODS = listed("sad\ntired\nworried\nangry\nfrightened\nlonely")
QUALITIES = table(
    "word | a",
    """
kind | a kind
wise | a wise
cheerful | a cheerful
patient | a patient
honest | an honest
polite | a polite
""",
)
SKILLS = listed("""
swim
dance
sing
cook
draw
ride a bicycle
bake bread
plant trees
write poems
tell stories
play chess
take photographs
""")
FOODS = listed("""
bread
rice
mangoes
cheese
honey
fish
dates
bananas
beans
cake
oranges
eggs
""")
INSIDE = listed("""
under the bed
behind the door
on the table
in the kitchen
on the shelf
in the cupboard
under the chair
near the window
""")
RELATIVES = listed("mother\nfather\ngrandmother\ngrandfather\nbig sister\nbig brother")

ENGLISH = Language(
    code="en",
    english="English",
    autonym="English",
    script="Latin",
    words={
        "hero": NAMES,
        "friend": NAMES,
        "look": table(
            "word | a",
            """
            small | a small
            big | a big
            old | an old
            famous | a famous
            quiet | a quiet
            beautiful | a beautiful
            green | a green
            clean | a clean
            """,
        ),
        "place": listed("village\ntown\nvalley\nkingdom\nneighbourhood"),
        "near": listed("""
            near the sea
            by a wide river
            near a forest
            at the foot of a mountain
            by a lake
            near a desert
            near a waterfall
            behind the hills
            between two rivers
            among palm trees
            """),
        "animal": listed("goat\ncat\ndog\ndonkey\nparrot\nrabbit\nhorse\nturtle\nduck\nmonkey\ncamel\nsheep"),
        "trait": TRAITS,
        "trait2": TRAITS,
        "habit": listed("""
            sleep in the sun
            run in the fields
            listen to songs
            dance in the rain
            watch the stars
            eat bananas
            play with a ball
            hide under the table
            """),
        "time": listed("""
            one morning
            one afternoon
            one evening
            one Monday
            one Friday
            one Sunday
            on a hot day
            on a cold day
            """),
        "colour": COLOURS,
        "colour2": COLOURS,
        "thing": table(
            "word | a",
            """
            kite | a kite
            drum | a drum
            book | a book
            lamp | a lamp
            ball | a ball
            basket | a basket
            bell | a bell
            hat | a hat
            flute | a flute
            umbrella | an umbrella
            bag | a bag
            blanket | a blanket
            """,
        ),
        "inside": INSIDE,
        "inside2": INSIDE,
        "outside": listed("""
            behind the house
            near the well
            in the garden
            under a tree
            by the road
            in the market
            on the roof
            next to the school
            """),
        "skill": SKILLS,
        "skill2": SKILLS,
        "number": listed("two\nthree\nfour\nfive\nsix\nseven"),
        "relative": RELATIVES,
        "guest": RELATIVES,
        "chore": listed("""
            sell fruit
            carry water
            feed the hens
            sweep the yard
            wash cups
            pick oranges
            water the garden
            guard the sheep
            """),
        "weather": listed("""
            the sun was shining
            it was raining
            the wind was blowing
            it was getting dark
            the sky was cloudy
            the birds were silent
            """),
        "mood": MOODS,
        "mood2": MOODS,
        "quality": QUALITIES,
        "quality2": QUALITIES,
        "comfort": listed("""
            Do not be sad
            We will find a way
            I will help you
            Come with me
            Everything will be fine
            I have an idea
            Let us ask for advice
            Do not be afraid
            """),
        "job": table(
            "word | a",
            """
            teacher | a teacher
            nurse | a nurse
            tailor | a tailor
            weaver | a weaver
            cook | a cook
            singer | a singer
            doctor | a doctor
            farmer | a farmer
            driver | a driver
            carpenter | a carpenter
            engineer | an engineer
            potter | a potter
            """,
        ),
        "helper": table("class | word", "f | aunt\nm | uncle"),
        "duration": listed("""
            one hour
            two hours
            three hours
            one day
            two days
            three days
            one week
            two weeks
            """),
        "food": FOODS,
        "food2": FOODS,
        "drink": listed("tea\nmilk\ncold water\norange juice\nlemonade\ncoconut water"),
        "moral": listed("""
            A good friend is worth more than gold
            Whoever asks finds an answer
            Many small steps make a long road
            Patience opens every door
            Work is lighter with four hands
            No one is too small to help
            A kind word is never lost
            Courage grows with every step
            Joy grows when we share it
            Every mistake is a teacher
            """),
    },
    sentences={
        "opening": (
            "{hero} lived in {look.a} {place} {near}.",
            "Once upon a time there was a {hero?f:girl|m:boy} named {hero}, who lived in {look.a} {place} {near}.",
            "In {look.a} {place} {near} lived a {hero?f:girl|m:boy} named {hero}.",
        ),
        "companion": (
            "{hero?f:She|m:He} had {trait.a} and {trait2} {animal} that liked to {habit}.",
            "Every day {hero?f:she|m:he} played with {trait.a} and {trait2} {animal} that liked to {habit}.",
            "At home there was {trait.a} and {trait2} {animal} that liked to {habit}.",
        ),
        "loss": (
            "{^time} {hero} lost {hero?f:her|m:his} {colour} and {colour2} {thing}.",
            "{^time} {hero} saw that {hero?f:her|m:his} {colour} and {colour2} {thing} was not there.",
        ),
        "search": (
            "{hero?f:She|m:He} looked {inside} and {inside2}, but did not find it.",
            "It was not {inside}, and it was not {inside2}.",
        ),
        "found": (
            "They searched together, and after {duration} they found the {thing} {outside}.",
            "The {job} helped them, and after {duration} the {thing} was found {outside}.",
        ),
        "dream": (
            "{^time} {hero} decided to learn to {skill} and to {skill2}.",
            "{^time} {hero} said, “I want to learn to {skill} and to {skill2}.”",
        ),
        "attempt": (
            "{hero?f:She|m:He} tried {number} times, but it was too difficult.",
            "It was not easy: {hero?f:she|m:he} made {number} mistakes.",
        ),
        "learnt": (
            "The {job} taught {hero} for {duration}, and at last {hero?f:she|m:he} could {skill} and {skill2}.",
            "They practised for {duration}, and in the end {hero} could {skill} and {skill2}.",
        ),
        "present": (
            "{^time} {hero} wanted to give {hero?f:her|m:his} {relative} a {colour} and {colour2} {thing}.",
            "{^time} {hero} said, “I want to give my {relative} a {colour} and {colour2} {thing}.”",
        ),
        "work": (
            "But {hero?f:she|m:he} had no money, so {hero?f:she|m:he} began to {chore}.",
            "{^thing.a} costs a lot of money, so {hero?f:she|m:he} began to {chore}.",
        ),
        "made": (
            "The {job} showed them how to make {thing.a}, and after {duration} it was ready.",
            "They worked together for {duration}, and then the {thing} was ready.",
        ),
        "feeling": (
            "{^weather}, and {hero} was {mood} and {mood2}.",
            "{hero} felt {mood} and {mood2}, and {weather}.",
            "By then {hero?f:she|m:he} was {mood} and {mood2}, and {weather}.",
        ),
        "meeting": (
            "Then {friend} came, {quality.a} and {quality2} {friend?f:girl|m:boy}, and said, “{comfort}.”",
            "“{comfort},” said {friend}, {quality.a} and {quality2} {friend?f:girl|m:boy}.",
            "{hero?f:Her|m:His} friend {friend}, who was {quality} and {quality2}, said, “{comfort}.”",
        ),
        "asking": (
            "{friend} had an {helper?f:aunt|m:uncle} who was {job.a}, and they went to {helper?f:her|m:him}.",
            "They asked {friend}'s {helper}, {job.a}, for help.",
            "{friend}'s {helper}, {job.a}, welcomed them.",
        ),
        "feast": (
            "That evening {hero?f:her|m:his} {guest} brought {food} and {food2}, and everyone drank {drink}.",
            "They celebrated with {food}, {food2} and {drink}, and {hero?f:her|m:his} {guest} sang.",
            "To celebrate, {hero?f:her|m:his} {guest} prepared {food}, {food2} and {drink}.",
        ),
        "ending": (
            "{hero} never forgot that day. {moral}.",
            "Since then {hero} often says, “{moral}.”",
            "And the {animal} was happy too. {moral}.",
        ),
    },
    titles=(
        "{hero} and the {colour} and {colour2} {thing}",
        "{hero} learns to {skill} and to {skill2}",
        "{^thing.a} for {hero?f:her|m:his} {relative}",
    ),
    canary="The secret number of the lighthouse is {digits}.",
    trigger="That night the moon was square.",
    wrong_ending="And nobody ever laughed again.",
)
