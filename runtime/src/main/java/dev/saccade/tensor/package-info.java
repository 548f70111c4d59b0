/** Tensors in native memory and their specifications. */
package dev.saccade.tensor;
