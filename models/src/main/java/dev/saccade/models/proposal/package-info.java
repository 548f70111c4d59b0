/** What an ONNX file tells about the package that it should become, and what it does not. */
package dev.saccade.models.proposal;
