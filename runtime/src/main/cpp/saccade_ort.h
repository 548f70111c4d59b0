// ONNX Runtime sessions for the CPU back end, one struct a session, addressed by a plain integer.
//
// A call answers 0 or kFailed; the reason is then in the session's message. A session is used by one thread at a time.
// Outputs of known shape are bound once to buffers of the session; others are bound to the device and read after each
// run, the one path that allocates (in ONNX Runtime's arena).
#pragma once

#include "saccade_float_mode.h"
#include "saccade_ort_api.h"

#include <dlfcn.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace saccade::ort {

constexpr int kFailed = 1;
constexpr size_t kAlignment = 64;

inline const OrtApiBase* base = nullptr;
inline const Api* api = nullptr;
inline OrtEnv* env = nullptr;

struct Port {
    std::string name;
    int type = 0;  // ONNXTensorElementDataType; 0 for what is not a tensor
    std::vector<int64_t> shape;
    std::vector<std::string> symbols;
    OrtValue* value = nullptr;
    void* owned = nullptr;
    void* data = nullptr;
    bool bound_to_device = false;
};

struct Session {
    OrtSessionOptions* options = nullptr;
    OrtSession* session = nullptr;
    OrtIoBinding* binding = nullptr;
    OrtMemoryInfo* memory = nullptr;
    OrtAllocator* allocator = nullptr;
    std::vector<Port> ports[2];
    bool dynamic = false;
    char message[1024] = {};

    // True when the call failed; its text is kept and its status released.
    bool failed(OrtStatus* status) {
        if (status == nullptr) {
            return false;
        }
        std::snprintf(message, sizeof message, "%s", api->getErrorMessage(status));
        api->releaseStatus(status);
        return true;
    }

    bool refuse(const char* text) {
        std::snprintf(message, sizeof message, "%s", text);
        return true;
    }

    bool describe(Port& port, OrtTypeInfo* info) {
        const OrtTensorInfo* tensor = nullptr;
        size_t rank = 0;
        if (failed(api->castTypeInfoToTensorInfo(info, &tensor))) {
            return false;
        }
        if (tensor == nullptr) {
            return true;
        }
        if (failed(api->getTensorElementType(tensor, &port.type)) || failed(api->getDimensionsCount(tensor, &rank))) {
            return false;
        }
        std::vector<const char*> names(rank + 1, "");
        port.shape.resize(rank);
        if (failed(api->getDimensions(tensor, port.shape.data(), rank))
            || failed(api->getSymbolicDimensions(tensor, names.data(), rank))) {
            return false;
        }
        port.symbols.assign(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(rank));
        return true;
    }

    bool readPorts(bool out) {
        size_t count = 0;
        if (failed(out ? api->sessionGetOutputCount(session, &count) : api->sessionGetInputCount(session, &count))) {
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            Port port;
            char* name = nullptr;
            OrtTypeInfo* info = nullptr;
            if (failed(out ? api->sessionGetOutputName(session, i, allocator, &name)
                           : api->sessionGetInputName(session, i, allocator, &name))) {
                return false;
            }
            port.name = name;
            if (failed(api->allocatorFree(allocator, name))
                || failed(out ? api->sessionGetOutputTypeInfo(session, i, &info)
                              : api->sessionGetInputTypeInfo(session, i, &info))) {
                return false;
            }
            const bool described = describe(port, info);
            api->releaseTypeInfo(info);
            if (!described) {
                return false;
            }
            ports[out].push_back(std::move(port));
        }
        return true;
    }

    // True when what a loaded session needs besides cannot be made.
    bool isIncomplete() {
        return failed(api->getDefaultAllocator(&allocator))
                || failed(api->createCpuMemoryInfo(kDeviceAllocator, kDefaultMemory, &memory))
                || failed(api->createIoBinding(session, &binding)) || !readPorts(false) || !readPorts(true);
    }

