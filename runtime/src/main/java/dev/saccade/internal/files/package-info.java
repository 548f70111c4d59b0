/** Errors of files in words, and directories that are filled by one process. */
package dev.saccade.internal.files;
