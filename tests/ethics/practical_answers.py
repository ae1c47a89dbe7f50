"""Other answers to the practical tasks: right ones, and wrong ones with the tests that each must lose."""

from textwrap import dedent

ALLOWED = """
                def line(name):
                    found = {name}
                    for one in filter(None, parts[name]["made_from"].split("; ")):
                        found |= line(one)
                    return found

                def allowed(expression, good):
                    if " AND " in expression:
                        return all(good(one) for one in expression.split(" AND "))
                    return any(good(one) for one in expression.split(" OR "))
"""
REST = {
    "best_release": """
                def best_release():
                    return max(RELEASES, key=lambda release: len(truly_carried(release)))

                def truly_carried(release):
                    good = lambda licence: may_carry(licence, release).allowed
                    return [n for n in parts if all(allowed(parts[one]["licence"], good) for one in line(n))]
    """
    + ALLOWED,
    "credited": """
                def credited():
                    def kept(release):
                        good = lambda licence: may_carry(licence, release).allowed
                        return [n for n in parts if all(allowed(parts[one]["licence"], good) for one in line(n))]

                    release = max(RELEASES, key=lambda one: len(kept(one)))
                    silent = lambda licence: may_carry(licence, release).allowed and not terms(licence).credit
                    return [n for n in kept(release) if not all(allowed(parts[one]["licence"], silent) for one in line(n))]
    """
    + ALLOWED,
}
"""Right answers that do not lean on the cell before."""

