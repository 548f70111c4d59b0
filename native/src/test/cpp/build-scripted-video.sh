#!/bin/sh
# Compiles the scripted video device into OUT/libsaccadeScriptedVideo.so. A library that is newer than every source is
# kept.
#
# usage: build-scripted-video.sh OUT JAVA_HOME     CXX: the compiler, default g++
set -eu

here=$(cd "$(dirname "$0")" && pwd)
if [ $# != 2 ]; then
    sed -n '/^# usage/s/^# //p' "$0" >&2
    exit 2
fi
out=$1
java=$2
library=$out/libsaccadeScriptedVideo.so
port=$here/../../main/cpp/video/video_port.h
if [ -f "$library" ] && [ -z "$(find "$here/video" "$port" "$0" -type f -newer "$library" | head -n 1)" ]; then
    exit 0
fi
mkdir -p "$out"
"${CXX:-g++}" -std=c++17 -O1 -fPIC -fvisibility=hidden -Wall -Wextra "-I$java/include" "-I$java/include/linux" \
    -shared -Wl,--no-undefined "$here"/video/*.cpp -o "$library.tmp"
mv "$library.tmp" "$library"
