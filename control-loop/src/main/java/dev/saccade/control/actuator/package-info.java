/** Where commands go: nowhere, a terminal, a UDP peer. */
package dev.saccade.control.actuator;
