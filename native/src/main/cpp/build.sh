#!/bin/sh
# Compiles the kernels once per instruction-set level, and archives all levels, the dispatcher and the wires into
# OUT/libsaccade_kernels.a; links OUT/saccade-gate. Objects that are newer than every source are kept.
#
# usage: build.sh OUT [ARCH]     ARCH: x86_64 or aarch64, default this machine's; CXX: the compiler, default g++
set -eu

here=$(cd "$(dirname "$0")" && pwd)
out=$1
arch=${2:-$(uname -m)}
cxx=${CXX:-g++}

if ! command -v "$cxx" >/dev/null 2>&1; then
    echo "saccade-native: C++ compiler '$cxx' not found; install g++ (Debian: apt-get install g++) or set CXX" >&2
    exit 1
fi

# No contraction: every level must round alike. GCC's AVX-512 headers trip -Wmaybe-uninitialized (GCC bug 105593).
flags="-std=c++17 -O3 -fPIC -fvisibility=hidden -fno-exceptions -fno-rtti -ffp-contract=off -fno-math-errno
    -fno-trapping-math -Wall -Wextra -Wno-psabi -Wno-maybe-uninitialized -Wno-uninitialized"

case $arch in
    x86_64) levels="v2 v3 v4"; base="-march=x86-64" ;;
    aarch64) levels="arm64"; base="-march=armv8-a" ;;
    *) echo "saccade-native: no kernels for processor '$arch'; build on x86_64 or aarch64" >&2; exit 1 ;;
esac

# compile SOURCE OBJECT FLAGS...
compile() {
    source=$1
    object=$2
    shift 2
    if [ -f "$object" ] && [ -z "$(find "$here" -type f -newer "$object" | head -n 1)" ]; then
        return 0
    fi
    # shellcheck disable=SC2086
    "$cxx" $flags "$@" -c "$source" -o "$object.tmp"
    mv "$object.tmp" "$object"
    changed=1
}

changed=0
# The positional parameters become the list of objects: a path may hold blanks.
set --
for level in $levels; do
    mkdir -p "$out/$level"
    case $level in
        arm64) march="-march=armv8-a" ;;
        v4) march="-march=x86-64-v4 -mprefer-vector-width=512" ;;
        *) march="-march=x86-64-$level" ;;
    esac
    for source in "$here"/level/*.cpp; do
        object=$out/$level/$(basename "$source" .cpp).o
        # shellcheck disable=SC2086
        compile "$source" "$object" $march
        set -- "$@" "$object"
    done
done
mkdir -p "$out/base"
for source in "$here"/*.cpp "$here"/wire/*.cpp "$here"/gate/*.cpp "$here"/gpu/*.cpp "$here"/worker/*.cpp \
    "$here"/video/*.cpp; do
    object=$out/base/$(basename "$source" .cpp).o
    compile "$source" "$object" "$base"
    set -- "$@" "$object"
done

archive=$out/libsaccade_kernels.a
if [ "$changed" = 1 ] || [ ! -f "$archive" ]; then
    rm -f "$archive.tmp"
    ${AR:-ar} rcs "$archive.tmp" "$@"
    mv "$archive.tmp" "$archive"
fi

gate=$out/saccade-gate
if [ "$changed" = 1 ] || [ ! -f "$gate" ]; then
    # Nothing of libstdc++ is used: the gate runs wherever libc does.
    # shellcheck disable=SC2086
    "$cxx" $flags $base -fno-threadsafe-statics -ffunction-sections -Wl,--gc-sections,--as-needed -pie "$here"/gate/process/*.cpp "$archive" \
        -o "$gate.tmp"
    mv "$gate.tmp" "$gate"
fi
