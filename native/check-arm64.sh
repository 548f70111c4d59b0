#!/bin/sh
# Cross-compiles the kernels for arm64 and runs a small check of them under user-mode emulation: the same sums over the
# same inputs as on this machine, since results are the same bits everywhere. Needs nothing of Maven or Java.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cxx=${CXX_ARM64:-aarch64-linux-gnu-g++}
emulator=${QEMU_ARM64:-qemu-aarch64-static}

missing=""
command -v "$cxx" >/dev/null 2>&1 || missing="$missing g++-aarch64-linux-gnu"
command -v "$emulator" >/dev/null 2>&1 || missing="$missing qemu-user-static"
command -v g++ >/dev/null 2>&1 || missing="$missing g++"
if [ -n "$missing" ]; then
    echo "check-arm64: skipped, missing:$missing (Debian: apt-get install$missing)"
    exit 0
fi

out=${1:-$here/target/arm64}
cpp=$here/src/main/cpp
check=$here/src/test/cpp/portable_check.cpp
mkdir -p "$out"
CXX=$cxx AR=aarch64-linux-gnu-ar sh "$cpp/build.sh" "$out/arm" aarch64
CXX=g++ sh "$cpp/build.sh" "$out/host"
"$cxx" -std=c++17 -O2 -static -I"$cpp" "$check" "$out/arm/libsaccade_kernels.a" -o "$out/check-arm"
g++ -std=c++17 -O2 -I"$cpp" "$check" "$out/host/libsaccade_kernels.a" -o "$out/check-host"

"$out/check-host" >"$out/host.txt"
"$emulator" "$out/check-arm" >"$out/arm.txt"
if ! cmp -s "$out/host.txt" "$out/arm.txt"; then
    echo "check-arm64: results differ from this machine's:" >&2
    diff "$out/host.txt" "$out/arm.txt" >&2 || true
    exit 1
fi
echo "check-arm64: $(wc -l <"$out/arm.txt") kernels give the same bits on arm64 and here"
