"""Model card (Mitchell et al. 2019) and data card (after Gebru et al. 2021), from facts alone."""

import json
import re
from typing import Any

from openhearth.release.facts import Facts

NOT_MEASURED = (
    "harmful or biased output",
    "truth of what it says (it has read only invented stories)",
    "use in any language or kind of text that it was not trained on",
    "energy at the plug (the figure above is an estimate)",
)
DEFAULT_PURPOSE = (
    "Teaching and learning how language models are made: to train, measure, document and release one."
)


def model_card(name: str, licence: str, facts: Facts, purpose: str = DEFAULT_PURPOSE) -> str:
    """README.md of a model, with Hugging Face's metadata, every number from ``facts``."""
    worst, best = _extremes(facts)
    against = (
        f"The fewest bits that any model could spend are known for these stories, {facts['mean_limit']} on average, so "
        f"this one is {facts['gap']} bits per byte from perfect."
        if "gap" in facts
        else "How few bits a perfect model would spend on these texts is not known."
    )
    memory = (
        f"Of the passages in {facts['memorised_samples']} stories that the model told, {facts['memorised_model']} stand "
        f"word for word in its training text; of fresh stories that it never saw, {facts['memorised_held_out']} do. "
        "Only what the first exceeds the second by can have been learned by heart."
        if "memorised_model" in facts
        else "Whether it learned passages by heart was not measured."
    )
    body = f"""
# {name}

A small Llama-shaped language model: {facts["parameters"]} parameters, {facts["layers"]} layers of width
{facts["width"]}, a context of {facts["context"]} tokens.

## What it is for

{purpose}

**Not for** anything else: no advice, no facts, no decision about a person, no text that is passed off as a person's.

## Training data

{facts["stories"]} stories of *{facts["data"]}* in {facts["language_count"]} languages ({facts["data_megabytes"]}), under
{facts["data_licence"]}: see `DATA_CARD.md`. Content hash `{facts["data_sha256"]}`.

## How it was trained

{facts["tokens"]} tokens in {facts["steps"]} steps of {facts["step_tokens"]}, in {facts["seconds"]}, on
{facts["cores"]} cores ({facts["machine"]}, {facts["device"]}, {facts["dtype"]}), with {facts["optimizer"]}, seed
{facts["seed"]}, PyTorch {facts["torch"]}, on {facts["created"]}. Energy: about {facts["energy"]}, an estimate from
typical power, not a measurement.

## How good it is

{facts["mean"]} bits per byte on {facts["held_out_stories"]} held-out stories. {against}

{_results(facts)}

Best in `{best}`, worst in `{worst}`. {memory}

## What it cannot do

- It knows the languages in the table and no other; worst of them is `{worst}`.
- It has read {facts["data_megabytes"]} of one kind of text, and will sound like it whatever it is asked.
- Not measured: {"; ".join(NOT_MEASURED)}.

## Use it

```python
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("{name}")
model = AutoModelForCausalLM.from_pretrained("{name}")
```

Before you do, verify it: `openhearth release verify {name} --key PUBLIC_KEY`, with a key that you got from its makers
in another way than with the model.

## Evidence

Each number above, and the file of this folder that it comes from.

{_evidence(facts)}

## References

Mitchell, M. et al. (2019). Model cards for model reporting. Proceedings of FAT*.
"""
    return _metadata(name, licence, facts) + body


