package dev.saccade.models.repository;

import dev.saccade.engine.EngineEntry;
import dev.saccade.engine.EngineStore;
import dev.saccade.model.PackageException;
import dev.saccade.model.PlainYaml;
import dev.saccade.models.ModelsException;
import dev.saccade.trust.VersionManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a version's record proves that its engines were compared with the reference, and how that ended. */
public final class GateProof {
    private static final String PASSED = "passed";

    private GateProof() {}

    /**
     * What the record leaves unproven. The version's bytes are taken as they are: whether they are those that were signed
     * is {@link dev.saccade.trust.VersionCheck}'s to say.
     *
     * @param version of a repository
     * @return one line; null when its package, and each of its engines, passed the gate
     * @throws ModelsException of kind BAD_INPUT when manifest or record cannot be read
     */
    public static String gap(StoredVersion version) throws ModelsException {
        Path file = version.record().resolve("record.yaml");
        if (!Files.exists(file)) {
            return "it has no record, so no gate has compared it";
        }
        String identity;
        Map<String, Object> record;
        try {
            identity = VersionManifest.read(version.directory()).identity();
            record = PlainYaml.read(file, "creator: NAME", "docs/repository.md");
        } catch (PackageException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, e.getMessage(), e);
        }
        if (!(record.get("gate") instanceof Map<?, ?> gate)) {
            return "its record tells of no gate";
        }
        if (!PASSED.equals(gate.get("verdict"))) {
            return "its record tells of a gate that " + gate.get("verdict") + ": " + gate.get("reason");
        }
        Set<Object> compared = new HashSet<>();
        for (Object item : gate.get("engines") instanceof List<?> engines ? engines : List.of(gate)) {
            if (item instanceof Map<?, ?> one
                    && PASSED.equals(one.get("verdict"))
                    && identity.equals(one.get("candidate-identity"))) {
                compared.add(one.get("plan") == null ? identity : one.get("plan"));
            }
        }
        if (compared.isEmpty()) {
            return "the gate of its record compared another package";
        }
        for (EngineEntry engine : new EngineStore(version.engines()).list()) {
            if (engine.manifest() == null) {
                return engine.problem();
            }
            if (!compared.contains(engine.manifest().planSha256())) {
                return "no gate compared its engine for "
                        + engine.manifest().target().device();
            }
        }
        return null;
    }
}
