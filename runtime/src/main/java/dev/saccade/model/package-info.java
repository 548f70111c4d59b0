/** Model packages: reading, checking and identifying a directory of model.yaml, model.onnx and labels.txt. */
package dev.saccade.model;
