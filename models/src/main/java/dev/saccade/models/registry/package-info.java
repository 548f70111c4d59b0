/** Versions of models in OCI registries: pushed from one repository, pulled into another. docs/registry.md. */
package dev.saccade.models.registry;
