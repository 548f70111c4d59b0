package dev.saccade.models.evaluate.dataset;

import java.nio.file.Path;

/**
 * A picture and what is known about it.
 *
 * @param name path from the data set's directory
 * @param picture the file
 * @param width pixels as the labels state them; 0 when they do not
 * @param height pixels as the labels state them; 0 when they do not
 * @param truth what is known
 */
public record Sample(String name, Path picture, int width, int height, Truth truth) {}
