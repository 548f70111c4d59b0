// What framing and parsing share: the layout of a frame, its checksum, its signature.
#ifndef SACCADE_MAVLINK_WIRE_H
#define SACCADE_MAVLINK_WIRE_H

#include <stdint.h>

namespace mavlink {

constexpr uint8_t START = 0xFD;          // MAVLink 2
constexpr uint8_t START_OF_1 = 0xFE;     // MAVLink 1
constexpr int HEADER = 10;               // start, length, incompatible, compatible, sequence, system, component, id (3)
constexpr int HEADER_OF_1 = 6;           // start, length, sequence, system, component, id
constexpr int CHECKSUM = 2;
constexpr int SIGNATURE = 13;            // link, timestamp (6), hash (6)
constexpr int HASH = 6;
constexpr uint8_t SIGNED = 1;            // the one incompatible flag there is

constexpr int64_t EPOCH_US = 1420070400000000;  // 2015-01-01 UTC
constexpr int64_t TICK_US = 10;

// CRC-16/MCRF4XX of ITU X.25, seeded with CRC_EXTRA at its end.
uint16_t checksum(const uint8_t* bytes, int length, uint8_t crc_seed);

// First 6 bytes of SHA-256 over key, the frame from its start to its checksum, link and timestamp.
void signature(const uint8_t* key, const uint8_t* frame, int length, uint8_t out[HASH]);

inline uint64_t timestamp(int64_t realtime_us) {
    return realtime_us <= EPOCH_US ? 0 : static_cast<uint64_t>((realtime_us - EPOCH_US) / TICK_US);
}

}  // namespace mavlink

#endif
