#!/bin/sh
# The running service against its own description: whether the OpenAPI document
# is valid, and whether any request, made up from it, is answered with a fault
# of the service or in another shape than is described. Needs Python; stays on
# this machine; a few minutes.
#
#   examples/service/fuzz.sh [PROGRAM] [EXAMPLES FOR EACH OPERATION]
set -eu
program=${1:-target/release/almoner}
examples=${2:-50}
work=$(mktemp -d)
trap 'kill "$service" 2>/dev/null; rm -rf "$work"' EXIT

python3 -m venv "$work/python"
"$work/python/bin/pip" --quiet install 'schemathesis>=4,<5' 'openapi-spec-validator>=0.9,<1'

"$program" serve --listen 127.0.0.1:0 --log warn >"$work/address" 2>"$work/log" &
service=$!
until [ -s "$work/address" ]; do sleep 0.1; done
address=$(cat "$work/address")

"$work/python/bin/python" - "$address" <<'PYTHON'
import json, sys, urllib.request
from openapi_spec_validator import validate
with urllib.request.urlopen(sys.argv[1] + "/openapi.json") as page:
    validate(json.load(page))
print("the OpenAPI document is valid")
PYTHON

# A question can fit its schema and still be about a day that no rules cover, so
# 422 is a good answer too.
cat >"$work/schemathesis.toml" <<'TOML'
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "304", "401", "403", "404", "422", "429"]
TOML
cd "$work"
python/bin/schemathesis --config-file schemathesis.toml run "$address/openapi.json" \
  --max-examples "$examples" --phases examples,coverage,fuzzing --seed 1 --no-color
test ! -s "$work/log" || { cat "$work/log"; exit 1; }
