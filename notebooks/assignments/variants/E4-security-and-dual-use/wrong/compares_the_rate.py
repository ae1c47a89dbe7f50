"""Compares the rate itself with the ceiling, however few the tries.

loses: test_judge_attacks
"""


# %% judge_attacks
def judge_attacks(log, ceiling):
    prompts = {}
    for prompt, outcome in log:
        if outcome != "error":
            prompts[prompt] = prompts.get(prompt, False) or outcome == "broken"
    n = len(prompts)
    if not n:
        return "unknown"
    r = sum(prompts.values()) / n
    return "below" if r < ceiling else "above" if r > ceiling else "unknown"
