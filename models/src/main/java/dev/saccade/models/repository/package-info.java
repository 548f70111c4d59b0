/** Versions of models on disk: numbered, immutable, named by aliases, with a history; see docs/repository.md. */
package dev.saccade.models.repository;
