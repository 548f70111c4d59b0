#!/bin/sh
# Compiles the emulator and every kernel for this processor into OUT/libsaccadeEmulator.so. A library that is newer than
# every source is kept.
#
# usage: build-emulator.sh OUT JAVA_HOME     CXX: the compiler, default g++
set -eu

here=$(cd "$(dirname "$0")" && pwd)
main=$here/../../main
if [ $# != 2 ]; then
    sed -n '/^# usage/s/^# //p' "$0" >&2
    exit 2
fi
out=$1
java=$2
cxx=${CXX:-g++}
library=$out/libsaccadeEmulator.so
if [ -f "$library" ] &&
    [ -z "$(find "$here/emulator" "$0" "$main/cuda" "$main/cpp/arithmetic" -type f -newer "$library" | head -n 1)" ]; then
    exit 0
fi
mkdir -p "$out"

# The kernels' products and sums must not be contracted. Checks of alignment and of array bounds call sanitizer.cpp.
flags="-std=c++17 -O2 -fPIC -fvisibility=hidden -fno-exceptions -ffp-contract=off -Wall -Wextra -Wno-unknown-pragmas
    -U_FORTIFY_SOURCE"
headers="-I$here/emulator -I$main/cuda"
objects=$(mktemp -d "$out/emulator.XXXXXX")
trap 'rm -rf "$objects"' EXIT
for source in launch fibers sanitizer jni; do
    # shellcheck disable=SC2086
    "$cxx" $flags $headers "-I$java/include" "-I$java/include/linux" -c "$here/emulator/$source.cpp" \
        -o "$objects/$source.o"
done
for source in "$main/cuda/saccade.cu" "$here/emulator/probes.cu"; do
    # shellcheck disable=SC2086
    "$cxx" $flags -fsanitize=alignment,bounds $headers -x c++ -c "$source" -o "$objects/$(basename "$source" .cu).o"
done
"$cxx" -shared -Wl,--no-undefined "$objects"/*.o -o "$library.tmp"
mv "$library.tmp" "$library"
