package dev.saccade.model;

/**
 * Cut-offs of a decoder.
 *
 * @param score lowest score that is reported, 0..1
 * @param iou overlap above which the weaker of two boxes of one class is dropped, 0..1
 * @param max most results of a frame, 1..4096
 */
public record Thresholds(float score, float iou, int max) {}
