// Classes with their virtual destructor in different places, which count what becomes of their objects.
#include <jni.h>

#include <new>

namespace {

int destroyed, freed;

struct Counted {
    static void operator delete(void* at) {
        freed++;
        ::operator delete(at);
    }
};

// As nvinfer1::INoCopy and what derives from it.
struct First : Counted {
    virtual ~First() { destroyed++; }
    virtual int answer() { return 1; }
};

struct Derived final : First {
    ~Derived() override { destroyed += 10; }
    int answer() override { return 2; }
    char more[1000];
};

// As nvonnxparser::IParser.
struct Late : Counted {
    virtual int parse() { return 3; }
    virtual int errors() { return 4; }
    virtual ~Late() { destroyed++; }
    virtual int flags() { return 5; }
};

}  // namespace

extern "C" {

JNIEXPORT jlong JNICALL Java_dev_saccade_gpu_CppObjectTest_derived(JNIEnv*, jclass) {
    return reinterpret_cast<jlong>(static_cast<First*>(new Derived));
}

JNIEXPORT jlong JNICALL Java_dev_saccade_gpu_CppObjectTest_late(JNIEnv*, jclass) {
    return reinterpret_cast<jlong>(new Late);
}

JNIEXPORT jint JNICALL Java_dev_saccade_gpu_CppObjectTest_destroyed(JNIEnv*, jclass) { return destroyed; }

JNIEXPORT jint JNICALL Java_dev_saccade_gpu_CppObjectTest_freed(JNIEnv*, jclass) { return freed; }
}
