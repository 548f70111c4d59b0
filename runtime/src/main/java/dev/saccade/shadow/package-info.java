/**
 * A candidate that looks beside production: only in the time that production leaves, without a way to the actuator, and
 * only as long as production does not pay for it. docs/rollout.md tells the rules.
 */
package dev.saccade.shadow;
