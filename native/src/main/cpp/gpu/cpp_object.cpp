// Ends a C++ object of which only its address and the place of its destructor are known.
#include <errno.h>

#include "../saccade_gpu.h"

// Itanium C++ ABI, 2.5.3: an object begins with the address of its table of virtual functions; a virtual destructor has
// two entries there, the complete one and, right behind it, the one that also gives the memory back. Both take `this`.
int saccade_cpp_delete(int64_t object, int slot) {
    if (!object || slot < 1) return -EINVAL;
    void* const self = reinterpret_cast<void*>(object);
    using Destructor = void (*)(void*);
    Destructor const* table = *static_cast<Destructor* const*>(self);
    table[slot](self);
    return 0;
}
