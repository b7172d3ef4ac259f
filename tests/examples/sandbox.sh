#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# syncline-sandbox starts on free ports, answers a client that is none of ours, loses a reply as told, writes down what
# happened, and stops cleanly. $1 is the program.
set -euo pipefail
folder=$(mktemp -d)
sandbox=''
clean() {
    [ -z "$sandbox" ] || kill -KILL "$sandbox" 2>/dev/null || true
    rm -rf "$folder"
}
trap clean EXIT
fail() {
    echo "$*"
    cat "$folder/out" "$folder/err"
    exit 1
}

"$1" --series 19 --truth "$folder/truth" --fault odoo:drop_reply:res.partner.create >"$folder/out" 2>"$folder/err" &
sandbox=$!
for _ in {1..300}; do
    ! grep -q '^ready' "$folder/out" || break
    kill -0 "$sandbox" 2>/dev/null || fail "it ended before it was ready"
    sleep 0.1
done
said() { sed -n "s/^$1=//p" "$folder/out"; }

# request <url> <method> <path> <token> [body]: the whole answer, by bash's own sockets
request() {
    local port=${1##*:} body=${5:-}
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf '%s %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\nContent-Type: application/json\r\n' \
        "$2" "$3" "$port" >&3
    [ -z "$4" ] || printf 'Authorization: Bearer %s\r\n' "$4" >&3
    printf 'Content-Length: %s\r\n\r\n%s' "${#body}" "$body" >&3
    cat <&3
    exec 3>&-
}
expect() { [[ $1 == *"$2"* ]] || fail "expected $2 in: $1"; }

odoo=$(said odoo_url)
key=$(said odoo_key)
hubspot=$(said hubspot_url)
token=$(said hubspot_token)
if [ -z "$odoo" ] || [ -z "$hubspot" ]; then fail "it names no address"; fi

expect "$(request "$odoo" POST /jsonrpc '' \
    '{"jsonrpc": "2.0", "id": 1, "params": {"service": "common", "method": "version", "args": []}}')" '"19.0"'
expect "$(request "$odoo" POST /json/2/res.partner/search_read "$key" \
    '{"domain": [["ref", "=", "C-1"]], "fields": ["name"]}')" 'Example Widgets'
lost=$(request "$odoo" POST /json/2/res.partner/create "$key" '{"vals_list": [{"name": "Acme", "ref": "C-9"}]}')
[ -z "$lost" ] || fail "a reply that was to be lost came: $lost"
grep -q '"key":"C-9"' "$folder/truth" || fail "the effect behind the lost reply is not written down"

expect "$(request "$hubspot" GET '/crm/objects/2026-09/companies?properties=name' "$token")" 'Example Widgets'
expect "$(request "$hubspot" GET /crm/objects/2026-09/companies nobody)" 'HTTP/1.1 401'

kill -TERM "$sandbox"
code=0
wait "$sandbox" || code=$?
sandbox=''
[ "$code" -eq 0 ] || fail "it ended with $code"
grep -q '^stopped after 3 calls to Odoo and 2 to HubSpot$' "$folder/out" || fail "it did not say how it ended"
echo "started, asked, stopped"
