/** Which runs of a vehicle serve a candidate, when one falls back to production, and what is remembered of it. */
package dev.saccade.models.rollout;
