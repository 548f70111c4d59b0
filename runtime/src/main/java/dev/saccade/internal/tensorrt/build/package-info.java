/** Compiles ONNX models to TensorRT engines. Reached through the SPI by {@code saccade compile} alone. */
package dev.saccade.internal.tensorrt.build;
