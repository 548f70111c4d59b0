#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

namespace saccade {

namespace {

constexpr int64_t LEAST_PERIOD = 100000;
constexpr int64_t MOST_PERIOD = 10000000000;

bool is_sound(const Bounds& b) {
    return b.period >= LEAST_PERIOD && b.period <= MOST_PERIOD && b.stall >= b.period && b.grace >= 0;
}

// Sealed: a program that cut it short would kill the gate at the next look.
int shared_file() {
    const int fd = memfd_create("saccade-gate", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return -1;
    if (ftruncate(fd, sizeof(SharedLink)) != 0 || fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

void forget(int* fd) {
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

}  // namespace

bool Session::open(int connection, const Hello& hello, Supervisor& supervisor, Wire& wire, uint32_t missing) {
    connection_ = connection;
    No no = {NO, {}};
    if (hello.word != HELLO || hello.protocol != PROTOCOL || !is_sound(hello.bounds)) {
        snprintf(no.line, TEXT, "the gate (process %d) is of another version, or its bounds are wrong; end it: kill %d",
                 static_cast<int>(getpid()), static_cast<int>(getpid()));
    }
    int file = no.line[0] ? -1 : shared_file();
    void* memory = file < 0 ? MAP_FAILED : mmap(nullptr, sizeof(SharedLink), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory == MAP_FAILED) {
        if (!no.line[0]) snprintf(no.line, TEXT, "the gate has no memory to share");
        forget(&file);
        say(connection_, &no, sizeof no);
        close();
        return false;
    }
    link_ = static_cast<SharedLink*>(memory);
    wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    pid_ = peer_of(connection_);
    pidfd_ = open_pidfd(pid_);
    // Whoever joins changes nothing by it.
    link_->plan.store(wire.chosen());
    taken_ = 0;
    inbound_ = 0;
    rearmed_ = 0;
    supervisor.attach(hello.bounds);
    wire.identity(hello.identity);
    publish(supervisor);
    const Welcome welcome = {WELCOME, missing, static_cast<int32_t>(getpid()), supervisor.is_latched() ? 1u : 0u};
    const int fds[2] = {file, wake_};
    const bool said = say(connection_, &welcome, sizeof welcome, fds, 2);
    forget(&file);
    if (!said) close();
    return said;
}

void Session::close() {
    forget(&connection_);
    forget(&wake_);
    forget(&pidfd_);
    if (link_) munmap(link_, sizeof(SharedLink));
    link_ = nullptr;
    pid_ = 0;
}

void Session::drain(Supervisor& supervisor, Wire& wire) {
    wire.choose(link_->plan.load(std::memory_order_acquire));
    const uint32_t rearm = link_->rearm.load(std::memory_order_acquire);
    if (rearm != rearmed_) {
        rearmed_ = rearm;
        supervisor.rearm(rearm, monotonic_ns());
    }
    const uint64_t head = link_->head.load(std::memory_order_acquire);
    // A head that has run backwards or wildly ahead gives the newest slots, or none that reads.
    if (head - taken_ > SLOTS) taken_ = head - SLOTS;
    while (taken_ != head) {
        static SharedSlot copy;
        const bool read = read_slot(link_, taken_++, &copy);
        if (!read) continue;
        const Slot slot = {copy.epoch, copy.kind, copy.valid_until, copy.bytes, static_cast<int>(copy.length)};
        const int status = supervisor.take(slot, monotonic_ns());
        link_->error.store(wire.error(), std::memory_order_relaxed);
        link_->outcome.store(status, std::memory_order_release);
    }
}

void Session::publish(const Supervisor& supervisor) {
    link_->reason.store(supervisor.reason(), std::memory_order_relaxed);
    link_->latched.store(supervisor.is_latched() ? 1 : 0, std::memory_order_relaxed);
    link_->epoch.store(supervisor.epoch(), std::memory_order_release);
    link_->taken.store(taken_, std::memory_order_relaxed);
}

void Session::deliver(const uint8_t* bytes, int length) {
    Inbound::put(link_, &inbound_, bytes, static_cast<uint32_t>(length));
}

Session::Heard Session::listen(Wire& wire) {
    static PlanWord word;
    const int n = await_word(connection_, &word, sizeof word, 0, nullptr, 0);
    if (n == -ETIMEDOUT || n == -EAGAIN) return Heard::NOTHING;
    if (n <= 0) return Heard::GONE;
    if (n >= static_cast<int>(sizeof word.word) && word.word == BYE) return Heard::BYE;
    const int head = static_cast<int>(offsetof(PlanWord, bytes));
    const bool whole = n >= head && word.word == PLAN && word.length == static_cast<uint32_t>(n - head);
    const uint32_t answer = whole && wire.plan(word.bytes, n - head) ? TAKEN : NO;
    say(connection_, &answer, sizeof answer);
    return Heard::NOTHING;
}

void Session::woken() {
    eventfd_t count;
    eventfd_read(wake_, &count);
}

}  // namespace saccade
