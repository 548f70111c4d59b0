/** The measures themselves: plain arithmetic on labels, boxes and pixels. */
package dev.saccade.models.evaluate.metric;
