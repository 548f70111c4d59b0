// The C interface of dev.saccade.posix.SharedFile and WorkerProcess, documented there. Linux only.
#ifndef SACCADE_WORKER_H
#define SACCADE_WORKER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

int saccade_shared_make(int64_t bytes, int read_only_elsewhere, void* address);
int64_t saccade_shared_map(int fd, int64_t bytes, int writable);
int saccade_shared_unmap(int64_t address, int64_t bytes);

int saccade_fd_close(int fd);
int saccade_fd_read(int fd, void* to, int capacity);
int saccade_fd_poll(const void* fds, int count, int timeout_ms);
int saccade_event_make(void);
int saccade_event_raise(int event);
int saccade_event_clear(int event);

int saccade_worker_spawn(const void* arguments, int length, void* fds);
int saccade_worker_enter(int parent);
int saccade_worker_signal(int pidfd, int signal);
int saccade_worker_reap(int pid, void* status);
int saccade_worker_raise(int signal);
const char* saccade_signal_name(int signal);

int saccade_worker_say(int socket, const void* word, int length, const void* fds, int count);
int saccade_worker_hear(int socket, void* to, int capacity, void* fds, int most);

void saccade_worker_submit(int64_t block, int64_t number, int event);
int saccade_worker_await(int64_t block, int64_t number, int event, int pidfd, int64_t until);
int saccade_worker_next(int64_t block, int64_t after, int event, int socket);
int64_t saccade_worker_submitted(int64_t block);
void saccade_worker_answer(int64_t block, int64_t number, int event);

#ifdef __cplusplus
}
#endif

#endif
