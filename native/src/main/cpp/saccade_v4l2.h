// The C interface of dev.saccade.v4l2, documented there. Linux only.
#ifndef SACCADE_V4L2_H
#define SACCADE_V4L2_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

int64_t saccade_video_open(const char* path, int64_t port);
void saccade_video_close(int64_t device);
int saccade_video_identity(int64_t device, void* numbers, void* text);
int saccade_video_format(int64_t device, int index, void* numbers, void* text);
int saccade_video_size(int64_t device, int fourcc, int index, void* numbers);
int saccade_video_interval(int64_t device, int fourcc, int width, int height, int index, void* numbers);
int saccade_video_control(int64_t device, int after, void* numbers, void* text);
int saccade_video_menu(int64_t device, int control, int index, void* number, void* text);
int saccade_video_get(int64_t device, int control, void* number);
int saccade_video_set(int64_t device, int control, int64_t value);

int saccade_video_follow(int64_t device);
int saccade_video_negotiate(int64_t device, int fourcc, int width, int height, void* numbers);
int saccade_video_rate(int64_t device, int numerator, int denominator, void* numbers);
int saccade_video_probe(int64_t device);
int saccade_video_start(int64_t device, int buffers, const void* least_bytes);
int64_t saccade_video_stamp(int64_t device);
int saccade_video_take(int64_t device, int event, int timeout_ms, void* taken);
int saccade_video_give(int64_t device);
int saccade_video_export(int64_t device, int buffer, int plane);
int saccade_video_stop(int64_t device);

void saccade_rows_copy(void* to, int to_stride, const void* from, int from_stride, int row_bytes, int rows);
int64_t saccade_bayer_scratch(int width);
int saccade_bayer_to_bgr(const void* from, int from_stride, int width, int height, int pattern, int packing, void* to,
                         int to_stride, void* scratch);

#ifdef __cplusplus
}
#endif

#endif
