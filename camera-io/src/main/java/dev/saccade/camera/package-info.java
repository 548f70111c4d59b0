/**
 * Frame sources that need a library: {@code file:} through FFmpeg, {@code dir:} and {@code opencv:} through OpenCV. They
 * come by {@link java.util.ServiceLoader}; each library loads when the first source that needs it opens.
 */
package dev.saccade.camera;
