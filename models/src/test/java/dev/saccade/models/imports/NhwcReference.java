package dev.saccade.models.imports;

/** The operators as TensorFlow's documentation defines them, written the plainest way, on one image (row, column, channel). */
final class NhwcReference {
    final int height;
    final int width;
    final int channels;
    final float[] values;

    NhwcReference(int height, int width, int channels, float[] values) {
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.values = values;
    }

    private float at(int y, int x, int c) {
        return values[(y * width + x) * channels + c];
    }

    private static int padBefore(int in, int out, int kernel, int stride, int dilation, boolean same) {
        int total = (out - 1) * stride + (kernel - 1) * dilation + 1 - in;
        return same && total > 0 ? total / 2 : 0;
    }

    private static int outputs(int in, int kernel, int stride, int dilation, boolean same) {
        return same
                ? (int) Math.ceil(in / (double) stride)
                : (int) Math.ceil((in - (kernel - 1) * dilation) / (double) stride);
    }

    /** Filter (row, column, input, output); depthwise: (row, column, input, multiplier). */
    NhwcReference convolve(
            float[] filter, int kh, int kw, int outputs, int stride, int dilation, boolean same, boolean depthwise) {
        int oh = outputs(height, kh, stride, dilation, same);
        int ow = outputs(width, kw, stride, dilation, same);
        int top = padBefore(height, oh, kh, stride, dilation, same);
        int left = padBefore(width, ow, kw, stride, dilation, same);
        int made = depthwise ? channels * outputs : outputs;
        float[] out = new float[oh * ow * made];
        for (int y = 0; y < oh; y++) {
            for (int x = 0; x < ow; x++) {
                for (int i = 0; i < kh; i++) {
                    for (int j = 0; j < kw; j++) {
                        int sy = y * stride - top + i * dilation;
                        int sx = x * stride - left + j * dilation;
                        if (sy < 0 || sx < 0 || sy >= height || sx >= width) {
                            continue;
                        }
                        for (int c = 0; c < channels; c++) {
                            for (int o = 0; o < outputs; o++) {
                                float weight = filter[((i * kw + j) * channels + c) * outputs + o];
                                int to = depthwise ? c * outputs + o : o;
                                out[(y * ow + x) * made + to] += weight * at(sy, sx, c);
                            }
                        }
                    }
                }
            }
        }
        return new NhwcReference(oh, ow, made, out);
    }

    /** Each input pixel spreads over the result; filter (output, row, column, input). */
    NhwcReference convolveTransposed(float[] filter, int kh, int kw, int outputs, int stride, int oh, int ow) {
        int top = Math.max((height - 1) * stride + kh - oh, 0) / 2;
        int left = Math.max((width - 1) * stride + kw - ow, 0) / 2;
        float[] out = new float[oh * ow * outputs];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int i = 0; i < kh; i++) {
                    for (int j = 0; j < kw; j++) {
                        int ty = y * stride - top + i;
                        int tx = x * stride - left + j;
                        if (ty < 0 || tx < 0 || ty >= oh || tx >= ow) {
                            continue;
                        }
                        for (int o = 0; o < outputs; o++) {
                            for (int c = 0; c < channels; c++) {
                                out[(ty * ow + tx) * outputs + o] +=
                                        filter[((o * kh + i) * kw + j) * channels + c] * at(y, x, c);
                            }
                        }
                    }
                }
            }
        }
        return new NhwcReference(oh, ow, outputs, out);
    }

    NhwcReference pool(boolean max, int kernel, int stride, boolean same) {
        int oh = outputs(height, kernel, stride, 1, same);
        int ow = outputs(width, kernel, stride, 1, same);
        int top = padBefore(height, oh, kernel, stride, 1, same);
        int left = padBefore(width, ow, kernel, stride, 1, same);
        float[] out = new float[oh * ow * channels];
        for (int y = 0; y < oh; y++) {
            for (int x = 0; x < ow; x++) {
                for (int c = 0; c < channels; c++) {
                    double best = Double.NEGATIVE_INFINITY;
                    double sum = 0;
                    int count = 0;
                    for (int i = 0; i < kernel * kernel; i++) {
                        int sy = y * stride - top + i / kernel;
                        int sx = x * stride - left + i % kernel;
                        if (sy >= 0 && sx >= 0 && sy < height && sx < width) {
                            best = Math.max(best, at(sy, sx, c));
                            sum += at(sy, sx, c);
                            count++;
                        }
                    }
                    out[(y * ow + x) * channels + c] = (float) (max ? best : sum / count);
                }
            }
        }
        return new NhwcReference(oh, ow, channels, out);
    }

    NhwcReference resize(int oh, int ow, boolean halfPixel, boolean alignCorners) {
        float[] out = new float[oh * ow * channels];
        for (int y = 0; y < oh; y++) {
            for (int x = 0; x < ow; x++) {
                double sy = source(y, height, oh, halfPixel, alignCorners);
                double sx = source(x, width, ow, halfPixel, alignCorners);
                int y0 = (int) Math.floor(sy);
                int x0 = (int) Math.floor(sx);
                int y1 = Math.min(y0 + 1, height - 1);
                int x1 = Math.min(x0 + 1, width - 1);
                for (int c = 0; c < channels; c++) {
                    double above = at(y0, x0, c) * (1 - (sx - x0)) + at(y0, x1, c) * (sx - x0);
                    double below = at(y1, x0, c) * (1 - (sx - x0)) + at(y1, x1, c) * (sx - x0);
                    out[(y * ow + x) * channels + c] = (float) (above * (1 - (sy - y0)) + below * (sy - y0));
                }
            }
        }
        return new NhwcReference(oh, ow, channels, out);
    }

    private static double source(int at, int in, int out, boolean halfPixel, boolean alignCorners) {
        double position = halfPixel
                ? (at + 0.5) * in / out - 0.5
                : alignCorners && out > 1 ? at * (in - 1.0) / (out - 1) : at * (double) in / out;
        return Math.min(Math.max(position, 0), in - 1);
    }

    float[] mean() {
        float[] out = new float[channels];
        for (int i = 0; i < values.length; i++) {
            out[i % channels] += values[i] / (height * width);
        }
        return out;
    }
}
