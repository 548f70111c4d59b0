package dev.saccade.models.evaluate.report;

/**
 * A drawn chart.
 *
 * @param name of the file without its ending
 * @param words what it shows, for those who cannot see it
 * @param png the picture
 */
record Chart(String name, String words, byte[] png) {}
