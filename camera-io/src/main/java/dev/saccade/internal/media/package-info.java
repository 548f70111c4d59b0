/** What sources and pictures share of FFmpeg and OpenCV: loading, formats, conversion. Not for users. */
package dev.saccade.internal.media;
