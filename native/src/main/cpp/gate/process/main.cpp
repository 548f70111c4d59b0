// saccade-gate: owns a vehicle's socket or serial port, and makes the vehicle safe when the program that steers cannot.
//
// Exit codes: 0 ended (or, not in the foreground, runs), 2 wrong usage, 3 the wire cannot be opened, 5 somebody holds it.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gate_loop.h"
#include "realtime.h"

namespace {

using namespace saccade;

constexpr int USAGE = 2;
constexpr int NO_WIRE = 3;
constexpr int HELD = 5;
constexpr int BACKLOG = 4;
constexpr char HELP[] =
    "usage: saccade-gate [--stay] [--foreground] ADDRESS\n"
    "  ADDRESS       udp://HOST:PORT[?bind=PORT] or serial:DEVICE[?baud=N]\n"
    "  --stay        waits for programs, also when one has ended in order; without it, serves one and ends with it\n"
    "  --foreground  does not leave the terminal\n"
    "SIGTERM ends it; the safe policy's last message goes out before.\n";

struct Options {
    const char* address = nullptr;
    bool stays = false;
    bool foreground = false;
};

bool read_options(int argc, char** argv, Options* out) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--stay") == 0) {
            out->stays = true;
        } else if (strcmp(argv[i], "--foreground") == 0) {
            out->foreground = true;
        } else if (argv[i][0] == '-' || out->address) {
            return false;
        } else {
            out->address = argv[i];
        }
    }
    return out->address;
}

// What a terminal or a dying peer sends is ignored; a request to end is read from a descriptor.
int take_signals() {
    signal(SIGINT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigprocmask(SIG_BLOCK, &ends, nullptr);
    return signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
}

// The parent waits until the child holds the wire, reports and ends; the child has a session of its own and nobody's
// terminal. Returns in the child, with the descriptor that tells the parent, or -1.
int leave_terminal() {
    int told[2];
    const pid_t child = pipe2(told, O_CLOEXEC) == 0 ? fork() : -1;
    if (child < 0) return -1;
    if (child == 0) {
        close(told[0]);
        setsid();
        return told[1];
    }
    close(told[1]);
    char is_ready = 0;
    if (read(told[0], &is_ready, 1) != 1) _exit(NO_WIRE);
    printf("ready %d\n", static_cast<int>(child));
    fflush(stdout);
    _exit(0);
}

// Whoever reads this process's output waits for its end: it must not be this one's.
bool drop_output() {
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    return null >= 0 && dup2(null, 0) == 0 && dup2(null, 1) == 1 && dup2(null, 2) == 2;
}

int refuse(const char* address, const char* line, int code) {
    fprintf(stderr, "saccade-gate: %s: %s\n", address, line);
    return code;
}

Wire wire;

}  // namespace

int main(int argc, char** argv) {
    close_inherited(3);
    Options options;
    if (!read_options(argc, argv, &options)) {
        fputs(HELP, stderr);
        return USAGE;
    }
    static Address address;
    char line[TEXT];
    if (!read_address(options.address, &address, line)) return refuse(options.address, line, USAGE);
    // The name first: a gate that may not hold the wire must not touch it.
    const int listener = hold_name(address);
    if (listener == -EADDRINUSE) return refuse(address.key, "another process holds this wire", HELD);
    if (listener < 0) return refuse(address.key, strerror(-listener), NO_WIRE);
    const int opened = wire.open(address);
    if (opened < 0) return refuse(address.key, strerror(-opened), NO_WIRE);
    const int signals = take_signals();
    const int parent = options.foreground ? -1 : leave_terminal();
    if (options.foreground) {
        setsid();
    } else if (parent < 0) {
        return refuse(address.key, strerror(errno), NO_WIRE);
    }
    const uint32_t missing = become_prompt();
    if (missing & NO_FIFO) {
        fprintf(stderr, "saccade-gate: SCHED_FIFO is not permitted; set rtprio to %d\n", GATE_PRIORITY);
    }
    if (missing & NO_MEMORY_LOCK) fputs("saccade-gate: locking memory is not permitted; raise memlock\n", stderr);
    // After the fork: whoever connects is told the process that called this.
    if (listen(listener, BACKLOG) != 0) return refuse(address.key, strerror(errno), NO_WIRE);
    if (!options.foreground) {
        if (!drop_output() || write(parent, "", 1) != 1) return NO_WIRE;
        close(parent);
    }
    static GateLoop loop(wire, listener, signals, options.stays, missing);
    loop.run();
    return 0;
}
