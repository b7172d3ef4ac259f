#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./dev reads one package list for three systems and names the libraries on every other. $1 is the source tree.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# on <ID> <VERSION_ID> <shell code>: what ./dev's functions say on that system
on() {
    printf 'NAME="Some system"\nID=%s\nVERSION_ID="%s"\n' "$1" "$2" >"$folder/os-release"
    SYNCLINE_OS_RELEASE="$folder/os-release" bash -c ". '${SOURCE}/dev'; $3" 2>&1
}
SOURCE=$1
fail() {
    echo "$*"
    exit 1
}
has() { [[ $'\n'"$1"$'\n' == *$'\n'"$2"$'\n'* ]] || fail "$3: $2 is missing in: $1"; }

everything='packages_for "$(this_system)" build test bench clang lint fuzz'
for system in "debian 12" "debian 13" "ubuntu 24.04"; do
    # shellcheck disable=SC2086
    list=$(on $system "$everything")
    for package in g++ cmake ninja-build pkgconf ccache libexpected-dev libsimdjson-dev libssl-dev libsqlite3-dev \
        libcurl4-openssl-dev libcpp-httplib-dev nlohmann-json3-dev libcli11-dev libtomlplusplus-dev doctest-dev clang; do
        has "$list" "$package" "$system"
    done
    [[ $list != *'='* && $list != *'|'* ]] || fail "$system: the list was not read well: $list"
done
has "$(on debian 12 "$everything")" libboost1.81-dev "debian 12"
has "$(on debian 13 "$everything")" libboost-dev "debian 13"
has "$(on ubuntu 24.04 "$everything")" libboost-dev "ubuntu 24.04"
has "$(on debian 12 "$everything")" libclang-rt-14-dev "debian 12"
has "$(on debian 13 "$everything")" libclang-rt-19-dev "debian 13"
has "$(on ubuntu 24.04 "$everything")" libclang-rt-18-dev "ubuntu 24.04"

for other in "fedora 42" "debian 11" "ubuntu 22.04"; do
    # shellcheck disable=SC2086
    said=$(on $other 'need build')
    [[ $said == *simdjson* && $said == *Conan* && $said == *vcpkg* ]] || fail "$other is not told what to do: $said"
done
echo "three systems, and every other is told"
