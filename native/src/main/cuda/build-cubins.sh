#!/bin/sh
# Compiles all kernels with nvcc: OUT/sm_NN.cubin for each architecture, OUT/kernels.ptx for the drivers of others, and
# OUT/sources.sha256, by which dev.saccade.gpu.GpuSources tells whether they belong to its sources. What is newer than
# every source is kept.
#
# usage: build-cubins.sh OUT [ARCH...]     ARCH: as in sm_87; default sm_87 (Orin), sm_90 (Hopper), sm_110 (Thor), those
#                                          of them that this nvcc knows. NVCC: the compiler, default the one on PATH.
# exit code 4: no nvcc
set -eu

here=$(cd "$(dirname "$0")" && pwd)
arithmetic=$here/../cpp/arithmetic
out=$1
shift
nvcc=${NVCC:-}
[ -n "$nvcc" ] || nvcc=$(command -v nvcc || echo /usr/local/cuda/bin/nvcc)
if ! command -v "$nvcc" >/dev/null 2>&1; then
    echo "build-cubins: no '$nvcc'; install the CUDA toolkit's compiler, put it on PATH or set NVCC" >&2
    exit 4
fi

known=$("$nvcc" --list-gpu-code)
if [ $# = 0 ]; then
    for arch in sm_87 sm_90 sm_110; do
        case " $(echo "$known" | tr '\n' ' ') " in
            *" $arch "*) set -- "$@" "$arch" ;;
            *) echo "build-cubins: this nvcc does not know $arch: left out" >&2 ;;
        esac
    done
fi

mkdir -p "$out"
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
    "$nvcc" $flags "$@" -o "$output.tmp" "$here/saccade.cu"
    mv "$output.tmp" "$output"
}

for arch in "$@"; do
    compile "$out/$arch.cubin" -cubin "-arch=$arch"
done
# The oldest architecture that this nvcc still makes code for.
compile "$out/kernels.ptx" -ptx "-arch=$("$nvcc" --list-gpu-arch | sort -t_ -k2 -n | head -n 1)"

(cd "$here/.." && sha256sum cuda/*.cu cuda/*.h cpp/arithmetic/*.h) >"$out/sources.sha256.tmp"
mv "$out/sources.sha256.tmp" "$out/sources.sha256"
