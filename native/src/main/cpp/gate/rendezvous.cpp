#include "rendezvous.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace saccade {

namespace {

// FNV-1a, 64 bits: a device's path may be longer than a name.
uint64_t digest(const char* text) {
    uint64_t hash = 0xcbf29ce484222325;
    for (; *text; text++) hash = (hash ^ static_cast<uint8_t>(*text)) * 0x100000001b3;
    return hash;
}

socklen_t name_of(const Address& address, sockaddr_un* out) {
    *out = {};
    out->sun_family = AF_UNIX;
    char* name = out->sun_path + 1;
    const size_t room = sizeof out->sun_path - 1;
    int length = snprintf(name, room, "saccade-gate/%u/%s", geteuid(), address.key);
    if (length >= static_cast<int>(room)) {
        length = snprintf(name, room, "saccade-gate/%u/%016llx", geteuid(),
                          static_cast<unsigned long long>(digest(address.key)));
    }
    return static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + length);
}

int open_socket() {
    const int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return fd < 0 ? -errno : fd;
}

}  // namespace

int hold_name(const Address& address) {
    const int fd = open_socket();
    if (fd < 0) return fd;
    sockaddr_un name;
    const socklen_t length = name_of(address, &name);
    if (bind(fd, reinterpret_cast<sockaddr*>(&name), length) != 0) {
        const int error = -errno;
        close(fd);
        return error;
    }
    return fd;
}

int meet(const Address& address) {
    const int fd = open_socket();
    if (fd < 0) return fd;
    sockaddr_un name;
    const socklen_t length = name_of(address, &name);
    if (connect(fd, reinterpret_cast<sockaddr*>(&name), length) != 0) {
        const int error = -errno;
        close(fd);
        return error;
    }
    return fd;
}

pid_t peer_of(int connection) {
    ucred peer = {};
    socklen_t length = sizeof peer;
    if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) return 0;
    return peer.uid == geteuid() || peer.uid == 0 ? peer.pid : 0;
}

}  // namespace saccade
