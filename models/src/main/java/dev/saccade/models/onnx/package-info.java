/** Building an ONNX graph and writing it as a file. */
package dev.saccade.models.onnx;