    // Takes over what the latest run made for an output bound to the device.
    bool adopt(Port& port, OrtValue* value) {
        OrtTensorInfo* info = nullptr;
        size_t rank = 0;
        api->releaseValue(port.value);
        port.value = value;
        if (failed(api->getTensorMutableData(value, &port.data)) || failed(api->getTensorTypeAndShape(value, &info))) {
            return false;
        }
        bool ok = !failed(api->getDimensionsCount(info, &rank));
        if (ok && rank != port.shape.size()) {
            std::snprintf(message, sizeof message, "output %s has rank %zu, the graph declares %zu",
                          port.name.c_str(), rank, port.shape.size());
            ok = false;
        }
        ok = ok && !failed(api->getDimensions(info, port.shape.data(), rank));
        api->releaseTensorInfo(info);
        return ok;
    }

    bool collect() {
        OrtValue** values = nullptr;
        size_t count = 0;
        if (failed(api->getBoundOutputValues(binding, allocator, &values, &count))) {
            return false;
        }
        bool ok = true;
        for (size_t i = 0; i < count; i++) {
            if (ports[1][i].bound_to_device) {
                ok = adopt(ports[1][i], values[i]) && ok;
            } else {
                api->releaseValue(values[i]);
            }
        }
        return !failed(api->allocatorFree(allocator, values)) && ok;
    }

    // An output bound to the device keeps its tensor, and so its shape, until it is bound again.
    bool rebind() {
        for (const Port& port : ports[1]) {
            if (port.bound_to_device && failed(api->bindOutputToDevice(binding, port.name.c_str(), memory))) {
                return false;
            }
        }
        return true;
    }

    int run() {
        const FlushDenormals mode;
        if (dynamic && !rebind()) {
            return kFailed;
        }
        if (failed(api->runWithBinding(session, nullptr, binding))) {
            return kFailed;
        }
        return dynamic && !collect() ? kFailed : 0;
    }

    ~Session() {
        for (auto& side : ports) {
            for (Port& port : side) {
                if (port.value != nullptr) {
                    api->releaseValue(port.value);
                }
            }
        }
        if (binding != nullptr) {
            api->releaseIoBinding(binding);
        }
        if (session != nullptr) {
            api->releaseSession(session);
        }
        if (options != nullptr) {
            api->releaseSessionOptions(options);
        }
        if (memory != nullptr) {
            api->releaseMemoryInfo(memory);
        }
        for (auto& side : ports) {
            for (Port& port : side) {
                std::free(port.owned);
            }
        }
    }
};

inline Session* at(int64_t handle) { return reinterpret_cast<Session*>(handle); }

inline Port& port(int64_t handle, int out, int i) { return at(handle)->ports[out][static_cast<size_t>(i)]; }

}  // namespace saccade::ort

// What Java calls. `out` is 0 for inputs and 1 for outputs.

// Loads the library and makes the process's environment. Empty text on success.
inline const char* saccade_ort_open(const char* path) {
    using namespace saccade::ort;
    static thread_local char text[512];
    void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        std::snprintf(text, sizeof text, "%s", dlerror());
        return text;
    }
    const auto get = reinterpret_cast<const OrtApiBase* (*)()>(dlsym(library, "OrtGetApiBase"));
    if (get == nullptr) {
        std::snprintf(text, sizeof text, "%s: no OrtGetApiBase", path);
        return text;
    }
    base = get();
    void* const* table = base->getApi(kApiVersion);
    if (table == nullptr) {
        std::snprintf(text, sizeof text, "%s: version %s is too old", path, base->getVersionString());
        return text;
    }
    api = new Api(table);
    if (OrtStatus* status = api->createEnv(kLogFatal, "saccade", &env)) {
        std::snprintf(text, sizeof text, "%s", api->getErrorMessage(status));
        api->releaseStatus(status);
        return text;
    }
    return "";
}

inline const char* saccade_ort_version() { return saccade::ort::base->getVersionString(); }

inline int64_t saccade_ort_new() { return reinterpret_cast<int64_t>(new saccade::ort::Session); }

inline void saccade_ort_free(int64_t handle) { delete saccade::ort::at(handle); }

inline const char* saccade_ort_message(int64_t handle) { return saccade::ort::at(handle)->message; }

inline int saccade_ort_options(int64_t handle, int threads, int level) {
    using namespace saccade::ort;
    Session& s = *at(handle);
    return s.failed(api->createSessionOptions(&s.options)) || s.failed(api->setIntraOpNumThreads(s.options, threads))
            || s.failed(api->setInterOpNumThreads(s.options, 1))
            || s.failed(api->setGraphOptimizationLevel(s.options, level));
}

