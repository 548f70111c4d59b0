// MAVLink 2 framing: header, sequence, truncation, CRC, signature. Shared by the gate process and the JVM's own wire.
// https://mavlink.io/en/guide/serialization.html, https://mavlink.io/en/guide/message_signing.html
#ifndef SACCADE_MAVLINK_FRAME_H
#define SACCADE_MAVLINK_FRAME_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { SACCADE_MAVLINK_MOST = 280 };

// One sender on one link. sequence and timestamp move with each frame.
struct saccade_mavlink_sender {
    uint8_t system, component, sequence;
    uint8_t is_signed, link;
    uint8_t key[32];
    uint64_t timestamp;  // of the latest signature: units of 10 us since 2015-01-01 UTC; must only grow
};

// Makes a sender. key: 32 bytes to sign with, null to send unsigned.
void saccade_mavlink_sender_begin(struct saccade_mavlink_sender* sender, int system, int component, const uint8_t* key,
                                  int link);

// Frames one message into out (SACCADE_MAVLINK_MOST bytes). realtime_us: microseconds since 1970 UTC, read only when
// signing. Returns the number of bytes, or -1 when length is outside 1..255 or id needs more than 24 bits.
int saccade_mavlink_frame(struct saccade_mavlink_sender* sender, uint32_t id, uint8_t crc_seed, const uint8_t* payload,
                          int length, int64_t realtime_us, uint8_t* out);

#ifdef __cplusplus
}
#endif

#endif
