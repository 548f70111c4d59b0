package dev.saccade.control;

/**
 * What SAFE means for a vehicle. An actuator takes it before the loop starts and refuses a policy that it cannot carry
 * out.
 *
 * @param kind what to do
 */
public record SafePolicy(Kind kind) {
    /** Ways of being safe. */
    public enum Kind {
        /** Stand still: every axis 0, sent at the loop's rate. */
        STOP
    }

    /** @return stand still; for ground vehicles */
    public static SafePolicy stop() {
        return new SafePolicy(Kind.STOP);
    }
}
