/** What can be pulled by name: assets, their hashes, licences and sources, read from YAML. */
package dev.saccade.models.catalogue;
