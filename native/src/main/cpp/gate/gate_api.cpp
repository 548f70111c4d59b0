// dev.saccade.posix.GateLink and GateLogic.
#include <new>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "../saccade_wire.h"
#include "client.h"
#include "supervisor.h"

using saccade::Address;
using saccade::GateClient;
using saccade::Supervisor;

namespace {

template <typename T>
T* as(int64_t handle) {
    return reinterpret_cast<T*>(handle);
}

const uint8_t* bytes(const void* address) { return static_cast<const uint8_t*>(address); }

}  // namespace

int saccade_gate_holder(int64_t address) {
    const int connection = saccade::meet(*as<Address>(address));
    if (connection < 0) return connection == -ECONNREFUSED ? 0 : connection;
    const pid_t pid = saccade::peer_of(connection);
    close(connection);
    return pid > 0 ? pid : -EPERM;
}

int64_t saccade_gate_join(int64_t address, int64_t period, int64_t stall, int64_t grace, const void* identity,
                          void* error) {
    GateClient* client = new (std::nothrow) GateClient;
    if (!client) return -ENOMEM;
    saccade::Hello hello = {saccade::HELLO, saccade::PROTOCOL, {period, stall, grace}, {}};
    memcpy(&hello.identity, identity, sizeof hello.identity);
    const int status = client->join(*as<Address>(address), hello, static_cast<char*>(error));
    if (status == 0) return reinterpret_cast<int64_t>(client);
    delete client;
    return status;
}

void saccade_gate_choose(int64_t gate, int plan) { as<GateClient>(gate)->choose(static_cast<uint32_t>(plan)); }

void saccade_gate_alive(int64_t gate) { as<GateClient>(gate)->alive(); }

int saccade_gate_blocked(int64_t gate) { return as<GateClient>(gate)->is_blocked(); }

int saccade_gate_plan(int64_t gate, const void* plan, int length) {
    return as<GateClient>(gate)->plan(bytes(plan), length) ? 0 : -EINVAL;
}

int saccade_gate_send(int64_t gate, const void* batch, int length, int64_t valid_until) {
    return as<GateClient>(gate)->send(bytes(batch), length, valid_until);
}

int saccade_gate_send_safe(int64_t gate, const void* instead, int length) {
    return as<GateClient>(gate)->send_safe(bytes(instead), length);
}

int saccade_gate_receive(int64_t gate, void* to, int capacity) {
    return as<GateClient>(gate)->receive(static_cast<uint8_t*>(to), capacity);
}

void saccade_gate_rearm(int64_t gate) { as<GateClient>(gate)->rearm(); }

int saccade_gate_pid(int64_t gate) { return as<GateClient>(gate)->pid(); }

int saccade_gate_missing(int64_t gate) { return static_cast<int>(as<GateClient>(gate)->missing()); }

int saccade_gate_was_latched(int64_t gate) { return as<GateClient>(gate)->was_latched(); }

int saccade_gate_is_latched(int64_t gate) { return as<GateClient>(gate)->is_latched(); }

int saccade_gate_is_gone(int64_t gate) { return as<GateClient>(gate)->is_gone(); }

int saccade_gate_reason(int64_t gate) { return static_cast<int>(as<GateClient>(gate)->reason()); }

int saccade_gate_error(int64_t gate) { return as<GateClient>(gate)->error(); }

int64_t saccade_gate_memory(int64_t gate) { return reinterpret_cast<int64_t>(as<GateClient>(gate)->memory()); }

int saccade_gate_memory_bytes(void) { return sizeof(saccade::SharedLink); }

void saccade_gate_leave(int64_t gate) { delete as<GateClient>(gate); }

void saccade_gate_close(int64_t gate) {
    as<GateClient>(gate)->bye();
    delete as<GateClient>(gate);
}

int64_t saccade_supervisor_new(int64_t wire, int64_t period, int64_t stall, int64_t grace) {
    Supervisor* supervisor = new (std::nothrow) Supervisor(*as<saccade::Wire>(wire));
    if (supervisor) supervisor->attach({period, stall, grace});
    return reinterpret_cast<int64_t>(supervisor);
}

int saccade_supervisor_take(int64_t supervisor, int epoch, int safe, const void* batch, int length, int64_t valid_until,
                            int64_t now) {
    const uint32_t kind = safe ? saccade::Slot::SAFE : saccade::Slot::COMMAND;
    const saccade::Slot slot = {static_cast<uint32_t>(epoch), kind, valid_until, bytes(batch), length};
    return as<Supervisor>(supervisor)->take(slot, now);
}

void saccade_supervisor_advance(int64_t supervisor, int64_t now) { as<Supervisor>(supervisor)->advance(now); }

void saccade_supervisor_lose(int64_t supervisor, int64_t now) { as<Supervisor>(supervisor)->lose(false, now); }

void saccade_supervisor_rearm(int64_t supervisor, int epoch, int64_t now) {
    as<Supervisor>(supervisor)->rearm(static_cast<uint32_t>(epoch), now);
}

int saccade_supervisor_epoch(int64_t supervisor) { return static_cast<int>(as<Supervisor>(supervisor)->epoch()); }

int saccade_supervisor_is_latched(int64_t supervisor) { return as<Supervisor>(supervisor)->is_latched(); }

int saccade_supervisor_reason(int64_t supervisor) { return static_cast<int>(as<Supervisor>(supervisor)->reason()); }

int64_t saccade_supervisor_due(int64_t supervisor) { return as<Supervisor>(supervisor)->due(); }

void saccade_supervisor_free(int64_t supervisor) { delete as<Supervisor>(supervisor); }
