#include "port.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "serial_port.h"
#include "status.h"

namespace saccade {

namespace {

int bind_local(int fd, int family, int port) {
    sockaddr_in6 six = {};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(static_cast<uint16_t>(port));
    sockaddr_in four = {};
    four.sin_family = AF_INET;
    four.sin_port = htons(static_cast<uint16_t>(port));
    const bool is_six = family == AF_INET6;
    const sockaddr* any = is_six ? reinterpret_cast<sockaddr*>(&six) : reinterpret_cast<sockaddr*>(&four);
    return bind(fd, any, is_six ? sizeof six : sizeof four) == 0 ? 0 : -errno;
}

// Connected, so that a peer that does not listen is told, and nobody else's datagrams come in.
int open_udp(const Address& address) {
    const int fd = socket(address.peer.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    int error = address.local_port ? bind_local(fd, address.peer.ss_family, address.local_port) : 0;
    if (!error && connect(fd, reinterpret_cast<const sockaddr*>(&address.peer), address.peer_length) != 0) error = -errno;
    if (error) {
        close(fd);
        return error;
    }
    return fd;
}

bool is_full(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == ENOBUFS || error == EINTR; }

}  // namespace

int Port::open(const Address& address) {
    const bool is_udp = address.medium == Medium::UDP;
    const int fd = is_udp ? open_udp(address) : open_serial(address.device, address.baud);
    if (fd < 0) return fd;
    adopt(fd, address.medium);
    return 0;
}

void Port::adopt(int fd, Medium medium) {
    close();
    fd_ = fd;
    medium_ = medium;
}

void Port::close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
    refused_ = false;
}

int Port::send(const uint8_t* bytes, int length) {
    if (fd_ < 0) return failed(EBADF);
    if (medium_ == Medium::SERIAL) {
        const ssize_t n = write(fd_, bytes, length);
        // A frame that was cut fails its checksum at the other end; its rest may not follow later, out of its time.
        if (n >= 0) return n == length ? SENT : DROPPED;
        return is_full(errno) ? static_cast<int>(DROPPED) : failed(errno);
    }
    bool refused = refused_;
    refused_ = false;
    ssize_t n = ::send(fd_, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n < 0 && errno == ECONNREFUSED) {
        refused = true;
        n = ::send(fd_, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
    }
    if (n < 0 && errno != ECONNREFUSED) return is_full(errno) ? static_cast<int>(DROPPED) : failed(errno);
    if (!refused) return SENT;
    error_ = ECONNREFUSED;
    return REFUSED;
}

int Port::receive(uint8_t* to, int capacity) {
    if (fd_ < 0) return -EBADF;
    const ssize_t n = medium_ == Medium::UDP ? recv(fd_, to, capacity, MSG_DONTWAIT) : read(fd_, to, capacity);
    if (n >= 0) return static_cast<int>(n);
    if (errno == ECONNREFUSED) {
        refused_ = true;
        return 0;
    }
    if (is_full(errno)) return 0;
    error_ = errno;
    return -error_;
}

int Port::failed(int error) {
    error_ = error;
    return FAILED;
}

}  // namespace saccade
