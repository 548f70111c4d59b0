// The entries of ONNX Runtime's C API that the CPU back end calls.
//
// OrtApi is a table of function pointers that only ever grows at its end (onnxruntime_c_api.h, "All of these functions
// must stay in this order"), so an entry is known by its place. Declaring the few that are used keeps the preset's own
// classes, and with them DNNL, OpenCL and the search for CUDA, off the start path.
#pragma once

#include <cstddef>
#include <cstdint>

namespace saccade::ort {

struct OrtStatus;
struct OrtEnv;
struct OrtSession;
struct OrtSessionOptions;
struct OrtAllocator;
struct OrtMemoryInfo;
struct OrtValue;
struct OrtIoBinding;
struct OrtTypeInfo;
struct OrtTensorInfo;
struct OrtRunOptions;

struct OrtApiBase {
    void* const* (*getApi)(uint32_t version);
    const char* (*getVersionString)();
};

// The first version whose table holds every entry below is older than this one; any later library serves it.
constexpr uint32_t kApiVersion = 12;

constexpr int kLogFatal = 4;
constexpr int kDeviceAllocator = 0;
constexpr int kDefaultMemory = 0;

struct Api {
    const char* (*getErrorMessage)(const OrtStatus*);
    OrtStatus* (*createEnv)(int severity, const char* id, OrtEnv**);
    OrtStatus* (*createSession)(OrtEnv*, const char* path, const OrtSessionOptions*, OrtSession**);
    OrtStatus* (*createSessionFromArray)(OrtEnv*, const void* model, size_t bytes, const OrtSessionOptions*, OrtSession**);
    OrtStatus* (*createSessionOptions)(OrtSessionOptions**);
    OrtStatus* (*setOptimizedModelFilePath)(OrtSessionOptions*, const char* path);
    OrtStatus* (*enableProfiling)(OrtSessionOptions*, const char* prefix);
    OrtStatus* (*setGraphOptimizationLevel)(OrtSessionOptions*, int level);
    OrtStatus* (*setIntraOpNumThreads)(OrtSessionOptions*, int threads);
    OrtStatus* (*setInterOpNumThreads)(OrtSessionOptions*, int threads);
    OrtStatus* (*sessionGetInputCount)(const OrtSession*, size_t*);
    OrtStatus* (*sessionGetOutputCount)(const OrtSession*, size_t*);
    OrtStatus* (*sessionGetInputTypeInfo)(const OrtSession*, size_t, OrtTypeInfo**);
    OrtStatus* (*sessionGetOutputTypeInfo)(const OrtSession*, size_t, OrtTypeInfo**);
    OrtStatus* (*sessionGetInputName)(const OrtSession*, size_t, OrtAllocator*, char**);
    OrtStatus* (*sessionGetOutputName)(const OrtSession*, size_t, OrtAllocator*, char**);
    OrtStatus* (*createTensorWithData)(
            const OrtMemoryInfo*, void* data, size_t bytes, const int64_t* shape, size_t rank, int type, OrtValue**);
    OrtStatus* (*getTensorMutableData)(OrtValue*, void**);
    OrtStatus* (*castTypeInfoToTensorInfo)(const OrtTypeInfo*, const OrtTensorInfo**);
    OrtStatus* (*getTensorElementType)(const OrtTensorInfo*, int*);
    OrtStatus* (*getDimensionsCount)(const OrtTensorInfo*, size_t*);
    OrtStatus* (*getDimensions)(const OrtTensorInfo*, int64_t*, size_t);
    OrtStatus* (*getSymbolicDimensions)(const OrtTensorInfo*, const char**, size_t);
    OrtStatus* (*getTensorTypeAndShape)(const OrtValue*, OrtTensorInfo**);
    OrtStatus* (*createCpuMemoryInfo)(int allocator, int memory, OrtMemoryInfo**);
    OrtStatus* (*allocatorFree)(OrtAllocator*, void*);
    OrtStatus* (*getDefaultAllocator)(OrtAllocator**);
    void (*releaseStatus)(OrtStatus*);
    void (*releaseMemoryInfo)(OrtMemoryInfo*);
    void (*releaseSession)(OrtSession*);
    void (*releaseValue)(OrtValue*);
    void (*releaseTypeInfo)(OrtTypeInfo*);
    void (*releaseTensorInfo)(OrtTensorInfo*);
    void (*releaseSessionOptions)(OrtSessionOptions*);
    OrtStatus* (*addFreeDimensionOverrideByName)(OrtSessionOptions*, const char* name, int64_t size);
    OrtStatus* (*addSessionConfigEntry)(OrtSessionOptions*, const char* key, const char* value);
    OrtStatus* (*runWithBinding)(OrtSession*, const OrtRunOptions*, const OrtIoBinding*);
    OrtStatus* (*createIoBinding)(OrtSession*, OrtIoBinding**);
    void (*releaseIoBinding)(OrtIoBinding*);
    OrtStatus* (*bindInput)(OrtIoBinding*, const char* name, const OrtValue*);
    OrtStatus* (*bindOutput)(OrtIoBinding*, const char* name, const OrtValue*);
    OrtStatus* (*bindOutputToDevice)(OrtIoBinding*, const char* name, const OrtMemoryInfo*);
    OrtStatus* (*getBoundOutputValues)(const OrtIoBinding*, OrtAllocator*, OrtValue***, size_t*);

    explicit Api(void* const* table) {
        const auto take = [table](auto& entry, int place) { entry = reinterpret_cast<decltype(+entry)>(table[place]); };
        take(getErrorMessage, 2);
        take(createEnv, 3);
        take(createSession, 7);
        take(createSessionFromArray, 8);
        take(createSessionOptions, 10);
        take(setOptimizedModelFilePath, 11);
        take(enableProfiling, 14);
        take(setGraphOptimizationLevel, 23);
        take(setIntraOpNumThreads, 24);
        take(setInterOpNumThreads, 25);
        take(sessionGetInputCount, 30);
        take(sessionGetOutputCount, 31);
        take(sessionGetInputTypeInfo, 33);
        take(sessionGetOutputTypeInfo, 34);
        take(sessionGetInputName, 36);
        take(sessionGetOutputName, 37);
        take(createTensorWithData, 49);
        take(getTensorMutableData, 51);
        take(castTypeInfoToTensorInfo, 55);
        take(getTensorElementType, 60);
        take(getDimensionsCount, 61);
        take(getDimensions, 62);
        take(getSymbolicDimensions, 63);
        take(getTensorTypeAndShape, 65);
        take(createCpuMemoryInfo, 69);
        take(allocatorFree, 76);
        take(getDefaultAllocator, 78);
        take(releaseStatus, 93);
        take(releaseMemoryInfo, 94);
        take(releaseSession, 95);
        take(releaseValue, 96);
        take(releaseTypeInfo, 98);
        take(releaseTensorInfo, 99);
        take(releaseSessionOptions, 100);
        take(addFreeDimensionOverrideByName, 124);
        take(addSessionConfigEntry, 130);
        take(runWithBinding, 133);
        take(createIoBinding, 134);
        take(releaseIoBinding, 135);
        take(bindInput, 136);
        take(bindOutput, 137);
        take(bindOutputToDevice, 138);
        take(getBoundOutputValues, 140);
    }
};

}  // namespace saccade::ort
