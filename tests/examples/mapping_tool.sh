#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# mapping_tool.sh <syncline-mapping>: files as people write them, good ones and wrong ones.
set -euo pipefail
tool=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

die() {
    echo "mapping_tool: $*" >&2
    exit 1
}
# says <words> <arguments>...: the tool fails and says them.
says() {
    local words=$1 output
    shift
    output=$("$tool" "$@" 2>&1) && die "$* was accepted"
    [[ $output == *"$words"* ]] || die "$* said: $output"
}

cat >base.toml <<'END'
mapping = "deal-to-order"
version = "1.0.0"
description = 'what "won" means'

[rules]
name = 'title | trim | or_else "none"'
note = false
END
cat >german.json <<'END'
{"mapping": "de", "version": "1.0.0", "extends": "deal-to-order", "rules": {"note": "constant \"AGB\""}}
END
cat >tables.toml <<'END'
value_tables = "products"
version = "1.0.0"
[tables.product]
GTXPro = "GTX Pro"
END
[ "$("$tool" check base.toml german.json tables.toml)" = "3 files good" ] || die "good files are refused"
"$tool" json base.toml >base.json
[ "$("$tool" check base.json)" = "1 file good" ] || die "what it writes is refused"
grep -q '"note":null' base.json || die "false is no null: $(cat base.json)"
"$tool" json tables.toml >tables.json
"$tool" check tables.json >/dev/null || die "the tables it writes are refused"

says 'german.json: $.extends: found "deal-to-order", expected a mapping that was added' check german.json
printf 'mapping = "a"\nversion = \n' >broken.toml
says 'broken.toml: line 2, column ' check broken.toml
printf 'mapping = "a"\nversion = "1.0.0"\nrules = {name = "title |"}\n' >rule.toml
says 'rule.toml: $.rules.name: at 8: found the end, expected the name of a step' check rule.toml
printf 'mapping = "a"\nversion = "1.0.0"\nrules = {name = 7}\n' >number.toml
says 'expected string' check number.toml
says 'gone.json: cannot be read' check gone.json
