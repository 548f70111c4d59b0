// Where a wire leads: udp://HOST:PORT[?bind=PORT] or serial:DEVICE[?baud=N].
#ifndef SACCADE_WIRE_ADDRESS_H
#define SACCADE_WIRE_ADDRESS_H

#include <stdint.h>
#include <sys/socket.h>

namespace saccade {

enum class Medium : uint8_t { UDP, SERIAL };

constexpr int TEXT = 256;

struct Address {
    Medium medium;
    sockaddr_storage peer;
    socklen_t peer_length;
    int local_port;  // 0: any
    char device[TEXT];
    int baud;
    // What is at the other end, with names resolved and no options: two addresses with one key are one wire.
    char key[TEXT];
    // The same with options; reads back as this address.
    char text[2 * TEXT];
};

// Resolves names; may take seconds. False: error, of TEXT bytes, holds one line with the remedy.
bool read_address(const char* uri, Address* out, char* error);

}  // namespace saccade

#endif
