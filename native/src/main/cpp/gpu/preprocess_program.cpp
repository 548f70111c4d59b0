// The launch that makes a tensor of a frame, with the tables of its taps.
#include <stddef.h>
#include <stdlib.h>

#include "../../cuda/preprocess_parameters.h"
#include "../preprocess_spec.h"
#include "program.h"

namespace saccade {
namespace {

// One table entry per destination position, as PreprocessParameters tells; the sources count from `origin`.
size_t taps(Program& program, int from, int to, int one, int origin) {
    uint32_t* table = static_cast<uint32_t*>(malloc(sizeof(uint32_t) * static_cast<size_t>(to)));
    if (!table) {
        program.fail();
        return 0;
    }
    for (int i = 0; i < to; i++) {
        int first, weight;
        tap(i, from, to, one, first, weight);
        table[i] = static_cast<uint32_t>(origin + first) << TAP_SHIFT | static_cast<uint32_t>(weight);
    }
    const size_t at = program.constant(table, sizeof(uint32_t) * static_cast<size_t>(to));
    free(table);
    return at;
}

const char* mapped_kernel_of(const Spec& s) {
    switch (lanes_of(s)) {
        case LANES_YUV: return s.channels == 4 ? "preprocess_mapped_yuv_4" : "preprocess_mapped_yuv_3";
        case LANES_LUMA: return "preprocess_mapped_luma_1";
        case LANES_COLOUR_TO_GREY: return "preprocess_mapped_grey_1";
        default:
            return s.channels == 1 ? "preprocess_mapped_single_1"
                 : s.channels == 4 ? "preprocess_mapped_colour_4" : "preprocess_mapped_colour_3";
    }
}

const char* kernel_of(const Spec& s) {
    switch (lanes_of(s)) {
        case LANES_YUV: return s.channels == 4 ? "preprocess_yuv_4" : "preprocess_yuv_3";
        case LANES_LUMA: return "preprocess_luma_1";
        case LANES_COLOUR_TO_GREY: return "preprocess_grey_1";
        default:
            return s.channels == 1 ? "preprocess_single_1" : s.channels == 4 ? "preprocess_colour_4" : "preprocess_colour_3";
    }
}

const Place* places_of(const Spec& s) { return reinterpret_cast<const Place*>(s.places); }

// Source rows that some tap reads, of a plane whose rows are halved `shift` times.
int64_t rows_read(const Spec& s, int shift) {
    // Places are read wherever they lie; counted is the whole frame.
    if (s.places) return (s.srcHeight + (1 << shift) - 1) >> shift;
    int64_t rows = 0;
    int last = -1;
    for (int y = 0; y < s.placeHeight; y++) {
        int first, weight;
        tap(y, s.cropHeight, s.placeHeight, ROW_ONE, first, weight);
        const int end = (s.cropY + first + (weight ? 1 : 0)) >> shift;
        int row = (s.cropY + first) >> shift;
        for (row = row > last ? row : last + 1; row <= end; row++) rows++;
        last = end > last ? end : last;
    }
    return rows;
}

int64_t bytes_read(const Spec& s) {
    const int64_t pairs = (s.cropWidth + 1) / 2;
    switch (s.format) {
        case SACCADE_GRAY8: return rows_read(s, 0) * s.cropWidth;
        case SACCADE_NV12:
        case SACCADE_I420:
            return rows_read(s, 0) * s.cropWidth + (lanes_of(s) == LANES_LUMA ? 0 : rows_read(s, 1) * 2 * pairs);
        case SACCADE_YUYV:
        case SACCADE_UYVY: return rows_read(s, 0) * 4 * pairs;
        default: return rows_read(s, 0) * 3 * s.cropWidth;
    }
}

int64_t bytes_written(const Spec& s) {
    return static_cast<int64_t>(s.dstWidth) * s.dstHeight * s.channels * element_bytes(s.type);
}

int groups(int n, int size) { return (n + size - 1) / size; }

void build(Program& program, const Spec& s) {
    PreprocessParameters p = {};
    components(s, p.component);
    p.width = s.dstWidth;
    p.height = s.dstHeight;
    p.place_x = s.placeX;
    p.place_y = s.placeY;
    p.place_width = s.placeWidth;
    p.place_height = s.placeHeight;
    p.interleaved = s.layout == SACCADE_NHWC;
    p.element = element_bytes(s.type);
    for (int c = 0; c < s.channels; c++) p.pad[c] = pad_value(s, c);
    p.coefficients = coefficients_of(s);

    const uint32_t none = 0;
    const size_t pixels = static_cast<size_t>(s.placeWidth) * s.placeHeight;
    const size_t places = s.places ? program.constant(places_of(s), sizeof(Place) * pixels) : 0;
    const size_t columns = taps(program, s.cropWidth, s.placeWidth, COLUMN_ONE, 0);
    const size_t rows = taps(program, s.cropHeight, s.placeHeight, ROW_ONE, s.cropY);
    const size_t finished = program.constant(&none, sizeof none);
    const size_t at = program.constant(&p, sizeof p);
    program.points_to_binding(at + offsetof(PreprocessParameters, frame), Program::FRAME);
    program.points_to_binding(at + offsetof(PreprocessParameters, tensor), Program::TENSOR);
    program.points_to_binding(at + offsetof(PreprocessParameters, result), Program::PREPROCESS_RESULT);
    program.points_to_constant(at + offsetof(PreprocessParameters, columns), columns);
    program.points_to_constant(at + offsetof(PreprocessParameters, rows), rows);
    if (s.places) program.points_to_constant(at + offsetof(PreprocessParameters, places), places);
    program.points_to_constant(at + offsetof(PreprocessParameters, finished), finished);
    program.launch(s.places ? mapped_kernel_of(s) : kernel_of(s), groups(s.dstWidth, PREPROCESS_PIXELS * PREPROCESS_COLUMNS),
                   groups(s.dstHeight, PREPROCESS_ROWS), 1, PREPROCESS_COLUMNS, PREPROCESS_ROWS, 1, 0, at);
    program.reads_frames_of(s);
    program.moves(bytes_read(s) + bytes_written(s));
}

}  // namespace
}  // namespace saccade

int64_t saccade_gpu_preprocess(const saccade_preprocess_spec* spec) {
    using namespace saccade;
    if (!spec || !is_valid(*spec)) return 0;
    Program* program = Program::make(Program::PREPROCESS_BINDINGS, 0);
    if (!program) return 0;
    build(*program, *spec);
    return Program::finished(program);
}
