/** What is seen: from a frame to detections, classes or a mask, with its age and its timing. */
package dev.saccade.vision;
