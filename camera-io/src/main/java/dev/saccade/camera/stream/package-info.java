/**
 * Network streams: {@code rtsp://}, {@code rtsps://}, {@code http://}, {@code https://} and {@code udp://}. A thread of
 * the source's own reads and decodes without a pause and keeps the newest picture only, so that no buffer grows.
 */
package dev.saccade.camera.stream;