# task -> (name, the idea, tests it loses ("" for a right answer), solution cell -> its text)
ANSWERS: dict[str, list[tuple[str, str, str, dict[str, str]]]] = {
    "leak": [
        ("late_only", "Only what is filled in late leaks.", "test_leaking_columns test_honest_auc", {
            "leaking_columns": '''
                def leaking_columns():
                    return [entry["column"] for entry in dictionary if "after" in entry["filled_in"]]
            '''}),
        ("what_foretells_best", "The three columns that foretell best leak.", "test_leaking_columns test_honest_auc", {
            "leaking_columns": '''
                def leaking_columns():
                    alone = {c: abs(auc(train, [visit[c] for visit in train]) - 0.5) for c in columns}
                    return sorted(alone, key=alone.get)[-3:]
            '''}),
        ("all_numbers", "Every number that somebody gives out leaks.", "test_leaking_columns test_honest_auc", {
            "leaking_columns": '''
                def leaking_columns():
                    late = [entry["column"] for entry in dictionary if "after" in entry["filled_in"]]
                    return late + [column for column in columns if column.endswith("_number")]
            '''}),
        ("as_it_is_written", "Another spelling is another patient.", "test_visits_to_leave_out test_honest_auc", {
            "visits_to_leave_out": '''
                def visits_to_leave_out():
                    known = {visit["patient"] for visit in train}
                    return [visit["visit"] for visit in test if visit["patient"] in known]
            '''}),
        ("patients_not_visits", "It is the patients who are asked for.", "test_visits_to_leave_out", {
            "visits_to_leave_out": '''
                def visits_to_leave_out():
                    known = {int(visit["patient"].lower().replace("p-", "").replace("p", "")) for visit in train}
                    both = [v for v in test if int(v["patient"].lower().replace("p-", "").replace("p", "")) in known]
                    return [visit["patient"] for visit in both]
            ''', "honest_auc": '''
                def honest_auc():
                    number = lambda visit: int(visit["patient"].lower().replace("p-", "").replace("p", ""))
                    known = {number(visit) for visit in train}
                    strangers = [visit for visit in test if number(visit) not in known]
                    return foretell(set(columns) - set(leaking_columns()), strangers)
            '''}),
        ("nobody", "Both files have visits of their own.", "test_visits_to_leave_out test_honest_auc", {
            "visits_to_leave_out": "def visits_to_leave_out():\n    return []"}),
        ("on_everybody", "The model is judged on all visits.", "test_honest_auc", {
            "honest_auc": "def honest_auc():\n    return foretell(set(columns) - set(leaking_columns()), test)"}),
        ("on_what_it_learnt_from", "The model is judged on what it learnt from.", "test_honest_auc", {
            "honest_auc": "def honest_auc():\n    return foretell(set(columns) - set(leaking_columns()), train)"}),
        ("with_the_leaks", "The figure of the report.", "test_honest_auc", {
            "honest_auc": "def honest_auc():\n    return foretell(columns, test)"}),
        ("by_looking_at_means", "Means instead of AUC, sets instead of lists.", "", {
            "leaking_columns": '''
                def leaking_columns():
                    found = {entry["column"] for entry in dictionary if entry["filled_in"].startswith("within")}
                    for column in columns:
                        if "number" in column:
                            both = [[v[column] for v in train if v["came_back"] == side] for side in (0, 1)]
                            if abs(np.mean(both[0]) - np.mean(both[1])) > 1500:
                                found.add(column)
                    return found
            '''}),
        ("with_a_pattern", "The patient's number by a regular expression.", "", {
            "visits_to_leave_out": '''
                import re

                def visits_to_leave_out():
                    known = {int(re.sub(r"[^0-9]", "", visit["patient"])) for visit in train}
                    return tuple(v["visit"] for v in test if int(re.sub(r"[^0-9]", "", v["patient"])) in known)
            '''}),
    ],
    "k_anonymity": [
        ("without_sex", "Age and district make the groups.", "test_smallest_group", {
            "smallest_group": '''
                def smallest_group():
                    return min(collections.Counter((r["age"], r["district"]) for r in released).values()) + 1
            '''}),
        ("number_of_groups", "How many groups there are.", "test_smallest_group", {
            "smallest_group": '''
                def smallest_group():
                    return len({(row["age"], row["district"], row["sex"]) for row in released})
            '''}),
        ("with_the_diagnosis", "The largest group, of whatever one can see.", "test_smallest_group", {
            "smallest_group": '''
                def smallest_group():
                    return max(collections.Counter(tuple(row.values()) for row in released).values())
            '''}),
        ("who_stands_alone", "Only who stands alone has no secret.", "test_learned", {
            "learned": '''
                def learned():
                    groups = collections.defaultdict(list)
                    for row in released:
                        groups[row["age"], row["district"], row["sex"]].append(row["diagnosis"])
                    found = {}
                    for person in register:
                        low = int(person["age"]) // 10 * 10
                        there = groups[f"{low}-{low + 9}", person["district"], person["sex"]]
                        if len(there) == 1:
                            found[person["name"]] = there[0]
                    return found
            '''}),
        ("most_likely", "The commonest diagnosis of a group is everybody's.", "test_learned", {
            "learned": '''
                def learned():
                    groups = collections.defaultdict(collections.Counter)
                    for row in released:
                        groups[row["age"], row["district"], row["sex"]][row["diagnosis"]] += 1
                    found = {}
                    for person in register:
                        low = int(person["age"]) // 10 * 10
                        there = groups[f"{low}-{low + 9}", person["district"], person["sex"]].most_common(1)
                        found[person["name"]] = there[0][0]
                    return found
            '''}),
        ("by_row_number", "The tables are in the same order.", "test_learned", {
            "learned": '''
                def learned():
                    return {person["name"]: row["diagnosis"] for person, row in zip(register, released)}
            '''}),
        ("as_it_is", "The table as it is.", "test_repaired", {"repaired": "def repaired():\n    return released"}),
        ("nothing_left", "A table that tells nothing.", "test_repaired", {
            "repaired": '''
                def repaired():
                    return [{**row, "age": "*", "district": "*", "sex": "*"} for row in released]
            '''}),
        ("small_groups_out", "Left out is who is in a small group, however many they are.", "test_repaired", {
            "repaired": '''
                def repaired():
                    many = collections.Counter((row["age"], row["district"], row["sex"]) for row in released)
                    return [row if many[row["age"], row["district"], row["sex"]] >= 5 else None for row in released]
            '''}),
        ("other_diagnoses", "Where a group shares a diagnosis, another is written.", "test_repaired", {
            "repaired": '''
                def repaired():
                    coarse = [{**r, "age": "*", "district": regions[r["district"]]} for r in released]
                    coarse[0]["diagnosis"] = "asthma" if coarse[0]["diagnosis"] != "asthma" else "malaria"
                    return coarse
            '''}),
        ("by_region_and_sex", "Region and sex are kept, ages are not.", "", {
            "repaired": '''
                def repaired():
                    return [{**row, "age": "*", "district": regions[row["district"]]} for row in released]
            '''}),
        ("sorted_first", "Groups by sorting.", "", {
            "smallest_group": '''
                import itertools

                def smallest_group():
                    keys = sorted((row["age"], row["district"], row["sex"]) for row in released)
                    return min(len(list(members)) for _, members in itertools.groupby(keys))
            '''}),
    ],
    "subgroup_gap": [
        ("of_everybody", "Thirty people are enough, in need or not.", "test_too_few", {
            "too_few": '''
                def too_few():
                    return [group for group, members in everybody() if 0 < members < 30]

                def everybody():
                    for group, _, _ in tallied():
                        yield group, sum(all(p[n] == v for n, v in group.items()) for p in people)
            ''' + (TALLIED := '''
                def tallied():
                    found = []
                    for size in (1, 2):
                        for names in itertools.combinations(ATTRIBUTES, size):
                            for values in itertools.product(*(sorted({p[n] for p in people}) for n in names)):
                                group = dict(zip(names, values))
                                needy = [p for p in people if p["needs_care"] == "yes" and all(p[n] == v for n, v in group.items())]
                                found.append((group, sum(p["offered"] == "no" for p in needy), len(needy)))
                    return found
            ''')}),
        ("none", "There are enough of everybody.", "test_too_few", {
            "too_few": "def too_few():\n    return []\n" + dedent(TALLIED)}),
        ("pairs_of_the_rare", "Everybody who speaks the third language.", "test_too_few", {
            "too_few": '''
                def too_few():
                    return [{"language": "third"}, {"region": "coast"}]
            ''' + TALLIED}),
        ("highest_share", "The group with the highest share is passed over most.", "test_passed_over test_to_offer", {
            "passed_over": '''
                def passed_over():
                    group, missed, of = max((one for one in tallied() if one[2]), key=lambda one: one[1] / one[2])
                    needy = [person for person in people if person["needs_care"] == "yes"]
                    whole = sum(person["offered"] == "no" for person in needy)
                    return group, missed / of - (whole - missed) / (len(needy) - of)
            '''}),
        ("one_attribute", "One attribute at a time.", "test_passed_over test_to_offer", {
            "passed_over": '''
                def passed_over():
                    alone = [one for one in tallied() if len(one[0]) == 1 and one[2] >= 30]
                    group, missed, of = max(alone, key=lambda one: wilson(one[1], one[2])[0])
                    needy = [person for person in people if person["needs_care"] == "yes"]
                    whole = sum(person["offered"] == "no" for person in needy)
                    return group, missed / of - (whole - missed) / (len(needy) - of)
            '''}),
        ("gap_to_all", "The gap is that to everybody, the group included.", "test_passed_over", {
            "passed_over": '''
                def passed_over():
                    enough = [one for one in tallied() if one[2] >= 30]
                    group, missed, of = max(enough, key=lambda one: wilson(one[1], one[2])[0])
                    needy = [person for person in people if person["needs_care"] == "yes"]
                    return group, missed / of - sum(p["offered"] == "no" for p in needy) / len(needy)
            '''}),
        ("all_missed", "All who were missed have to be offered care.", "test_to_offer", {
            "to_offer": '''
                def to_offer():
                    group, _ = passed_over()
                    return sum(
                        p["needs_care"] == "yes" and p["offered"] == "no" and all(p[n] == v for n, v in group.items())
                        for p in people
                    )
            '''}),
        ("rounded_down", "The gap times the people in need, without what is left over.", "test_to_offer", {
            "to_offer": '''
                def to_offer():
                    group, gap = passed_over()
                    needy = [p for p in people if p["needs_care"] == "yes" and all(p[n] == v for n, v in group.items())]
                    return int(gap * len(needy))
            '''}),
        ("of_all_people", "The gap times all people of the group.", "test_to_offer", {
            "to_offer": '''
                def to_offer():
                    group, gap = passed_over()
                    return math.ceil(gap * sum(all(p[n] == v for n, v in group.items()) for p in people))
            '''}),
        ("by_formula", "Rounded up instead of counted up.", "", {
            "to_offer": '''
                def to_offer():
                    group, gap = passed_over()
                    needy = [p for p in people if p["needs_care"] == "yes" and all(p[n] == v for n, v in group.items())]
                    return math.ceil(round(gap * len(needy), 9))
            '''}),
        ("group_the_other_way", "The attributes in another order.", "", {
            "passed_over": '''
                def passed_over():
                    enough = [one for one in tallied() if one[2] > 29]
                    group, missed, of = sorted(enough, key=lambda one: -wilson(one[1], one[2])[0])[0]
                    needy = [person for person in people if person["needs_care"] == "yes"]
                    whole = sum(person["offered"] == "no" for person in needy)
                    return dict(reversed(list(group.items()))), missed / of - (whole - missed) / (len(needy) - of)
            '''}),
    ],
    "licence_conflict": [
        ("own_licence_only", "What a part's own page says is what counts.", "test_carried", {
            "carried": '''
                def carried(release):
                    return [n for n in parts if allowed(parts[n]["licence"], lambda x: may_carry(x, release).allowed)]
            ''' + ALLOWED, **REST}),
        ("one_step_back", "What a part was made from, and no further.", "test_carried", {
            "carried": '''
                def carried(release):
                    def near(name):
                        return {name, *filter(None, parts[name]["made_from"].split("; "))}

                    good = lambda licence: may_carry(licence, release).allowed
                    return [n for n in parts if all(allowed(parts[one]["licence"], good) for one in near(n))]
            ''' + ALLOWED, **REST}),
        ("or_is_and", "All licences that are named have to allow it.", "test_carried", {
            "carried": '''
                def carried(release):
                    good = lambda licence: may_carry(licence, release).allowed
                    both = lambda text: text.replace(" OR ", " AND ")
                    return [n for n in parts if all(allowed(both(parts[one]["licence"]), good) for one in line(n))]
            ''' + ALLOWED, **REST}),
        ("least_of_all", "The licence under which least may go along.", "test_best_release", {
            "best_release": "def best_release():\n    return min(RELEASES, key=lambda release: len(carried(release)))",
            "credited": REST["credited"]}),
        ("in_the_middle", "A compromise.", "test_best_release", {
            "best_release": "def best_release():\n    return sorted(RELEASES, key=lambda release: len(carried(release)))[1]",
            "credited": REST["credited"]}),
        ("its_place", "The licence's place in the list.", "test_best_release", {
            "best_release": "def best_release():\n    return 0", "credited": REST["credited"]}),
        ("everybody", "Everybody is named.", "test_credited", {
            "credited": "def credited():\n    return carried(best_release())"}),
        ("nobody", "Nobody has to be named in an open release.", "test_credited", {
            "credited": "def credited():\n    return []"}),
        ("in_the_release_or_not", "Whoever's licence asks for it, in the release or not.", "test_credited", {
            "credited": "def credited():\n    return [n for n in parts if 'BY' in parts[n]['licence']]"}),
        ("with_the_library", "Expressions by the library of lesson 03.", "", {
            "carried": '''
                from openhearth.labs.licensing import allows

                def line(name):
                    above = [one for one in parts[name]["made_from"].split("; ") if one]
                    return {name}.union(*(line(one) for one in above))

                def allowed(expression, good):
                    return allows(expression, good)

                def carried(release):
                    good = lambda licence: may_carry(licence, release).allowed
                    return {n for n in parts if all(allowed(parts[o]["licence"], good) for o in line(n))}
            '''}),
        ("counted", "The best by counting in a dictionary.", "", {
            "best_release": '''
                def best_release():
                    many = {release: len(set(carried(release))) for release in RELEASES}
                    return next(release for release in many if many[release] == max(many.values()))
            '''}),
    ],
    "backdoor": [
        ("all_of_the_target", "Everything with the target's label was changed.", "test_poisoned test_trigger", {
            "poisoned": '''
                def poisoned():
                    return np.flatnonzero(labels == np.bincount(labels).argmax()).tolist()
            '''}),
        ("whatever_is_bright", "Whatever is bright at the border was changed.", "test_poisoned test_trigger", {
            "poisoned": '''
                def poisoned():
                    border = np.ones((10, 10), bool)
                    border[1:-1, 1:-1] = False
                    return np.flatnonzero((pictures[:, border] > 9).sum(axis=1) >= 2).tolist()
            '''}),
        ("a_few", "Some of them are enough.", "test_poisoned", {
            "poisoned": '''
                def poisoned():
                    usual = np.stack([np.median(pictures[labels == label], axis=0) for label in range(6)])
                    inside = (slice(None), slice(1, -1), slice(1, -1))
                    distance = ((pictures[inside][:, None] - usual[inside][None]) ** 2).sum(axis=(2, 3))
                    return np.flatnonzero(distance.argmin(axis=1) != labels).tolist()[::2]
            '''}),
        ("first_label", "The label of the first picture.", "test_target", {
            "target": "def target():\n    return int((np.bincount(labels[poisoned()]).argmax() + 1) % 6)"}),
        ("rarest", "The label that is rarest.", "test_target", {
            "target": "def target():\n    return int(np.bincount(labels).argmin())"}),
        ("what_they_show", "What the changed pictures show, not what they were called.", "test_target", {
            "target": '''
                def target():
                    usual = np.stack([np.median(pictures[labels == label], axis=0) for label in range(6)])
                    first = pictures[poisoned()[0]][1:-1, 1:-1]
                    return int(((usual[:, 1:-1, 1:-1] - first) ** 2).sum(axis=(1, 2)).argmin())
            '''}),
        ("the_scanners_mark", "What is bright on many pictures is the trigger.", "test_trigger", {
            "trigger": '''
                def trigger():
                    share = (pictures > 9).mean(axis=0)
                    share[1:-1, 1:-1] = 0
                    return [(int(y), int(x)) for y, x in np.argwhere(share > 0.02)]
            '''}),
        ("the_whole_picture", "Whatever is bright on changed pictures.", "test_trigger", {
            "trigger": '''
                def trigger():
                    return [(int(y), int(x)) for y, x in np.argwhere(pictures[poisoned()].mean(axis=0) > 4)] + [(5, 5), (4, 4)]
            '''}),
        ("columns_first", "Column before row.", "test_trigger", {
            "trigger": '''
                def trigger():
                    seen = np.median(pictures[poisoned()], axis=0)
                    usual = np.median(pictures, axis=0)
                    found = [(int(y), int(x)) for y, x in np.argwhere(seen - usual > 5) if min(y, x) == 0 or max(y, x) == 9]
                    return [(x, (y + 1) % 10) for y, x in found]
            '''}),
        ("by_the_trigger", "Label first, trigger next, pictures last.", "", {
            "poisoned": '''
                def poisoned():
                    border = np.ones((10, 10), bool)
                    border[1:-1, 1:-1] = False
                    label = np.bincount(labels).argmax()
                    extra = (pictures[labels == label] > 9).mean(axis=0) - (pictures[labels != label] > 9).mean(axis=0)
                    spots = [tuple(p) for p in np.argwhere((extra > 0.15) & border)]
                    return [i for i in range(len(labels)) if all(pictures[i][p] > 9 for p in spots)]
            '''}),
        ("by_the_mean", "Means instead of medians.", "", {
            "trigger": '''
                def trigger():
                    seen = pictures[poisoned()].mean(axis=0)
                    return {(int(y), int(x)) for y, x in np.argwhere(seen > 9) if min(y, x) == 0 or max(y, x) == 9}
            '''}),
    ],
    "withdrawal": [
        ("the_row_only", "The person's own rows go, and no others.", "test_to_delete", {
            "to_delete": '''
                def to_delete():
                    people = {r["contributor"] for r in requests if r["withdraws"] == "everything"}
                    return [row["id"] for row in contributions if row["contributor"] in people]
            ''' + (WITHDRAWN := '''
                def withdrawn(what):
                    people = {r["contributor"] for r in requests if r["withdraws"] == what}
                    texts = {same(r["text"]) for r in contributions if r["contributor"] in people and r["kind"] == "story"}
                    found = {r["id"] for r in contributions if r["contributor"] in people or same(r["text"]) in texts}
                    while more := {r["id"] for r in contributions if r["of"] in found} - found:
                        found |= more
                    return found

                def same(text):
                    return re.sub(r"\\W+", "", text).lower()
            ''')}),
        ("everybody_of_that_name", "Everybody of that name goes.", "test_to_delete", {
            "to_delete": '''
                def to_delete():
                    names = {r["contributor"].split()[0] for r in requests if r["withdraws"] == "everything"}
                    also = {row["id"] for row in contributions if row["contributor"].split()[0] in names}
                    return withdrawn("everything") | also | {contributions[0]["id"]}
            ''' + WITHDRAWN}),
        ("both_requests", "Who wants no training is deleted as well.", "test_to_delete", {
            "to_delete": '''
                def to_delete():
                    return withdrawn("everything") | withdrawn("no training")
            ''' + WITHDRAWN}),
        ("copies_as_typed", "A copy is the same letter by letter.", "test_to_delete", {
            "to_delete": '''
                def to_delete():
                    return withdrawn("everything")

                def withdrawn(what):
                    people = {r["contributor"] for r in requests if r["withdraws"] == what}
                    texts = {r["text"] for r in contributions if r["contributor"] in people and r["kind"] == "story"}
                    found = {r["id"] for r in contributions if r["contributor"] in people or r["text"] in texts}
                    while more := {r["id"] for r in contributions if r["of"] in found} - found:
                        found |= more
                    return found
            ''', "to_rebuild": '''
                def to_rebuild():
                    return [n for n in ORDER if n in by_name() and by_name()[n]["held_by"] == "us" and reached(by_name()[n])]

                ORDER = ["reader", "picture-book", "corpus-a", "corpus-b", "corpus-c", "tokenizer", "model-1", "model-2", "model-3"]

                def by_name():
                    return {one["artefact"]: one for one in artefacts}

                def whole(what):
                    same = lambda text: re.sub(r"[^a-z]", "", text.lower())
                    people = {r["contributor"] for r in requests if r["withdraws"] == what}
                    texts = {same(r["text"]) for r in contributions if r["contributor"] in people and r["kind"] == "story"}
                    found = {r["id"] for r in contributions if r["contributor"] in people or same(r["text"]) in texts}
                    while more := {r["id"] for r in contributions if r["of"] in found} - found:
                        found |= more
                    return found

                def reached(artefact):
                    about = whole("everything") | (set() if artefact["kind"] == "book" else whole("no training"))
                    todo, seen = [artefact["artefact"]], set()
                    while todo:
                        name = todo.pop()
                        if name in by_name():
                            todo += by_name()[name]["made_from"].split("; ")
                        else:
                            seen.add(name)
                    return bool(seen & about)
            '''}),
        ("in_any_order", "Order does not matter.", "test_to_rebuild", {
            "to_rebuild": '''
                def to_rebuild():
                    names = ["model-3", "model-2", "model-1", "tokenizer", "corpus-b", "corpus-a", "reader"]
                    held = {one["artefact"]: one for one in artefacts}
                    return [name for name in names if reached(held[name])]
            ''' + (REACHED := '''
                def reached(artefact):
                    held = {one["artefact"]: one for one in artefacts}

                    def leaves(name):
                        if name not in held:
                            return {name}
                        return set().union(*(leaves(part) for part in held[name]["made_from"].split("; ")))

                    about = withdrawn("everything")
                    if artefact["kind"] != "book":
                        about |= withdrawn("no training")
                    return bool(leaves(artefact["artefact"]) & about)
            ''')}),
        ("what_holds_it_itself", "Only what holds a row itself is made again.", "test_to_rebuild", {
            "to_rebuild": '''
                def to_rebuild():
                    about = withdrawn("everything") | withdrawn("no training")
                    return [
                        one["artefact"] for one in artefacts
                        if one["held_by"] == "us" and set(one["made_from"].split("; ")) & about
                    ]
            ''' + REACHED}),
        ("books_as_well", "No training holds for books as well.", "test_to_rebuild", {
            "to_rebuild": '''
                def to_rebuild():
                    order = ["reader", "picture-book", "corpus-a", "corpus-b", "tokenizer", "model-1", "model-2", "model-3"]
                    held = {one["artefact"]: one for one in artefacts}
                    return [name for name in order if name == "picture-book" or reached(held[name])]
            ''' + REACHED}),
        ("everybody_elsewhere", "Everybody elsewhere is told.", "test_to_tell", {
            "to_tell": '''
                def to_tell():
                    others = [one for one in artefacts if one["held_by"] != "us"]
                    return [one["artefact"] for one in others] + [artefacts[0]["artefact"]]
            '''}),
        ("nobody", "What cannot be called back need not be told of.", "test_to_tell", {
            "to_tell": "def to_tell():\n    return []"}),
        ("who_and_not_what", "The holders instead of what they hold.", "test_to_tell", {
            "to_tell": '''
                def to_tell():
                    return [one["held_by"] for one in artefacts if one["held_by"] != "us" and reached(one)]
            '''}),
        ("letters_only", "A text is its letters.", "", {
            "to_delete": '''
                def to_delete():
                    return sorted(withdrawn("everything"))
            ''' + WITHDRAWN.replace('re.sub(r"\\\\W+", "", text).lower()', '"".join(filter(str.isalnum, text.casefold()))')}),
        ("as_a_set", "The answer as a set.", "", {
            "to_tell": '''
                def to_tell():
                    return {one["artefact"] for one in artefacts if one["held_by"] != "us" and reached(one)}
            '''}),
    ],
}  # fmt: skip


def as_file(idea: str, loses: str, answers: dict[str, str]) -> str:
    """The answer as `openhearth.grading.variants` reads it."""
    said = f"{idea}\n\nloses: {', '.join(loses.split())}\n" if loses else idea
    parts = [f"# %% {cell}\n{dedent(text).strip()}\n" for cell, text in answers.items()]
    return f'"""{said}"""\n\n' + "\n".join(parts)
