"""Writes head-start.csv and childcare.csv: applicants who do not exist, of whom 28 % and 10 %
lack a fact or more, or none, each with a day of their own.

    python tests/long/python/screenings.py ROWS FOLDER [complete]
"""

import csv
import datetime
import pathlib
import random
import sys

HEAD_START = [
    "ref", "on", "date_of_birth", "in_care_or_care_leaver", "other_vulnerable_young_person",
    "supported_by_inspire", "in_education_employment_or_training", "is_employed", "references",
    "references_complete", "unspent_convictions", "eligible_for_social_housing",
    "agrees_to_conditions",
]
CHILDCARE = [
    "ref", "on", "child_date_of_birth", "looked_after", "foster_child", "other_ground",
    "partner_meets_residence", "ordinarily_resident", "no_recourse_to_public_funds", "parents",
    "code_obtained_on",
]
KINDS = [
    ["training", "character"], ["education", "character"], ["character", "employment"],
    ["education", "training", "character"], ["character", "training"], ["character"],
]
chance = random.Random(3)


def day(first: str, last: str) -> str:
    first, last = map(datetime.date.fromisoformat, (first, last))
    return str(first + datetime.timedelta(days=chance.randrange((last - first).days + 1)))


def yes(share: float) -> str:
    return "yes" if chance.random() < share else "no"


def cell(records: list[dict[str, object]]) -> str:
    return ";".join(
        ",".join(f"{name}={value}" for name, value in record.items())
        for record in records if record
    )


def take_out(record: dict[str, object]) -> None:
    if record:
        del record[chance.choice(sorted(record))]


def applicant(lacks: bool) -> dict[str, str]:
    references = [{"kind": kind, "relative": yes(0.1)} for kind in chance.choice(KINDS)]
    row = {
        "on": day("2017-06-01", "2019-05-31"),
        "date_of_birth": day("1993-06-01", "2000-05-31"),
        "in_care_or_care_leaver": yes(0.8),
        "other_vulnerable_young_person": yes(0.8),
        "supported_by_inspire": yes(0.95),
        "in_education_employment_or_training": yes(0.9),
        "is_employed": yes(0.5),
        "references_complete": "yes",
        "unspent_convictions": chance.choice(["none"] * 12 + ["other", "fraud"]),
        "eligible_for_social_housing": yes(0.95),
        "agrees_to_conditions": yes(0.95),
    }
    for name in chance.sample(HEAD_START[2:], chance.choice([1, 1, 2, 3])) if lacks else []:
        if name != "references":
            row[name] = ""
        elif chance.random() < 0.5:
            references = []
        elif references:
            take_out(chance.choice(references))
    return row | {"references": cell(references)}


def parent(on: str) -> dict[str, object]:
    next_year = f"{int(on[:4]) + 1}-12-31"
    own = {
        "date_of_birth": day("1975-01-01", "2000-12-31"),
        "work": chance.choice(["employed"] * 6 + ["self_employed", "starting_job", "none"]),
        "quarter_earnings": chance.choice([1500, 2500, 3000, 4000, 6000, 12000]),
        "adjusted_net_income": chance.choice([9000, 20000, 40000, 40000, 60000, 120000]),
        "national_insurance_number": yes(0.98),
        "benefits": chance.choice(["none"] * 8 + ["carers_allowance"]),
    }
    if chance.random() < 0.1:
        own["leave"] = chance.choice(["annual", "sick", "parental", "unpaid"])
    if own["work"] == "self_employed":
        own["self_employment_began"] = day("2010-01-01", on)
        own["tax_year_earnings"] = chance.choice([3000, 9000, 20000])
    if own["work"] == "starting_job":
        own["job_starts"] = day(on, next_year)
    if own.get("leave") == "parental":
        own["leave_for_this_child"] = yes(0.5)
    if own.get("leave") in ("parental", "unpaid"):
        own["returns_on"] = day(on, next_year)
    return own


def family(lacks: bool) -> dict[str, str]:
    on = day("2018-09-01", "2022-10-31")
    year = int(on[:4])
    parents = [parent(on) for _ in range(chance.choice([1, 2, 2]))]
    looked_after = yes(0.03)
    row = {
        "on": on,
        "child_date_of_birth": day(f"{year - 4}-01-01", f"{year - 3}-12-31"),
        "looked_after": looked_after,
        "foster_child": yes(0.5) if looked_after == "yes" else "no",
        "other_ground": chance.choice(["none", "refugee"]),
        "partner_meets_residence": yes(0.5),
        "ordinarily_resident": yes(0.95),
        "no_recourse_to_public_funds": yes(0.03),
        "code_obtained_on": on,
    }
    for _ in range(chance.choice([1, 1, 2]) if lacks else 0):
        name = chance.choice(CHILDCARE[2:4] + CHILDCARE[7:] + ["of a parent"] * 4)
        if name == "parents":
            parents = []
        elif name != "of a parent":
            row[name] = ""
        elif parents:
            take_out(chance.choice(parents))
    return row | {"parents": cell(parents)}


def write(path: pathlib.Path, names: list[str], make, share: float, rows: int) -> None:
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, names)
        table.writeheader()
        for number in range(rows):
            table.writerow(make(chance.random() < share) | {"ref": f"A-{number}"})


def main() -> None:
    rows, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    complete = sys.argv[3:] == ["complete"]
    write(folder / "head-start.csv", HEAD_START, applicant, 0 if complete else 0.28, rows)
    write(folder / "childcare.csv", CHILDCARE, family, 0 if complete else 0.10, rows)


if __name__ == "__main__":
    main()
