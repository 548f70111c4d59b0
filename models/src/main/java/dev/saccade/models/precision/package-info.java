/** Changing the precision in which an ONNX network computes. */
package dev.saccade.models.precision;
