// A serial line, raw: 8 data bits, no parity, 1 stop bit, no flow control, nothing translated.
#ifndef SACCADE_WIRE_SERIAL_PORT_H
#define SACCADE_WIRE_SERIAL_PORT_H

namespace saccade {

bool is_baud(int baud);

// A non-blocking file descriptor that nobody else has open for a wire, or -errno (-EBUSY: somebody has).
int open_serial(const char* device, int baud);

}  // namespace saccade

#endif
