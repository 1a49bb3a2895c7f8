"""Asks the service with the client made by openapi-python-client, and compares
each answer with what the command line writes for the same question.

    compare.py COMMAND ADDRESS DOCUMENT
"""

import datetime
import importlib
import json
import re
import subprocess
import sys

from almoner_client import Client
from almoner_client.api.questions import quote_music, screen_head_start, verify_answer
from almoner_client.models import (
    HeadStartFacts,
    HeadStartQuestion,
    HeadStartReferencesKind,
    HeadStartReferencesRecord,
    MusicFacts,
    MusicInstrument,
    MusicQuestion,
    Quote,
    SavedAnswer,
    Screening,
    VerifyRequest,
)

COMMAND, ADDRESS, DOCUMENT = sys.argv[1:]
CLIENT = Client(base_url=ADDRESS, raise_on_unexpected_status=True)
PROBLEMS = []


def check(holds, what):
    if not holds:
        PROBLEMS.append(what)
        print(f"DIFFERENT: {what}")


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def command_line(verb, rule_set, question):
    """The answer of the command line, as bytes."""
    args = [COMMAND, verb, rule_set, "--format", "json", "--facts", "-"]
    if question.get("on"):
        args += ["--on", question["on"]]
    facts = json.dumps(question["facts"]).encode()
    return subprocess.run(args, input=facts, stdout=subprocess.PIPE, check=True).stdout


def compare(module, verb, rule_set, question, what):
    """Asks both; the bytes must be the same, and the client must lose nothing."""
    response = module.sync_detailed(client=CLIENT, body=question)
    expected = command_line(verb, rule_set, question.to_dict())
    check(response.status_code == 200, f"{what}: status {response.status_code}")
    check(response.content == expected, f"{what}: the service and the command line")
    kept = response.parsed.to_dict() if response.parsed else None
    check(kept == json.loads(expected), f"{what}: the client and the command line")
    return response.parsed


def whole(document):
    """Every operation and every schema has its place in the client."""
    operations = 0
    for item in document["paths"].values():
        for operation in item.values():
            tag = operation["tags"][0].replace("-", "_")
            importlib.import_module(f"almoner_client.api.{tag}.{operation['operationId']}")
            operations += 1
    models = importlib.import_module("almoner_client.models")
    schemas = 0
    for name, schema in document["components"]["schemas"].items():
        # A union is written out wherever it is used.
        if schema.get("type") == "object" or "enum" in schema:
            check(hasattr(models, name), f"the client has no {name}")
            schemas += 1
    print(f"the client has {operations} operations and {schemas} types")


def every_example(document):
    asked = 0
    models = importlib.import_module("almoner_client.models")
    for path, item in document["paths"].items():
        for operation in item.values():
            content = operation.get("requestBody", {}).get("content", {})
            content = content.get("application/json", {})
            for name, example in content.get("examples", {}).items():
                model = getattr(models, content["schema"]["$ref"].rsplit("/", 1)[1])
                module = importlib.import_module(
                    f"almoner_client.api.questions.{operation['operationId']}"
                )
                question = model.from_dict(example["value"])
                check(question.to_dict() == example["value"], f"{path} {name}: the question")
                verb = "quote" if "/quotes/" in path else "screen"
                compare(module, verb, path.rsplit("/", 1)[1], question, f"{path} {name}")
                asked += 1
    check(asked >= 6, f"{asked} examples")
    print(f"{asked} examples: the same answers")


def music():
    facts = MusicFacts(
        lessons=10,
        minutes=30,
        pupils=1,
        free_school_meals=False,
        pupil_premium=False,
        instrument=MusicInstrument.NONE,
    )
    question = MusicQuestion(on=datetime.date(2018, 5, 1), facts=facts)
    quote = compare(quote_music, "quote", "music", question, "music")
    check(isinstance(quote, Quote) and quote.total == "150.00", f"music: {quote}")
    print(f"music: {quote.outcome.value}, {quote.total}, {len(quote.lines)} line(s)")
    saved = SavedAnswer.from_dict(quote.to_dict())
    verdict = verify_answer.sync(client=CLIENT, body=VerifyRequest(answer=saved))
    check(verdict.verdict.value == "identical", f"music: verified as {verdict}")
    print(f"music: verified as {verdict.verdict.value}")


def head_start():
    references = [
        HeadStartReferencesRecord(kind=HeadStartReferencesKind.TRAINING),
        HeadStartReferencesRecord(kind=HeadStartReferencesKind.CHARACTER, relative=False),
    ]
    facts = HeadStartFacts(
        agrees_to_conditions=True,
        date_of_birth=datetime.date(2000, 6, 15),
        eligible_for_social_housing=True,
        in_care_or_care_leaver=True,
        in_education_employment_or_training=True,
        references=references,
        unspent_convictions=[],
    )
    question = HeadStartQuestion(on=datetime.date(2018, 6, 15), facts=facts)
    screening = compare(screen_head_start, "screen", "head-start", question, "head-start")
    check(isinstance(screening, Screening), f"head-start: {type(screening)}")
    met = sum(it.standing.value == "met" for it in screening.criteria)
    print(f"head-start: {screening.outcome.value}, {met} of {len(screening.criteria)} met")


def main():
    with open(DOCUMENT, encoding="utf-8") as file:
        document = json.load(file)
    whole(document)
    music()
    head_start()
    every_example(document)
    if PROBLEMS:
        sys.exit(f"{len(PROBLEMS)} difference(s)")


main()
