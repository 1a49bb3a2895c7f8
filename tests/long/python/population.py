"""Music lessons of people who do not exist; some of them lack a fact."""

import random

import pyarrow as pa

# The day that all of them ask about.
ON = "2018-05-01"


def lessons(rows: int) -> pa.Table:
    chance = random.Random(1)
    yes = lambda share: [chance.random() < share for _ in range(rows)]
    whole = lambda choices: pa.array([chance.choice(choices) for _ in range(rows)], pa.int64())
    return pa.table({
        "ref": [f"M-{number}" for number in range(rows)],
        "lessons": whole(range(1, 41)),
        "minutes": whole([10, 15, 20, 25, 30, 40, 45, 50, 60, 90]),
        "pupils": whole(range(1, 9)),
        "free_school_meals": yes(0.3),
        "key_stage": whole([None, 0, 1, 2, 3, 4]),
        "pupil_premium": yes(0.2),
    })
