// The CUDA driver from C++, the peer of the GPU back end: the same graph on the same stream, launched and awaited by a
// loop that is not Java; kernels and copies timed by the device's own events; and two faults that are real. The library is
// opened by name and its types are declared here, so that this builds and loads on a machine without CUDA.
#pragma once

#include <dlfcn.h>
#include <cstdint>
#include <cstdio>
#include <ctime>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "gpu_driver_faults.h"

namespace gpu_driver {

using Result = int;
using Handle = void*;
using Address = uint64_t;

enum : Result { SUCCESS = 0, NOT_READY = 600 };

struct Calls {
    Result (*init)(unsigned);
    Result (*deviceGet)(int*, int);
    Result (*primaryCtxRetain)(Handle*, int);
    Result (*primaryCtxGetState)(int, unsigned*, int*);
    Result (*ctxSetCurrent)(Handle);
    Result (*memAlloc)(Address*, size_t);
    Result (*memFree)(Address);
    Result (*memGetInfo)(size_t*, size_t*);
    Result (*memcpyHtoDAsync)(Address, const void*, size_t, Handle);
    Result (*memcpyDtoDAsync)(Address, Address, size_t, Handle);
    Result (*streamCreate)(Handle*, unsigned);
    Result (*streamDestroy)(Handle);
    Result (*eventCreate)(Handle*, unsigned);
    Result (*eventDestroy)(Handle);
    Result (*eventRecord)(Handle, Handle);
    Result (*eventQuery)(Handle);
    Result (*eventSynchronize)(Handle);
    Result (*eventElapsedTime)(float*, Handle, Handle);
    Result (*graphLaunch)(Handle, Handle);
    Result (*moduleLoadData)(Handle*, const void*);
    Result (*moduleGetFunction)(Handle*, Handle, const char*);
    Result (*launchKernel)(Handle, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, Handle, void**,
                           void**);
    Result (*getErrorName)(Result, const char**);
};

inline Calls calls;
inline bool is_open = false;
inline Handle faults = nullptr;
inline char message[512];

// False, with the message set, for anything but success.
inline bool ok(const char* what, Result result) {
    if (result == SUCCESS) {
        return true;
    }
    const char* name = nullptr;
    if (calls.getErrorName != nullptr) {
        calls.getErrorName(result, &name);
    }
    std::snprintf(message, sizeof message, "%s: %s (%d)", what, name == nullptr ? "unknown" : name, result);
    return false;
}

template <typename Function>
bool find(Handle library, const char* name, Function*& into) {
    into = reinterpret_cast<Function*>(dlsym(library, name));
    if (into == nullptr) {
        std::snprintf(message, sizeof message, "libcuda.so.1 has no %s", name);
    }
    return into != nullptr;
}

inline bool open_library() {
    Handle cuda = dlopen("libcuda.so.1", RTLD_NOW);
    if (cuda == nullptr) {
        std::snprintf(message, sizeof message, "no driver: %s", dlerror());
        return false;
    }
    return find(cuda, "cuInit", calls.init) && find(cuda, "cuDeviceGet", calls.deviceGet) &&
           find(cuda, "cuDevicePrimaryCtxRetain", calls.primaryCtxRetain) &&
           find(cuda, "cuDevicePrimaryCtxGetState", calls.primaryCtxGetState) &&
           find(cuda, "cuCtxSetCurrent", calls.ctxSetCurrent) && find(cuda, "cuMemAlloc_v2", calls.memAlloc) &&
           find(cuda, "cuMemFree_v2", calls.memFree) && find(cuda, "cuMemGetInfo_v2", calls.memGetInfo) &&
           find(cuda, "cuMemcpyHtoDAsync_v2", calls.memcpyHtoDAsync) &&
           find(cuda, "cuMemcpyDtoDAsync_v2", calls.memcpyDtoDAsync) &&
           find(cuda, "cuStreamCreate", calls.streamCreate) &&
           find(cuda, "cuStreamDestroy_v2", calls.streamDestroy) &&
           find(cuda, "cuEventCreate", calls.eventCreate) && find(cuda, "cuEventDestroy_v2", calls.eventDestroy) && find(cuda, "cuEventRecord", calls.eventRecord) &&
           find(cuda, "cuEventQuery", calls.eventQuery) && find(cuda, "cuEventSynchronize", calls.eventSynchronize) &&
           find(cuda, "cuEventElapsedTime", calls.eventElapsedTime) && find(cuda, "cuGraphLaunch", calls.graphLaunch) &&
           find(cuda, "cuModuleLoadData", calls.moduleLoadData) &&
           find(cuda, "cuModuleGetFunction", calls.moduleGetFunction) &&
           find(cuda, "cuLaunchKernel", calls.launchKernel) && find(cuda, "cuGetErrorName", calls.getErrorName);
}

inline int64_t now_ns() {
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

inline Result await(Handle event) {
    Result result;
    while ((result = calls.eventQuery(event)) == NOT_READY) {
#if defined(__x86_64__)
        _mm_pause();
#endif
    }
    return result;
}

}  // namespace gpu_driver

inline const char* gpu_driver_message() { return gpu_driver::message; }

// Whether this process holds the device's primary context: 1 or 0, -1 when it cannot be told.
inline int gpu_driver_holds_context(int device) {
    using namespace gpu_driver;
    if (!is_open && !(open_library() && ok("cuInit", calls.init(0)))) {
        return -1;
    }
    is_open = true;
    int id, active = 0;
    unsigned flags;
    return ok("cuDeviceGet", calls.deviceGet(&id, device)) &&
                   ok("cuDevicePrimaryCtxGetState", calls.primaryCtxGetState(id, &flags, &active))
               ? active
               : -1;
}

// Makes a device's primary context, which the back end shares, current in this thread.
inline int gpu_driver_open(int device) {
    using namespace gpu_driver;
    int id;
    Handle context;
    return gpu_driver_holds_context(device) >= 0 && ok("cuDeviceGet", calls.deviceGet(&id, device)) &&
                   ok("cuDevicePrimaryCtxRetain", calls.primaryCtxRetain(&context, id)) &&
                   ok("cuCtxSetCurrent", calls.ctxSetCurrent(context))
               ? 0
               : -1;
}

// Bytes of the device's memory that nobody has; -1 when it cannot be told.
inline int64_t gpu_driver_free_bytes() {
    size_t free_bytes, total;
    return gpu_driver::ok("cuMemGetInfo", gpu_driver::calls.memGetInfo(&free_bytes, &total)) ? int64_t(free_bytes) : -1;
}

inline int64_t gpu_driver_allocate(int64_t bytes) {
    gpu_driver::Address at = 0;
    return gpu_driver::ok("cuMemAlloc", gpu_driver::calls.memAlloc(&at, size_t(bytes))) ? int64_t(at) : 0;
}

inline void gpu_driver_release(int64_t at) { gpu_driver::ok("cuMemFree", gpu_driver::calls.memFree(uint64_t(at))); }

inline int64_t gpu_driver_stream() {
    gpu_driver::Handle stream = nullptr;
    return gpu_driver::ok("cuStreamCreate", gpu_driver::calls.streamCreate(&stream, 1)) ? int64_t(stream) : 0;
}

inline void gpu_driver_end(int64_t stream) { gpu_driver::calls.streamDestroy((gpu_driver::Handle)stream); }

// `count` frames as a C++ program would: what is uploaded outside the graph (`copies` triples of host address, device
// address, bytes), the graph, the event, and a wait that polls. Writes each one's duration.
inline int gpu_driver_graph_loop(int64_t stream, int64_t graph, int64_t event, const int64_t* uploads, int copies,
                                 int count, int64_t ns_out) {
    using namespace gpu_driver;
    int64_t* ns = reinterpret_cast<int64_t*>(ns_out);
    for (int i = 0; i < count; ++i) {
        int64_t begun = now_ns();
        Result result = SUCCESS;
        for (int c = 0; c < copies && result == SUCCESS; ++c) {
            result = calls.memcpyHtoDAsync(uint64_t(uploads[3 * c + 1]), (const void*)uploads[3 * c],
                                           size_t(uploads[3 * c + 2]), (Handle)stream);
        }
        if (result == SUCCESS) {
            result = calls.graphLaunch((Handle)graph, (Handle)stream);
        }
        if (result == SUCCESS) {
            result = calls.eventRecord((Handle)event, (Handle)stream);
        }
        if (result == SUCCESS) {
            result = await((Handle)event);
        }
        ns[i] = now_ns() - begun;
        if (!ok("graph loop", result)) {
            return -1;
        }
    }
    return 0;
}

// Times copies within the device by its own clock; writes microseconds.
inline int gpu_driver_time_copies(int64_t stream, int64_t to, int64_t from, int64_t bytes, int count, int64_t us_out) {
    using namespace gpu_driver;
    float* us = reinterpret_cast<float*>(us_out);
    Handle begun, ended;
    if (!ok("cuEventCreate", calls.eventCreate(&begun, 0)) || !ok("cuEventCreate", calls.eventCreate(&ended, 0))) {
        return -1;
    }
    Result result = SUCCESS;
    for (int i = 0; i < count && result == SUCCESS; ++i) {
        float ms = 0;
        result = calls.eventRecord(begun, (Handle)stream);
        if (result == SUCCESS) {
            result = calls.memcpyDtoDAsync(uint64_t(to), uint64_t(from), size_t(bytes), (Handle)stream);
        }
        if (result == SUCCESS) {
            result = calls.eventRecord(ended, (Handle)stream);
        }
        if (result == SUCCESS) {
            result = calls.eventSynchronize(ended);
        }
        if (result == SUCCESS) {
            result = calls.eventElapsedTime(&ms, begun, ended);
        }
        us[i] = ms * 1000;
    }
    calls.eventDestroy(begun);
    calls.eventDestroy(ended);
    return ok("timing of copies", result) ? 0 : -1;
}

// Takes every multiprocessor for `ns`: nothing else on the device ends meanwhile. Returns when it has been submitted.
inline int gpu_driver_hang(int64_t stream, int64_t ns) {
    using namespace gpu_driver;
    Handle function = nullptr;
    if (faults == nullptr && !ok("cuModuleLoadData", calls.moduleLoadData(&faults, FAULT_KERNELS))) {
        return -1;
    }
    uint64_t length = uint64_t(ns);
    void* arguments[] = {&length};
    // More blocks than fit, of the largest size: no slot stays free.
    return ok("cuModuleGetFunction", calls.moduleGetFunction(&function, faults, "spin")) &&
                   ok("cuLaunchKernel", calls.launchKernel(function, 4096, 1, 1, 1024, 1, 1, 0, (Handle)stream,
                                                           arguments, nullptr))
               ? 0
               : -1;
}

// Writes where nothing is: an error that stays with the context until its process ends.
inline int gpu_driver_poison(int64_t stream) {
    using namespace gpu_driver;
    Handle function = nullptr;
    if (faults == nullptr && !ok("cuModuleLoadData", calls.moduleLoadData(&faults, FAULT_KERNELS))) {
        return -1;
    }
    return ok("cuModuleGetFunction", calls.moduleGetFunction(&function, faults, "poison")) &&
                   ok("cuLaunchKernel",
                      calls.launchKernel(function, 1, 1, 1, 1, 1, 1, 0, (Handle)stream, nullptr, nullptr))
               ? 0
               : -1;
}
