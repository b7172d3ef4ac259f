#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Headers for every saved fields_get of one series compile together without a warning, and are records.
# $1 syncline-gen, $2 compiler, $3 folder of recordings, $4 folder of excerpts where there are none, $5 include paths.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
source=$3
if [ ! -d "$source" ]; then
    echo "no recordings at $3: the excerpts in $4 are taken"
    source=$4
fi
all="$folder/all.cpp"
{
    echo '#include <syncline/odoo/record.hpp>'
    count=0
    for file in "$source"/*.json; do
        model=$(basename "$file" .json)
        "$1" odoo --from "$file" --model "$model" --out "$folder/$model.hpp" --namespace generated
        echo "#include \"$model.hpp\""
        echo "static_assert(syncline::odoo::Record<generated::${model//./_}>);"
        count=$((count + 1))
    done
    echo "$count models of $source" >&2
} >"$all"
includes=()
IFS=':' read -ra paths <<<"$5"
for path in "${paths[@]}"; do includes+=(-I "$path"); done
"$2" -std=c++20 -fsyntax-only -Wall -Wextra -Wpedantic -Werror -Wno-unused-function "${includes[@]}" -I "$folder" "$all"
