/** Making a model package of fetched or given files. */
package dev.saccade.models.assembly;
