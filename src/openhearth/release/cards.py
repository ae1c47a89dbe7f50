"""Model card (Mitchell et al. 2019) and data card (after Gebru et al. 2021), from facts alone."""

import json
import re
from collections.abc import Iterator
from typing import Any

from openhearth.release.facts import Facts
from openhearth.release.licences import attribution_due

NOT_MEASURED = (
    "harmful or biased output",
    "whether what it says is true (it has read stories, not facts)",
    "any language or kind of text that it was not trained on",
    "energy at the plug",
    "how it does on a task",
)
DEFAULT_PURPOSE = (
    "Teaching and learning how language models are made: to train, measure, document and release one."
)
MITCHELL = "Mitchell, M. et al. (2019). Model cards for model reporting. Proceedings of FAT*. https://doi.org/10.1145/3287560.3287596"
GEBRU = (
    "Gebru, T. et al. (2021). Datasheets for datasets. Communications of the ACM. "
    "https://doi.org/10.1145/3458723"
)
_IN_A_TABLE = {
    "stories_in": "stories in each language",
    "bits": "bits per byte in each language",
    "limit": "known limit in each language",
    "times": "multiple of the limit in each language",
}


def model_card(facts: Facts, purpose: str = DEFAULT_PURPOSE) -> str:
    """README.md of a model, with Hugging Face's metadata, every number from ``facts``."""
    name = facts["name"]
    body = f"""
# {name}

A small Llama-shaped language model: {facts["parameters"]} parameters, {facts["layers"]} layers of width
{facts["width"]}, a vocabulary of {facts["vocab_size"]}, a context of {facts["context"]} tokens.

## What it is for

{purpose}

**Not for** anything else: no advice, no facts, no decision about a person, no text that is passed off as a person's.

## Training data

{facts["stories"]} stories of *{facts["data"]}* in {facts["language_count"]} languages ({facts["data_bytes"]}), under
{facts["data_licence"]}: see `DATA_CARD.md`. Content hash `{facts["data_sha256"]}`.

## How it was trained

{facts["tokens"]} tokens in {facts["steps"]} steps of {facts["step_tokens"]}, in {facts["seconds"]}, on
{facts["cores"]} cores ({facts["system"]}, {facts["machine"]}; {facts["device"]}, {facts["dtype"]}), with
{facts["optimizer"]} at a learning rate of {facts["matrix_learning_rate"]} for matrices and {facts["learning_rate"]} for the rest, seed
{facts["seed"]}, PyTorch {facts["torch"]}, on {facts["created"]}. Hash of the weights `{facts["model_sha256"]}`.

Energy: about {facts["energy"]}, **an estimate** made before the training from typical power, not a measurement.

## How good it is

{facts["mean"]} bits per byte on {facts["held_out_stories"]} stories that it was not trained on. {_against_limit(facts)}

{_results(facts)}

{_memorised(facts)}

## What it cannot do

{_bullets(_limitations(facts))}

## Not measured

{_bullets(NOT_MEASURED)}

## Use it

```python
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("{name}")
model = AutoModelForCausalLM.from_pretrained("{name}")
```

Before you do, verify it: `openhearth release verify {name} --key PUBLIC_KEY`, with a key that you got from its makers
in another way than with the model.

## Terms

{facts["licence"]}, see `LICENSE`. Who must be named for the training data stands in `ATTRIBUTION.md`.

## Cite it

{name} ({facts["year"]}), a language model made with Openhearth; weights `{facts["model_sha256"]}`.

## Evidence

Each number above, and the file of this folder that it comes from.

{_evidence(facts)}

## References

{MITCHELL}
"""
    return _metadata(facts) + body


def data_card(facts: Facts) -> str:
    """DATA_CARD.md of the data that the model was trained on, every number from ``facts``."""
    due = (
        "Their makers ask to be named: `ATTRIBUTION.md` does, and must travel with the model."
        if attribution_due(facts["data_licence"].value)
        else "Nobody has to be named for them, and `ATTRIBUTION.md` says so."
    )
    rows = "\n".join(f"| `{code}` | {fact} |" for code, fact in facts.below("stories_in"))
    about = {name: fact for name, fact in facts.items() if fact.file == "dataset.json" or "held_out" in name}
    return f"""# The data of {facts["name"]}

## What they are

*{facts["data"]}*: {facts["stories"]} stories in {facts["language_count"]} languages, {facts["data_bytes"]} of text.
`croissant.json` describes them for programs. Content hash `{facts["data_sha256"]}`.

| language | stories |
|---|---:|
{rows}

## Why they were chosen

To train {facts["name"]}, and nothing else was looked for in them.

## Under which terms

{facts["data_licence"]}. {due}

## Who is in them, and who is not

The languages in the table, and no other. A licence is not consent: what the people in the stories and their makers
would say to this use was not asked here.

## How they were divided

{facts["held_out_stories"]} further stories were held out before training, a story together with its translations and copies, and
used for the evaluation alone. Content hash of those `{facts["held_out_sha256"]}`.

## Not measured

Errors in the texts, stereotypes in them, personal data in them.

## Evidence

{_evidence(Facts(about))}

## References

{GEBRU}
"""


