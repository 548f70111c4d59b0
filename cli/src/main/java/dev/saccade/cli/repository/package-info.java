/** {@code saccade keys} and the commands of {@code saccade models} that work on versions. */
package dev.saccade.cli.repository;
