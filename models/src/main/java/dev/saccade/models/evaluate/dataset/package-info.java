/** Labelled pictures of four usual forms, read with bounds and refused in one line. */
package dev.saccade.models.evaluate.dataset;
