package dev.saccade.engine;

import java.util.ServiceLoader;

/** Finds builders of engines. No part of a control program: a rule of the build checks that. */
public final class EngineBuilders {
    private EngineBuilders() {}

    /**
     * The builder of a back end; whether it can be used here it says itself.
     *
     * @param backend not {@link Backend#AUTO}
     * @return the builder
     * @throws EngineException when no engine of that back end is compiled beforehand
     */
    public static EngineBuilder of(Backend backend) throws EngineException {
        for (EngineBuilder builder : ServiceLoader.load(EngineBuilder.class, EngineBuilders.class.getClassLoader())) {
            if (builder.backend() == backend) {
                return builder;
            }
        }
        throw new EngineException(false, "engines of back end " + backend + " are not compiled: name a --device", null);
    }
}
