/**
 * GStreamer pipelines: {@code gst:PIPELINE}. Pipelines are made and ended through gst1-java-core; pictures are fetched by
 * functions of GStreamer that are called with plain addresses, so that a frame costs no Java object.
 */
package dev.saccade.camera.gst;
