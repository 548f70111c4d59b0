package dev.saccade.models.evaluate.metric;

/**
 * A line through points, and the number that sums it up. The arrays belong to the curve and are not changed.
 *
 * @param name whose it is
 * @param x ascending
 * @param y as many
 * @param area AUC of a receiver operating characteristic, AP of precision over recall; 0..1
 */
public record Curve(String name, double[] x, double[] y, double area) {}
