// IEEE 754 binary32 to binary16, to nearest even, for processors without the instruction. Static: see kernel_table.h.
#ifndef SACCADE_HALF_H
#define SACCADE_HALF_H

#include <stdint.h>
#include <string.h>

namespace saccade {

static inline uint16_t half_bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, 4);
    const uint32_t sign = bits >> 16 & 0x8000;
    const uint32_t magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) return static_cast<uint16_t>(sign | 0x7e00 | (magnitude >> 13 & 0x1ff));
    if (magnitude >= 0x477ff000) return static_cast<uint16_t>(sign | 0x7c00);  // rounds to 65536 or more
    if (magnitude < 0x38800000) {  // subnormal: let the float adder round at the right bit
        float shifted;
        memcpy(&shifted, &magnitude, 4);
        shifted += 0.5f;
        uint32_t rounded;
        memcpy(&rounded, &shifted, 4);
        return static_cast<uint16_t>(sign | (rounded - 0x3f000000));
    }
    const uint32_t rounded = magnitude + 0xfff + (magnitude >> 13 & 1);
    return static_cast<uint16_t>(sign | ((rounded - 0x38000000) >> 13));
}

}  // namespace saccade

#endif
