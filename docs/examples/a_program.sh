#!/bin/sh
# A program of your own: signs in, begins a thread and tells what happens in it. Needs curl and nothing else.
#   echo "the passphrase" | docs/examples/a_program.sh http://127.0.0.1:8000 Asha anxiety
set -eu
api="$1/api/v1" name=$2 space=$3 token=$(mktemp)
trap 'rm -f "$token"' EXIT
read -r passphrase

field() { sed -n "s/.*\"$1\": *\"\{0,1\}\([^\",}]*\).*/\1/p"; } # the last of that name, which will do here
send() { curl --silent --show-error --fail-with-body --header "Content-Type: application/json" --data @- "$@"; }

# The passphrase and the token go by standard input and a file: everybody on a machine can read its command lines.
printf '{"name": "%s", "passphrase": "%s", "token_name": "Example", "scopes": ["read", "write", "events"], "days": 1}' \
    "$name" "$passphrase" | send "$api/tokens" | field token | sed 's/^/Authorization: Bearer /' > "$token"

thread=$(printf '{"title": "From a program", "body": "Good evening, all of you.", "wants": "company"}' |
    send --header @"$token" --header "Idempotency-Key: $$-$(date +%s)" "$api/spaces/$space/threads" | field topic)

echo "Listening to $thread"
curl --silent --show-error --no-buffer --header @"$token" "$api/events?topics=$thread"
