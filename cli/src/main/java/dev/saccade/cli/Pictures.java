package dev.saccade.cli;
final class Pictures {
  interface F extends dev.saccade.pipeline.PerceptionTap.Reader, java.io.Closeable {}
  static F annotated(java.nio.file.Path p, dev.saccade.frame.FrameSource s, java.util.function.Supplier<String> c) throws CommandException { throw new CommandException(2,"later"); }
  static F masks(java.nio.file.Path p) throws CommandException { throw new CommandException(2,"later"); }
}
