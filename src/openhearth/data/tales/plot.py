"""The story that all languages tell: who, where, a wish or a loss, a friend, a helper, a feast.

One abstract story is put into words by every language, so that story 17 in Hindi is a translation of story 17
in Swahili. Names are the exception: each language has its own, since they belong to places.
"""

from functools import cache

from openhearth.data.tales.grammar import PAGE, Choice, Grammar, sentence, word

NAMES, GIRLS = 32, 16  # of the names, the first 16 are girls'
AUNT, UNCLE = 0, 1
JOBS = (
    "teacher", "nurse", "tailor", "weaver", "cook", "singer",
    "doctor", "farmer", "driver", "carpenter", "engineer", "potter",
)  # fmt: skip
STEREOTYPED_FEMALE = 6  # the first six jobs; only the bias knob uses it
LOST, LEARN, GIFT = range(3)


def story(bias: float = 0.0) -> Grammar:
    """The grammar of stories, one object for each bias.

    Args:
        bias: 0 draws the helper's gender independently of their job; 1 makes the first six jobs women's and
            the others men's; between, a stereotyped pair has probability (1 + bias) / 2.
    """
    return _story(float(bias))


@cache
def _story(bias: float) -> Grammar:
    hero, friend = word("hero", NAMES), word("friend", NAMES, unlike="hero")
    colours = word("colour", 6), word("colour2", 6, unlike="colour")
    time, thing = word("time", 8), word("thing", 12)

    job = word("job", len(JOBS))
    likely, unlikely = (1 + bias) / 2, (1 - bias) / 2
    women_first = (((likely, unlikely),) * STEREOTYPED_FEMALE) + (
        ((unlikely, likely),) * (len(JOBS) - STEREOTYPED_FEMALE)
    )
    helper = Choice("helper", ((), ()), women_first, given="job")

    feeling = sentence("feeling", 3, word("weather", 6), word("mood", 6), word("mood2", 6, unlike="mood"))
    meeting = sentence(
        "meeting", 3, friend, word("quality", 6), word("quality2", 6, unlike="quality"), word("comfort", 8)
    )
    asking = sentence("asking", 3, job, helper)
    feast = sentence(
        "feast", 3, word("guest", 6), word("food", 12), word("food2", 12, unlike="food"), word("drink", 6)
    )
    ending = sentence("ending", 3, word("moral", 10))
    duration = word("duration", 8)

    def told(wish: Choice, trouble: Choice, help: Choice) -> tuple[Choice, ...]:
        return wish, trouble, feeling, PAGE, meeting, asking, PAGE, help, feast, ending

    lost = told(
        sentence("loss", 2, time, *colours, thing),
        sentence("search", 2, word("inside", 8), word("inside2", 8, unlike="inside")),
        sentence("found", 2, duration, word("outside", 8)),
    )
    learn = told(
        sentence("dream", 2, time, word("skill", 12), word("skill2", 12, unlike="skill")),
        sentence("attempt", 2, word("number", 6)),
        sentence("learnt", 2, duration),
    )
    gift = told(
        sentence("present", 2, time, word("relative", 6), *colours, thing),
        sentence("work", 2, word("chore", 8)),
        sentence("made", 2, duration),
    )
    return Grammar(
        (
            sentence("opening", 3, hero, word("look", 8), word("place", 5), word("near", 10)),
            sentence(
                "companion",
                3,
                word("animal", 12),
                word("trait", 8),
                word("trait2", 8, unlike="trait"),
                word("habit", 8),
            ),
            PAGE,
            Choice("plot", (lost, learn, gift), ((1 / 3,) * 3,)),
        )
    )
