/**
 * A plain CenterNet detector over a video, written the way a tutorial would: JavaCV's grabber, OpenCV's resize,
 * Microsoft's ONNX Runtime, loops in Java. It shares nothing with Saccade and runs in a process of its own.
 */
package dev.saccade.reference;
