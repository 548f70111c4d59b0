// Launches a kernel on the emulator.
#ifndef SACCADE_EMULATOR_LAUNCH_H
#define SACCADE_EMULATOR_LAUNCH_H

#include <stdint.h>

#include "emulator.h"

namespace saccade {
namespace emulator {

// Values are those of dev.saccade.gpu.EmulatedGpu.
enum Status { DONE = 0, UNKNOWN_KERNEL = 1, REFUSED = 2, DIVERGED = 3, STOPPED = 4 };

struct Launch {
    const char* kernel;
    Position grid, block;
    int shared_bytes;
    const void* parameters;
};

// One at a time; others wait. 0 as the seed means ascending order.
Status launch(const Launch& launch, uint64_t seed);

// From now on read() may touch these bytes and no others; none allows all. Pairs of address and size.
void allow_reads(const int64_t* ranges, int count);

// What went wrong in the last launch; empty when nothing did.
const char* message();

}  // namespace emulator
}  // namespace saccade

#endif
