#!/bin/sh
# Makes clients from the service's /openapi.json and compares what they get with
# what the command line writes. Fails on any warning or difference.
#
#   tests/long/clients/run.sh [COMMAND]
#
# COMMAND is a built `almoner`; without it, one is built. Needs python3 with
# venv, node and npm, and their registries: the makers of clients are installed
# in a temporary folder, which is removed at the end.
set -eu

PYTHON_MAKER='openapi-python-client==0.29.1 ruff==0.14.6'
NODE_MAKERS='openapi-typescript@7.13.0 typescript@5.9.3 @stoplight/spectral-cli@6.16.3'

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../../.." && pwd)

fail() {
    echo "clients: $1" >&2
    exit 1
}

for tool in python3 node npm; do
    command -v "$tool" >/dev/null || fail "$tool is missing"
done
python3 -c 'import venv, ensurepip' 2>/dev/null || fail "python3 has no venv"

almoner=${1:-}
if [ -z "$almoner" ]; then
    command -v cargo >/dev/null || fail "cargo is missing; name a built almoner instead"
    (cd "$root" && cargo build --quiet)
    almoner=$root/target/debug/almoner
fi
[ -x "$almoner" ] || fail "$almoner is no program"

work=$(mktemp -d)
service=
cleanup() {
    [ -z "$service" ] || kill "$service" 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 1' INT TERM
unset ALMONER_BOOK

echo '== install'
python3 -m venv "$work/venv"
PATH=$work/venv/bin:$work/node_modules/.bin:$PATH
# shellcheck disable=SC2086 # a list of packages
pip install --quiet --disable-pip-version-check $PYTHON_MAKER || fail "pip cannot install $PYTHON_MAKER"
# shellcheck disable=SC2086
npm install --silent --no-audit --no-fund --prefix "$work" $NODE_MAKERS || fail "npm cannot install $NODE_MAKERS"

echo '== start the service'
"$almoner" serve --listen 127.0.0.1:0 --log error >"$work/address" &
service=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -s "$work/address" ] && break
    kill -0 "$service" 2>/dev/null || fail "the service did not start"
    sleep 0.5
done
address=$(cat "$work/address")
[ -n "$address" ] || fail "the service did not say where it listens"
python3 -c 'import sys, urllib.request as u; u.urlretrieve(sys.argv[1], sys.argv[2])' \
    "$address/openapi.json" "$work/openapi.json"

echo '== spectral'
printf 'extends: ["spectral:oas"]\n' >"$work/ruleset.yaml"
spectral lint --ruleset "$work/ruleset.yaml" --fail-severity hint "$work/openapi.json"

echo '== openapi-python-client'
openapi-python-client generate --fail-on-warning --path "$work/openapi.json" --output-path "$work/client"
pip install --quiet --disable-pip-version-check "$work/client"
python3 "$here/compare.py" "$almoner" "$address" "$work/openapi.json"

echo '== openapi-typescript'
mkdir "$work/types"
openapi-typescript "$work/openapi.json" --output "$work/types/almoner.d.ts"
cp "$here/program.ts" "$work/types/"
cat >"$work/types/tsconfig.json" <<'EOF'
{
  "compilerOptions": {
    "strict": true, "noEmit": true, "types": [],
    "target": "es2022", "module": "esnext", "moduleResolution": "bundler"
  },
  "files": ["program.ts"]
}
EOF
tsc --project "$work/types"
echo 'program.ts: the types fit'

echo '== all clients agree with the command line'
