// What the compiler's checks call: a device stops at a misaligned access, and an index out of an array's range reads a
// neighbour silently. Both end the launch.
#include <stdint.h>
#include <stdio.h>

#include "emulator.h"

namespace {

// How the compiler describes a check begins so.
struct Place {
    const char* file;
    uint32_t line;
    uint32_t column;
};

[[noreturn]] void stop(const char* what, const void* check) {
    static char text[160];
    const Place* place = static_cast<const Place*>(check);
    snprintf(text, sizeof text, "%s at %s:%u", what, place->file, place->line);
    saccade::emulator::stop(text);
}

}  // namespace

extern "C" {

__attribute__((visibility("hidden"))) void __ubsan_handle_type_mismatch_v1(void* check, uintptr_t) {
    stop("misaligned access", check);
}

__attribute__((visibility("hidden"))) void __ubsan_handle_out_of_bounds(void* check, uintptr_t) {
    stop("index out of range", check);
}
}
