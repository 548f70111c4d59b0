#include "mavlink_frame.h"

#include <string.h>

#include "mavlink_wire.h"
#include "sha256.h"

namespace {

struct CrcTable {
    uint16_t of[256];

    constexpr CrcTable() : of() {
        for (int byte = 0; byte < 256; byte++) {
            uint16_t crc = static_cast<uint16_t>(byte);
            for (int bit = 0; bit < 8; bit++) crc = static_cast<uint16_t>(crc >> 1 ^ (crc & 1 ? 0x8408 : 0));
            of[byte] = crc;
        }
    }
};

constexpr CrcTable CRC;

uint16_t next(uint16_t crc, uint8_t byte) { return static_cast<uint16_t>(crc >> 8 ^ CRC.of[(crc ^ byte) & 0xFF]); }

void little_endian(uint8_t* out, uint64_t value, int bytes) {
    for (int i = 0; i < bytes; i++) out[i] = static_cast<uint8_t>(value >> 8 * i);
}

}  // namespace

namespace mavlink {

uint16_t checksum(const uint8_t* bytes, int length, uint8_t crc_seed) {
    uint16_t crc = 0xFFFF;
    for (int i = 0; i < length; i++) crc = next(crc, bytes[i]);
    return next(crc, crc_seed);
}

void signature(const uint8_t* key, const uint8_t* frame, int length, uint8_t* out) {
    saccade_sha256 hash;
    saccade_sha256_begin(&hash);
    saccade_sha256_add(&hash, key, 32);
    saccade_sha256_add(&hash, frame, length);
    uint8_t whole[SACCADE_SHA256_BYTES];
    saccade_sha256_end(&hash, whole);
    memcpy(out, whole, HASH);
}

}  // namespace mavlink

void saccade_mavlink_sender_begin(saccade_mavlink_sender* sender, int system, int component, const uint8_t* key,
                                  int link) {
    memset(sender, 0, sizeof *sender);
    sender->system = static_cast<uint8_t>(system);
    sender->component = static_cast<uint8_t>(component);
    sender->link = static_cast<uint8_t>(link);
    sender->is_signed = key != nullptr;
    if (key) memcpy(sender->key, key, sizeof sender->key);
}

int saccade_mavlink_frame(saccade_mavlink_sender* sender, uint32_t id, uint8_t crc_seed, const uint8_t* payload,
                          int length, int64_t realtime_us, uint8_t* out) {
    if (length < 1 || length > 255 || id > 0xFFFFFF) return -1;
    // Zeros at the end are not sent, but for the first byte.
    while (length > 1 && payload[length - 1] == 0) length--;
    out[0] = mavlink::START;
    out[1] = static_cast<uint8_t>(length);
    out[2] = sender->is_signed ? mavlink::SIGNED : 0;
    out[3] = 0;
    out[4] = sender->sequence++;
    out[5] = sender->system;
    out[6] = sender->component;
    little_endian(out + 7, id, 3);
    memcpy(out + mavlink::HEADER, payload, length);
    int end = mavlink::HEADER + length;
    little_endian(out + end, mavlink::checksum(out + 1, end - 1, crc_seed), mavlink::CHECKSUM);
    end += mavlink::CHECKSUM;
    if (!sender->is_signed) return end;

    const uint64_t now = mavlink::timestamp(realtime_us);
    sender->timestamp = now > sender->timestamp ? now : sender->timestamp + 1;
    out[end] = sender->link;
    little_endian(out + end + 1, sender->timestamp, 6);
    end += mavlink::SIGNATURE;
    mavlink::signature(sender->key, out, end - mavlink::HASH, out + end - mavlink::HASH);
    return end;
}