def data_card(name: str, facts: Facts, attribution_due: bool) -> str:
    """DATA_CARD.md of the data that the model ``name`` was trained on."""
    due = (
        "Their makers ask to be named: `ATTRIBUTION.md` does, and must travel with the model."
        if attribution_due
        else "Nobody has to be named for them, and `ATTRIBUTION.md` says so."
    )
    rows = "\n".join(f"| `{code}` | {fact} |" for code, fact in facts.below("stories_in"))
    return f"""# The data of {name}

## What they are

*{facts["data"]}*: {facts["stories"]} stories in {facts["language_count"]} languages, {facts["data_megabytes"]} of text.
`croissant.json` describes them for programs. Content hash `{facts["data_sha256"]}`.

| language | stories |
|---|---:|
{rows}

## Under which terms

{facts["data_licence"]}. {due}

## Who is in them, and who is not

The languages in the table, and no other. Nobody gave consent beyond the licence, and a licence is not consent.

## How they were divided

{facts["held_out_stories"]} stories were held out before training, whole families of translations at a time, and used for the
evaluation alone. Content hash of those `{facts["held_out_sha256"]}`.

## Evidence

{_evidence(facts)}

## References

Gebru, T. et al. (2021). Datasheets for datasets. Communications of the ACM.
"""


def claims_without_evidence(card: str, facts: Facts) -> list[str]:
    """Numbers in ``card`` that no fact supports, in the order in which they stand.

    Not claims: the metadata on top, code and what stands in backquotes, addresses, licence names, and
    the references.
    """
    text = re.sub(r"\A---\n.*?\n---\n", "", card, flags=re.S)
    text = re.sub(r"```.*?```|`[^`]*`|https?://\S+", " ", text, flags=re.S)
    text = re.sub(r"(?m)^# .*$", " ", text)  # the name may hold digits
    text = re.split(r"(?m)^## References", text)[0]
    text = re.sub(r"\b[A-Z][A-Za-z]*(?:-[A-Za-z]+)*-\d[\d.]*\b", " ", text)  # CC-BY-4.0
    text = re.sub(r"\b\w*_\d+\b", " ", text)  # x86_64
    supported = {number for fact in facts.values() for number in _numbers(fact.text)}
    return [number for number in _numbers(text) if number not in supported]


def _numbers(text: str) -> list[str]:
    return [number.rstrip(".,") for number in re.findall(r"(?<![\w.])\d[\d,.]*%?", text)]


def _metadata(name: str, licence: str, facts: Facts) -> str:
    """The YAML that Hugging Face reads on top of a card; JSON is YAML."""
    value: dict[str, Any] = {
        "license": licence.lower(),
        "language": sorted({code.split("-")[0] for code, _ in facts.below("stories_in")}),
        "library_name": "transformers",
        "pipeline_tag": "text-generation",
        "tags": ["openhearth", "llama", "education"],
        "datasets": [str(facts["data"])],
        "model-index": [
            {
                "name": name,
                "results": [
                    {
                        "task": {"type": "text-generation"},
                        "dataset": {
                            "name": str(facts["data"]),
                            "type": str(facts["data"]),
                            "split": "held-out",
                        },
                        "metrics": [{"type": "bits_per_byte", "value": round(facts["mean"].value, 4)}],
                    }
                ],
            }
        ],
    }
    lines = [f"{key}: {json.dumps(entry, ensure_ascii=False)}" for key, entry in value.items()]
    return "---\n" + "\n".join(lines) + "\n---\n"


def _results(facts: Facts) -> str:
    limits = dict(facts.below("limit"))
    lines = ["| language | bits per byte | known limit |", "|---|---:|---:|"]
    lines += [f"| `{code}` | {fact} | {limits.get(code, '–')} |" for code, fact in facts.below("bits")]
    return "\n".join(lines)


def _extremes(facts: Facts) -> tuple[str, str]:
    """(worst, best) language: by distance from the limit where that is known, else by bits per byte."""
    limits = {code: fact.value for code, fact in facts.below("limit")}
    gaps = {code: fact.value - limits.get(code, 0.0) for code, fact in facts.below("bits")}
    return max(gaps, key=lambda code: gaps[code]), min(gaps, key=lambda code: gaps[code])


def _evidence(facts: Facts) -> str:
    lines = ["| what | value | from |", "|---|---|---|"]
    lines += [
        f"| {name.replace('_', ' ').replace('.', ' ')} | {fact if len(fact.text) < 40 else '`' + fact.text + '`'} | `{fact.source}` |"
        for name, fact in facts.items()
    ]
    return "\n".join(lines)
