/** Models and clips by name: the catalogue, pulling, importing to ONNX, and resolving what a user names. */
package dev.saccade.models;
