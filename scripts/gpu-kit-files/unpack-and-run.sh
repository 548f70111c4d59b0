#!/bin/bash
# Unpacks a kit of scripts/gpu-kit and runs its plan (docs/gpu.md, in the sources):
#   unpack-and-run.sh [--pieces DIR] [--into DIR] [--check] [--out DIR] [--minutes N] [--from PART] [--only PART,...] [--list]
# Pieces may arrive over several calls: it says which are missing. Exit code 1: a part failed; 2: a wrong argument; 3: a
# piece is missing or damaged; 4: this host cannot run the kit.
set -euo pipefail
export PATH=${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
pieces=$here
into=
check=
plan=()

fail() {
    printf 'unpack-and-run: %s\n' "$1" >&2
    exit "$2"
}

while [ $# -gt 0 ]; do
    case $1 in
        --pieces | --into)
            [ $# -ge 2 ] || fail "$1 needs a folder" 2
            printf -v "${1#--}" %s "$2"
            shift
            ;;
        --check) check=yes ;;
        -h | --help)
            sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
            exit 0
            ;;
        *) plan+=("$1") ;;
    esac
    shift
done
into=$(readlink -m "${into:-$pieces/unpacked}")

sums=$pieces/SHA256SUMS
[ -e "$sums" ] || sums=$here/SHA256SUMS
[ -r "$sums" ] || fail "$pieces/SHA256SUMS is missing; bring it with the pieces" 3
[ -s "$sums" ] || fail "$sums is empty; bring it again" 3
identity=$(sha256sum <"$sums" | cut -d ' ' -f 1)

# The list tells in its first line how long it is, so that one which was cut on its way is known.
names=()
sha256=()
declared=
while read -r sum name; do
    case $sum in
        '#') declared=${name% pieces} ;;
        *)
            [[ $sum =~ ^[0-9a-f]{64}$ && $name = "$(printf 'kit.%03d' "${#names[@]}")" ]] ||
                fail "$sums is damaged: its line for piece ${#names[@]} is none of sha256sum; bring it again" 3
            names+=("$name")
            sha256+=("$sum")
            ;;
    esac
done <"$sums"
[ "${#names[@]}" = "$declared" ] ||
    fail "$sums is cut: it names ${#names[@]} of ${declared:-an unknown number of} pieces; bring it again" 3

verify() {
    local bad=0 i piece
    for i in "${!names[@]}"; do
        piece=$pieces/${names[i]}
        if [ ! -e "$piece" ]; then
            printf 'unpack-and-run: %s is missing\n' "$piece" >&2
            bad=$((bad + 1))
        elif [ "$(sha256sum <"$piece" | cut -d ' ' -f 1)" != "${sha256[i]}" ]; then
            printf 'unpack-and-run: %s is damaged: its SHA-256 differs; copy it again\n' "$piece" >&2
            bad=$((bad + 1))
        fi
    done
    [ "$bad" = 0 ] || fail "$bad of ${#names[@]} pieces are missing or damaged; bring them and start again" 3
}

unpack() {
    local work=$into.part name
    rm -rf "$work"
    mkdir -p "$work" 2>/dev/null || fail "$into cannot be made; name a folder that can be written with --into" 2
    tar -C "$work" -xzf "$pieces/kit.000" || fail "kit.000 cannot be unpacked; is $(df -P "$work" | awk 'NR == 2 { print $6 }') full?" 4
    local zstd=(env LD_LIBRARY_PATH="$work/tools" "$work/tools/zstd")
    if ! "${zstd[@]}" --version >/dev/null 2>&1; then
        command -v zstd >/dev/null || fail "the kit's zstd does not run here and this host has none; install zstd" 4
        zstd=(zstd)
    fi
    for name in "${names[@]:1}"; do
        cat "$pieces/$name"
    done | "${zstd[@]}" -q -d --long=27 | tar -C "$work" -xf - ||
        fail "the pieces cannot be unpacked; is $(df -P "$work" | awk 'NR == 2 { print $6 }') full?" 4
    printf '%s\n' "$identity" >"$work/kit/.identity"
    rm -rf "$into"
    mv "$work/kit" "$into"
    rm -rf "$work"
}

# A kit takes the place of an older one, of nothing else.
[ -z "$(ls -A "$into" 2>/dev/null)" ] || [ -e "$into/.identity" ] ||
    fail "$into holds something that is no kit; name another folder with --into" 2
if [ "$(cat "$into/.identity" 2>/dev/null)" != "$identity" ] || [ -n "$check" ]; then
    verify
    if [ -n "$check" ]; then
        printf 'unpack-and-run: all %s pieces are here and whole\n' "${#names[@]}"
        exit 0
    fi
    [ "$(uname -sm)" = 'Linux x86_64' ] || fail "this is $(uname -sm); the kit is for Linux x86_64" 4
    unpack
fi

packed=$(sed -n 's/^glibc=//p' "$into/kit.properties")
here_has=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/.* //')
older=$(printf '%s\n%s\n' "$packed" "${here_has:-0}" | sort -V | head -n 1)
[ "$older" = "$packed" ] || fail "this host has glibc ${here_has:-of no known version}; the kit was packed with $packed and needs at least that" 4

exec "$into/java" dev.saccade.bench.gpu.GpuPlan "${plan[@]}"
