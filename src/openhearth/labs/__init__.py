"""What single lessons measure, one file a concept:

    concentration      lesson 00: who builds, when compute is dear and results are shared or not
    who_builds         lesson 00: pictures of who builds models, and of what openness means
    quality            lesson 02: does a corpus hold what it says?
    licensing          lesson 03: what a licence allows, what may go into which release, whom that leaves out
    layers             lesson 06: what coarser columns protect and cost, a gate in a folder of its own
    languages          lesson 07: what a language pays in tokens, and who can name it
    language_pictures  lesson 07: the ranked strip, strips side by side, what a window holds
    pieces             lesson 08: how a tokenizer cuts a text, in the text's own script
    inside             lesson 08: pictures of what is inside a tokenizer and a model
    copies             lesson 11: a copy of an election that elects somebody else
    reproduce          lesson 11: a training again, bit for bit; a claim, sealed, against reruns
    reports            lesson 11: a reproducibility report as an RO-Crate, read without being believed
    voting             lessons 11 and 14: ranked ballots, counted as Debian counts them
    federated          lesson 12: one model, data in many places, liars, and what an update tells
    governance         lesson 14: a charter that is checked and carried out
    capture            lesson 14: whose votes count how much, and who captures the outcome
    small              lessons 15, 16: a language model that is trained in seconds
    bias               lesson 15: whom a clinical model misses, and why
    representation     lesson 15: who does which work in the model's stories
    memory             lesson 16: what a language model knows by heart, and what taking out copies does
    privacy            lesson 16: who was in the training data, and training so that nobody can tell
    dp_audit           lesson 16: a promise of privacy put to the test
    backdoors          lesson 17: a sign that makes a model see what others want, and four defences
    people             lesson E1: who stands alone in a table, what a link, a hash and totals give away
    lawful             lesson E2: what a consent covers, which lawful bases stand open, Safe Harbor, whose law
    fairness           lesson E3: an honest score, kinds of fairness that exclude each other, records that confirm themselves
    fairness_slider    lesson E3: the same identity under sliders that the learner drags
    dual_use           lesson E4: a search that one sign turns round, a red team's rate, what a pickle would call, when to publish
    conduct            lesson E5: findings of nothing, means that cannot exist, who signs, correct or retract
    release_decisions  lesson E6: what waiting is worth, which tier, a decision on record

Heavy imports stay in the files.
"""
