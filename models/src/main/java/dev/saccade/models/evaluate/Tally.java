package dev.saccade.models.evaluate;

import dev.saccade.models.ModelsException;
import dev.saccade.models.evaluate.dataset.Sample;
import dev.saccade.vision.Perception;

/** Counts what was seen against what is there. One thread. */
interface Tally {
    /** Counts one picture. The perception is read during the call only. */
    void add(Sample sample, Perception seen) throws ModelsException;

    /** The histogram that this task keeps of its outputs, by name. */
    OutputStatistics statistics();

    Findings findings();
}
