// dev.saccade.posix.WireLink.
#include <new>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "../saccade_wire.h"
#include "wire.h"

using saccade::Address;
using saccade::Wire;

namespace {

template <typename T>
T* as(int64_t handle) {
    return reinterpret_cast<T*>(handle);
}

const uint8_t* bytes(const void* address) { return static_cast<const uint8_t*>(address); }

}  // namespace

int64_t saccade_wire_address(const char* uri, void* error) {
    Address* address = new (std::nothrow) Address;
    if (address && saccade::read_address(uri, address, static_cast<char*>(error))) {
        return reinterpret_cast<int64_t>(address);
    }
    delete address;
    return 0;
}

const char* saccade_wire_key(int64_t address) { return as<Address>(address)->key; }

const char* saccade_wire_text(int64_t address) { return as<Address>(address)->text; }

int saccade_wire_is_serial(int64_t address) { return as<Address>(address)->medium == saccade::Medium::SERIAL; }

void saccade_wire_address_free(int64_t address) { delete as<Address>(address); }

int64_t saccade_wire_open(int64_t address) {
    Wire* wire = new (std::nothrow) Wire;
    if (!wire) return -ENOMEM;
    const int error = wire->open(*as<Address>(address));
    if (error == 0) return reinterpret_cast<int64_t>(wire);
    delete wire;
    return error;
}

void saccade_wire_identity(int64_t wire, const void* identity) {
    saccade::Identity copy;
    memcpy(&copy, identity, sizeof copy);
    as<Wire>(wire)->identity(copy);
}

void saccade_wire_choose(int64_t wire, int plan) { as<Wire>(wire)->choose(static_cast<uint32_t>(plan)); }

int saccade_wire_plan(int64_t wire, const void* plan, int length) {
    return as<Wire>(wire)->plan(bytes(plan), length) ? 0 : -EINVAL;
}

int saccade_wire_send(int64_t wire, const void* batch, int length, int64_t valid_until, int64_t now) {
    return as<Wire>(wire)->send(bytes(batch), length, valid_until, now);
}

int saccade_wire_send_safe(int64_t wire, const void* instead, int length, int64_t now) {
    return as<Wire>(wire)->send_safe(bytes(instead), length, now);
}

int saccade_wire_receive(int64_t wire, void* to, int capacity) {
    return as<Wire>(wire)->receive(static_cast<uint8_t*>(to), capacity);
}

int saccade_wire_error(int64_t wire) { return as<Wire>(wire)->error(); }

int64_t saccade_wire_expired(int64_t wire) { return static_cast<int64_t>(as<Wire>(wire)->expired()); }

void saccade_wire_close(int64_t wire) { delete as<Wire>(wire); }

const char* saccade_error_text(int error) { return strerror(error); }

int64_t saccade_wire_pty(void* path) {
    const int fd = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return -errno;
    Wire* wire = new (std::nothrow) Wire;
    if (wire) wire->adopt(fd, saccade::Medium::SERIAL);
    if (wire && grantpt(fd) == 0 && unlockpt(fd) == 0 && ptsname_r(fd, static_cast<char*>(path), saccade::TEXT) == 0) {
        return reinterpret_cast<int64_t>(wire);
    }
    const int error = wire ? -errno : -ENOMEM;
    delete wire;
    return error;
}
