// How a program and a gate meet: a local socket whose name, in the abstract namespace, is the wire's. The name ends with
// its owner, and has one owner at a time: two gates cannot hold one wire.
#ifndef SACCADE_GATE_RENDEZVOUS_H
#define SACCADE_GATE_RENDEZVOUS_H

#include <stdint.h>
#include <sys/types.h>

#include "../local_socket.h"
#include "../wire/address.h"
#include "../wire/safe_plan.h"
#include "../wire/wire.h"
#include "supervisor.h"

namespace saccade {

constexpr uint32_t PROTOCOL = 0x53474102;

enum Word : uint32_t { HELLO = 1, PLAN = 2, BYE = 3, WELCOME = 4, TAKEN = 5, NO = 6 };

// Without rights the gate runs as an ordinary process; bits of Welcome.missing.
enum Missing : uint32_t { NO_FIFO = 1, NO_MEMORY_LOCK = 2 };

struct Hello {
    uint32_t word, protocol;
    Bounds bounds;
    Identity identity;
};

// With two file descriptors: the shared file and the wake-up.
struct Welcome {
    uint32_t word, missing;
    int32_t pid;
    uint32_t latched;
};

struct No {
    uint32_t word;
    char line[TEXT];
};

struct PlanWord {
    uint32_t word, length;
    uint8_t bytes[MOST_PLAN];
};

// A socket bound to the wire's name, or -errno (-EADDRINUSE: somebody holds the wire).
int hold_name(const Address& address);

// A connection to whoever holds the wire, or -errno (-ECONNREFUSED: nobody, or nobody who listens).
int meet(const Address& address);

// The process at the other end of a connection; 0 when it is of another user or cannot be told.
pid_t peer_of(int connection);

}  // namespace saccade

#endif
