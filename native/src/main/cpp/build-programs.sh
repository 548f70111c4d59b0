#!/bin/sh
# Compiles the programs that run as processes of their own, one folder each, into OUT/saccade-NAME. A program that is
# newer than its folder is kept.
#
# usage: build-programs.sh OUT     CXX: the compiler, default g++
set -eu

here=$(cd "$(dirname "$0")" && pwd)
out=$1
cxx=${CXX:-g++}
mkdir -p "$out"

for name in tick; do
    program=$out/saccade-$name
    if [ -f "$program" ] && [ -z "$(find "$here/$name" "$0" -type f -newer "$program" | head -n 1)" ]; then
        continue
    fi
    # Static, so that it depends on nothing where it is unpacked.
    "$cxx" -std=c++17 -O2 -Wall -Wextra -fno-exceptions -fno-rtti -static "$here/$name"/*.cpp -o "$program.tmp"
    mv "$program.tmp" "$program"
done
