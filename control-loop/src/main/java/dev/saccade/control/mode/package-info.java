/** NOMINAL, DEGRADED and SAFE: what calls for each, and when the loop may come back. */
package dev.saccade.control.mode;
