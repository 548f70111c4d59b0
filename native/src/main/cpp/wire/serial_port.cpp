#include "serial_port.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace saccade {

namespace {

struct Rate {
    int baud;
    speed_t speed;
};

constexpr Rate RATES[] = {
    {50, B50},           {75, B75},           {110, B110},         {134, B134},         {150, B150},
    {200, B200},         {300, B300},         {600, B600},         {1200, B1200},       {1800, B1800},
    {2400, B2400},       {4800, B4800},       {9600, B9600},       {19200, B19200},     {38400, B38400},
    {57600, B57600},     {115200, B115200},   {230400, B230400},   {460800, B460800},   {500000, B500000},
    {576000, B576000},   {921600, B921600},   {1000000, B1000000}, {1152000, B1152000}, {1500000, B1500000},
    {2000000, B2000000}, {2500000, B2500000}, {3000000, B3000000}, {3500000, B3500000}, {4000000, B4000000},
};

const Rate* find(int baud) {
    for (const Rate& rate : RATES) {
        if (rate.baud == baud) return &rate;
    }
    return nullptr;
}

int configure(int fd, int baud) {
    termios line;
    if (tcgetattr(fd, &line) != 0) return -errno;
    cfmakeraw(&line);
    line.c_cflag |= CLOCAL | CREAD;
    line.c_cflag &= ~(CSTOPB | CRTSCTS);
    line.c_cc[VMIN] = 0;
    line.c_cc[VTIME] = 0;
    const Rate* rate = find(baud);
    if (!rate || cfsetspeed(&line, rate->speed) != 0) return -EINVAL;
    return tcsetattr(fd, TCSANOW, &line) == 0 ? 0 : -errno;
}

}  // namespace

bool is_baud(int baud) { return find(baud); }

int open_serial(const char* device, int baud) {
    const int fd = open(device, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return -errno;
    // TIOCEXCL does not bind root; the lock binds every wire of ours.
    int error = flock(fd, LOCK_EX | LOCK_NB) == 0 ? 0 : errno == EWOULDBLOCK ? -EBUSY : -errno;
    if (!error) error = configure(fd, baud);
    if (!error && ioctl(fd, TIOCEXCL) != 0) error = -errno;
    if (error) {
        close(fd);
        return error;
    }
    return fd;
}

}  // namespace saccade
