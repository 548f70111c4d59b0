/** Camera frames: where they come from, how they lie in memory, who may read them, and when their light was captured. */
package dev.saccade.frame;
