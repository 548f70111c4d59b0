// MAVLink 2 parsing: finds frames in a stream of bytes, checks and authenticates them. Owns no memory, keeps no address.
#ifndef SACCADE_MAVLINK_RECEIVER_H
#define SACCADE_MAVLINK_RECEIVER_H

#include <stdint.h>

#include "mavlink_frame.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SACCADE_MAVLINK_KINDS = 16, SACCADE_MAVLINK_STREAMS = 16 };

// One sender on one link, as signatures tell them apart.
struct saccade_mavlink_stream {
    uint64_t timestamp;
    uint8_t system, component, link, used;
};

struct saccade_mavlink_counts {
    int64_t frames;     // accepted
    int64_t unknown;    // of an id that nobody expects: passed over unchecked
    int64_t corrupt;    // of an expected id, with a wrong checksum
    int64_t version1;   // sound, but MAVLink 1
    int64_t refused;    // unsigned, forged, replayed or too old, while a key is set
    int64_t garbage;    // bytes between frames
};

struct saccade_mavlink_receiver {
    struct saccade_mavlink_counts counts;
    uint64_t timestamp;  // newest that was accepted
    struct saccade_mavlink_stream streams[SACCADE_MAVLINK_STREAMS];
    uint32_t ids[SACCADE_MAVLINK_KINDS];
    uint8_t seeds[SACCADE_MAVLINK_KINDS];
    int32_t kinds;
    int32_t filled;
    uint8_t is_signed;
    uint8_t key[32];
    uint8_t bytes[SACCADE_MAVLINK_MOST];
};

enum { SACCADE_MAVLINK_NONE = -1 };

struct saccade_mavlink_message {
    int32_t id;  // SACCADE_MAVLINK_NONE: there is none
    uint8_t system, component, sequence, length;
    uint8_t payload[256];  // zeros from length on
};

// Makes a receiver. key: 32 bytes to accept only what is signed with it; null to accept anything, signed or not.
void saccade_mavlink_receiver_begin(struct saccade_mavlink_receiver* receiver, const uint8_t* key);

// Names a message to deliver. Returns 0, or -1 when there is no room for another.
int saccade_mavlink_expect(struct saccade_mavlink_receiver* receiver, uint32_t id, uint8_t crc_seed);

// Reads bytes up to the end of the next expected message, or all of them. Bytes of an unfinished frame are kept.
// Returns how many were read; call again with the rest, or with none, until the message's id says that there is none.
int saccade_mavlink_receive(struct saccade_mavlink_receiver* receiver, const uint8_t* bytes, int length,
                            int64_t realtime_us, struct saccade_mavlink_message* message);

#ifdef __cplusplus
}
#endif

#endif
