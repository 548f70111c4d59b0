// A C caller of ONNX Runtime, the peer of the CPU back end: the same library, already loaded, its own session over the
// same file with the same options, and a loop that takes its times itself. It shares no code with the back end.
#pragma once

#include <dlfcn.h>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace ort_overhead {

// Places of entries in OrtApi, a table that only grows at its end.
enum Entry {
    kGetErrorMessage = 2,
    kCreateEnv = 3,
    kCreateSession = 7,
    kCreateSessionOptions = 10,
    kSetGraphOptimizationLevel = 23,
    kSetIntraOpNumThreads = 24,
    kSetInterOpNumThreads = 25,
    kCreateTensorWithData = 49,
    kCreateCpuMemoryInfo = 69,
    kReleaseMemoryInfo = 94,
    kReleaseSession = 95,
    kReleaseValue = 96,
    kReleaseSessionOptions = 100,
    kAddSessionConfigEntry = 130,
    kRunWithBinding = 133,
    kCreateIoBinding = 134,
    kReleaseIoBinding = 135,
    kBindInput = 136,
    kBindOutput = 137,
};

using Status = void*;

struct Base {
    void* const* (*getApi)(uint32_t);
    const char* (*getVersionString)();
};

inline void* const* table = nullptr;
inline void* env = nullptr;
inline char message[1024];

template <typename Function>
Function* entry(Entry place) {
    return reinterpret_cast<Function*>(table[place]);
}

inline bool failed(Status status) {
    if (status != nullptr) {
        std::snprintf(message, sizeof message, "%s", entry<const char*(const void*)>(kGetErrorMessage)(status));
    }
    return status != nullptr;
}

struct Caller {
    void* options = nullptr;
    void* session = nullptr;
    void* memory = nullptr;
    void* binding = nullptr;
    std::vector<void*> values;
    std::vector<void*> buffers;

    ~Caller() {
        for (void* value : values) {
            entry<void(void*)>(kReleaseValue)(value);
        }
        if (binding != nullptr) {
            entry<void(void*)>(kReleaseIoBinding)(binding);
        }
        if (memory != nullptr) {
            entry<void(void*)>(kReleaseMemoryInfo)(memory);
        }
        if (session != nullptr) {
            entry<void(void*)>(kReleaseSession)(session);
        }
        if (options != nullptr) {
            entry<void(void*)>(kReleaseSessionOptions)(options);
        }
        for (void* buffer : buffers) {
            std::free(buffer);
        }
    }
};

inline Caller* at(int64_t handle) { return reinterpret_cast<Caller*>(handle); }

inline int64_t now() {
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

}  // namespace ort_overhead

inline const char* ort_overhead_message() { return ort_overhead::message; }

// Finds the library that the process has already loaded; 0, or 1 when it has not.
inline int ort_overhead_attach(const char* path) {
    using namespace ort_overhead;
    void* library = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
    if (library == nullptr) {
        std::snprintf(message, sizeof message, "%s is not loaded", path);
        return 1;
    }
    table = reinterpret_cast<const Base* (*)()>(dlsym(library, "OrtGetApiBase"))()->getApi(12);
    constexpr int fatal = 4;
    return failed(entry<Status(int, const char*, void**)>(kCreateEnv)(fatal, "baseline", &env));
}

// A session over a model file, one thread; 0 when that fails.
inline int64_t ort_overhead_open(const char* model) {
    using namespace ort_overhead;
    auto* c = new Caller;
    constexpr int everything = 99;
    const auto config = entry<Status(void*, const char*, const char*)>(kAddSessionConfigEntry);
#if defined(__x86_64__)
    const unsigned mode = _mm_getcsr();
#endif
    const bool bad = failed(entry<Status(void**)>(kCreateSessionOptions)(&c->options))
            || failed(entry<Status(void*, int)>(kSetIntraOpNumThreads)(c->options, 1))
            || failed(entry<Status(void*, int)>(kSetInterOpNumThreads)(c->options, 1))
            || failed(entry<Status(void*, int)>(kSetGraphOptimizationLevel)(c->options, everything))
            || failed(config(c->options, "session.intra_op.allow_spinning", "0"))
            || failed(config(c->options, "session.set_denormal_as_zero", "1"))
            || failed(entry<Status(void*, const char*, void*, void**)>(kCreateSession)(
                    env, model, c->options, &c->session))
            || failed(entry<Status(int, int, void**)>(kCreateCpuMemoryInfo)(0, 0, &c->memory))
            || failed(entry<Status(void*, void**)>(kCreateIoBinding)(c->session, &c->binding));
#if defined(__x86_64__)
    _mm_setcsr(mode);
#endif
    if (bad) {
        delete c;
        return 0;
    }
    return reinterpret_cast<int64_t>(c);
}

inline void ort_overhead_close(int64_t handle) { delete ort_overhead::at(handle); }

// Binds an input or output to a buffer of its own; inputs are filled from `data`.
inline int ort_overhead_bind(int64_t handle, bool out, const char* name, int type, const int64_t* shape, int rank,
                             int64_t bytes, int64_t data) {
    using namespace ort_overhead;
    Caller& c = *at(handle);
    const size_t room = (static_cast<size_t>(bytes) / 64 + 1) * 64;
    void* buffer = std::aligned_alloc(64, room);
    std::memset(buffer, 0, room);
    if (!out) {
        std::memcpy(buffer, reinterpret_cast<const void*>(data), static_cast<size_t>(bytes));
    }
    c.buffers.push_back(buffer);
    void* value = nullptr;
    if (failed(entry<Status(const void*, void*, size_t, const int64_t*, size_t, int, void**)>(kCreateTensorWithData)(
                c.memory, buffer, static_cast<size_t>(bytes), shape, static_cast<size_t>(rank), type, &value))) {
        return 1;
    }
    c.values.push_back(value);
    return failed(entry<Status(void*, const char*, const void*)>(out ? kBindOutput : kBindInput)(
            c.binding, name, value));
}

// Address of a buffer, in the order of binding.
inline int64_t ort_overhead_buffer(int64_t handle, int i) {
    return reinterpret_cast<int64_t>(ort_overhead::at(handle)->buffers[static_cast<size_t>(i)]);
}

// Runs `count` times and keeps the duration of each in ns; 0, or 1 when a run failed.
inline int ort_overhead_run(int64_t handle, int count, int64_t ns) {
    using namespace ort_overhead;
    Caller& c = *at(handle);
    const auto run = entry<Status(void*, const void*, const void*)>(kRunWithBinding);
    auto* durations = reinterpret_cast<int64_t*>(ns);
#if defined(__x86_64__)
    // Subnormals are flushed on both sides.
    const unsigned mode = _mm_getcsr();
    _mm_setcsr(mode | 0x8040);
#endif
    bool bad = false;
    for (int i = 0; i < count && !bad; i++) {
        const int64_t start = now();
        bad = failed(run(c.session, nullptr, c.binding));
        durations[i] = now() - start;
    }
#if defined(__x86_64__)
    _mm_setcsr(mode);
#endif
    return bad;
}
