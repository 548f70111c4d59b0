// The C interface of dev.saccade.posix.Posix, documented there. Linux only.
#ifndef SACCADE_POSIX_H
#define SACCADE_POSIX_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

int64_t saccade_now(void);
int saccade_sleep_until(int64_t ns);
int saccade_fifo(int priority);
int saccade_policy(void);
int saccade_pin(int cpu);
int saccade_avoid(int cpu);
int saccade_cpus(void);
int saccade_last_cpu(void);
int saccade_timer_slack(int64_t ns);
int saccade_cuda_devices(void);
int saccade_background(int level);
int saccade_tid(void);
int saccade_fifo_of(int tid, int priority);
int saccade_fifo_named(const char* prefixes, int priority);
int saccade_lock_memory(int populate);
int saccade_unlock_memory(void);

#ifdef __cplusplus
}
#endif

#endif
