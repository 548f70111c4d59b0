// What makes the gate prompt, as far as the system permits.
#ifndef SACCADE_GATE_PROCESS_REALTIME_H
#define SACCADE_GATE_PROCESS_REALTIME_H

#include <stdint.h>

namespace saccade {

constexpr int GATE_PRIORITY = 81;

// Bits of Missing: what was not permitted.
uint32_t become_prompt();

void close_inherited(int from);

}  // namespace saccade

#endif
