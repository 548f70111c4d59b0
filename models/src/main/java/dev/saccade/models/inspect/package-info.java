/** What a network is made of, and where its time and memory go. */
package dev.saccade.models.inspect;
