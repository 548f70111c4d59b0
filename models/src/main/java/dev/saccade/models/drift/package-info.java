/** Whether what comes in and goes out of a model is still what its record says: statistics of windows, compared. */
package dev.saccade.models.drift;
