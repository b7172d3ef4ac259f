#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# syncline-gen asks a served Odoo of each series for a model, over HTTP, as people start it. $1 is the program, $2 the
# sandbox it asks.
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
    cat "$folder"/*.out "$folder"/*.err 2>/dev/null || true
    exit 1
}
said() { sed -n "s/^$1=//p" "$out"; }
gen() { "$program" odoo --url "$(said odoo_url)" --database "$(said odoo_database)" --login "$(said odoo_login)" "$@"; }

program=$1
for series in 16 19; do
    out="$folder/sandbox-$series.out"
    : >"$out"
    "$2" --series "$series" >"$out" 2>"$folder/sandbox.err" &
    sandbox=$!
    for _ in {1..300}; do
        ! grep -q '^ready' "$out" || break
        kill -0 "$sandbox" 2>/dev/null || fail "the sandbox ended before it was ready"
        sleep 0.1
    done
    SYNCLINE_ODOO_KEY=$(said odoo_key)
    export SYNCLINE_ODOO_KEY
    gen --model project.task --out "$folder/task.hpp" 2>"$folder/gen.err" || fail "no header for project.task"
    grep -q "project.task as Odoo $series.0 describes it" "$folder/task.hpp" || fail "the header names no series"
    hours=allocated_hours
    [ "$series" != 16 ] || hours=planned_hours
    grep -q "syncline::field_value<syncline::decimal> $hours{};" "$folder/task.hpp" || fail "the header lacks $hours"
    gen --model res.partner --fields name,email --namespace my >"$folder/gen.out" 2>"$folder/gen.err" || fail "no header"
    grep -q 'BOOST_DESCRIBE_STRUCT(res_partner, (), (id, name, email))' "$folder/gen.out" || fail "not the fields asked for"

    # a snapshot shows no drift against the server it is of; against one with another field it does, and the exit code tells
    gen --model res.partner --snapshot --out "$folder/partner.json" 2>"$folder/gen.err" || fail "no snapshot"
    gen --drift "$folder/partner.json" >"$folder/gen.out" 2>"$folder/gen.err" || fail "drift of nothing"
    [ ! -s "$folder/gen.out" ] || fail "drift of nothing is told"
    sed -i '/"name":"email"/s//"name":"e_mail"/' "$folder/partner.json"
    code=0
    gen --drift "$folder/partner.json" >"$folder/gen.out" 2>"$folder/gen.err" || code=$?
    [ "$code" = 2 ] || fail "a renamed field gave exit code $code"
    grep -qF 'odoo res.partner: field `e_mail` (char) is gone, likely renamed to `email`; breaks reading and writing' \
        "$folder/gen.out" || fail "the renamed field is not named"
    echo '{"system":"odoo"' >"$folder/broken.json"
    ! gen --drift "$folder/broken.json" >"$folder/gen.out" 2>"$folder/gen.err" || fail "a broken snapshot"
    grep -q '^syncline-gen: snapshot: ' "$folder/gen.err" || fail "the message does not name the snapshot"

    # what goes wrong is said in one line, the key in none
    ! gen --model no.such.model >"$folder/gen.out" 2>"$folder/gen.err" || fail "a model that is not there"
    grep -q '^syncline-gen: odoo no.such.model' "$folder/gen.err" || fail "the message does not name the model"
    ! SYNCLINE_ODOO_KEY=wrong-key gen --model res.partner >"$folder/gen.out" 2>"$folder/gen.err" || fail "a wrong key"
    ! grep -q 'wrong-key' "$folder/gen.err" || fail "the key is shown"
    ! SYNCLINE_ODOO_KEY='' gen --model res.partner >"$folder/gen.out" 2>"$folder/gen.err" || fail "no key"
    grep -q SYNCLINE_ODOO_KEY "$folder/gen.err" || fail "the message does not name the variable"

    kill -TERM "$sandbox"
    wait "$sandbox" || fail "the sandbox ended badly"
    sandbox=''
done
