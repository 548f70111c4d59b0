/** Words for errors of files. */
package dev.saccade.internal.files;
