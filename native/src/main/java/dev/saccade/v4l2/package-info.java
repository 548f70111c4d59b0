/** Video devices of Linux (V4L2): what they are, what they offer, their controls, their pictures. */
package dev.saccade.v4l2;
