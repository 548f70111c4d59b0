package dev.saccade.camera.v4l2;

/**
 * What a device is, whatever number its node has.
 *
 * @param driver name of the kernel's driver
 * @param card the device's name
 * @param bus where it is plugged in
 */
public record DeviceIdentity(String driver, String card, String bus) {}
