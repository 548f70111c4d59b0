/** What an evaluation leaves behind: numbers, charts and pages. */
package dev.saccade.models.evaluate.report;
