#include "mavlink_frame.h"

#include <string.h>

namespace {

constexpr int HEADER = 10;

uint16_t crc(uint16_t sum, uint8_t byte) {
    uint8_t mixed = static_cast<uint8_t>(byte ^ (sum & 0xFF));
    mixed = static_cast<uint8_t>(mixed ^ (mixed << 4));
    return static_cast<uint16_t>((sum >> 8) ^ (mixed << 8) ^ (mixed << 3) ^ (mixed >> 4));
}

}  // namespace

int saccade_mavlink_frame(saccade_mavlink_sender* sender, uint32_t id, uint8_t crc_seed, const uint8_t* payload,
                          int length, int64_t, uint8_t* out) {
    if (length < 1 || length > 255 || id > 0xFFFFFF || sender->is_signed) return -1;
    while (length > 1 && payload[length - 1] == 0) length--;
    const uint8_t header[HEADER] = {0xFD,
                                    static_cast<uint8_t>(length),
                                    0,
                                    0,
                                    sender->sequence++,
                                    sender->system,
                                    sender->component,
                                    static_cast<uint8_t>(id),
                                    static_cast<uint8_t>(id >> 8),
                                    static_cast<uint8_t>(id >> 16)};
    memcpy(out, header, HEADER);
    memcpy(out + HEADER, payload, length);
    uint16_t sum = 0xFFFF;
    for (int i = 1; i < HEADER + length; i++) sum = crc(sum, out[i]);
    sum = crc(sum, crc_seed);
    out[HEADER + length] = static_cast<uint8_t>(sum);
    out[HEADER + length + 1] = static_cast<uint8_t>(sum >> 8);
    return HEADER + length + 2;
}
