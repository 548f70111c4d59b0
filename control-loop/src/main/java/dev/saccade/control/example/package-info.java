/** Controllers to start from. */
package dev.saccade.control.example;