inline int saccade_ort_config(int64_t handle, const char* key, const char* value) {
    using namespace saccade::ort;
    return at(handle)->failed(api->addSessionConfigEntry(at(handle)->options, key, value));
}

inline int saccade_ort_fix_dimension(int64_t handle, const char* symbol, int64_t size) {
    using namespace saccade::ort;
    return at(handle)->failed(api->addFreeDimensionOverrideByName(at(handle)->options, symbol, size));
}

inline int saccade_ort_save_to(int64_t handle, const char* path) {
    using namespace saccade::ort;
    return at(handle)->failed(api->setOptimizedModelFilePath(at(handle)->options, path));
}

// The recording is written when the session is freed.
inline int saccade_ort_profile_to(int64_t handle, const char* prefix) {
    using namespace saccade::ort;
    return at(handle)->failed(api->enableProfiling(at(handle)->options, prefix));
}

inline int saccade_ort_load(int64_t handle, const char* path) {
    using namespace saccade::ort;
    // The library sets the mode of the thread that makes the first session, and leaves it so.
    const saccade::KeepFloatMode mode;
    Session& s = *at(handle);
    return s.failed(api->createSession(env, path, s.options, &s.session)) || s.isIncomplete();
}

// The bytes are the caller's, and are not used after this returns.
inline int saccade_ort_load_bytes(int64_t handle, int64_t address, int64_t bytes) {
    using namespace saccade::ort;
    const saccade::KeepFloatMode mode;
    Session& s = *at(handle);
    const void* model = reinterpret_cast<const void*>(address);
    return s.failed(api->createSessionFromArray(env, model, static_cast<size_t>(bytes), s.options, &s.session))
            || s.isIncomplete();
}

inline int saccade_ort_count(int64_t handle, int out) {
    return static_cast<int>(saccade::ort::at(handle)->ports[out].size());
}

inline const char* saccade_ort_name(int64_t handle, int out, int i) {
    return saccade::ort::port(handle, out, i).name.c_str();
}

inline int saccade_ort_type(int64_t handle, int out, int i) { return saccade::ort::port(handle, out, i).type; }

inline int saccade_ort_rank(int64_t handle, int out, int i) {
    return static_cast<int>(saccade::ort::port(handle, out, i).shape.size());
}

inline int64_t saccade_ort_dim(int64_t handle, int out, int i, int d) {
    return saccade::ort::port(handle, out, i).shape[static_cast<size_t>(d)];
}

inline const char* saccade_ort_symbol(int64_t handle, int out, int i, int d) {
    return saccade::ort::port(handle, out, i).symbols[static_cast<size_t>(d)].c_str();
}

// Binds a port to a zeroed buffer of the session.
inline int saccade_ort_bind(int64_t handle, int out, int i, const int64_t* shape, int64_t bytes) {
    using namespace saccade::ort;
    Session& s = *at(handle);
    Port& p = port(handle, out, i);
    const size_t room = (static_cast<size_t>(bytes) / kAlignment + 1) * kAlignment;
    p.owned = std::aligned_alloc(kAlignment, room);
    if (p.owned == nullptr) {
        return s.refuse("out of memory");
    }
    std::memset(p.owned, 0, room);
    p.data = p.owned;
    const size_t rank = p.shape.size();
    return s.failed(api->createTensorWithData(
                   s.memory, p.owned, static_cast<size_t>(bytes), shape, rank, p.type, &p.value))
            || s.failed(out ? api->bindOutput(s.binding, p.name.c_str(), p.value)
                            : api->bindInput(s.binding, p.name.c_str(), p.value));
}

// Binds an output whose shape is known only after a run.
inline int saccade_ort_bind_dynamic(int64_t handle, int i) {
    using namespace saccade::ort;
    Session& s = *at(handle);
    Port& p = port(handle, 1, i);
    p.bound_to_device = true;
    s.dynamic = true;
    return s.failed(api->bindOutputToDevice(s.binding, p.name.c_str(), s.memory));
}

inline int64_t saccade_ort_address(int64_t handle, int out, int i) {
    return reinterpret_cast<int64_t>(saccade::ort::port(handle, out, i).data);
}

inline int saccade_ort_run(int64_t handle) { return saccade::ort::at(handle)->run(); }
