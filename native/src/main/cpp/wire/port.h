// An open socket or serial line. Nothing here blocks. One thread.
#ifndef SACCADE_WIRE_PORT_H
#define SACCADE_WIRE_PORT_H

#include <stdint.h>

#include "address.h"

namespace saccade {

class Port {
  public:
    Port() = default;
    Port(const Port&) = delete;
    Port& operator=(const Port&) = delete;
    ~Port() { close(); }

    // 0, or -errno.
    int open(const Address& address);
    // Takes a descriptor over.
    void adopt(int fd, Medium medium);
    void close();

    // One datagram, or bytes of a line. A datagram that meets the refusal of an earlier one is sent all the same.
    int send(const uint8_t* bytes, int length);

    // Bytes of one datagram or of the line; 0: none; -errno: broken.
    int receive(uint8_t* to, int capacity);

    int fd() const { return fd_; }
    // errno of the latest failure or refusal, 0 when there was none.
    int error() const { return error_; }

  private:
    int failed(int error);

    int fd_ = -1;
    Medium medium_ = Medium::UDP;
    // The kernel told of it at a receive; the next send reports it.
    bool refused_ = false;
    int error_ = 0;
};

}  // namespace saccade

#endif