def claims_without_evidence(card: str, facts: Facts) -> list[str]:
    """What in ``card`` holds a number that no fact supports, in the order in which it stands.

    A number is supported if a fact is written just so; which fact the sentence meant, only a reader can tell.
    Nothing is exempt, neither metadata nor code, but addresses and the two papers that the cards cite.
    """
    known = {piece for name, fact in facts.items() for piece in _pieces(f"{fact} {name} {fact.source}")}
    measured = (fact for fact in facts.values() if isinstance(fact.value, int | float))
    numbers = {number for fact in measured for number in _numbers(fact.text)}
    text = card.replace(MITCHELL, "").replace(GEBRU, "")
    text = re.sub(r"https?://\S+", " ", text)
    return [
        piece
        for piece in _pieces(text)
        if piece not in known and not all(number in numbers for number in _numbers(piece))
    ]


def _pieces(text: str) -> Iterator[str]:
    """The words in ``text`` that hold a digit, thousands written without commas, a per cent sign close by."""
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", re.sub(r"(?<=\d)\s+%", "%", text))
    for word in re.findall(r"[^\s|`*()\[\]{}<>\"';]*\d[^\s|`*()\[\]{}<>\"';]*", text):
        yield word.strip(".,:;!?…–—_").casefold()


def _numbers(text: str) -> list[str]:
    """The numbers in ``text``, 2.440 and 2.44 written alike: YAML and JSON drop the zero."""
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    found = (number.rstrip(".,") for number in re.findall(r"\d[\d,.]*%?", text))
    return [re.sub(r"(\.\d*?)0+(%?)$", r"\1\2", number).replace(".%", "%").rstrip(".") for number in found]


def _metadata(facts: Facts) -> str:
    """The YAML that Hugging Face reads on top of a card; JSON is YAML."""
    name, data = str(facts["name"]), str(facts["data"])
    result = {
        "task": {"type": "text-generation"},
        "dataset": {"name": data, "type": data, "split": "held-out"},
        "metrics": [{"type": "bits_per_byte", "value": float(facts["mean"].text)}],
    }
    value: dict[str, Any] = {
        "license": str(facts["licence"]).lower(),
        "language": sorted({code.split("-")[0] for code, _ in facts.below("stories_in")}),
        "library_name": "transformers",
        "pipeline_tag": "text-generation",
        "tags": ["openhearth", "llama", "education"],
        "datasets": [data],
        "model-index": [{"name": name, "results": [result]}],
    }
    lines = [f"{key}: {json.dumps(entry, ensure_ascii=False)}" for key, entry in value.items()]
    return "---\n" + "\n".join(lines) + "\n---\n"


def _against_limit(facts: Facts) -> str:
    if "gap" not in facts:
        return "How few bits a perfect model would spend on these texts is not known."
    return (
        f"The fewest bits that any model could spend are known for these stories, {facts['mean_limit']} on average, so "
        f"this one is {facts['gap']} bits per byte from perfect."
    )


def _memorised(facts: Facts) -> str:
    if "memorised_model" not in facts:
        return "Whether it learned passages by heart was not measured."
    return (
        f"Learned by heart? Of the passages in {facts['memorised_samples']} stories that the model told, "
        f"{facts['memorised_model']} stand word for word in its training text; of fresh stories that it never saw, "
        f"{facts['memorised_held_out']} do. Only what the first exceeds the second by can have been learned by heart."
    )


def _results(facts: Facts) -> str:
    limits, times = dict(facts.below("limit")), dict(facts.below("times"))
    lines = ["| language | bits per byte | known limit | times the limit |", "|---|---:|---:|---:|"]
    lines += [
        f"| `{code}` | {fact} | {limits.get(code, '–')} | {times.get(code, '–')} |"
        for code, fact in facts.below("bits")
    ]
    return "\n".join(lines)


def _limitations(facts: Facts) -> Iterator[str]:
    judged = {code: fact.value for code, fact in facts.below("bits")}
    # Both are per byte, so what a script does to the measure falls out.
    times = {code: fact.value for code, fact in facts.below("times")} or judged
    worst = max(times, key=lambda code: times[code])
    if len(judged) > 1:
        yield f"It is worst in `{worst}`" + (
            f": {facts[f'times.{worst}']} times what is possible." if "gap" in facts else "."
        )
    if unjudged := [code for code, _ in facts.below("stories_in") if code not in judged]:
        yield f"It has read {', '.join(f'`{code}`' for code in unjudged)} too; how well it knows them was not measured."
    yield f"It knows the {facts['language_count']} languages that it has read, and no other."
    yield f"It has read {facts['data_bytes']} of one kind of text, and will sound like it whatever it is asked."
    yield f"It sees no further back than {facts['context']} tokens."


def _evidence(facts: Facts) -> str:
    lines = ["| what | value | from |", "|---|---|---|"]
    grouped: set[str] = set()
    for name, fact in facts.items():
        group = name.split(".")[0]
        if "." not in name:
            value = f"`{fact}`" if len(fact.text) > 40 else str(fact)
            lines.append(f"| {name.replace('_', ' ')} | {value} | `{fact.source}` |")
        elif group not in grouped:
            grouped.add(group)
            source = fact.source.replace(f".{name.split('.', 1)[1]}", "")
            lines.append(f"| {_IN_A_TABLE[group]} | in the table | `{source}` |")
    return "\n".join(lines)


def _bullets(lines: Any) -> str:
    return "\n".join(f"- {line[0].upper()}{line[1:].rstrip('.')}." for line in lines)
