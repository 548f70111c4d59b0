/** Cameras of Linux through V4L2: the source {@code v4l2:}, and what is plugged in. */
package dev.saccade.camera.v4l2;
