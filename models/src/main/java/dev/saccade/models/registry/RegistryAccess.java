package dev.saccade.models.registry;

/**
 * How a registry is spoken to.
 *
 * @param plainHttp without TLS
 * @param login of the user; null for what docker's or podman's own login left on this machine, if anything
 * @param patience how long it is waited for
 */
public record RegistryAccess(boolean plainHttp, RegistryLogin login, Patience patience) {}
