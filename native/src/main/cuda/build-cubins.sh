#!/bin/sh
# Compiles all kernels with nvcc: OUT/sm_NN.cubin for each architecture, OUT/kernels.ptx for the drivers of others, and
# OUT/sources.sha256, by which dev.saccade.gpu.GpuSources tells whether they belong to its sources. That file speaks for
# the whole folder: compiled files of other sources, or of architectures that are not asked for, are deleted. What an
# earlier run made of the same sources is kept.
#
# usage: build-cubins.sh OUT [ARCH...]     ARCH: as in sm_87; default sm_87 (Orin), sm_90 (Hopper), sm_110 (Thor), those
#                                          of them that this nvcc knows. NVCC: the compiler, default the one on PATH.
# exit code 2: a wrong argument; 4: no nvcc
set -eu

fail() {
    echo "build-cubins: $1" >&2
    exit "$2"
}

here=$(cd "$(dirname "$0")" && pwd)
arithmetic=$here/../cpp/arithmetic
usage() {
    sed -n '/^# usage/,/^# exit/s/^# \{0,1\}//p' "$0"
}

case ${1:-} in
    -h | --help)
        usage
        exit 0
        ;;
    '' | -*)
        usage >&2
        exit 2
        ;;
esac
out=$1
shift
nvcc=${NVCC:-}
[ -n "$nvcc" ] || nvcc=$(command -v nvcc || echo /usr/local/cuda/bin/nvcc)
command -v "$nvcc" >/dev/null 2>&1 ||
    fail "no '$nvcc'; install the CUDA toolkit's compiler, put it on PATH or set NVCC" 4

known=$("$nvcc" --list-gpu-code) || fail "'$nvcc --list-gpu-code' failed; set NVCC to the CUDA toolkit's compiler" 1
known=$(echo "$known" | tr '\n' ' ')
is_known() {
    case " $known " in
        *" $1 "*) ;;
        *) return 1 ;;
    esac
}
if [ $# = 0 ]; then
    for arch in sm_87 sm_90 sm_110; do
        if is_known "$arch"; then
            set -- "$@" "$arch"
        else
            echo "build-cubins: this nvcc does not know $arch: left out" >&2
        fi
    done
fi
for arch in "$@"; do
    is_known "$arch" || fail "this nvcc does not know '$arch'; it knows ${known% }" 2
done

mkdir -p "$out" 2>/dev/null || fail "$out cannot be made; name a folder that can be written" 2
sums=$(cd "$here/.." && sha256sum cuda/*.cu cuda/*.h cpp/arithmetic/*.h)
[ "$sums" = "$(cat "$out/sources.sha256" 2>/dev/null)" ] || rm -f "$out"/*.cubin "$out/kernels.ptx"
# Until all are compiled it speaks for none.
rm -f "$out/sources.sha256"
for compiled in "$out"/*.cubin; do
    arch=$(basename "$compiled" .cubin)
    case " $* " in
        *" $arch "*) ;;
        *) rm -f "$compiled" ;;
    esac
done

# The same bits as on the CPU: no contraction, subnormal numbers, exact division and roots.
flags="-std=c++17 --fmad=false --ftz=false --prec-div=true --prec-sqrt=true -Werror all-warnings"

# compile OUTPUT FLAGS...
compile() {
    output=$1
    shift
    if [ -f "$output" ] &&
        [ -z "$(find "$here" "$arithmetic" -type f -newer "$output" | head -n 1)" ]; then
        return 0
    fi
    # shellcheck disable=SC2086
    "$nvcc" $flags "$@" -o "$output.tmp" "$here/saccade.cu" || fail "$nvcc failed: $output is not made" 1
    mv "$output.tmp" "$output"
}

for arch in "$@"; do
    compile "$out/$arch.cubin" -cubin "-arch=$arch"
done
# The oldest architecture that this nvcc still makes code for.
compile "$out/kernels.ptx" -ptx "-arch=$("$nvcc" --list-gpu-arch | sort -t_ -k2 -n | head -n 1)"

echo "$sums" >"$out/sources.sha256.tmp"
mv "$out/sources.sha256.tmp" "$out/sources.sha256"
