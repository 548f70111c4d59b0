/**
 * Events of the hot threads: fixed-size primitive records in a bounded ring, formatted by a reader on an ordinary thread.
 */
package dev.saccade.log;
