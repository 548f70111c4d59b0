package dev.saccade.engine;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.SharedCache;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The command that makes an engine which is missing. */
final class EngineRemedy {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private EngineRemedy() {}

    /**
     * A version of a repository gets a new version with the engine; a package of the shared cache is called by its name,
     * any other by its path, and gets an engine in the user's store.
     */
    static String command(ModelPackage model, EngineTarget here, int device) {
        String to = " --device " + (here.backend().equals(EngineTargets.ONNX_RUNTIME) ? "cpu" : "cuda:" + device);
        Path place = model.directory().toAbsolutePath().normalize();
        Path version = place.getParent();
        if (isVersion(place, version)) {
            Path shelf = version.getParent().getParent();
            Path repository = shelf.getParent();
            String elsewhere = repository.equals(
                            SharedCache.directory("repository").toAbsolutePath().normalize())
                    ? ""
                    : " --repository " + quoted(repository.toString());
            return "saccade compile " + shelf.getFileName() + "@" + version.getFileName() + to + elsewhere;
        }
        String name = place.startsWith(SharedCache.directory("assets")) ? model.name() : place.toString();
        return "saccade compile " + quoted(name) + to + " --no-publish";
    }

    /** REPOSITORY/NAME/versions/N/package */
    private static boolean isVersion(Path place, Path version) {
        return place.getNameCount() > 4
                && place.endsWith("package")
                && NUMBER.matcher(version.getFileName().toString()).matches()
                && version.getParent().endsWith("versions");
    }

    private static String quoted(String text) {
        return text.contains(" ") ? "'" + text + "'" : text;
    }
}
