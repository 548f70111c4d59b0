package dev.saccade.models.evaluate;

import java.util.Map;

/**
 * The numbers of one label.
 *
 * @param label index of the model's class
 * @param name of the label
 * @param count how often it occurs in the truth: pictures, objects or pixels
 * @param values by name, in order, the same names in every row; not a number where one is not defined
 */
public record LabelRow(int label, String name, long count, Map<String, Double> values) {}
