/**
 * Telemetry and remote stop over MQTT, off unless asked for. A reader off the hot path: it reads counters and copies of
 * events on a thread of its own, and whatever the broker does, the loop neither waits for it nor knows. The client
 * library is named in {@link dev.saccade.cli.telemetry.MqttLink} and {@link dev.saccade.cli.telemetry.LinkFault} alone,
 * and is not loaded without {@code --mqtt}.
 */
package dev.saccade.cli.telemetry;
