// The natives of dev.saccade.gpu.EmulatedGpu.
#include <jni.h>

#include "launch.h"

using namespace saccade::emulator;

extern "C" {

JNIEXPORT jint JNICALL Java_dev_saccade_gpu_EmulatedGpu_launch(JNIEnv* env, jclass, jstring kernel, jint grid_x,
                                                               jint grid_y, jint grid_z, jint block_x, jint block_y,
                                                               jint block_z, jint shared_bytes, jlong parameters,
                                                               jlong seed) {
    const char* name = env->GetStringUTFChars(kernel, nullptr);
    if (!name) return REFUSED;
    auto u = [](jint v) { return static_cast<unsigned>(v < 0 ? 0 : v); };
    const Launch l = {name,
                      {u(grid_x), u(grid_y), u(grid_z)},
                      {u(block_x), u(block_y), u(block_z)},
                      shared_bytes,
                      reinterpret_cast<const void*>(parameters)};
    const Status status = launch(l, static_cast<uint64_t>(seed));
    env->ReleaseStringUTFChars(kernel, name);
    return status;
}

JNIEXPORT void JNICALL Java_dev_saccade_gpu_EmulatedGpu_allowReads(JNIEnv* env, jclass, jlongArray ranges) {
    jlong* pairs = env->GetLongArrayElements(ranges, nullptr);
    if (!pairs) return;
    static_assert(sizeof(jlong) == sizeof(int64_t), "as many bits");
    allow_reads(reinterpret_cast<const int64_t*>(pairs), env->GetArrayLength(ranges) / 2);
    env->ReleaseLongArrayElements(ranges, pairs, JNI_ABORT);
}

JNIEXPORT jstring JNICALL Java_dev_saccade_gpu_EmulatedGpu_message(JNIEnv* env, jclass) {
    return env->NewStringUTF(message());
}
}
