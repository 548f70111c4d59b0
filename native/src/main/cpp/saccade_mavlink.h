// The C interface of dev.saccade.mavlink, documented there.
#ifndef SACCADE_MAVLINK_H
#define SACCADE_MAVLINK_H

#include "mavlink_frame.h"
#include "mavlink_receiver.h"

#ifdef __cplusplus
extern "C" {
#endif

int saccade_mavlink_sender_bytes(void);
int saccade_mavlink_receiver_bytes(void);
int saccade_mavlink_message_bytes(void);
int64_t saccade_mavlink_count(const struct saccade_mavlink_receiver* receiver, int which);
int64_t saccade_realtime_us(void);
void saccade_mavlink_sha256(const uint8_t* bytes, int length, uint8_t* out);

#ifdef __cplusplus
}
#endif

#endif
