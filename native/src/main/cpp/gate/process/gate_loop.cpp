#include "gate_loop.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

namespace saccade {

namespace {

constexpr int64_t NS_PER_S = 1000000000;
constexpr int MOST_DATAGRAM = 2048;
// Datagrams at one go, so that a flood from the vehicle's side cannot keep the gate from its bounds.
constexpr int MOST_AT_ONCE = 32;
// A gate that a program brought and never used goes after this time.
constexpr int64_t LONELY_NS = 10 * NS_PER_S;

enum { WAKE, PIDFD, CONNECTION, LISTENER, CANDIDATE, VEHICLE, SIGNALS, ENDS };

}  // namespace

void GateLoop::run() {
    const int64_t begun = monotonic_ns();
    while (!ending_) {
        if (session_.is_open()) session_.drain(supervisor_, wire_);
        const int64_t now = monotonic_ns();
        supervisor_.advance(now);
        if (session_.is_open()) session_.publish(supervisor_);
        const bool alone = !session_.is_open() && !stays_ && candidate_ < 0;
        if (alone && had_program_ && (!supervisor_.is_latched() || supervisor_.is_silent(now))) return;
        if (alone && !had_program_ && now - begun > LONELY_NS) return;
        wait();
    }
    if (wire_.is_used()) wire_.send_last_word(CLOCK);
}

void GateLoop::wait() {
    const bool open = session_.is_open();
    // poll leaves descriptors below 0 alone.
    pollfd ends[ENDS] = {};
    ends[WAKE] = {open ? session_.wake() : -1, POLLIN, 0};
    ends[PIDFD] = {open ? session_.pidfd() : -1, POLLIN, 0};
    ends[CONNECTION] = {open ? session_.connection() : -1, POLLIN, 0};
    ends[LISTENER] = {listener_, POLLIN, 0};
    ends[CANDIDATE] = {candidate_, POLLIN, 0};
    ends[VEHICLE] = {vehicle_broken_ ? -1 : wire_.fd(), POLLIN, 0};
    ends[SIGNALS] = {signals_, POLLIN, 0};
    const int64_t due = supervisor_.due();
    const int64_t now = monotonic_ns();
    int64_t left = due == Supervisor::NEVER ? NS_PER_S : due - now;
    left = left < 0 ? 0 : left;
    const timespec timeout = {static_cast<time_t>(left / NS_PER_S), static_cast<long>(left % NS_PER_S)};
    if (ppoll(ends, ENDS, &timeout, nullptr) <= 0) return;
    if (ends[SIGNALS].revents) {
        ending_ = true;
        return;
    }
    if (ends[WAKE].revents) session_.woken();
    if (ends[VEHICLE].revents) hear_vehicle();
    if (ends[PIDFD].revents) {
        end_session(false);
    } else if (ends[CONNECTION].revents) {
        hear();
    }
    if (ends[CANDIDATE].revents) meet_candidate();
    if (ends[LISTENER].revents) accept_candidate();
}

void GateLoop::hear() {
    switch (session_.listen(wire_)) {
        case Session::Heard::NOTHING:
            return;
        case Session::Heard::BYE:
            session_.drain(supervisor_, wire_);
            end_session(true);
            return;
        case Session::Heard::GONE:
            end_session(false);
    }
}

void GateLoop::hear_vehicle() {
    uint8_t bytes[MOST_DATAGRAM];
    for (int i = 0; i < MOST_AT_ONCE; i++) {
        const int n = wire_.receive(bytes, sizeof bytes);
        // A line that broke would be ready for ever.
        vehicle_broken_ = n < 0;
        if (n <= 0) return;
        if (session_.is_open()) session_.deliver(bytes, n);
    }
}

void GateLoop::accept_candidate() {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (connection < 0) return;
    if (peer_of(connection) == 0) {
        close(connection);
        return;
    }
    // Whoever connects and does not speak makes room for the next.
    if (candidate_ >= 0) close(candidate_);
    candidate_ = connection;
}

void GateLoop::meet_candidate() {
    Hello hello = {};
    const int n = await_word(candidate_, &hello, sizeof hello, 0, nullptr, 0);
    if (n == -ETIMEDOUT || n == -EAGAIN) return;
    const int connection = candidate_;
    candidate_ = -1;
    if (n <= 0) {
        close(connection);
        return;
    }
    if (n != static_cast<int>(sizeof hello)) hello.word = NO;
    if (session_.is_open()) {
        No no = {NO, {}};
        snprintf(no.line, TEXT, "process %d drives this wire through the gate (process %d); end that program first",
                 static_cast<int>(session_.pid()), static_cast<int>(getpid()));
        say(connection, &no, sizeof no);
        close(connection);
        return;
    }
    if (session_.open(connection, hello, supervisor_, wire_, missing_)) had_program_ = true;
}

void GateLoop::end_session(bool in_order) {
    const int64_t now = monotonic_ns();
    if (in_order) {
        supervisor_.detach(now);
    } else {
        supervisor_.lose(session_.has_slots(), now);
    }
    session_.close();
}

}  // namespace saccade
