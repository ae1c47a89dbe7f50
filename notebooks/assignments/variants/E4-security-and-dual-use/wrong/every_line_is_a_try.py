"""Counts a prompt as often as it was sent.

loses: test_judge_attacks
"""


# %% judge_attacks
def judge_attacks(log, ceiling):
    counted = [outcome for _, outcome in log if outcome != "error"]
    n, broken = len(counted), counted.count("broken")
    if not n:
        return "unknown"
    z, r = 1.96, broken / n
    half = z * math.sqrt(r * (1 - r) / n + z * z / (4 * n * n))
    low, high = ((r + z * z / (2 * n) + sign * half) / (1 + z * z / n) for sign in (-1, 1))
    return "below" if high < ceiling else "above" if low > ceiling else "unknown"
